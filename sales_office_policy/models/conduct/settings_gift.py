from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    currency_id = fields.Many2one(related="company_id.currency_id")
    sales_office_gift_limit = fields.Monetary(related="company_id.sales_office_gift_limit", readonly=False)
    sales_office_gift_days = fields.Integer(related="company_id.sales_office_gift_days", readonly=False)
