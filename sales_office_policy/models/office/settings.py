from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    sales_office_licence_days = fields.Integer(related="company_id.sales_office_licence_days", readonly=False)
    sales_office_report_hours = fields.Float(related="company_id.sales_office_report_hours", readonly=False)
    sales_office_letter_days = fields.Integer(related="company_id.sales_office_letter_days", readonly=False)
    sales_office_complaint_days = fields.Integer(related="company_id.sales_office_complaint_days", readonly=False)
