from odoo import fields, models


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
