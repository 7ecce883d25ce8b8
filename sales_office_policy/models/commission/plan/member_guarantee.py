from datetime import date

from odoo import api, fields, models
from odoo.tools.misc import formatLang

from ..statement.statement import format_period


class SalesOfficeCommissionPlanMember(models.Model):
    """What a member is guaranteed, said where he is entered."""

    _inherit = "sales.office.commission.plan.member"

    guarantee = fields.Text(
        string="Guaranteed", compute="_compute_guarantee", help="For each period; for the first and the last by days."
    )

    @api.depends(
        "date_from", "date_to", "plan_id.date_from", "plan_id.date_to", "plan_id.period_type",
        "plan_id.draw_amount", "plan_id.guarantee_days",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_guarantee(self):
        for member in self:
            known = member.plan_id.draw_amount and member.date_from and member.plan_id.date_from
            member.guarantee = "\n".join(member._describe_guarantee()) if known else False

    def _describe_guarantee(self):
        """Yield e.g. "March 2026: 483.87 (15 of 31 days)" and "Then 1,000.00"."""
        plan = self.plan_id
        first, last = self._get_days()
        if first > last:
            return
        begin = plan._get_period(first)
        end = plan._get_period(last) if last < date.max else None
        parts = [period for period in dict.fromkeys((begin, end)) if period and self._is_part(period)]
        if begin in parts:
            yield self._describe_part(begin)
        if self._has_whole_periods(begin, end, parts):
            amount = self._format_guarantee(plan.draw_amount)
            yield self.env._("Then %(amount)s", amount=amount) if begin in parts else amount
        if end in parts and end != begin:
            yield self._describe_part(end)

    def _is_part(self, period):
        guaranteed = self._guarantee_in(period)
        return guaranteed.amount != guaranteed.whole

    def _has_whole_periods(self, begin, end, parts):
        """Whether there is a period that is not in ``parts``."""
        if end is None or begin not in parts or end not in parts:
            return end != begin or begin not in parts
        return self.plan_id._get_period(begin[0], back=-1)[0] < end[0]

    def _describe_part(self, period):
        guaranteed = self._guarantee_in(period)
        return self.env._(
            "%(period)s: %(amount)s (%(days)s of %(of_days)s days)",
            period=format_period(self.env, *period),
            amount=self._format_guarantee(guaranteed.amount),
            days=guaranteed.days,
            of_days=guaranteed.of_days,
        )

    def _guarantee_in(self, period):
        return self.plan_id._guarantee(self._count_days(*period), *period)

    def _format_guarantee(self, amount):
        return formatLang(self.env, float(amount), digits=self.plan_id.currency_id.decimal_places)
