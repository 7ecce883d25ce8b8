from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    sales_office_policy_reminder_days = fields.Integer(
        related="company_id.sales_office_policy_reminder_days", readonly=False
    )
    sales_office_policy_signature = fields.Boolean(related="company_id.sales_office_policy_signature", readonly=False)
