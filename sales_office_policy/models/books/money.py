"""What was collected: money that arrived for invoices, followed through the entries in between. SQL.

Money is what arrives on a bank or cash account, on an account on which payments wait for the bank, or on one that
finance lists as *also received*. Clearing, point of sale and netting are followed, up to :data:`DEPTH` entries;
write-offs, credit notes and early-payment discounts are no money. It counts on the day it came, or on the invoice date
if that is later; when it was matched decides nothing.
"""

from odoo.tools import SQL

from . import documents

#: entries that money is followed through between the bank and the invoice
DEPTH = 5


def get_money_accounts(env, companies):
    """Return the ids of the accounts on which money arrives, in one query."""
    query = SQL(
        """
        SELECT id FROM account_account WHERE account_type IN ('asset_cash', 'liability_credit_card')
         UNION
        SELECT default_account_id FROM account_journal
         WHERE company_id = ANY(%(companies)s) AND type IN ('bank', 'cash', 'credit')
         UNION
        SELECT method.payment_account_id
          FROM account_payment_method_line method JOIN account_journal journal ON journal.id = method.journal_id
         WHERE journal.company_id = ANY(%(companies)s)
         UNION
        SELECT outstanding_account_id FROM account_payment WHERE company_id = ANY(%(companies)s)
         UNION
        SELECT account_id FROM sales_office_received_account_rel WHERE company_id = ANY(%(companies)s)
        """,
        companies=companies,
    )
    return [account_id for (account_id,) in env.execute_query(query) if account_id]


def collected(env, scope):
    """Return the entries of what was collected: each payment pays its share of what the invoice counts with.

    The share is measured in the invoice's own currency, so that exchange rates that move are not mistaken for money.
    What has been paid by then less what had been paid before, both rounded: so the payments of a paid invoice add up
    to it to the cent.
    """
    # money came when it came: of which invoice a credit note is, decides nothing
    scope = scope._replace(conditions=scope.conditions._replace(credited_days=()))
    companies = scope.companies
    arrivals = get_arrivals(companies, get_money_accounts(env, companies), scope.date_from)
    lines = documents.invoice_lines(
        env, scope, SQL("-line.balance"), SQL("move.invoice_date"), SQL("move.id IN (SELECT move_id FROM paid)")
    )
    return SQL(
        """
        WITH RECURSIVE %(arrivals)s,
             running AS (
             SELECT move_id, day, amount, SUM(amount) OVER (PARTITION BY move_id ORDER BY day) AS total
               FROM paid),
             bill AS (
             SELECT term.move_id, ABS(SUM(term.amount_currency)) AS total
               FROM account_move_line term
              WHERE term.move_id IN (SELECT move_id FROM paid) AND term.display_type = 'payment_term'
           GROUP BY 1),
             slice AS (
             SELECT document_id, MIN(line_id) AS line_id, MIN(partner_id) AS partner_id, order_id, user_id,
                    SUM(amount) AS amount, SUM(quantity) AS quantity
               FROM (%(lines)s) line GROUP BY document_id, order_id, user_id)
        SELECT slice.document_id, slice.line_id, slice.partner_id, slice.order_id, slice.user_id, running.day,
               (ROUND(slice.amount * running.total / bill.total / %(step)s)
                - ROUND(slice.amount * (running.total - running.amount) / bill.total / %(step)s)) * %(step)s AS amount,
               slice.quantity * running.amount / bill.total AS quantity
          FROM slice
          JOIN running ON running.move_id = slice.document_id
          JOIN bill ON bill.move_id = slice.document_id AND bill.total != 0
         WHERE running.day BETWEEN %(date_from)s AND %(date_to)s
        """,
        arrivals=arrivals,
        lines=lines,
        step=scope.step,
        date_from=scope.date_from,
        date_to=scope.date_to,
    )


def get_arrivals(companies, accounts, date_from):
    """Return the CTEs, the last of which is ``paid (move_id, day, amount)``: all money by day, in the invoice's
    currency, for the invoices that money may have reached since ``date_from``.

    - ``settled``: what each invoice was matched with; a side is the sign of the lines opposite to the matched one
    - ``hop``: from a side of an entry that is no money to the entry it was matched with in turn
    - ``flow``: from what settled an invoice along the hops
    - ``side``: how much of a side of an entry is money
    """
    return SQL(
        """
        settled AS MATERIALIZED (
            SELECT term.move_id, bill.invoice_date, pair.amount, partial.max_date,
                   line.move_id AS entry_id, -SIGN(line.balance) AS side
              FROM account_partial_reconcile partial
        CROSS JOIN LATERAL (VALUES
                   (partial.debit_move_id, partial.credit_move_id, partial.debit_amount_currency),
                   (partial.credit_move_id, partial.debit_move_id, partial.credit_amount_currency)
                   ) pair(term_id, line_id, amount)
              JOIN account_move_line term ON term.id = pair.term_id AND term.display_type = 'payment_term'
              JOIN account_move bill ON bill.id = term.move_id AND bill.state = 'posted' AND bill.move_type IN %(types)s
              JOIN account_move_line line ON line.id = pair.line_id AND line.display_type != 'payment_term'
             WHERE partial.company_id = ANY(%(companies)s)),
        hop AS MATERIALIZED (
            SELECT item.move_id AS entry_id, SIGN(item.balance) AS side,
                   other.move_id AS next_id, -SIGN(other.balance) AS next_side, link.amount
              FROM account_partial_reconcile link
        CROSS JOIN LATERAL (VALUES (link.debit_move_id, link.credit_move_id),
                                   (link.credit_move_id, link.debit_move_id)) pair(line_id, other_id)
              JOIN account_move_line item ON item.id = pair.line_id AND item.display_type != 'payment_term'
              JOIN account_move_line other ON other.id = pair.other_id AND other.display_type != 'payment_term'
             WHERE link.company_id = ANY(%(companies)s) AND item.account_id != ALL(%(accounts)s)),
        touched AS MATERIALIZED (
            SELECT * FROM settled
             WHERE move_id IN (SELECT move_id FROM settled
                                WHERE max_date >= %(date_from)s OR invoice_date >= %(date_from)s
                                   OR entry_id IN (SELECT entry_id FROM hop))),
        side AS MATERIALIZED (
            SELECT item.move_id AS entry_id, SIGN(item.balance) AS side, SUM(ABS(item.balance)) AS total,
                   COALESCE(SUM(ABS(item.balance)) FILTER (WHERE item.account_id = ANY(%(accounts)s)), 0) AS money
              FROM account_move_line item
             WHERE item.balance != 0  -- of another currency so little that it is nothing in the books
               AND item.move_id IN (SELECT entry_id FROM touched UNION SELECT entry_id FROM hop
                                     UNION SELECT next_id FROM hop)
          GROUP BY 1, 2),
        flow AS (
            SELECT move_id, invoice_date, entry_id, side, amount::numeric AS amount, 1 AS depth FROM touched
             UNION ALL
            SELECT flow.move_id, flow.invoice_date, hop.next_id, hop.next_side,
                   flow.amount * hop.amount / side.total, flow.depth + 1
              FROM flow
              JOIN hop USING (entry_id, side)
              JOIN side USING (entry_id, side)
             WHERE flow.depth < %(depth)s),
        paid AS MATERIALIZED (
            SELECT flow.move_id, GREATEST(COALESCE(payment.date, entry.date), flow.invoice_date) AS day,
                   SUM(flow.amount * side.money / side.total) AS amount
              FROM flow
              JOIN side USING (entry_id, side)
              JOIN account_move entry ON entry.id = flow.entry_id AND entry.move_type = 'entry'
         LEFT JOIN account_payment payment ON payment.id = entry.origin_payment_id
             WHERE side.money > 0
          GROUP BY 1, 2)
        """,
        types=documents.INVOICES,
        companies=companies,
        accounts=accounts,
        depth=DEPTH,
        date_from=date_from,
    )
