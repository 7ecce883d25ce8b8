from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import formatLang

from ...books.metrics import explained
from ...organization.posts.title import join_title
from ...planning.target.target import TARGET_METRICS
from ..settlement import tiers
from ..settlement.arithmetic import decimal


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
            ("salesperson", "Salesperson, for their own sales"),
            ("leader", "Leader, for the sales of their departments"),
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
    summary = fields.Char(compute="_compute_summary")
    example_base = fields.Float(string="Try with", store=False, default=10000.0, digits=(16, 2))
    example_achieved = fields.Float(string="Target Achieved (%)", store=False, default=100.0, digits=(16, 2))
    example = fields.Char(compute="_compute_example", help="What the rule would pay on these figures.")

    _rate_range = models.Constraint(
        "CHECK (tier_by != 'none' OR rate > 0 AND (rate_type != 'percent' OR rate <= 100))",
        "The rate is above 0 and at most 100 %.",
    )
    _limits_ordered = models.Constraint(
        "CHECK (floor_amount >= 0 AND cap_amount >= 0 AND (cap_amount = 0 OR floor_amount <= cap_amount))",
        "What is paid at least is not above what is paid at most.",
    )

    @api.depends("rate", "rate_type", "tier_by", "tier_mode", "tier_ids.threshold", "tier_ids.rate")
    @api.depends_context("lang")
    def _compute_summary(self):
        for rule in self:
            rates = [
                self.env._(
                    "%(rate)s from %(threshold)s",
                    rate=rule._format_rate(tier.rate),
                    threshold=rule._format_threshold(tier.threshold),
                )
                for tier in rule.tier_ids.sorted("threshold")
            ]
            rule.summary = join_title(*rates) or rule._format_rate(rule.rate)

    @api.depends(
        "example_base", "example_achieved", "rate", "rate_type", "tier_by", "tier_mode", "tier_ids.threshold",
        "tier_ids.rate", "floor_amount", "cap_amount",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_example(self):
        for rule in self:
            commission = rule._get_commission(decimal(rule.example_base), decimal(rule.example_achieved))
            rule.example = rule._explain(commission)

    @api.onchange("tier_by")
    def _onchange_tier_by(self):
        if self.tier_by == "none":
            self.tier_ids = False
        elif not self.tier_ids:
            self.tier_ids = [fields.Command.create({"threshold": 0.0, "rate": self.rate})]

    @api.onchange("tier_ids", "rate_type")
    def _onchange_tier_ids(self):
        return self._warn_of_refusal(self._check_tiers) if self.tier_ids and self.tier_by != "none" else None

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

    def _get_measure(self, amount, quantity):
        """Return which of the two the rule pays for."""
        return quantity if self.rate_type == "per_unit" else amount

    def _get_commission(self, base, achieved=None):
        """Return the :class:`Commission` (company currency) on ``base``.

        :param base: what counts in the period, amount or quantity as :attr:`rate_type` asks (Decimal)
        :param achieved: percent of the target (Decimal), None without a target, which counts as nothing achieved
        """
        return self._get_terms().get_commission(base, achieved)

    def _get_terms(self):
        """Return the :class:`Terms` of the rule: what it pays, for whoever asks about a thousand people."""
        self.ensure_one()
        table = [tiers.Tier(decimal(tier.threshold), decimal(tier.rate)) for tier in self.tier_ids]
        return tiers.Terms(
            rate_type=self.rate_type,
            tier_by=self.tier_by,
            tier_mode=self.tier_mode,
            tiers=[tiers.Tier(tiers.ZERO, decimal(self.rate))] if self.tier_by == "none" else table,
            floor=decimal(self.floor_amount) if self.floor_amount else None,
            cap=decimal(self.cap_amount) if self.cap_amount else None,
            step=decimal((self.currency_id or self.env.company.currency_id).rounding),
        )

    def _explain(self, commission):
        """Return e.g. "8,000.00 × 5 % + 4,000.00 × 8 % = 720.00"."""
        return self.env["sales.office.commission.wording"]._explain(
            self.currency_id or self.env.company.currency_id,
            self.rate_type,
            commission.parts,
            commission.unlimited,
            commission.amount,
        )

    def _format_rate(self, rate):
        return self.env["sales.office.commission.wording"]._format_rate(
            self.currency_id or self.env.company.currency_id, self.rate_type, rate
        )

    def _format_threshold(self, threshold):
        """Return where a tier begins in words of what is measured: 100 %, 8,000.00 or 12."""
        number = self.env["sales.office.commission.wording"]._format_number(threshold)
        if self.tier_by == "achievement":
            return self.env._("%(number)s %%", number=number)
        if self.rate_type == "per_unit":
            return number
        currency = self.currency_id or self.env.company.currency_id
        return formatLang(self.env, threshold, digits=currency.decimal_places)


class SalesOfficeCommissionTier(models.Model):
    """From where on which rate holds (R133); a tier ends where the next one begins."""

    _name = "sales.office.commission.tier"
    _description = "Commission Tier"
    _inherit = "sales.office.commission.plan.part"
    _order = "rule_id, threshold, id"
    _rec_name = "threshold"

    rule_id = fields.Many2one("sales.office.commission.rule", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="rule_id.company_id", store=True)
    threshold = fields.Float(digits=(16, 4), help="First amount, quantity or percent of the target with this rate.")
    rate = fields.Float(digits=(16, 4), help="Percent, an amount per unit, or an amount, as the rule says.")
    until = fields.Char(string="Up to", compute="_compute_until")

    _threshold_uniq = models.UniqueIndex("(rule_id, threshold)", "Two tiers of a rule cannot begin at the same point.")
    _threshold_range = models.Constraint("CHECK (threshold >= 0)", "A tier begins at 0 or above.")
    _rate_range = models.Constraint("CHECK (rate >= 0)", "A rate is 0 or above.")

    @api.depends("threshold", "rule_id.tier_ids.threshold", "rule_id.tier_by", "rule_id.rate_type")
    @api.depends_context("lang")
    def _compute_until(self):
        for tier in self:
            following = [other for other in tier.rule_id.tier_ids.mapped("threshold") if other > tier.threshold]
            tier.until = tier.rule_id._format_threshold(min(following)) if following else "…"

    @api.constrains("rate", "rule_id")
    def _check_rule(self):
        self.rule_id._check_tiers()

    def _get_plans(self):
        return self.rule_id.plan_id
