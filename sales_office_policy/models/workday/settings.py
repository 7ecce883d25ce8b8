from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    sales_office_day_lookback = fields.Integer(related="company_id.sales_office_day_lookback", readonly=False)
    sales_office_day_since = fields.Date(related="company_id.sales_office_day_since", readonly=False)
