"""What was collected: money that arrived for invoices, followed through the entries in between. SQL.

Money is what arrives on a bank or cash account, on an account on which payments wait for the bank, or on one that
finance lists as *also received*. Clearing, point of sale and netting are followed, up to :data:`DEPTH` entries;
write-offs, credit notes and early-payment discounts are no money. It counts on the day it came, or on the invoice date
if that is later; when it was matched, or seen on the bank, decides nothing: of a payment that waits on an outstanding
account, its own date counts.
"""

from odoo.tools import SQL

from . import documents
from .scope import Conditions

#: entries that money is followed through between the bank and the invoice
DEPTH = 5
#: what an invoice counts with, or a part of it, beside the total that is paid, in the invoice's currency
SLICE = "document_id line_id partner_id order_id user_id amount quantity total"


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
    parts, entries = _get_slices(env, scope)
    return SQL("WITH RECURSIVE %s, %s, %s %s", arrivals, _get_running(scope), parts, entries)


def put_aside(name, columns, select):
    """Return the CTE ``name``, what is selected as the ``columns``, of which PostgreSQL expects a thousand rows more.

    It cannot know how much comes of a query that follows another, nor of tables that were never counted. Where it
    takes that for next to nothing, it compares each row of one with each of the other, for minutes.

    :param str columns: their names, with blanks between them
    """
    names = columns.split()
    return SQL(
        "%(name)s (%(names)s) AS MATERIALIZED ("
        "%(select)s UNION ALL SELECT %(nothing)s FROM generate_series(1, (SELECT 0)))",
        name=SQL.identifier(name),
        names=SQL(", ").join(map(SQL.identifier, names)),
        select=select,
        nothing=SQL(", ").join([SQL("NULL")] * len(names)),
    )


def _get_running(scope):
    """Return ``running``, each payment of an invoice in the period, and what was paid by then, beside what it says.

    Of several on a day each is one: what was paid by then less what had been paid before adds up to the day's.
    """
    return put_aside(
        "running",
        "move_id day amount total partner_id user_id untaxed whole rounding_id",
        SQL(
            """
            SELECT move_id, day, amount, total, partner_id, user_id, untaxed, whole, rounding_id
              FROM (SELECT paid.*,
                           SUM(amount) OVER (PARTITION BY move_id ORDER BY day ROWS UNBOUNDED PRECEDING) AS total,
                           bill.commercial_partner_id AS partner_id, bill.invoice_user_id AS user_id,
                           bill.amount_untaxed_signed AS untaxed, ABS(bill.amount_total) AS whole,
                           bill.invoice_cash_rounding_id AS rounding_id
                      FROM paid JOIN account_move bill ON bill.id = paid.move_id) summed
             WHERE day BETWEEN %s AND %s
            """,
            scope.date_from,
            scope.date_to,
        ),
    )


def _get_slices(env, scope):
    """Return CTEs after ``running``, and the SELECT of the entries: what the invoices count with, by whose it is, in
    proportion to what was paid.

    Where no condition asks for lines and all of an invoice is one salesperson's, its own total says it; ten lines
    each would have to be read otherwise.
    """
    paid = SQL("move.id IN (SELECT move_id FROM running)")
    of_slices = _get_entries(scope, SQL("slice JOIN running ON running.move_id = slice.document_id"), SQL("TRUE"))
    if scope.conditions.key != Conditions().key:
        return put_aside("slice", SLICE, _get_line_slices(env, scope, paid)), of_slices
    # the total contains what cash was rounded by
    by_lines = SQL(
        """
        by_lines AS MATERIALIZED (
            SELECT move_id FROM running WHERE rounding_id IS NOT NULL
             UNION
           (SELECT line.move_id FROM account_move_line line JOIN (%s) seller ON seller.line_id = line.id
             INTERSECT
            SELECT move_id FROM running))
        """,
        documents.sellers(paid),
    )
    moves = SQL("move.id = ANY(ARRAY(SELECT move_id FROM by_lines))")
    parts = SQL("%s, %s", by_lines, put_aside("slice", SLICE, _get_line_slices(env, scope, moves)))
    whole = SQL(
        """
        running CROSS JOIN LATERAL (
            SELECT running.move_id, NULL::int, running.partner_id, NULL::int, running.user_id, running.untaxed,
                   0::numeric, running.whole) slice (%s)
        """,
        SQL(", ").join(map(SQL.identifier, SLICE.split())),
    )
    users = SQL("TRUE") if scope.users is None else SQL("running.user_id = ANY(%s)", scope.users)
    alone = SQL("NOT EXISTS (SELECT FROM by_lines WHERE by_lines.move_id = running.move_id) AND %s", users)
    return parts, SQL("%s UNION ALL %s", _get_entries(scope, whole, alone), of_slices)


def _get_entries(scope, source, condition):
    """Return the SELECT of entries of a ``source`` that has ``slice`` beside ``running``.

    That is what has been paid by then less what had been paid before, both rounded.
    """
    return SQL(
        """
        SELECT slice.document_id, slice.line_id, slice.partner_id, slice.order_id, slice.user_id, running.day,
               %(by_then)s - %(before)s AS amount,
               slice.quantity * running.amount / slice.total AS quantity
          FROM %(source)s
         WHERE slice.total != 0 AND %(condition)s
        """,
        source=source,
        by_then=scope.rounded(SQL("slice.amount * running.total / slice.total")),
        before=scope.rounded(SQL("slice.amount * (running.total - running.amount) / slice.total")),
        condition=condition,
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
        _get_links(companies, accounts),
        _get_hops(),
        _get_touched(date_from),
        _get_sides(accounts),
        _get_flow(),
        _get_paid(),
    )
    return SQL(", ").join(steps)


def _get_links(companies, accounts):
    """Return ``link``, two lines matched with each other, one of which is no invoice's; a side is the sign of lines.

    ``move_id`` is the invoice, if there is one, and what it was ``settled`` by is in its currency. Money goes on by a
    line (1) that is no money where neither is an invoice's; a number, because PostgreSQL expects few rows with an
    equal number, which they are, but half of all with a truth value.
    """
    return put_aside(
        "link",
        "debit_goes_on credit_goes_on invoice_date max_date move_id debit_is_term debit_id debit_side"
        " credit_id credit_side settled amount",
        SQL(
            """
            SELECT (%(no_term)s AND debit.account_id != ALL(%(money)s))::int,
                   (%(no_term)s AND credit.account_id != ALL(%(money)s))::int,
                   bill.invoice_date, partial.max_date, bill.id, debit.display_type = 'payment_term',
                   debit.move_id, SIGN(debit.balance)::int, credit.move_id, SIGN(credit.balance)::int,
                   CASE WHEN debit.display_type = 'payment_term' THEN partial.debit_amount_currency
                        ELSE partial.credit_amount_currency END,
                   partial.amount
              FROM account_partial_reconcile partial
              JOIN account_move_line debit ON debit.id = partial.debit_move_id
              JOIN account_move_line credit ON credit.id = partial.credit_move_id
         LEFT JOIN account_move bill
                ON bill.id = CASE 'payment_term' WHEN debit.display_type THEN debit.move_id
                                                 WHEN credit.display_type THEN credit.move_id END
               AND bill.state = 'posted' AND bill.move_type IN %(invoices)s
             WHERE partial.company_id = ANY(%(companies)s)
               AND NOT (debit.display_type = 'payment_term' AND credit.display_type = 'payment_term')
            """,
            no_term=SQL("debit.display_type != 'payment_term' AND credit.display_type != 'payment_term'"),
            money=accounts,
            invoices=documents.INVOICES,
            companies=companies,
        ),
    )


def _get_hops():
    """Return ``hop``, from a side of an entry that is no money to the entry it was matched with in turn."""
    return put_aside(
        "hop",
        "entry_id side next_id next_side amount",
        SQL(
            """
            SELECT debit_id, debit_side, credit_id, -credit_side, amount FROM link WHERE debit_goes_on = 1
             UNION ALL
            SELECT credit_id, credit_side, debit_id, -debit_side, amount FROM link WHERE credit_goes_on = 1
            """
        ),
    )


def _get_touched(date_from):
    """Return ``touched``, what invoices were settled by that money may have reached since ``date_from``; a side is
    the sign of lines opposite to the one that settled.
    """
    return put_aside(
        "touched",
        "move_id invoice_date amount entry_id side",
        SQL(
            """
            SELECT move_id, invoice_date, settled, %(entry)s, %(side)s
              FROM link WHERE invoice_date >= %(date_from)s
             UNION ALL
            SELECT move_id, invoice_date, settled, %(entry)s, %(side)s
              FROM link
             WHERE invoice_date < %(date_from)s
               AND move_id IN (SELECT move_id FROM link WHERE max_date >= %(date_from)s
                                UNION ALL
                               SELECT move_id FROM link JOIN hop ON hop.entry_id = %(entry)s AND hop.side = %(side)s)
            """,
            entry=SQL("CASE WHEN debit_is_term THEN credit_id ELSE debit_id END"),
            side=SQL("-CASE WHEN debit_is_term THEN credit_side ELSE debit_side END"),
            date_from=date_from,
        ),
    )


def _get_sides(accounts):
    """Return ``side``, the day of an entry that is reached, and how much of a side of it is money."""
    return put_aside(
        "side",
        "entry_id side day total money",
        SQL(
            """
            SELECT entry.id, half.side, COALESCE(payment.date, entry.date), item.total, half.money
              FROM (SELECT entry_id FROM touched UNION SELECT next_id FROM hop) reached
              JOIN account_move entry ON entry.id = reached.entry_id
         LEFT JOIN account_payment payment ON payment.id = entry.origin_payment_id
        CROSS JOIN LATERAL (
                   SELECT SUM(balance) FILTER (WHERE balance > 0) AS total,
                          SUM(balance) FILTER (WHERE balance > 0 AND %(is_money)s) AS debit,
                          -SUM(balance) FILTER (WHERE balance < 0 AND %(is_money)s) AS credit
                     FROM account_move_line WHERE move_id = entry.id) item
        CROSS JOIN LATERAL (VALUES (1, item.debit), (-1, item.credit)) half (side, money)
             WHERE item.total > 0  -- of another currency so little that it is nothing in the books
            """,
            is_money=SQL("entry.move_type = 'entry' AND account_id = ANY(%s)", accounts),
        ),
    )


def _get_flow():
    """Return ``flow``, from what settled an invoice along the hops, which most money has none of."""
    return SQL(
        """
        onward AS (
            SELECT touched.move_id, touched.invoice_date, hop.next_id AS entry_id, hop.next_side AS side,
                   touched.amount * hop.amount / side.total AS amount, 2 AS depth
              FROM touched
              JOIN hop USING (entry_id, side)
              JOIN side USING (entry_id, side)
             UNION ALL
            SELECT onward.move_id, onward.invoice_date, hop.next_id, hop.next_side,
                   onward.amount * hop.amount / side.total, onward.depth + 1
              FROM onward
              JOIN hop USING (entry_id, side)
              JOIN side USING (entry_id, side)
             WHERE onward.depth < %(depth)s),
        flow AS (
            SELECT move_id, invoice_date, entry_id, side, amount, 1 AS depth FROM touched
             UNION ALL
            SELECT move_id, invoice_date, entry_id, side, amount, depth FROM onward)
        """,
        depth=DEPTH,
    )


def _get_paid():
    """Return ``paid``, the money of what ``flow`` reached, by the day it counts on."""
    return SQL(
        """
        paid AS (
            SELECT flow.move_id, GREATEST(side.day, flow.invoice_date) AS day,
                   flow.amount * side.money / side.total AS amount
              FROM flow
              JOIN side USING (entry_id, side)
             WHERE side.money > 0)
        """
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
