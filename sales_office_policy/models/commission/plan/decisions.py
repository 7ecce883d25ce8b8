from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ...organization.record.phrases import join_names
from ..statement.statement import LOCKED


class SalesOfficeCommissionPlan(models.Model):
    """Whether a plan can come into force, and what becomes of the version before it (R133).

    A version dated back over statements that are under way needs somebody who reopens them on purpose.
    """

    _inherit = "sales.office.commission.plan"

    def _check_director(self):
        if not self.env.su and not self._is_post_held("director"):
            raise AccessError(self.env._("Only a director can do this."))
        self.check_access("read")

    def _check_approvable(self):
        self._check_state("draft")
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
                    date=format_date(self.env, max(settled.mapped("date_to"))),
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
                    statements=join_names(self.env, under_way.sorted("date_from").mapped("display_name")),
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

    def _close(self, date_to):
        """End each plan on that day, if it does not end earlier."""
        for plan in self:
            plan.write({"state": "closed", "date_to": min(plan.date_to or date_to, date_to)})

    def _make_version(self):
        date_from = self._get_period(max(fields.Date.context_today(self), self.date_from), back=-1)[0]
        origin = self.origin_id or self
        successor = self._copy_as_version({"name": self.name, "date_from": date_from, "origin_id": origin.id})
        successor.member_ids.filtered(lambda member: member.date_to and member.date_to < date_from).unlink()
        return successor
