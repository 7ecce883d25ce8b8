"""Whose sales they are: SQL that names the credited user of a line, or the order whose credit several share.

The credit split of an order line wins, else the salesperson of the invoice. When the orders behind an invoice have
several salespeople and it names one of them, each line is that of its own order's salesperson.
"""

from odoo.tools import SQL


def sellers(moves):
    """Return the SELECT of ``(line_id, order_id, user_id)`` of invoice lines that are not simply the invoice's
    salesperson's; ``order_id`` only where the credit of the order is split.

    No CTE, which would keep the large sums around it from running in parallel.

    :param SQL moves: condition on ``move`` that bounds which invoices are looked at
    """
    return SQL(
        """
        SELECT DISTINCT ON (rel.invoice_line_id) rel.invoice_line_id AS line_id, shared.order_id, sale.user_id
          FROM sale_order_line_invoice_rel rel
          JOIN sale_order_line sold ON sold.id = rel.order_line_id
          JOIN sale_order sale ON sale.id = sold.order_id
     LEFT JOIN (SELECT DISTINCT order_id FROM sales_office_credit_split) shared ON shared.order_id = sale.id
         WHERE shared.order_id IS NOT NULL
            OR rel.invoice_line_id IN (
               SELECT line.id FROM account_move_line line WHERE line.move_id IN (
                   SELECT line.move_id
                     FROM sale_order_line_invoice_rel rel
                     JOIN sale_order_line sold ON sold.id = rel.order_line_id
                     JOIN sale_order sale ON sale.id = sold.order_id
                     JOIN account_move_line line ON line.id = rel.invoice_line_id
                     JOIN account_move move ON move.id = line.move_id
                    WHERE %(moves)s
                 GROUP BY line.move_id
                   HAVING MIN(sale.user_id) != MAX(sale.user_id) AND BOOL_OR(sale.user_id = move.invoice_user_id)))
      ORDER BY rel.invoice_line_id, shared.order_id, sold.id
        """,
        moves=moves,
    )


def shares(step):
    """Return the SELECT of ``(filter, order_id, employee_id, day, amount, quantity)``: what each has of split orders.

    Each order and day of the CTE ``fact`` is shared out in multiples of ``step``: everybody gets a part rounded
    down, and what is left goes to the largest remainders, so that the shares add up to what was sold.
    """
    return SQL(
        """
        SELECT filter, order_id, employee_id, day, (steps + (place <= left_over)::int) * %(step)s AS amount, quantity
          FROM (SELECT part.*,
                       ROUND(total / %(step)s) - SUM(steps) OVER whole AS left_over,
                       ROW_NUMBER() OVER (PARTITION BY filter, order_id, day
                                          ORDER BY exact - steps DESC, id) AS place
                  FROM (SELECT whole.filter, whole.order_id, whole.day, whole.amount AS total, split.id,
                               split.employee_id, whole.quantity * split.percent / 100 AS quantity,
                               whole.amount * split.percent / 100 / %(step)s AS exact,
                               FLOOR(whole.amount * split.percent / 100 / %(step)s) AS steps
                          FROM (SELECT filter, order_id, day, SUM(amount) AS amount, SUM(quantity) AS quantity
                                  FROM fact WHERE order_id IS NOT NULL GROUP BY 1, 2, 3) whole
                          JOIN sales_office_credit_split split ON split.order_id = whole.order_id) part
                WINDOW whole AS (PARTITION BY filter, order_id, day)) shared
        """,
        step=step,
    )
