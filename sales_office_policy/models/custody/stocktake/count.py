from odoo import models
from odoo.tools import SQL

from ...organization.record.row_lock import claim_rows


class SalesOfficeDocumentStocktake(models.Model):
    """What a stock-take expects and meets: its lines, by the books as they are now."""

    _inherit = "sales.office.document.stocktake"

    def _lock(self):
        """Wait for whoever is counting at the same place, which changes lines only."""
        claim_rows(self)

    def _find_line(self, document):
        """Return the line (sudo) of a document, made now if it was not expected here."""
        Line = self.env["sales.office.document.stocktake.line"].sudo()  # sudo: nobody has the right to write lines
        line = Line.search([("stocktake_id", "=", self.id), ("document_id", "=", document.id)])
        return line or Line.create({"stocktake_id": self.id, "document_id": document.id, "result": "misplaced"})

    def _expect(self):
        """List every document kept at the place, in one statement for all of them."""
        self.flush_recordset()
        self.env["sales.office.document"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO sales_office_document_stocktake_line
                    (stocktake_id, document_id, company_id, result, settled,
                     create_uid, write_uid, create_date, write_date)
                SELECT stocktake.id, document.id, stocktake.company_id,
                    CASE document.state
                        WHEN 'on_loan' THEN 'on_loan' WHEN 'missing' THEN 'known_missing' ELSE 'unseen'
                    END,
                    document.state != 'available',
                    %(user)s, %(user)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                FROM sales_office_document_stocktake stocktake
                JOIN hr_department owner ON owner.id = stocktake.department_id
                JOIN hr_department department ON department.parent_path LIKE owner.parent_path || '%%'
                JOIN sales_office_document document
                    ON document.department_id = department.id AND document.home_location = stocktake.location
                WHERE stocktake.id IN %(stocktakes)s AND document.state != 'destroyed'
                    AND document.company_id = stocktake.company_id
                    AND department.sales_office_id = stocktake.office_id
                """,
                user=self.env.uid,
                stocktakes=tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset()
        self.env["sales.office.document.stocktake.line"].invalidate_model()

    def _follow_loans(self):
        """Papers handed out or reported missing while counting went on are no longer looked for."""
        # sudo: nobody has the right to write lines
        unseen = self.sudo().line_ids.filtered(lambda line: line.result == "unseen")
        for state, result in (("on_loan", "on_loan"), ("missing", "known_missing"), ("destroyed", "known_missing")):
            unseen.filtered(lambda line, state=state: line.document_id.state == state).write({"result": result})
