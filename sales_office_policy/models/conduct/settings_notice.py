from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    sales_office_notice_automatic = fields.Boolean(related="company_id.sales_office_notice_automatic", readonly=False)
    sales_office_notice_template_id = fields.Many2one(
        related="company_id.sales_office_notice_template_id", readonly=False
    )
    sales_office_decision_template_id = fields.Many2one(
        related="company_id.sales_office_decision_template_id", readonly=False
    )
    sales_office_appeal_template_id = fields.Many2one(
        related="company_id.sales_office_appeal_template_id", readonly=False
    )
    sales_office_annulment_template_id = fields.Many2one(
        related="company_id.sales_office_annulment_template_id", readonly=False
    )
