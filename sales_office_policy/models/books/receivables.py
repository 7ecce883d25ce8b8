"""What customers owe, by instalment, and what of their money and credit notes is matched with nothing yet. SQL."""

from odoo.tools import SQL

#: what :func:`open_items` is made of
DEPENDS = {
    "account.move": ["invoice_date", "invoice_user_id", "move_type", "name", "team_id"],
    "account.move.line": [
        "account_id",
        "amount_currency",
        "amount_residual",
        "amount_residual_currency",
        "balance",
        "company_id",
        "currency_id",
        "date",
        "date_maturity",
        "move_id",
        "parent_state",
        "partner_id",
        "reconciled",
    ],
}
#: the lines of receivables that are not settled; ``IS NOT TRUE`` is what the index of Odoo is about
OPEN = SQL(
    """item.reconciled IS NOT TRUE AND item.parent_state = 'posted'
       AND item.account_id IN (SELECT id FROM account_account WHERE account_type = 'asset_receivable')"""
)


def open_items(companies, collector):
    """Return the SELECT of what is open: instalments of invoices, and credit notes and payments with negative amounts.

    ``amount`` and ``residual`` are in the company's currency, ``residual_currency`` and ``settled`` in the
    item's own. What is asked of two tables at once is a CASE: of an OR, PostgreSQL would weigh up what each half says
    of each of their many indexes, which takes longer than to find the rows.

    :param companies: ids of the companies whose books are asked
    :param SQL collector: of ``move``: who collects what somebody else sold, or NULL
    """
    return SQL(
        """
        SELECT item.id, item.move_id, item.company_id, item.partner_id, item.currency_id,
               CASE move.move_type WHEN 'out_invoice' THEN 'instalment' WHEN 'out_refund' THEN 'credit'
                                   ELSE 'payment' END AS kind,
               COALESCE(%(collector)s, move.invoice_user_id) AS user_id, move.invoice_user_id AS seller_id,
               move.team_id, COALESCE(move.invoice_date, item.date) AS invoiced_on,
               COALESCE(item.date_maturity, item.date) AS date_due,
               item.balance AS amount, item.amount_residual AS residual,
               item.amount_residual_currency AS residual_currency,
               item.amount_currency - item.amount_residual_currency AS settled
          FROM account_move_line item
          JOIN account_move move ON move.id = item.move_id
         WHERE %(open)s AND item.company_id = ANY(%(companies)s)
           AND CASE move.move_type WHEN 'out_invoice' THEN item.balance > 0
                                   WHEN 'out_refund' THEN item.amount_residual < 0
                                   WHEN 'entry' THEN item.amount_residual < 0 ELSE FALSE END
        """,
        collector=collector,
        open=OPEN,
        companies=list(companies),
    )


def settled():
    """Return the SELECT of ``(item_id, day, amount)``: with what the lines of receivables were matched, by its day, in
    the currency of the line.
    """
    return SQL(
        """
        SELECT partial.debit_move_id AS item_id, credit.date AS day, partial.debit_amount_currency AS amount
          FROM account_partial_reconcile partial
          JOIN account_move_line credit ON credit.id = partial.credit_move_id
        """
    )


def get_unmatched(env, pairs):
    """Return ``{(company id, partner id): amount}``: money and credit notes that are matched with nothing yet.

    :param pairs: of a company and the partner who owes
    """
    pairs = set(pairs)
    if not pairs:
        return {}
    env["account.move.line"].flush_model(DEPENDS["account.move.line"])
    query = SQL(
        """
        SELECT item.company_id, item.partner_id, -SUM(item.amount_residual)
          FROM account_move_line item
         WHERE %(open)s AND item.amount_residual < 0
           AND item.partner_id = ANY(%(partners)s) AND item.company_id = ANY(%(companies)s)
      GROUP BY 1, 2
        """,
        open=OPEN,
        companies=list({company for company, _partner in pairs}),
        partners=list({partner for _company, partner in pairs}),
    )
    return {(company, partner): amount for company, partner, amount in env.execute_query(query)}


#: what :func:`get_credit` is made of
CREDIT_DEPENDS = {
    "account.move.line": DEPENDS["account.move.line"],
    "res.partner": ["commercial_partner_id"],
    "sale.order": [
        *("amount_total", "amount_untaxed", "company_id", "currency_rate", "invoice_status", "partner_invoice_id"),
        "state",
    ],
    "sale.order.line": ["order_id", "untaxed_amount_invoiced"],
}


def get_credit(env, company, partners, excused, asked=()):
    """Return ``[(partner id, due day or None, amount)]`` of what customers owe a company and ordered, in one query.

    What is owed is what Odoo's books say, with unmatched money negative and without a day; what was ordered and is not
    invoiced counts at the rate of its own day, so that no exchange rate that moves since makes it more.

    :param company: ``res.company``
    :param partners: the companies behind the customers
    :param asked: ids of orders that are left out, as they are to be confirmed
    :param SQL excused: SELECT of ids of journal items whose day does not matter: they are disputed
    """
    for model, names in CREDIT_DEPENDS.items():
        env[model].flush_model(names)
    query = SQL(
        """
        SELECT item.partner_id,
               CASE WHEN item.amount_residual > 0 AND item.id NOT IN (%(excused)s)
                    THEN COALESCE(item.date_maturity, item.date) END,
               item.amount_residual
          FROM account_move_line item
         WHERE %(open)s AND item.company_id = %(company)s AND item.partner_id = ANY(%(partners)s)
         UNION ALL
        SELECT customer.commercial_partner_id, NULL,
               SUM(sale.amount_total * GREATEST(1 - invoiced.amount / sale.amount_untaxed, 0) / sale.currency_rate)
          FROM sale_order sale
          JOIN res_partner customer ON customer.id = sale.partner_invoice_id
          JOIN LATERAL (SELECT COALESCE(SUM(line.untaxed_amount_invoiced), 0) AS amount FROM sale_order_line line
                         WHERE line.order_id = sale.id) invoiced ON TRUE
         WHERE sale.state = 'sale' AND sale.invoice_status IN ('no', 'to invoice') AND sale.amount_untaxed > 0
           AND sale.currency_rate > 0 AND sale.id != ALL(%(asked)s::int[]) AND sale.company_id = %(company)s
           AND customer.commercial_partner_id = ANY(%(partners)s)
      GROUP BY 1
        """,
        open=OPEN,
        excused=excused,
        company=company.id,
        partners=list(partners),
        asked=list(asked),
    )
    return env.execute_query(query)


#: what :func:`delivered_items` is made of
DELIVERED_DEPENDS = {
    "sale.order": ["company_id", "currency_rate", "date_order", "partner_invoice_id", "state", "team_id", "user_id"],
    "sale.order.line": [
        "discount",
        "display_type",
        "is_downpayment",
        "order_id",
        "price_subtotal",
        "price_unit",
        "product_id",
        "product_uom_qty",
        "qty_delivered",
        "qty_invoiced",
    ],
    "res.partner": ["commercial_partner_id"],
}


def delivered_items(companies):
    """Return the SELECT of the lines of orders of which more is delivered than invoiced, drafts of invoices included.

    What is invoiced in advance, as services by what was ordered are, is not in it. A unit counts with what it costs
    after its discount, at the order's own exchange rate; one that was delivered and not ordered, with its price.

    :param companies: ids of the companies whose books are asked
    """
    return SQL(
        """
        SELECT line.id, line.order_id, sale.company_id, customer.commercial_partner_id AS partner_id, sale.user_id,
               sale.team_id, line.product_id, sale.date_order::date AS date,
               line.qty_delivered - line.qty_invoiced AS quantity,
               (line.qty_delivered - line.qty_invoiced)
               * COALESCE(line.price_subtotal / NULLIF(line.product_uom_qty, 0),
                          line.price_unit * (1 - COALESCE(line.discount, 0) / 100))
               / COALESCE(NULLIF(sale.currency_rate, 0), 1) AS amount
          FROM sale_order_line line
          JOIN sale_order sale ON sale.id = line.order_id
          JOIN res_partner customer ON customer.id = sale.partner_invoice_id
         WHERE sale.state = 'sale' AND line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
           AND line.qty_delivered > line.qty_invoiced AND sale.company_id = ANY(%s)
        """,
        list(companies),
    )
