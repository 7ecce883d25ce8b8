from odoo import models
from odoo.tools import SQL


class SalesOfficeCommissionBooks(models.AbstractModel):
    """What was earned: invoiced less the cost that the order line was sold with."""

    _inherit = "sales.office.commission.books"

    def _get_entries_margin(self, rule, **values):
        """Both in company currency: the sale from the books, the cost at the order's own exchange rate.

        Invoice lines that come from no order have no known cost and do not count.
        """
        self.env["sale.order"].flush_model(["currency_rate"])
        self.env["sale.order.line"].flush_model(["purchase_price", "order_id", "invoice_lines"])
        return SQL(
            """
            SELECT move.id AS document_id, split_line.order_id, move.invoice_user_id AS user_id,
                   move.invoice_date AS day,
                   -line.balance - ROUND((signed.quantity * cost.price / %(step)s)::numeric) * %(step)s AS amount,
                   signed.quantity
              FROM account_move move
              JOIN account_move_line line ON line.move_id = move.id AND line.display_type = 'product'
                   %(split)s
        CROSS JOIN LATERAL (
                   SELECT CASE move.move_type WHEN 'out_refund' THEN -line.quantity ELSE line.quantity END
                   ) signed(quantity)
        CROSS JOIN LATERAL (
                   SELECT COALESCE(sold.purchase_price, 0) / COALESCE(NULLIF(sale.currency_rate, 0), 1)
                     FROM sale_order_line_invoice_rel rel
                     JOIN sale_order_line sold ON sold.id = rel.order_line_id
                     JOIN sale_order sale ON sale.id = sold.order_id
                    WHERE rel.invoice_line_id = line.id
                 ORDER BY sold.id
                    LIMIT 1) cost(price)
             WHERE %(documents)s AND %(filtered)s AND move.invoice_date BETWEEN %(date_from)s AND %(date_to)s
            """,
            documents=self._get_documents(rule, **values),
            **values,
        )
