"""What was collected: money that arrived for invoices, followed through the entries in between. SQL.

Money is what arrives on a bank or cash account, on an account on which payments wait for the bank, or on one that
finance lists as *also received*. Clearing, point of sale and netting are followed, up to :data:`DEPTH` entries;
write-offs, credit notes and early-payment discounts are no money. It counts on the day it came, or on the invoice date
if that is later; when it was matched, or seen on the bank, decides nothing: of a payment that waits on an outstanding
account, its own date counts.
"""

from odoo.tools import SQL

from . import credit, documents
from .scope import Conditions

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
    # money came when it came: of which invoice a credit note is, and what never came, decides nothing
    scope = scope._replace(conditions=scope.conditions._replace(credited_days=(), unpaid_since=None))
    arrivals = get_arrivals(scope.companies, get_money_accounts(env, scope.companies), scope.date_from)
    return SQL(
        """
        WITH RECURSIVE %(arrivals)s,
             running AS MATERIALIZED (
             SELECT move_id, day, amount, total
               FROM (SELECT move_id, day, amount, SUM(amount) OVER (PARTITION BY move_id ORDER BY day) AS total
                       FROM paid) summed
              WHERE day BETWEEN %(date_from)s AND %(date_to)s
              UNION ALL %(more_running)s),
             %(slices)s
        SELECT slice.document_id, slice.line_id, slice.partner_id, slice.order_id, slice.user_id, running.day,
               (ROUND(slice.amount * running.total / slice.total / %(step)s)
                - ROUND(slice.amount * (running.total - running.amount) / slice.total / %(step)s)) * %(step)s AS amount,
               slice.quantity * running.amount / slice.total AS quantity
          FROM slice
          JOIN running ON running.move_id = slice.document_id
         WHERE slice.total != 0
        """,
        arrivals=arrivals,
        more_running=expect_more(4),
        slices=_get_slices(env, scope),
        step=scope.step,
        date_from=scope.date_from,
        date_to=scope.date_to,
    )


def expect_more(columns):
    """Return a SELECT of no rows, of which PostgreSQL expects a thousand.

    It cannot know how much comes of a query that follows another, nor of tables that were never counted. Where it
    takes that for next to nothing, it compares each row of one with each of the other, for minutes.
    """
    return SQL("SELECT %s FROM generate_series(1, (SELECT 0))", SQL(", ").join([SQL("NULL")] * columns))


def _get_slices(env, scope):
    """Return the CTEs, the last of which is ``slice (document_id, line_id, partner_id, order_id, user_id, amount,
    quantity, total)``: what the invoices of the CTE ``running`` count with, by whose it is, beside the total that is
    paid, in the invoice's currency.

    Where no condition asks for lines and all of an invoice is one salesperson's, its own total says it; ten lines
    each would have to be read otherwise.
    """
    columns = SQL("document_id, line_id, partner_id, order_id, user_id, amount, quantity, total")
    paid = SQL("move.id IN (SELECT move_id FROM running)")
    if scope.conditions.key != Conditions().key:
        return SQL(
            "slice (%s) AS MATERIALIZED (%s UNION ALL %s)", columns, _get_line_slices(env, scope, paid), expect_more(8)
        )
    # the total contains what cash was rounded by
    return SQL(
        """
        paid_bill AS MATERIALIZED (
            SELECT id, commercial_partner_id, invoice_user_id, amount_untaxed_signed, amount_total,
                   invoice_cash_rounding_id
              FROM account_move WHERE id IN (SELECT move_id FROM running)
             UNION ALL %(more_bills)s),
        by_lines AS MATERIALIZED (
            SELECT id FROM paid_bill WHERE invoice_cash_rounding_id IS NOT NULL
             UNION
            SELECT line.move_id FROM account_move_line line JOIN (%(sellers)s) seller ON seller.line_id = line.id),
        slice (%(columns)s) AS MATERIALIZED (
            SELECT move.id, NULL::int, move.commercial_partner_id, NULL::int, move.invoice_user_id,
                   move.amount_untaxed_signed, 0::numeric, ABS(move.amount_total)
              FROM paid_bill move
             WHERE NOT EXISTS (SELECT FROM by_lines WHERE by_lines.id = move.id) AND %(users)s
             UNION ALL
            %(lines)s
             UNION ALL
            %(more)s)
        """,
        columns=columns,
        more_bills=expect_more(6),
        sellers=credit.sellers(paid),
        users=SQL("TRUE") if scope.users is None else SQL("move.invoice_user_id = ANY(%s)", scope.users),
        lines=_get_line_slices(env, scope, SQL("%s AND move.id = ANY(ARRAY(SELECT id FROM by_lines))", paid)),
        more=expect_more(8),
    )


def _get_line_slices(env, scope, moves):
    lines = documents.invoice_lines(env, scope, SQL("-line.balance"), SQL("move.invoice_date"), moves)
    return SQL(
        """
        SELECT line.document_id, MIN(line.line_id), MIN(line.partner_id), line.order_id, line.user_id,
               SUM(line.amount), SUM(line.quantity)::numeric, ABS(MIN(bill.amount_total))
          FROM (%s) line JOIN account_move bill ON bill.id = line.document_id
      GROUP BY line.document_id, line.order_id, line.user_id
        """,
        lines,
    )


def get_arrivals(companies, accounts, date_from):
    """Return the CTEs, the last of which is ``paid (move_id, day, amount)``: all money by day, in the invoice's
    currency, for the invoices that money may have reached since ``date_from``.
    """
    steps = (
        _get_links(companies),
        _get_settled(),
        _get_hops(accounts),
        _get_touched(date_from),
        _get_sides(accounts),
        _get_flow(),
        _get_paid(),
    )
    return SQL(", ").join(steps)


def _get_links(companies):
    """Return ``link``, two lines matched with each other, one of which is no invoice's."""
    return SQL(
        """
        link AS MATERIALIZED (
            SELECT partial.amount, partial.max_date,
                   debit.move_id AS debit_id, debit.display_type = 'payment_term' AS debit_is_term,
                   SIGN(debit.balance) AS debit_side, debit.account_id AS debit_account_id,
                   partial.debit_amount_currency AS debit_amount,
                   credit.move_id AS credit_id, credit.display_type = 'payment_term' AS credit_is_term,
                   SIGN(credit.balance) AS credit_side, credit.account_id AS credit_account_id,
                   partial.credit_amount_currency AS credit_amount
              FROM account_partial_reconcile partial
              JOIN account_move_line debit ON debit.id = partial.debit_move_id
              JOIN account_move_line credit ON credit.id = partial.credit_move_id
             WHERE partial.company_id = ANY(%(companies)s)
               AND NOT (debit.display_type = 'payment_term' AND credit.display_type = 'payment_term')
             UNION ALL %(more)s)
        """,
        companies=companies,
        more=expect_more(12),
    )


def _get_settled():
    """Return ``settled``, what each invoice was matched with; a side is the sign of lines opposite to that one."""
    return SQL(
        """
        settled AS MATERIALIZED (
            SELECT move_id, invoice_date, amount, max_date, entry_id, side
              FROM (SELECT term.*, bill.invoice_date, bill.state, bill.move_type
                      FROM (SELECT max_date,
                                   CASE WHEN debit_is_term THEN debit_id ELSE credit_id END AS move_id,
                                   CASE WHEN debit_is_term THEN debit_amount ELSE credit_amount END AS amount,
                                   CASE WHEN debit_is_term THEN credit_id ELSE debit_id END AS entry_id,
                                   -CASE WHEN debit_is_term THEN credit_side ELSE debit_side END AS side
                              FROM link
                             WHERE debit_is_term OR credit_is_term) term
                      JOIN account_move bill ON bill.id = term.move_id
                    OFFSET 0) matched  -- joined before anything is guessed about how many are posted
             WHERE state = 'posted' AND move_type IN %(types)s
             UNION ALL %(more)s)
        """,
        types=documents.INVOICES,
        more=expect_more(6),
    )


def _get_hops(accounts):
    """Return ``hop``, from a side of an entry that is no money to the entry it was matched with in turn."""
    return SQL(
        """
        hop AS MATERIALIZED (
            SELECT debit_id AS entry_id, debit_side AS side, credit_id AS next_id, -credit_side AS next_side, amount
              FROM link
             WHERE NOT debit_is_term AND NOT credit_is_term AND debit_account_id != ALL(%(accounts)s)
             UNION ALL
            SELECT credit_id, credit_side, debit_id, -debit_side, amount
              FROM link
             WHERE NOT debit_is_term AND NOT credit_is_term AND credit_account_id != ALL(%(accounts)s)
             UNION ALL %(more)s)
        """,
        accounts=accounts,
        more=expect_more(5),
    )


def _get_touched(date_from):
    """Return ``touched``, those of ``settled`` whose invoices money may have reached since ``date_from``."""
    return SQL(
        """
        touched AS MATERIALIZED (
            SELECT * FROM settled
             WHERE move_id IN (SELECT move_id FROM settled
                                WHERE max_date >= %(date_from)s OR invoice_date >= %(date_from)s
                                UNION ALL
                               SELECT move_id FROM settled JOIN hop USING (entry_id))
             UNION ALL %(more)s)
        """,
        date_from=date_from,
        more=expect_more(6),
    )


def _get_sides(accounts):
    """Return ``side``, how much of a side of an entry is money."""
    return SQL(
        """
        side AS MATERIALIZED (
            SELECT item.move_id AS entry_id, SIGN(item.balance) AS side, SUM(ABS(item.balance)) AS total,
                   COALESCE(SUM(ABS(item.balance)) FILTER (WHERE item.account_id = ANY(%(accounts)s)), 0) AS money
              FROM account_move_line item
             WHERE item.balance != 0  -- of another currency so little that it is nothing in the books
               AND item.move_id IN (SELECT entry_id FROM touched UNION SELECT entry_id FROM hop
                                     UNION SELECT next_id FROM hop)
          GROUP BY 1, 2
             UNION ALL %(more)s)
        """,
        accounts=accounts,
        more=expect_more(4),
    )


def _get_flow():
    """Return ``flow``, from what settled an invoice along the hops."""
    return SQL(
        """
        flow AS (
            SELECT move_id, invoice_date, entry_id, side, amount::numeric AS amount, 1 AS depth FROM touched
             UNION ALL
            SELECT flow.move_id, flow.invoice_date, hop.next_id, hop.next_side,
                   flow.amount * hop.amount / side.total, flow.depth + 1
              FROM flow
              JOIN hop USING (entry_id, side)
              JOIN side USING (entry_id, side)
             WHERE flow.depth < %(depth)s)
        """,
        depth=DEPTH,
    )


def _get_paid():
    """Return ``paid``, the money of what ``flow`` reached, by the day it counts on."""
    return SQL(
        """
        paid AS MATERIALIZED (
            SELECT flow.move_id, GREATEST(COALESCE(payment.date, entry.date), flow.invoice_date) AS day,
                   SUM(flow.amount * side.money / side.total) AS amount
              FROM flow
              JOIN side USING (entry_id, side)
              JOIN account_move entry ON entry.id = flow.entry_id AND entry.move_type = 'entry'
         LEFT JOIN account_payment payment ON payment.id = entry.origin_payment_id
             WHERE side.money > 0
          GROUP BY 1, 2
             UNION ALL %(more)s)
        """,
        more=expect_more(3),
    )


def get_lost(accounts):
    """Return the CTE ``lost (move_id, amount)`` after :func:`get_arrivals`: what ends on an account of the balance
    sheet and is matched with nothing there, or goes on beyond :data:`DEPTH`.
    """
    return SQL(
        """
        dead_end AS (
            SELECT item.move_id AS entry_id, SIGN(item.balance) AS side, SUM(ABS(item.balance)) AS whole,
                   SUM(ABS(CASE WHEN account.reconcile THEN item.amount_residual ELSE item.balance END)) AS unmatched
              FROM account_move_line item
              JOIN account_account account ON account.id = item.account_id
             WHERE item.move_id IN (SELECT entry_id FROM flow) AND item.account_id != ALL(%(accounts)s)
               AND account.account_type NOT LIKE 'income%%' AND account.account_type NOT LIKE 'expense%%'
               AND item.tax_line_id IS NULL
          GROUP BY 1, 2),
        lost AS (
            SELECT flow.move_id,
                   SUM(flow.amount * CASE flow.depth WHEN %(depth)s THEN dead_end.whole ELSE dead_end.unmatched END
                       / side.total) AS amount
              FROM flow
              JOIN side USING (entry_id, side)
              JOIN dead_end USING (entry_id, side)
              JOIN account_move entry ON entry.id = flow.entry_id AND entry.move_type = 'entry'
          GROUP BY 1)
        """,
        accounts=accounts,
        depth=DEPTH,
    )
