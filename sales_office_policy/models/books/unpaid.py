"""Which part of an invoice counts where what stays unpaid, or is written off, counts as nothing. SQL."""

from odoo.tools import SQL


def get_part(since, bounds, part, joins):
    """Return ``(part that counts, joins)`` of an invoice: what was neither written off nor is unpaid since a day.

    Settled with money, a credit note or a discount for paying early is settled. Written off is what was matched with
    an entry, by its part on accounts of expenses; gains and losses of exchange rates are none.

    :param date since: instalments that were due before are to be paid by now; None: everything counts
    :param SQL bounds: condition on ``move`` that bounds which invoices are looked at
    :param SQL part: what counts of a line anyway, and ``joins`` that it needs
    """
    if not since:
        return part, joins
    join = SQL(
        """
        LEFT JOIN (
             SELECT item.move_id,
                    GREATEST(1 - SUM(COALESCE(written.amount, 0)
                                     + CASE WHEN item.date_maturity < %(since)s THEN item.amount_residual_currency
                                            ELSE 0 END) / NULLIF(SUM(item.amount_currency), 0), 0) AS part
               FROM account_move move
               JOIN account_move_line item ON item.move_id = move.id AND item.display_type = 'payment_term'
          LEFT JOIN LATERAL (
                    SELECT SUM(partial.debit_amount_currency * other.part) AS amount
                      FROM account_partial_reconcile partial
                      JOIN account_move_line credit ON credit.id = partial.credit_move_id
                      JOIN LATERAL (%(other)s) other ON TRUE
                     WHERE partial.debit_move_id = item.id
                       AND credit.display_type IS DISTINCT FROM 'payment_term') written ON TRUE
              WHERE %(bounds)s AND move.move_type IN ('out_invoice', 'out_receipt')
           GROUP BY 1) paid ON paid.move_id = move.id
        """,
        since=since,
        bounds=bounds,
        other=_get_written_off(),
    )
    return SQL("(%s) * COALESCE(paid.part, 1)", part), SQL("%s %s", joins, join)


def _get_written_off():
    """Return the SELECT of the ``part`` of the entry of ``credit`` that went to expenses."""
    return SQL(
        """
        SELECT SUM(line.balance) FILTER (
                   WHERE account.account_type LIKE 'expense%%'
                     AND account.id IS DISTINCT FROM company.account_journal_early_pay_discount_loss_account_id
                     AND account.id IS DISTINCT FROM company.expense_currency_exchange_account_id)
               / NULLIF(SUM(line.balance), 0) AS part
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id
          JOIN res_company company ON company.id = line.company_id
         WHERE line.move_id = credit.move_id AND line.balance > 0
        """
    )
