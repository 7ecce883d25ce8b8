"""Loans whose lost paper was found have ended when it was; what is kept for somebody is kept for a while."""

from odoo import SUPERUSER_ID, api

FOUND = """
UPDATE sales_office_document_loan loan
   SET state = 'returned',
       returned_at = GREATEST(loan.handed_over_at, LEAST(found.moment, (
           SELECT MIN(following.handed_over_at) FROM sales_office_document_loan following
            WHERE following.document_id = loan.document_id AND COALESCE(following.copy_number, 0) = 0
              AND following.handed_over_at > loan.handed_over_at)))
  FROM (
    SELECT lost.id, MIN(COALESCE(event.happened_at, event.date)) AS moment
      FROM sales_office_document_loan lost
      JOIN sales_office_document_event missing ON missing.loan_id = lost.id AND missing.kind = 'missing'
      JOIN sales_office_document_event event ON event.document_id = lost.document_id AND event.kind = 'found'
           AND event.loan_id IS NULL AND event.id > missing.id
     GROUP BY lost.id
  ) found
 WHERE found.id = loan.id AND loan.state = 'lost' AND COALESCE(loan.copy_number, 0) = 0
"""


def migrate(cr, version):
    cr.execute(FOUND)
    loans = api.Environment(cr, SUPERUSER_ID, {})["sales.office.document.loan"]
    loans.search(
        [("state", "=", "requested"), ("kept_until", "=", False), ("document_id.state", "=", "available")]
    )._keep()
