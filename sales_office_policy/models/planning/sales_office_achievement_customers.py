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
            EXISTS (
                SELECT FROM (SELECT commercial_partner_id, MIN(invoice_date) AS day FROM account_move
                              WHERE company_id = %(company)s AND state = 'posted' AND move_type = 'out_invoice'
                           GROUP BY 1) first
                 WHERE first.commercial_partner_id = move.commercial_partner_id
                   AND move.invoice_date < first.day + %(months)s * INTERVAL '1 month')
            """,
            company=company.id,
            months=months,
        )
