from odoo import api, models
from odoo.tools import SQL


class SalesOfficeAchievement(models.AbstractModel):
    """Whose invoices are those of a new customer, for targets and commission alike (R050)."""

    _inherit = "sales.office.achievement"

    @api.model
    def _get_new_customer_condition(self, company, months):
        """Return the SQL condition that the invoice or credit note ``move`` of ``company`` is to a new customer.

        A customer, the company behind a contact, is new for so many months from its first posted invoice on.
        """
        return SQL(
            """
            move.invoice_date < %(months)s * INTERVAL '1 month' + (
                SELECT MIN(first.invoice_date)
                  FROM account_move first
                 WHERE first.commercial_partner_id = move.commercial_partner_id AND first.company_id = %(company)s
                   AND first.state = 'posted' AND first.move_type = 'out_invoice')
            """,
            company=company.id,
            months=months,
        )
