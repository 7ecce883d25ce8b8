from odoo import models
from odoo.tools import SQL


class SalesOfficeCommissionBooks(models.AbstractModel):
    """Orders whose credit several share: their invoices and payments are shared in the same way."""

    _inherit = "sales.office.commission.books"

    def _get_split_lines(self, basis, company):
        """Return the SELECT of ``(line_id, order_id)``: lines of orders and invoices whose credit is split."""
        self.env["sales.office.credit.split"].flush_model()
        self.env["sale.order.line"].flush_model(["order_id", "invoice_lines"])
        split = SQL("SELECT order_id FROM sales_office_credit_split WHERE company_id = %s", company.id)
        if basis == "ordered":
            return SQL("SELECT id AS line_id, order_id FROM sale_order_line WHERE order_id IN (%s)", split)
        return SQL(
            """
            SELECT rel.invoice_line_id AS line_id, MIN(sold.order_id) AS order_id
              FROM sale_order_line sold
              JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = sold.id
             WHERE sold.order_id IN (%s)
          GROUP BY 1
            """,
            split,
        )

    def _get_split_shares(self, step):
        """Return the SELECT of ``(filter, employee_id, day, amount, quantity)``: what each has of split orders.

        Each order and day is shared out in multiples of ``step``: everybody gets his part rounded down, and
        what is left goes to the largest remainders, so that the shares add up to what was sold.
        """
        return SQL(
            """
            SELECT filter, employee_id, day, (steps + (place <= left_over)::int) * %(step)s AS amount, quantity
              FROM (SELECT part.*,
                           ROUND(total / %(step)s) - SUM(steps) OVER whole AS left_over,
                           ROW_NUMBER() OVER (PARTITION BY filter, order_id, day
                                              ORDER BY exact - steps DESC, id) AS place
                      FROM (SELECT fact.filter, fact.order_id, fact.day, fact.amount AS total, split.id,
                                   split.employee_id, fact.quantity * split.percent / 100 AS quantity,
                                   fact.amount * split.percent / 100 / %(step)s AS exact,
                                   FLOOR(fact.amount * split.percent / 100 / %(step)s) AS steps
                              FROM (SELECT filter, order_id, day, SUM(amount) AS amount, SUM(quantity) AS quantity
                                      FROM entry WHERE order_id IS NOT NULL GROUP BY 1, 2, 3) fact
                              JOIN sales_office_credit_split split ON split.order_id = fact.order_id) part
                    WINDOW whole AS (PARTITION BY filter, order_id, day)) shared
            """,
            step=step,
        )

    def _get_document_ids(self, rule, employee, date_from, date_to):
        """Return the ids of the invoices (of the orders, where these count) by which the employee earns."""
        credits = self._get_credits_between(rule, date_from, date_to)
        credits = [credit for credit in credits if credit.target.credits(employee)]
        if not credits:
            return []
        rows = [(credit.user_id or None, credit.employee_id, credit.date_from, credit.date_to) for credit in credits]
        query = SQL(
            """
              WITH split_line AS (%s)
            SELECT DISTINCT entry.document_id
              FROM (%s) entry
         LEFT JOIN sales_office_credit_split split ON split.order_id = entry.order_id
              JOIN unnest(%s::int[], %s::int[], %s::date[], %s::date[]) AS credit(user_id, employee_id, first, last)
                ON entry.day BETWEEN credit.first AND credit.last
               AND (entry.order_id IS NULL AND credit.user_id = entry.user_id OR credit.employee_id = split.employee_id)
          ORDER BY 1
            """,
            self._get_split_lines(rule.basis, rule.company_id),
            self._get_entries(rule.basis, rule, credits),
            *[list(column) for column in zip(*rows, strict=True)],
        )
        return [document_id for (document_id,) in self.env.execute_query(query)]
