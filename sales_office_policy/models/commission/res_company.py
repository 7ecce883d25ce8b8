from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_fine_cap_percent = fields.Float(
        string="Maximum Fines (% of gross)",
        digits=(5, 2),
        default=20.0,
        help="Share of a period's gross commission that fines may take in a new commission plan.",
    )
    sales_office_confirm_days = fields.Integer(
        string="Days to Confirm a Statement",
        help="A statement nobody disputes within this many working days counts as confirmed. With 0 it waits for the "
        "employee.",
    )
    sales_office_payout = fields.Selection(
        [("payroll", "Payroll export only"), ("bill", "Vendor bill"), ("entry", "Journal entry")],
        string="Commission Is Paid by",
        required=True,
        default="payroll",
    )
    sales_office_payout_journal_id = fields.Many2one("account.journal", string="Commission Journal")
    sales_office_payout_expense_account_id = fields.Many2one("account.account", string="Commission Expense Account")
    sales_office_payout_liability_account_id = fields.Many2one("account.account", string="Commission Payable Account")

    _sales_office_fine_cap_range = models.Constraint(
        "CHECK (sales_office_fine_cap_percent BETWEEN 0 AND 100)",
        "The share that fines may take is between 0 and 100 %.",
    )
    _sales_office_confirm_days = models.Constraint(
        "CHECK (sales_office_confirm_days BETWEEN 0 AND 365)", "The days to confirm lie between 0 and 365."
    )

    @api.constrains(
        "sales_office_payout",
        "sales_office_payout_journal_id",
        "sales_office_payout_expense_account_id",
        "sales_office_payout_liability_account_id",
    )
    def _check_sales_office_payout(self):
        for company in self:
            journal = company.sales_office_payout_journal_id
            accounts = company.sales_office_payout_expense_account_id | company.sales_office_payout_liability_account_id
            if (journal and journal.company_id != company) or any(
                company not in account.company_ids for account in accounts
            ):
                raise ValidationError(self.env._("The journal and the accounts must be those of the company."))
            wanted = "purchase" if company.sales_office_payout == "bill" else "general"
            if journal and company.sales_office_payout != "payroll" and journal.type != wanted:
                raise ValidationError(
                    self.env._("Vendor bills need a purchase journal, journal entries a miscellaneous one.")
                )
