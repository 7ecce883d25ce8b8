from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError

from .sales_office_plan_flow import MANAGER

#: what a target of the version before says that also holds for its unchanged copy
SETTLED = ("state", "published_at", "published_by_id", "difference_reason", "reason", "manual_value")


class SalesOfficePlan(models.Model):
    """How an approved plan is revised: a copy that begins later, edited, proposed and approved like the first."""

    _inherit = "sales.office.plan"

    def action_new_version(self):
        """Open the draft that will follow this plan, made from it; its first day can still be changed.

        :raise UserError: not in force
        """
        self.ensure_one()
        self._check_leads(MANAGER)
        plan = self.sudo()  # sudo: versions are linked by this method only
        successor = plan.search([("supersedes_id", "=", plan.id)])
        if not successor:
            if plan.state != "approved":
                raise UserError(self.env._("A new version is made from the approved one."))
            successor = plan._make_version()
        return successor.sudo(False)._get_records_action()

    def _make_version(self):
        month = fields.Date.context_today(self).replace(day=1) + relativedelta(months=1)
        earliest = self.date_from + relativedelta(days=1)
        successor = self.copy({"year": self.year, "date_from": min(max(month, earliest), date(self.year, 12, 31))})
        successor.write({"version": self.version + 1, "supersedes_id": self.id})
        self._copy_targets(successor)
        return successor

    def _copy_targets(self, successor):
        """Copy the tree of targets into ``successor``, one level after the other."""
        copies, level = {}, self.target_ids.filtered(lambda target: not target.parent_id)
        while level:
            made = level.create(
                [
                    target.copy_data(
                        {"plan_id": successor.id, "parent_id": copies.get(target.parent_id), "previous_id": target.id}
                    )[0]
                    for target in level
                ]
            )
            copies = {target: copy.id for target, copy in zip(level, made, strict=True)}
            level = level.child_ids

    def _supersede(self):
        """Put this version in the place of the one before; what is unchanged or over goes on as it was agreed."""
        before = self.supersedes_id
        if not before:
            return
        if before.state != "approved":
            raise UserError(self.env._("The version before is not in force any more."))
        before.target_ids.active = False
        before.flush_recordset()
        before.state = "closed"
        before.flush_recordset()  # before the next one takes its place in the index
        for target in self.target_ids.filtered("previous_id"):
            if target._is_like(target.previous_id):
                target.write(target._convert_to_write({name: target.previous_id[name] for name in SETTLED}))
        before.campaign_ids.plan_id = self
