from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    sales_office_ask_papers = fields.Boolean(related="company_id.sales_office_ask_papers", readonly=False)
