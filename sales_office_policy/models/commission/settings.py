from odoo import fields, models


class SalesOfficeSettings(models.TransientModel):
    _inherit = "sales.office.settings"

    sales_office_fine_cap_percent = fields.Float(related="company_id.sales_office_fine_cap_percent", readonly=False)
    sales_office_confirm_days = fields.Integer(related="company_id.sales_office_confirm_days", readonly=False)
    sales_office_payout = fields.Selection(related="company_id.sales_office_payout", readonly=False)
    sales_office_payout_journal_id = fields.Many2one(
        related="company_id.sales_office_payout_journal_id", readonly=False
    )
    sales_office_payout_expense_account_id = fields.Many2one(
        related="company_id.sales_office_payout_expense_account_id", readonly=False
    )
    sales_office_payout_liability_account_id = fields.Many2one(
        related="company_id.sales_office_payout_liability_account_id", readonly=False
    )
