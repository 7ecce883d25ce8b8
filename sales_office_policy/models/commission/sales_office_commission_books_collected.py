from odoo import models
from odoo.tools import SQL


class SalesOfficeCommissionBooks(models.AbstractModel):
    """What was collected: each payment pays its share of what the invoice counts with.

    The share is measured in the invoice's own currency, so that exchange rates that move are not mistaken
    for money. Credit notes, write-offs and early-payment discounts are no money either, and only what
    went through a bank or cash account is. What was unreconciled because it bounced is simply not there.
    """

    _inherit = "sales.office.commission.books"

    def _get_entries_collected(self, rule, **values):
        """By the date of the reconciliation; taxes excluded.

        A payment counts with what has been paid by then less what had been paid before, both rounded, so
        that the payments of a paid invoice add up to it to the cent.
        """
        for name in ("account.partial.reconcile", "account.payment"):
            self.env[name].flush_model()
        return SQL(
            """
              WITH paid AS (%(paid)s),
                   running AS (
                   SELECT move_id, day, amount, SUM(amount) OVER (PARTITION BY move_id ORDER BY day) AS total
                     FROM paid),
                   bill AS (
                   SELECT term.move_id, ABS(SUM(term.amount_currency)) AS total
                     FROM account_move_line term
                    WHERE term.move_id IN (SELECT move_id FROM paid) AND term.display_type = 'payment_term'
                 GROUP BY 1),
                   slice AS (
                   SELECT move.id AS move_id, split_line.order_id, move.invoice_user_id AS user_id,
                          -SUM(line.balance) AS amount,
                          SUM(CASE move.move_type WHEN 'out_refund' THEN -line.quantity ELSE line.quantity END)
                              AS quantity
                     FROM account_move move
                     JOIN account_move_line line ON line.move_id = move.id AND line.display_type = 'product'
                          %(split)s
                    WHERE move.id IN (SELECT move_id FROM paid) AND %(documents)s AND %(filtered)s
                 GROUP BY 1, 2, 3)
            SELECT slice.move_id AS document_id, slice.order_id, slice.user_id, running.day,
                   (ROUND(slice.amount * running.total / bill.total / %(step)s)
                    - ROUND(slice.amount * (running.total - running.amount) / bill.total / %(step)s))
                   * %(step)s AS amount,
                   slice.quantity * running.amount / bill.total AS quantity
              FROM slice
              JOIN running ON running.move_id = slice.move_id
              JOIN bill ON bill.move_id = slice.move_id AND bill.total != 0
             WHERE running.day BETWEEN %(date_from)s AND %(date_to)s
            """,
            paid=self._get_payments(**values),
            documents=self._get_documents(rule, **values),
            **values,
        )

    def _get_payments(self, **values):
        """Return the SELECT of ``(move_id, day, amount)``: all money for the invoices paid on the days asked for."""
        return SQL(
            """
            SELECT term.move_id, partial.max_date AS day,
                   SUM(side.amount * GREATEST(0, LEAST(1, entry.share))) AS amount
              FROM account_move_line term
              JOIN account_partial_reconcile partial ON term.id IN (partial.debit_move_id, partial.credit_move_id)
        CROSS JOIN LATERAL (
                   SELECT CASE term.id WHEN partial.debit_move_id THEN partial.credit_move_id
                                       ELSE partial.debit_move_id END,
                          CASE term.id WHEN partial.debit_move_id THEN partial.debit_amount_currency
                                       ELSE partial.credit_amount_currency END) side(line_id, amount)
              JOIN account_move_line cash_line ON cash_line.id = side.line_id
              JOIN account_move cash ON cash.id = cash_line.move_id AND cash.move_type = 'entry'
        CROSS JOIN LATERAL (%(share)s) entry
             WHERE term.display_type = 'payment_term'
               AND term.move_id IN (
                   SELECT recent.move_id
                     FROM account_partial_reconcile payment
                     JOIN account_move_line recent ON recent.id IN (payment.debit_move_id, payment.credit_move_id)
                    WHERE payment.company_id = %(company)s
                      AND payment.max_date BETWEEN %(date_from)s AND %(date_to)s)
          GROUP BY 1, 2
            """,
            share=self.env["sales.office.figures"]._get_bank_share_sql(),
            **values,
        )
