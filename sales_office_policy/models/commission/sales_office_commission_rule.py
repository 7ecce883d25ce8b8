from odoo import api, fields, models

from . import settlement


class SalesOfficeCommissionRule(models.Model):
    """How much of what is paid to whom; frozen by the approval of its plan (R133)."""

    _name = "sales.office.commission.rule"
    _description = "Commission Rule"
    _order = "plan_id, sequence, id"

    plan_id = fields.Many2one("sales.office.commission.plan", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    basis = fields.Selection(
        [("invoiced", "Invoiced")],
        required=True,
        default="invoiced",
        help="Invoiced: posted customer invoices less credit notes, by invoice date, taxes excluded.",
    )
    rate_type = fields.Selection([("percent", "Percent")], required=True, default="percent")
    rate = fields.Float(digits=(7, 4), required=True, help="Percent of the basis.")
    credit_to = fields.Selection([("salesperson", "Salesperson")], required=True, default="salesperson")

    _rate_range = models.Constraint("CHECK (rate > 0 AND rate <= 100)", "The rate is above 0 and at most 100 %.")

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.plan_id._check_open()
        return rules

    def write(self, vals):
        self.check_access("write")
        self.plan_id._check_open()
        result = super().write(vals)
        self.plan_id._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self.plan_id._check_open()

    def _get_commission(self, base):
        """Return the commission (Decimal, company currency) on ``base`` (Decimal)."""
        self.ensure_one()
        step = settlement.decimal(self.plan_id.currency_id.rounding)
        return settlement.percent(base, settlement.decimal(self.rate), step)
