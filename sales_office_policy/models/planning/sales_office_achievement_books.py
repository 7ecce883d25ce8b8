from odoo import models

#: posted customer invoices less credit notes by invoice date, without taxes
INVOICES = """
    SELECT move.invoice_user_id AS user_id, move.invoice_date AS day, SUM({value}) AS value
      FROM account_move move
      JOIN account_move_line line ON line.move_id = move.id AND line.display_type = 'product'
      {joins}
     WHERE move.company_id = %(company)s AND move.state = 'posted'
       AND move.move_type IN ('out_invoice', 'out_refund')
       AND move.invoice_date BETWEEN %(date_from)s AND %(date_to)s
       AND move.invoice_user_id IN (SELECT user_id FROM %(people)s)
  GROUP BY 1, 2
"""
SIGNED_QUANTITY = "CASE move.move_type WHEN 'out_refund' THEN -line.quantity ELSE line.quantity END"
PRODUCT = """
      LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
      {join} product_product product ON product.id = line.product_id
      {join} product_template template ON template.id = product.product_tmpl_id
      {join} uom_uom product_unit ON product_unit.id = template.uom_id
"""
#: cost of a unit: what the order says, else the product's cost now
COST = """
      LEFT JOIN LATERAL (
           SELECT sold.purchase_price / COALESCE(NULLIF(sale.currency_rate, 0), 1)
                  / COALESCE(NULLIF(sold_unit.factor, 0), 1) * COALESCE(unit.factor, 1) AS price
             FROM sale_order_line_invoice_rel rel
             JOIN sale_order_line sold ON sold.id = rel.order_line_id
             JOIN sale_order sale ON sale.id = sold.order_id
        LEFT JOIN uom_uom sold_unit ON sold_unit.id = sold.product_uom_id
            WHERE rel.invoice_line_id = line.id
            LIMIT 1) ordered ON TRUE
"""
FACTS = {
    "amount": INVOICES.format(value="-line.balance", joins=""),
    "new_customer_amount": INVOICES.format(value="-line.balance", joins="").replace("WHERE", "WHERE (%(new)s) AND"),
    "existing_customer_amount": INVOICES.format(value="-line.balance", joins="").replace(
        "WHERE", "WHERE (%(new)s) IS NOT TRUE AND"
    ),
    # in the product's own unit; a down payment delivers nothing
    "quantity": INVOICES.format(
        value=f"{SIGNED_QUANTITY} * COALESCE(unit.factor / NULLIF(product_unit.factor, 0), 1)",
        joins=PRODUCT.format(join="JOIN"),
    ).replace("WHERE", "WHERE line.is_downpayment IS NOT TRUE AND"),
    "margin": INVOICES.format(
        value=f"-line.balance - CASE WHEN line.is_downpayment THEN 0 ELSE {SIGNED_QUANTITY} END"
        " * COALESCE(ordered.price, (product.standard_price->>%(company)s::text)::numeric"
        " * COALESCE(unit.factor / NULLIF(product_unit.factor, 0), 1), 0)",
        joins=PRODUCT.format(join="LEFT JOIN") + COST,
    ),
    # money received for invoices less money paid back, by the day it was paid, without the invoices' taxes
    "collected": """
        SELECT move.invoice_user_id AS user_id, cash.date AS day,
               SUM(side.sign * partial.amount * GREATEST(0, LEAST(1, entry.share))
                   * COALESCE(move.amount_untaxed_signed / NULLIF(move.amount_total_signed, 0), 1)) AS value
          FROM account_partial_reconcile partial
    CROSS JOIN LATERAL (VALUES (partial.debit_move_id, partial.credit_move_id, 1),
                               (partial.credit_move_id, partial.debit_move_id, -1)
                       ) side(line_id, cash_line_id, sign)
          JOIN account_move_line line ON line.id = side.line_id AND line.display_type = 'payment_term'
          JOIN account_move move ON move.id = line.move_id
          JOIN account_move_line cash_line ON cash_line.id = side.cash_line_id
          JOIN account_move cash ON cash.id = cash_line.move_id AND cash.move_type = 'entry'
    CROSS JOIN LATERAL (%(share)s) entry
         WHERE move.company_id = %(company)s AND move.state = 'posted'
           AND move.move_type IN ('out_invoice', 'out_refund')
           AND cash.date BETWEEN %(date_from)s AND %(date_to)s
           AND move.invoice_user_id IN (SELECT user_id FROM %(people)s)
      GROUP BY 1, 2
    """,
    # customers, the company behind a contact, by the day of their first confirmed order, where the seller works
    "new_customers": """
        SELECT sale.user_id, local.day, COUNT(DISTINCT customer.commercial_partner_id) AS value
          FROM sale_order sale
          JOIN %(people)s ON person.user_id = sale.user_id
          JOIN res_partner customer ON customer.id = sale.partner_id
    CROSS JOIN LATERAL (SELECT (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE person.zone)::date AS day) local
         WHERE sale.company_id = %(company)s AND sale.state = 'sale'
           AND sale.date_order BETWEEN %(date_from)s::date - 1 AND %(date_to)s::date + 2
           AND NOT EXISTS (
               SELECT FROM res_partner contact
                 JOIN sale_order earlier ON earlier.partner_id = contact.id
                WHERE contact.commercial_partner_id = customer.commercial_partner_id
                  AND earlier.state = 'sale' AND earlier.company_id = sale.company_id
                  AND (earlier.date_order, earlier.id) < (sale.date_order, sale.id))
      GROUP BY 1, 2
    """,
}


class SalesOfficeAchievement(models.AbstractModel):
    """What each metric is in Odoo's books, in company currency; a market share or a mark is in none."""

    _inherit = "sales.office.achievement"

    def _get_facts(self, metric):
        return FACTS.get(metric)
