from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    sales_office_judge_id = fields.Many2one(related="company_id.sales_office_judge_id", readonly=False)
    sales_office_appeal_judge_id = fields.Many2one(related="company_id.sales_office_appeal_judge_id", readonly=False)
    sales_office_fines_enabled = fields.Boolean(related="company_id.sales_office_fines_enabled", readonly=False)
    sales_office_fine_replacement = fields.Selection(related="company_id.sales_office_fine_replacement", readonly=False)
    sales_office_penalty_approval = fields.Boolean(related="company_id.sales_office_penalty_approval", readonly=False)
    sales_office_training_days = fields.Integer(related="company_id.sales_office_training_days", readonly=False)
    sales_office_answer_days = fields.Integer(related="company_id.sales_office_answer_days", readonly=False)
    sales_office_appeal_days = fields.Integer(related="company_id.sales_office_appeal_days", readonly=False)
    sales_office_anonymise_months = fields.Integer(related="company_id.sales_office_anonymise_months", readonly=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sales_office_gift_limit = fields.Monetary(related="company_id.sales_office_gift_limit", readonly=False)
    sales_office_gift_days = fields.Integer(related="company_id.sales_office_gift_days", readonly=False)
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
