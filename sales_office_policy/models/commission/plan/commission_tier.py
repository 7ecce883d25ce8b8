from odoo import api, fields, models


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
