from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    sales_office_sync_team_target = fields.Boolean(related="company_id.sales_office_sync_team_target", readonly=False)
