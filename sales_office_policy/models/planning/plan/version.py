from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import rpc


class SalesOfficePlan(models.Model):
    """How an approved plan is revised: a copy that begins later, edited, proposed and approved like the first."""

    _inherit = "sales.office.plan"

    earlier_campaign_ids = fields.One2many(
        related="supersedes_id.campaign_ids",
        string="Campaigns of the Version Before",
        help="They go on in this version, with the budgets entered for it.",
    )

    @rpc(one=True)
    def action_new_version(self):
        """Open the draft that will follow this plan, made from it; its first day can still be changed.

        :raise UserError: not in force
        """
        self._check_leads("manager")
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
        self._copy_targets(successor, self.target_ids.filtered(lambda target: not target.parent_id))
        return successor

    def _copy_targets(self, successor, level, copies=None):
        """Copy targets and their parts into ``successor``, one level after the other.

        :param level: the topmost ones
        :param dict copies: ``{target: id of its copy}`` of those that ``level`` are parts of
        """
        while level:
            made = level.create(
                [
                    target.copy_data(
                        {
                            "plan_id": successor.id,
                            "parent_id": (copies or {}).get(target.parent_id),
                            "previous_id": target.id,
                        }
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
        self._take_over_since(before)
        replaced = before.target_ids
        replaced.active = False
        before.state = "closed"
        # before the next ones take their places in the indexes
        replaced.flush_recordset()
        before.flush_recordset()
        for target in self.target_ids.filtered("previous_id"):
            target._settle_like(target.previous_id)
        replaced.acknowledgement_ids.filtered(lambda row: row.state == "asked").unlink()
        before.campaign_ids._go_on_in(self)

    def _take_over_since(self, before):
        """Copy what was split or added under the version before while this one was being written.

        What this version has a part for already, or was deleted from it, is left as it was decided here.
        """

        def get_key(target):
            return target.employee_id or target.department_id, target.metric, target.period_type, target.date_from

        copies = {target.previous_id: target for target in self.target_ids if target.previous_id}
        known = set(map(get_key, self.target_ids))
        begun = min(copies.values(), key=lambda copy: copy.id, default=self.target_ids).id or 0

        def is_missing(target):
            place = copies.get(target.parent_id)
            return (
                target.id > begun
                and target not in copies
                and get_key(target) not in known
                and (not target.parent_id or bool(place) and not place.child_ids)
            )

        missing = before.target_ids.filtered(is_missing)
        self._copy_targets(self, missing, {target: copy.id for target, copy in copies.items()})
