from odoo import fields, models

from ..settlement import arithmetic as settlement


class SalesOfficeCommissionPlan(models.Model):
    """What a plan makes of a period's commission as a whole."""

    _inherit = "sales.office.commission.plan"

    cap_amount = fields.Monetary(
        string="At Most", tracking=True, help="No more commission is paid for a period; 0: without limit."
    )
    draw_amount = fields.Monetary(
        string="Guaranteed", tracking=True, help="So much is paid to each member for each period; 0: nothing."
    )
    draw_recoverable = fields.Boolean(
        string="Recoverable",
        tracking=True,
        help="What was paid up to the guaranteed amount is an advance, taken back from what later periods earn "
        "above it.",
    )
    guarantee_days = fields.Selection(
        [("proportion", "In Proportion to the Days in the Plan"), ("full", "In Full")],
        string="Guaranteed for Part of a Period",
        required=True,
        default="proportion",
        tracking=True,
        help="Whoever joins or leaves within a period is guaranteed the part of it in which the plan paid: 15 days of "
        "a month of 31 with 1,000.00 guaranteed are 483.87. In full: 1,000.00, even for a single day.",
    )
    multiplier_ids = fields.One2many("sales.office.commission.multiplier", "plan_id", string="Multipliers", copy=True)

    _limits_range = models.Constraint(
        "CHECK (cap_amount >= 0 AND draw_amount >= 0 AND (cap_amount = 0 OR draw_amount <= cap_amount))",
        "What is guaranteed is not above what is paid at most.",
    )

    def _pays_by_period(self):
        """Whether anything depends on a period as a whole, so that two versions within one would both pay it."""
        return self._adjusts() or any(
            rule.tier_by != "none" or rule.rate_type == "fixed" or rule.floor_amount or rule.cap_amount
            for rule in self.rule_ids
        )

    def _adjusts(self):
        """Whether anything is done with the commission as a whole."""
        return bool(self.cap_amount or self.draw_amount or self.multiplier_ids)

    def _get_guaranteed(self, date_from, date_to):
        """Return ``{employee: Guaranteed}`` of the members of a period."""
        days = {}
        for member in self._get_members(date_from, date_to):
            days[member.employee_id] = days.get(member.employee_id, 0) + member._count_days(date_from, date_to)
        return {employee: self._guarantee(count, date_from, date_to) for employee, count in days.items()}

    def _guarantee(self, days, date_from, date_to):
        """Return what is :class:`Guaranteed` to whoever is in the plan on so many days of a period."""
        of_days = (date_to - date_from).days + 1
        counted = of_days if self.guarantee_days == "full" else days
        step = settlement.decimal(self.currency_id.rounding)
        return settlement.prorate(settlement.decimal(self.draw_amount), counted, of_days, step)
