from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    # a customer's first invoice, asked for each invoice that is counted
    _sales_office_first_idx = models.Index(
        "(commercial_partner_id, company_id, invoice_date) WHERE move_type = 'out_invoice' AND state = 'posted'"
    )
