from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    sales_office_price_days = fields.Integer(related="company_id.sales_office_price_days", readonly=False)
    sales_office_price_valid_days = fields.Integer(related="company_id.sales_office_price_valid_days", readonly=False)
