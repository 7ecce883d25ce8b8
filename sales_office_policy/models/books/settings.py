from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    sales_office_new_customer_months = fields.Integer(
        related="company_id.sales_office_new_customer_months", readonly=False
    )
    sales_office_received_account_ids = fields.Many2many(
        related="company_id.sales_office_received_account_ids", readonly=False
    )
