"""What was sold: which part of a line passes a condition on goods, and how many units it is. SQL."""

from odoo.tools import SQL

#: a line that stands for the whole order it belongs to
STANDS_FOR_ORDER = SQL("(sold.is_downpayment OR sold.product_id = company.sale_discount_product_id)")


def get_part(env, model_name, goods):
    """Return ``(part, condition, join)``: the share of the amount of ``line`` that passes a condition on goods, which
    lines have any, and what has to be joined for it.

    A down payment, its deduction or a discount over the order passes with the share that the passing lines have in
    the goods of its order.
    """
    if goods.is_true():
        return SQL("1"), SQL("TRUE"), SQL()
    Line = env[model_name].with_context(active_test=False)
    passing = SQL("line.id IN %s", Line._search(goods).subselect())
    part = SQL("CASE WHEN spread.line_id IS NOT NULL THEN spread.share WHEN %s THEN 1 ELSE 0 END", passing)
    join = SQL("LEFT JOIN (%s) spread ON spread.line_id = line.id", _get_spread(env, model_name, goods))
    return part, SQL("(spread.line_id IS NOT NULL OR %s)", passing), join


def _get_spread(env, model_name, goods):
    """Return the SELECT of ``(line_id, share)`` of the lines that stand for a whole order."""
    Sold = env["sale.order.line"].with_context(active_test=False)
    lines, line_id = SQL("sale_order_line sold"), SQL("sold.id")
    if model_name == "account.move.line":
        lines = SQL("sale_order_line sold JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = sold.id")
        line_id = SQL("rel.invoice_line_id")
    return SQL(
        """
        SELECT %(line_id)s AS line_id, MIN(portion.share) AS share
          FROM %(lines)s
          JOIN res_company company ON company.id = sold.company_id
          JOIN LATERAL (
               SELECT COALESCE(SUM(item.price_subtotal) FILTER (WHERE item.id IN %(passing)s)
                               / NULLIF(SUM(item.price_subtotal), 0), 0) AS share
                 FROM sale_order_line item
                WHERE item.order_id = sold.order_id AND item.display_type IS NULL
                  AND item.is_downpayment IS NOT TRUE
                  AND item.product_id IS DISTINCT FROM company.sale_discount_product_id) portion ON TRUE
         WHERE %(stands)s
      GROUP BY 1
        """,
        line_id=line_id,
        lines=lines,
        passing=Sold._search(goods).subselect(),
        stands=STANDS_FOR_ORDER,
    )


#: joined for the units of an invoice line: its unit and its product's, and whether a credit note took goods back
UNIT_JOINS = SQL(
    """
      LEFT JOIN product_product product ON product.id = line.product_id
      LEFT JOIN product_template template ON template.id = product.product_tmpl_id
      LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
      LEFT JOIN uom_uom own_unit ON own_unit.id = template.uom_id
      LEFT JOIN res_company company ON company.id = line.company_id
    """
)
#: how many of the product's own units one unit of ``line`` is
UNIT_RATIO = SQL("COALESCE(unit.factor / NULLIF(own_unit.factor, 0), 1)")
#: a line of goods: neither a down payment, nor its deduction, nor a discount over the order
IS_GOODS = SQL(
    "(line.product_id IS NOT NULL AND line.is_downpayment IS NOT TRUE"
    " AND line.product_id IS DISTINCT FROM company.sale_discount_product_id)"
)
#: cost of one of the product's own units on the day of the invoice, in company currency: what was replaced since, else
#: what the product costs now
PRODUCT_COST = SQL(
    """
    COALESCE((SELECT past.cost FROM sales_office_product_cost past
               WHERE past.product_id = line.product_id AND past.company_id = line.company_id
                 AND past.valid_until >= move.invoice_date
            ORDER BY past.valid_until, past.id LIMIT 1),
             (product.standard_price->>line.company_id::text)::numeric, 0)
    """
)
#: cost of one of the product's own units: that of the order line, at the order's own rate, else the product's
UNIT_COST = SQL("COALESCE(ordered.cost, %s)", PRODUCT_COST)
UNIT_COST_JOIN = SQL(
    """
      LEFT JOIN LATERAL (
           SELECT COALESCE(sold.purchase_price, 0) / COALESCE(NULLIF(sale.currency_rate, 0), 1)
                  * COALESCE(own_unit.factor / NULLIF(sold_unit.factor, 0), 1) AS cost
             FROM sale_order_line_invoice_rel rel
             JOIN sale_order_line sold ON sold.id = rel.order_line_id
             JOIN sale_order sale ON sale.id = sold.order_id
        LEFT JOIN uom_uom sold_unit ON sold_unit.id = sold.product_uom_id
            WHERE rel.invoice_line_id = line.id
         ORDER BY sold.id
            LIMIT 1) ordered ON TRUE
    """
)


#: joined to lines of credit notes: the price they were invoiced at, and the one they were ordered at
PRICE_JOINS = SQL(
    """
     LEFT JOIN LATERAL (
               SELECT SUM(first.price_subtotal) / NULLIF(SUM(first.quantity * COALESCE(first_unit.factor, 1)), 0)
                      AS price
                 FROM account_move_line first
            LEFT JOIN uom_uom first_unit ON first_unit.id = first.product_uom_id
                WHERE first.move_id = move.reversed_entry_id AND first.display_type = 'product'
                  AND first.product_id = line.product_id AND first.is_downpayment IS NOT TRUE) invoiced ON TRUE
     LEFT JOIN LATERAL (
               SELECT SUM(sold.price_subtotal) / NULLIF(SUM(sold.product_uom_qty * COALESCE(sold_unit.factor, 1)), 0)
                      AS price
                 FROM sale_order_line_invoice_rel rel
                 JOIN sale_order_line sold ON sold.id = rel.order_line_id
                 JOIN sale_order sale ON sale.id = sold.order_id AND sale.currency_id = move.currency_id
            LEFT JOIN uom_uom sold_unit ON sold_unit.id = sold.product_uom_id
                WHERE rel.invoice_line_id = line.id) ordered ON TRUE
    """
)


def get_returns(moves):
    """Return the SELECT of ``(line_id)``: lines of credit notes with which goods came back.

    A line that is credited at less than 99 % of the price it was sold at merely lowers the price. Without an invoice
    or an order to compare with, one credited below the product's cost does.

    :param SQL moves: condition on ``move`` that bounds which credit notes are looked at
    """
    return SQL(
        """
        SELECT line.id AS line_id
          FROM account_move move
          JOIN account_move_line line ON line.move_id = move.id AND line.display_type = 'product'
               %(units)s
               %(prices)s
         WHERE %(moves)s AND move.move_type = 'out_refund' AND %(is_goods)s AND line.quantity != 0
           AND CASE WHEN COALESCE(invoiced.price, ordered.price) IS NOT NULL
                    THEN line.price_subtotal / (line.quantity * COALESCE(unit.factor, 1))
                         >= 0.99 * COALESCE(invoiced.price, ordered.price)
                    ELSE line.balance / (line.quantity * %(ratio)s) >= %(cost)s END
        """,
        ratio=UNIT_RATIO,
        cost=PRODUCT_COST,
        units=UNIT_JOINS,
        prices=PRICE_JOINS,
        is_goods=IS_GOODS,
        moves=moves,
    )


#: units of ``line`` in the product's own unit, less for what a credit note took back
UNITS = SQL(
    """
    CASE WHEN NOT %(is_goods)s THEN 0
         WHEN move.move_type != 'out_refund' THEN line.quantity * %(ratio)s
         WHEN returned.line_id IS NOT NULL THEN -line.quantity * %(ratio)s
         ELSE 0 END
    """,
    is_goods=IS_GOODS,
    ratio=UNIT_RATIO,
)


def get_invoiced_units(moves, part):
    """Return ``(units, joins)`` of ``part`` of an invoice's ``line``.

    :param SQL moves: see :func:`get_returns`
    """
    joins = SQL("%s LEFT JOIN (%s) returned ON returned.line_id = line.id", UNIT_JOINS, get_returns(moves))
    return SQL("(%s) * (%s)", part, UNITS), joins


def get_ordered_units(part):
    """Return ``(units, joins)`` of ``part`` of an order's ``line``."""
    units = SQL("(%s) * CASE WHEN %s THEN line.product_uom_qty * %s ELSE 0 END", part, IS_GOODS, UNIT_RATIO)
    return units, UNIT_JOINS
