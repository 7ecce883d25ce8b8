from odoo import api, fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    sales_office_price_days = fields.Integer(related="company_id.sales_office_price_days", readonly=False)
    sales_office_hide_margin = fields.Boolean(related="company_id.sales_office_hide_margin", readonly=False)
    sales_office_price_valid_days = fields.Integer(related="company_id.sales_office_price_valid_days", readonly=False)
    sales_office_mandate_days = fields.Integer(related="company_id.sales_office_mandate_days", readonly=False)
    sales_office_filing_days = fields.Integer(related="company_id.sales_office_filing_days", readonly=False)
    sales_office_receipt_days = fields.Integer(related="company_id.sales_office_receipt_days", readonly=False)
    sales_office_order_hours = fields.Float(related="company_id.sales_office_order_hours", readonly=False)
    sales_office_handover_plan_id = fields.Many2one(related="company_id.sales_office_handover_plan_id", readonly=False)
    sales_office_delivery_days = fields.Integer(related="company_id.sales_office_delivery_days", readonly=False)
    sales_office_reminder_days = fields.Integer(related="company_id.sales_office_reminder_days", readonly=False)
    sales_office_idle_days = fields.Integer(related="company_id.sales_office_idle_days", readonly=False)
    sales_office_has_expenses = fields.Boolean(compute="_compute_sales_office_has_expenses")

    @api.depends("company_id")
    def _compute_sales_office_has_expenses(self):
        self.sales_office_has_expenses = self.env["sales.office.expense.limit"]._is_possible()
