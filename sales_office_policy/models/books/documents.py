"""The entries of posted invoices and of confirmed orders, and whose they are. SQL.

Every SELECT here has the columns ``document_id, line_id, partner_id, order_id, user_id, day, amount, quantity``: the
company behind the customer, the order only where its credit is split, company currency without taxes, units of the
product.

The credit split of an order line wins, else the salesperson of the invoice. When the orders behind an invoice have
several salespeople and it names one of them, each line is that of its own order's salesperson.
"""

import json
from operator import itemgetter

from odoo.tools import SQL, groupby

from . import customers, goods

INVOICES = SQL("('out_invoice', 'out_refund', 'out_receipt')")
#: ``(units, joins)`` where nobody asks for them
NO_UNITS = (SQL("0"), SQL())


def get_days(scope):
    """Return ``(day, condition on move)``: when an invoice or credit note counts, and which may count in the scope."""
    day, dates = SQL("move.invoice_date"), (scope.date_from, scope.date_to)
    moves = SQL("move.invoice_date BETWEEN %s AND %s", *dates)
    if not scope.conditions.credited_days:
        return day, moves
    within = SQL(" OR ").join(
        SQL("corrected.invoice_date BETWEEN %s AND %s", *days) for days in scope.conditions.credited_days
    )
    linked = SQL("SELECT id FROM account_move WHERE invoice_date BETWEEN %s AND %s", *dates)
    return (
        SQL("CASE WHEN %s THEN corrected.invoice_date ELSE %s END", within, day),
        SQL("(%s OR move.reversed_entry_id IN (%s))", moves, linked),
    )


def invoiced(env, scope):
    """Return the entries of posted customer invoices, credit notes and sales receipts by the day they count on."""
    return invoice_lines(env, scope, SQL("-line.balance"), *get_days(scope))


def margin(env, scope):
    """Return what was invoiced less its cost. No credit note gives back more cost than it takes off the sale."""
    cost = scope.rounded(SQL("(%s) * %s", goods.UNITS, goods.UNIT_COST))
    amount = SQL(
        "-line.balance - CASE move.move_type WHEN 'out_refund' THEN GREATEST(%(cost)s, LEAST(-line.balance, 0))"
        " ELSE %(cost)s END",
        cost=cost,
    )
    in_units = scope._replace(conditions=scope.conditions._replace(in_units=True))
    return invoice_lines(env, in_units, amount, *get_days(scope), joins=goods.UNIT_COST_JOIN)


def quantity(env, scope):
    """Return the units invoiced less those that came back, as amounts."""
    in_units = scope._replace(conditions=scope.conditions._replace(in_units=True))
    return SQL(
        "SELECT document_id, line_id, partner_id, order_id, user_id, day, quantity AS amount, quantity FROM (%s) entry",
        invoiced(env, in_units),
    )


def new_customers(env, scope):
    """Return the entries of customers whose first invoice lies in the period, see :mod:`.customers`."""
    everybody = scope._replace(users=None)
    return customers.new_customers(scope, scope.companies, invoiced(env, everybody))


def invoice_lines(env, scope, amount, day, moves, joins=None):
    """Return the entries of the lines of the invoices that ``moves`` lets through.

    :param SQL amount: of ``line``, before conditions on goods take their part; ``joins`` is what it needs
    :param SQL day: on which it counts, see :func:`get_days`
    :param SQL moves: condition on ``move`` alone
    """
    conditions = scope.conditions
    is_new, customer_join = customers.get_invoice_condition(scope.companies, conditions)
    part, has_part, part_join = goods.get_part(env, "account.move.line", conditions.goods)
    bounds = SQL("move.company_id = ANY(%s) AND move.state = 'posted' AND %s", scope.companies, moves)
    counts, corrected = _get_credited(scope, day)
    part, part_join = _count_paid(conditions.unpaid_since, bounds, part, part_join)
    units, unit_joins = goods.get_invoiced_units(bounds, part) if conditions.in_units else NO_UNITS
    seller = SQL("COALESCE(seller.user_id, move.invoice_user_id)")
    return SQL(
        """
        SELECT move.id AS document_id, line.id AS line_id, move.commercial_partner_id AS partner_id, seller.order_id,
               %(seller)s AS user_id, %(day)s AS day, %(amount)s AS amount, %(units)s AS quantity
          FROM account_move move
          JOIN account_move_line line ON line.move_id = move.id AND line.display_type = 'product'
     LEFT JOIN (%(sellers)s) seller ON seller.line_id = line.id
               %(joins)s
         WHERE %(bounds)s AND move.move_type IN %(types)s
           AND %(counts)s AND %(users)s AND %(documents)s AND %(has_part)s AND %(is_new)s
        """,
        day=day,
        seller=seller,
        counts=counts,
        amount=SQL("(%s) * (%s)", part, amount),
        units=units,
        sellers=sellers(bounds),
        joins=SQL("%s %s %s %s %s", corrected, customer_join, part_join, unit_joins, joins or SQL()),
        types=INVOICES,
        bounds=bounds,
        users=_get_users(scope, seller, SQL("seller.order_id")),
        documents=scope.passing(env, "account.move.line", conditions.documents),
        has_part=has_part,
        is_new=is_new,
    )


def _get_credited(scope, day):
    """Return ``(condition, join)`` where credit notes count with the invoice they correct: which of them count."""
    if not scope.conditions.credited_days:
        return SQL("TRUE"), SQL()
    join = SQL() if scope.conditions.new_customer_months else customers.CORRECTED_JOIN
    return SQL("%s BETWEEN %s AND %s", day, scope.date_from, scope.date_to), join


def _get_users(scope, user, split_order):
    """Return the condition on the sellers asked for; an order whose credit is split is looked at for any of them."""
    if scope.users is None:
        return SQL("TRUE")
    return SQL("(%s = ANY(%s) OR %s IS NOT NULL)", user, scope.users, split_order)


def ordered(env, scope):
    """Return the entries of confirmed orders by the day of confirmation where the seller's office is."""
    orders = SQL(
        """sale.state = 'sale' AND sale.date_order BETWEEN %(date_from)s::date - 1 AND %(date_to)s::date + 2
           AND confirmed.day BETWEEN %(date_from)s AND %(date_to)s""",
        date_from=scope.date_from,
        date_to=scope.date_to,
    )
    return order_lines(env, scope, get_order_amount(scope), orders)


def quoted(env, scope, order_id, less_cost):
    """Return the entries of one order as if it were confirmed, as amounts or less their cost."""
    amount = get_order_amount(scope)
    if less_cost:
        cost = get_order_amount(scope, SQL("line.product_uom_qty * COALESCE(line.purchase_price, 0)"))
        amount = SQL("%s - CASE WHEN %s THEN %s ELSE 0 END", amount, goods.IS_GOODS, cost)
    in_units = scope._replace(conditions=scope.conditions._replace(in_units=True))
    return order_lines(env, in_units, amount, SQL("sale.id = %s", order_id))


def get_order_amount(scope, amount=SQL("line.price_subtotal")):  # noqa: B008 immutable
    """Return an amount of an order line at the order's own exchange rate, rounded."""
    return scope.rounded(SQL("%s / COALESCE(NULLIF(sale.currency_rate, 0), 1)", amount))


def order_lines(env, scope, amount, orders):
    """Return the entries of the lines of the orders that ``orders`` lets through.

    :param SQL amount: of ``line``, before conditions on goods take their part
    :param SQL orders: condition on ``sale`` and the day it was ``confirmed``
    """
    conditions = scope.conditions
    companies = scope.companies
    is_new, customer_join = customers.get_order_condition(companies, conditions)
    part, has_part, part_join = goods.get_part(env, "sale.order.line", conditions.goods)
    units, unit_joins = goods.get_ordered_units(part) if conditions.in_units else NO_UNITS
    zone, zone_join = _get_zone(scope)
    return SQL(
        """
        SELECT sale.id AS document_id, line.id AS line_id, customer.commercial_partner_id AS partner_id,
               shared.order_id, sale.user_id, confirmed.day, (%(part)s) * (%(amount)s) AS amount, %(units)s AS quantity
          FROM sale_order sale
          JOIN sale_order_line line ON line.order_id = sale.id AND line.display_type IS NULL
          JOIN res_partner contact ON contact.id = sale.partner_id
          JOIN res_partner customer ON customer.id = contact.commercial_partner_id
               %(zone_join)s
    CROSS JOIN LATERAL (SELECT (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date) confirmed(day)
     LEFT JOIN (SELECT DISTINCT order_id FROM sales_office_credit_split) shared ON shared.order_id = sale.id
               %(joins)s
         WHERE sale.company_id = ANY(%(companies)s)
           AND %(orders)s AND %(users)s AND %(documents)s AND %(has_part)s AND %(is_new)s
        """,
        part=part,
        amount=amount,
        units=units,
        zone=zone,
        zone_join=zone_join,
        joins=SQL("%s %s %s", customer_join, part_join, unit_joins),
        companies=companies,
        orders=orders,
        users=_get_users(scope, SQL("sale.user_id"), SQL("shared.order_id")),
        documents=scope.passing(env, "sale.order.line", conditions.documents),
        has_part=has_part,
        is_new=is_new,
    )


def _get_zone(scope):
    """Return the time zone in which ``sale`` was confirmed, and the join it needs for sellers who changed it.

    Those are few: everybody else's is looked up in one constant.
    """
    only, changed = {}, []
    for user_id, rows in groupby(scope.zones, key=itemgetter(0)):
        if len(rows) == 1:
            only[user_id] = rows[0][2]
        else:
            changed += rows
    known, own = (
        SQL("(%s::jsonb)->>sale.user_id::text", json.dumps(only)),
        scope.company.resource_calendar_id.tz or "UTC",
    )
    if not changed:
        return SQL("COALESCE(%s, %s)", known, own), SQL()
    join = SQL(
        """
        LEFT JOIN LATERAL (
                  SELECT COALESCE(moved.zone, %(own)s) AS zone
                    FROM unnest(%(users)s::int[], %(firsts)s::date[], %(zones)s::text[]) AS moved(user_id, first, zone)
                   WHERE moved.user_id = sale.user_id
                     AND moved.first <= (sale.date_order AT TIME ZONE 'UTC'
                                         AT TIME ZONE COALESCE(moved.zone, %(own)s))::date
                ORDER BY moved.first DESC
                   LIMIT 1) office ON TRUE
        """,
        own=own,
        users=[row[0] for row in changed],
        firsts=[row[1] for row in changed],
        zones=[row[2] for row in changed],
    )
    return SQL("COALESCE(office.zone, %s, %s)", known, own), join


def orders(env, scope):
    """Return the entries of confirmed orders, 1 for each."""
    return SQL(
        """
        SELECT document_id, MIN(line_id) AS line_id, MIN(partner_id) AS partner_id, MIN(order_id) AS order_id,
               MIN(user_id) AS user_id, MIN(day) AS day, 1 AS amount, 0 AS quantity
          FROM (%s) entry GROUP BY document_id
        """,
        ordered(env, scope),
    )


def _count_paid(since, bounds, part, joins):
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
