from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import format_date

from ...organization.rpc.rpc import rpc
from ..statement.statement import LOCKED


class SalesOfficeCommissionPlan(models.Model):
    """How a plan comes into force, is followed by its next version, and ends."""

    _inherit = "sales.office.commission.plan"

    def _check_director(self):
        if not self.env.su and not self._is_post_held("director"):
            raise AccessError(self.env._("Only a director can do this."))
        self.check_access("read")

    @rpc
    def action_approve(self):
        """Put the plan in force; the version before it ends the day before.

        :raises AccessError: not a director, or paid by the plan himself
        :raises UserError: not a draft, without rules, or reaching into a period that is settled or under way
        """
        self._check_director()
        for plan in self.sudo():  # sudo: the fields that only this decision sets
            plan._check_approvable()
            plan._check_none_under_way()
            plan.write({"state": "approved", "approved_by_id": self.env.uid, "approved_at": fields.Datetime.now()})
            plan.supersedes_id._close(plan.date_from - timedelta(days=1))
            plan.supersedes_id._settle_drafts_since(plan.date_from)

    def _check_approvable(self):
        if self.state != "draft":
            raise UserError(self.env._("Only a draft can be approved."))
        self._check_has_rules()
        if self.env.user in self.member_ids.user_id:
            raise AccessError(self.env._("You are paid by this plan: another director has to approve it."))
        if not self.supersedes_id:
            return
        if self.supersedes_id.state != "approved" or self.date_from <= self.supersedes_id.date_from:
            raise UserError(self.env._("A new version starts after the one it supersedes, which is in force."))
        settled = self.supersedes_id.statement_ids.filtered(lambda s: s.state in LOCKED and s.date_to >= self.date_from)
        if settled:
            raise UserError(
                self.env._(
                    "Statements until %(date)s are approved: start the new version later.",
                    date=fields.Date.to_string(max(settled.mapped("date_to"))),
                )
            )
        self._check_whole_periods()

    def _check_none_under_way(self):
        """Refuse to begin on a day that a statement of the version before, sent to its employee, counts as well."""
        under_way = self._get_under_way()
        if under_way:
            raise UserError(
                self.env._(
                    "These statements are under way and count days from %(date)s on, which would be paid twice: "
                    "%(statements)s. Reopen them, or start the new version later.",
                    date=format_date(self.env, self.date_from),
                    statements=", ".join(under_way.sorted("date_from").mapped("display_name")),
                )
            )

    def _get_under_way(self):
        """Return the statements of the version before that count days of this one and were sent to their employees."""
        return self.supersedes_id.statement_ids.filtered(
            lambda s: s.state not in ("draft", *LOCKED) and s.date_to >= self.date_from
        )

    def _settle_drafts_since(self, day):
        """Compute the drafts anew (sudo) that reach to the day or beyond it, which counts for the next version now."""
        drafts = self.statement_ids.filtered(lambda s: s.state == "draft" and s.date_to >= day)
        for period in sorted({(draft.date_from, draft.date_to) for draft in drafts}):
            self.env["sales.office.settlement"]._settle(self, *period)

    def _check_has_rules(self):
        if not self.rule_ids:
            raise UserError(self.env._("Add at least one rule: the plan would pay nothing."))

    def _check_whole_periods(self):
        """Refuse to change in the middle of a period what is paid for the period as a whole."""
        before = self.supersedes_id
        begins = all(plan._get_period(self.date_from)[0] == self.date_from for plan in self | before)
        if not begins and self._pays_by_period() and before._pays_by_period():
            raise UserError(
                self.env._(
                    "Tiers, limits and fixed amounts are for a period as a whole and would count twice: "
                    "begin on the first day of a period, %(date)s for example.",
                    date=format_date(self.env, self._get_period(self.date_from, back=-1)[0]),
                )
            )

    @rpc
    def action_close(self):
        """End the plan today; what was earned until then is still settled.

        :raises UserError: not in force
        """
        self._check_director()
        if any(plan.state != "approved" for plan in self):
            raise UserError(self.env._("Only an approved plan can be closed."))
        today = fields.Date.context_today(self)
        for plan in self.sudo():  # sudo: a locked plan, closed by a director
            plan._close(max(today, plan.date_from))

    def _close(self, date_to):
        """End each plan on that day, if it does not end earlier."""
        for plan in self:
            plan.write({"state": "closed", "date_to": min(plan.date_to or date_to, date_to)})

    @rpc(one=True)
    def action_new_version(self):
        """Open the draft that will follow this plan, made from it; its first day can still be changed.

        :raises UserError: not in force
        """
        if not self.env.su and not self._is_post_held("director", "policy_admin"):
            raise AccessError(self.env._("Only a director or the policy administrator makes a new version."))
        self.check_access("read")
        if self.state != "approved":
            raise UserError(self.env._("A new version is made from the approved one."))
        successor = self.search([("supersedes_id", "=", self.id)]) or self.sudo()._make_version()
        return successor._get_records_action()

    def _make_version(self):
        date_from = self._get_period(max(fields.Date.context_today(self), self.date_from), back=-1)[0]
        successor = self.copy({"name": self.name, "date_from": date_from})
        successor.write(
            {
                "version": self.version + 1,
                "supersedes_id": self.id,
                "origin_id": (self.origin_id or self).id,
                "member_ids": [
                    Command.delete(member.id)
                    for member in successor.member_ids
                    if member.date_to and member.date_to < date_from
                ],
            }
        )
        return successor
