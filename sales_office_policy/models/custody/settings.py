from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    sales_office_day_end = fields.Float(related="company_id.sales_office_day_end", readonly=False)
    sales_office_kept_days = fields.Integer(related="company_id.sales_office_kept_days", readonly=False)
    sales_office_ask_papers = fields.Boolean(related="company_id.sales_office_ask_papers", readonly=False)
