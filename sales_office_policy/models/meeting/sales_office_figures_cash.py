from odoo import models
from odoo.tools import SQL


class SalesOfficeFigures(models.AbstractModel):
    """The figures that come from the accounts: what was invoiced and what was paid for it."""

    _inherit = "sales.office.figures"

    def _get_invoice_rows(self, period):
        self.env["account.move"].flush_model()
        return self._query(
            """
            SELECT person.employee_id, SUM(move.amount_untaxed_signed) AS invoiced_amount
              FROM %(people)s
              JOIN account_move move
                ON move.invoice_user_id = person.user_id AND move.company_id = person.company_id
               AND move.invoice_date BETWEEN %(date_from)s AND %(date_to)s
             WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
          GROUP BY 1
            """,
            period,
        )

    def _get_cash_rows(self, period, part=None):
        """Sum what entries on a bank or cash account paid of invoices, by the date of the reconciliation.

        An entry that pays and writes off at once counts with the share that went through the bank;
        a write-off of its own or a credit note has no such share.

        :param SQL part: which part of an invoice (``move``) counts, the whole with its taxes by default
        """
        for name in ("account.move", "account.move.line", "account.partial.reconcile", "account.payment"):
            self.env[name].flush_model()
        return self._query(
            """
            SELECT person.employee_id,
                   SUM(side.sign * partial.amount * GREATEST(0, LEAST(1, entry.share)) * %(part)s)
                       AS collected_amount
              FROM account_partial_reconcile partial
        CROSS JOIN LATERAL (VALUES (partial.debit_move_id, partial.credit_move_id, 1),
                                   (partial.credit_move_id, partial.debit_move_id, -1)
                           ) side(line_id, cash_line_id, sign)
              JOIN account_move_line line ON line.id = side.line_id AND line.display_type = 'payment_term'
              JOIN account_move move ON move.id = line.move_id
              JOIN %(people)s ON person.user_id = move.invoice_user_id AND person.company_id = move.company_id
              JOIN account_move_line cash_line ON cash_line.id = side.cash_line_id
              JOIN account_move cash ON cash.id = cash_line.move_id AND cash.move_type = 'entry'
        CROSS JOIN LATERAL (%(share)s) entry
             WHERE partial.max_date BETWEEN %(date_from)s AND %(date_to)s
               AND move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
          GROUP BY 1
            """,
            period,
            share=self._get_bank_share_sql(),
            part=part or SQL("1"),
        )

    def _get_bank_share_sql(self):
        """Return which share of what the entry ``cash`` settles went through a bank or cash account."""
        return SQL(
            """
            SELECT COALESCE(-SUM(item.balance) FILTER (
                       WHERE account.account_type IN ('asset_cash', 'liability_credit_card')
                          OR account.id = payment.outstanding_account_id
                          OR account.id = journal.default_account_id AND journal.type IN ('bank', 'cash', 'credit')
                          OR account.id IN (SELECT method.payment_account_id FROM account_payment_method_line method
                                             WHERE method.journal_id = journal.id)
                   ) / NULLIF(SUM(item.balance) FILTER (
                       WHERE account.account_type IN ('asset_receivable', 'liability_payable')), 0), 0) AS share
              FROM account_move_line item
              JOIN account_account account ON account.id = item.account_id
              JOIN account_journal journal ON journal.id = item.journal_id
         LEFT JOIN account_payment payment ON payment.id = cash.origin_payment_id
             WHERE item.move_id = cash.id
            """
        )
