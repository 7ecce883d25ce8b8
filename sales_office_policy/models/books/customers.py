"""Who is a new customer: SQL over first invoices and first orders of commercial partners.

A customer is new from the first invoice on that was not credited in full; *customer since* on the partner says
otherwise where it is filled. A credit note is judged by the invoice it corrects.
"""

from odoo.tools import SQL

#: joined to find the invoice that a credit note corrects
CORRECTED_JOIN = SQL("LEFT JOIN account_move corrected ON corrected.id = move.reversed_entry_id")


def first_invoices(companies):
    """Return the SELECT of ``(partner_id, day)`` of the first invoice of each customer of the companies."""
    return SQL(
        """
        SELECT commercial_partner_id AS partner_id, MIN(invoice_date) AS day
          FROM account_move
         WHERE company_id = ANY(%s) AND state = 'posted' AND move_type IN ('out_invoice', 'out_receipt')
           AND payment_state != 'reversed'
      GROUP BY 1
        """,
        companies,
    )


def first_orders(companies):
    """Return the SELECT of ``(partner_id, day)`` of the first confirmed order of each customer of the companies."""
    return _select_orders(companies, SQL("MIN(past.date_order) AS day"))


def last_orders(companies):
    """Return the SELECT of ``(partner_id, moment)`` of the last confirmed order of each customer of the companies."""
    return _select_orders(companies, SQL("MAX(past.date_order) AS moment"))


def _select_orders(companies, what):
    return SQL(
        """
        SELECT contact.commercial_partner_id AS partner_id, %s
          FROM sale_order past JOIN res_partner contact ON contact.id = past.partner_id
         WHERE past.company_id = ANY(%s) AND past.state = 'sale'
      GROUP BY 1
        """,
        what,
        companies,
    )


def get_invoice_condition(companies, conditions):
    """Return ``(condition, join)`` for invoices and credit notes ``move`` of customers that are new enough."""
    if not conditions.new_customer_months:
        return SQL("TRUE"), SQL()
    join = SQL(
        """
        %s
          LEFT JOIN res_partner customer ON customer.id = move.commercial_partner_id
          LEFT JOIN (%s) first ON first.partner_id = move.commercial_partner_id
        """,
        CORRECTED_JOIN,
        first_invoices(companies),
    )
    day = SQL("COALESCE(corrected.invoice_date, move.invoice_date)")
    # one that was credited in full may be the only one; who was only ever given money back bought nothing
    bought = SQL("CASE WHEN move.move_type = 'out_refund' THEN corrected.invoice_date ELSE move.invoice_date END")
    return _is_new(day, bought, conditions), join


def get_order_condition(companies, conditions):
    """Return ``(condition, join)`` for orders ``sale`` of customers (``customer``) that are new enough."""
    if not conditions.new_customer_months:
        return SQL("TRUE"), SQL()
    join = SQL("LEFT JOIN (%s) first ON first.partner_id = customer.id", first_orders(companies))
    return _is_new(SQL("sale.date_order"), SQL("sale.date_order"), conditions), join


def _is_new(day, bought, conditions):
    is_new = SQL(
        "COALESCE(%(day)s < COALESCE(customer.sales_office_customer_since, first.day, %(bought)s)"
        " + %(months)s * INTERVAL '1 month', FALSE)",
        day=day,
        bought=bought,
        months=conditions.new_customer_months,
    )
    return SQL("NOT (%s)", is_new) if conditions.existing_customers else is_new


def new_customers(scope, companies, documents):
    """Return the entries of customers whose first invoice lies in the period: 1 each, in proportion to its lines.

    :param SQL documents: the SELECT of all lines of the invoices ``(document_id, line_id, order_id, user_id, day,
        amount)`` of the period
    """
    return SQL(
        """
        SELECT entry.document_id, entry.line_id, entry.partner_id, entry.order_id, entry.user_id, entry.day,
               CASE SUM(ABS(entry.amount)) OVER bill WHEN 0 THEN 1.0 / COUNT(*) OVER bill
                    ELSE ABS(entry.amount) / SUM(ABS(entry.amount)) OVER bill END AS amount,
               0 AS quantity
          FROM (%(documents)s) entry
          JOIN (
               SELECT DISTINCT ON (move.commercial_partner_id) move.id
                 FROM account_move move
                 JOIN res_partner customer ON customer.id = move.commercial_partner_id
                WHERE move.company_id = ANY(%(companies)s) AND move.state = 'posted'
                  AND move.move_type IN ('out_invoice', 'out_receipt') AND move.payment_state != 'reversed'
                  AND COALESCE(customer.sales_office_customer_since, move.invoice_date) >= move.invoice_date
             ORDER BY move.commercial_partner_id, move.invoice_date, move.id) first ON first.id = entry.document_id
        WINDOW bill AS (PARTITION BY entry.document_id)
        """,
        documents=documents,
        companies=companies,
    )


def get_first_day(env, companies, metric, partner):
    """Return since when a commercial partner is a customer, by orders where these count; None without any."""
    if partner.sudo().sales_office_customer_since:  # sudo: a date that decides only whether a customer is new
        return partner.sudo().sales_office_customer_since
    first = first_orders(companies) if metric == "ordered" else first_invoices(companies)
    rows = env.execute_query(SQL("SELECT day FROM (%s) first WHERE partner_id = %s", first, partner.id))
    return rows[0][0] if rows else None
