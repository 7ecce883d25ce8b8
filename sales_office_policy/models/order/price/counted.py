from collections import defaultdict

from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL

from .effective import DISCOUNT, SOLD
from .price_book import get_key

#: what a customer bought so far of some products: how many and for how much, net of what came back, and the highest
#: price of a unit
BOUGHT = """
    SELECT sold.product_id, SUM(sold.quantity), MAX(sold.amount / sold.quantity) FILTER (WHERE sold.quantity > 0),
           SUM(sold.amount)
      FROM (SELECT line.product_id, line.product_uom_qty * unit.factor / own.factor AS quantity,
                   line.price_subtotal / COALESCE(NULLIF(sale.currency_rate, 0), 1) AS amount
              FROM sale_order_line line
              JOIN sale_order sale ON sale.id = line.order_id
              JOIN res_partner customer ON customer.id = sale.partner_id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom unit ON unit.id = line.product_uom_id
              JOIN uom_uom own ON own.id = template.uom_id
             WHERE line.product_id IN %(products)s AND sale.state = 'sale' AND sale.company_id = %(company)s
               AND customer.commercial_partner_id = %(customer)s
               AND (sale.id != %(order)s OR line.product_uom_qty > 0)) sold
     GROUP BY sold.product_id
"""


class SalesOfficePriceBook(models.AbstractModel):
    """What counts of a line that does not say it: goods that come back, more delivered than was ordered, charges of the
    books, and what the customer may leave out.
    """

    _inherit = "sales.office.price.book"

    @api.model
    def _count_returned(self, order, lines):
        """Leave goods that come back out for what the customer paid for them; what is credited beyond that, or for what
        they never bought, takes something off the whole.

        :param lines: the :class:`.price_book.Line` s of goods that come back
        """
        bought = self._get_bought(order, {line.product.id for line in lines})
        rate, step = order.currency_rate or 1, (order.currency_id or order.company_id.currency_id).rounding
        for line in lines:
            left, unit, paid = bought[line.product.id]
            paid_for = min(max(left, 0.0), -line.quantity)
            most = min(paid_for * unit, max(paid, 0.0))  # one dear unit does not make all of them dear
            bought[line.product.id] = left - paid_for, unit, paid - most
            beyond = -line.amount - most * rate
            if beyond > step * max(paid_for, 1):  # prices of a unit are rounded
                line.kind, line.amount = DISCOUNT, -beyond

    @api.model
    def _get_bought(self, order, product_ids):
        """Return ``{product: (how many are not back yet, the highest price of a unit, what was paid for them)}`` in its
        own unit and the company's currency; of a confirmed quotation what it sells itself counts, too.
        """
        bought = defaultdict(lambda: (0.0, 0.0, 0.0))
        customer = order.partner_id.commercial_partner_id._origin
        key = tuple(sorted(product_ids)), order._origin.id or 0, customer.id or 0
        known = self._remember("bought")
        if key not in known:
            self.env["sale.order"].flush_model(["company_id", "currency_rate", "partner_id", "state"])
            self.env["sale.order.line"].flush_model(
                ["price_subtotal", "product_id", "product_uom_id", "product_uom_qty"]
            )
            names = ("products", "order", "customer")
            query = SQL(BOUGHT, company=order.company_id.id, **dict(zip(names, key, strict=True)))
            known[key] = self.env.execute_query(query)
        bought.update({product_id: (left, max(unit or 0.0, 0.0), paid) for product_id, left, unit, paid in known[key]})
        return bought

    @api.model
    def _count_given(self, lines):
        """Judge what takes something off where nothing is sold: a second quotation would give what one may not."""
        for line in lines:
            if line.kind == DISCOUNT and line.amount < 0:
                line.kind, line.listed, line.quantity = SOLD, -line.amount, abs(line.quantity)

    @api.model
    def _count_delivered(self, order, lines):
        """Count of a confirmed order what was delivered where that is more than was ordered, and is invoiced."""
        for line in lines:
            delivered = line.record.qty_delivered
            if delivered <= max(line.asked, 0) or line.product.invoice_policy != "delivery":
                continue
            base = line.record._prepare_base_line_for_taxes_computation(quantity=delivered)
            self.env["account.tax"]._add_tax_details_in_base_line(base, order.company_id)
            line.amount = base["tax_details"]["raw_total_excluded_currency"]
            line.asked = line.quantity = delivered
            if line.uom != line.product.uom_id:
                line.quantity = line.uom._compute_quantity(delivered, line.product.uom_id, raise_if_failure=False)

    @api.model
    def _is_charged(self, line):
        """Return whether who keeps the books charges for a line (sudo): whoever sells may set its flags, too."""
        if not (line.is_downpayment or line.is_expense):
            return False
        maker = line.create_uid
        return maker.id == SUPERUSER_ID or maker.has_group("account.group_account_invoice")

    @api.model
    def _get_optional(self, order, lines):
        """Return the keys of the lines that the customer may leave out; most quotations have no optional section."""
        if len(lines) == len(order.order_line) or not any(line.is_optional for line in order.order_line):
            return set()
        return {get_key(line) for line in order.order_line if line._is_line_optional()}
