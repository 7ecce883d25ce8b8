from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    # leads: answered, followed, channel
    sales_office_response_hours = fields.Float(related="company_id.sales_office_response_hours", readonly=False)
    sales_office_stale_days = fields.Integer(related="company_id.sales_office_stale_days", readonly=False)
    sales_office_channel_mode = fields.Selection(related="company_id.sales_office_channel_mode", readonly=False)
