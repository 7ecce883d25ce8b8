from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    sales_office_fine_cap_percent = fields.Float(related="company_id.sales_office_fine_cap_percent", readonly=False)
