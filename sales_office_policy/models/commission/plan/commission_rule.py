from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...books.metrics import explained
from ...planning.target.target import TARGET_METRICS


class SalesOfficeCommissionRule(models.Model):
    """How much of what is paid to whom; frozen by the approval of its plan (R133)."""

    _name = "sales.office.commission.rule"
    _description = "Commission Rule"
    _inherit = ["sales.office.commission.plan.part", "sales.office.typing.mixin"]
    _order = "plan_id, sequence, id"

    plan_id = fields.Many2one("sales.office.commission.plan", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    state = fields.Selection(related="plan_id.state")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    basis = fields.Selection(
        [
            ("ordered", "Ordered: confirmed orders, by order date"),
            ("invoiced", "Invoiced: invoices less credit notes, by invoice date"),
            ("collected", "Collected: money received for invoices, by the day it came"),
            ("margin", "Margin: invoiced less the cost of the sale, by invoice date"),
        ],
        required=True,
        default="invoiced",
        help=explained(
            "Taxes excluded, in the currency of the company. Write-offs and credit notes are no money received; money "
            "that came before the invoice counts on the invoice date. The cost is the one on the order, else the "
            "product's on the invoice date. Targets, contests and reports count in the same way."
        ),
    )
    credit_to = fields.Selection(
        [
            ("salesperson", "Salesperson, for his own sales"),
            ("leader", "Leader, for the sales of his departments"),
            ("team", "Team, sharing what it sells together"),
        ],
        required=True,
        default="salesperson",
        help="Leader: members who lead departments, for what is sold in these and all below. Team: the members of "
        "one department, by their weights.",
    )
    include_own = fields.Boolean(string="Own Sales Too", help="A leader's own sales count for this rule as well.")
    rate_type = fields.Selection(
        [("percent", "Percent"), ("per_unit", "Amount per Unit"), ("fixed", "Fixed Amount")],
        required=True,
        default="percent",
        help="Percent of the amount; so much for each unit sold; or one amount for the period.",
    )
    rate = fields.Float(digits=(16, 4), help="Percent, an amount per unit, or an amount.")
    tier_by = fields.Selection(
        [("none", "No Tiers"), ("base", "What Was Sold"), ("achievement", "Target Achieved")],
        string="Tiers by",
        required=True,
        default="none",
        help="Where the rate depends on how much was sold in the period, or on how much of the target was achieved.",
    )
    target_metric = fields.Selection(
        TARGET_METRICS,
        string="Which Target",
        required=True,
        default="invoiced",
        help=explained(
            "The agreed target of the employee for the period. Where a team earns: the one of its department, "
            "or, if it has none of its own, those of its people together."
        ),
    )
    tier_mode = fields.Selection(
        [("marginal", "Each Slice at Its Own Rate"), ("whole", "All at the Rate Reached")],
        required=True,
        default="marginal",
    )
    tier_ids = fields.One2many("sales.office.commission.tier", "rule_id", string="Tiers", copy=True)
    floor_amount = fields.Monetary(string="At Least", help="So much is paid for each period in any case; 0: nothing.")
    cap_amount = fields.Monetary(string="At Most", help="No more is paid for a period; 0: without limit.")

    _rate_range = models.Constraint(
        "CHECK (tier_by != 'none' OR rate > 0 AND (rate_type != 'percent' OR rate <= 100))",
        "The rate is above 0 and at most 100 %.",
    )
    _limits_ordered = models.Constraint(
        "CHECK (floor_amount >= 0 AND cap_amount >= 0 AND (cap_amount = 0 OR floor_amount <= cap_amount))",
        "What is paid at least is not above what is paid at most.",
    )

    @api.constrains("tier_by", "tier_ids", "rate_type")
    def _check_tiers(self):
        for rule in self:
            if rule.tier_by == "none" and rule.tier_ids:
                # left over from a choice taken back, they would read as if they counted
                raise ValidationError(self.env._("“%(rule)s” has tiers but is not tiered.", rule=rule.name))
            if rule.tier_by != "none" and not rule.tier_ids:
                raise ValidationError(self.env._("Add the tiers of “%(rule)s”.", rule=rule.name))
            if rule.rate_type == "percent" and any(tier.rate > 100 for tier in rule.tier_ids):
                raise ValidationError(self.env._("A rate is at most 100 %."))
