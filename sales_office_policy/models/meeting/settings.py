from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    sales_office_meeting_grace = fields.Integer(related="company_id.sales_office_meeting_grace", readonly=False)
    sales_office_meeting_sign_in_minutes = fields.Integer(
        related="company_id.sales_office_meeting_sign_in_minutes", readonly=False
    )
    sales_office_meeting_days_ahead = fields.Integer(
        related="company_id.sales_office_meeting_days_ahead", readonly=False
    )
