from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


class SalesOfficePromisedLine(models.AbstractModel):
    """The day on which all of an order line was delivered, with stock or by hand (R067)."""

    _name = "sales.office.promised.line"
    _description = "Sales Office Promised Order Line"

    sales_office_delivered_on = fields.Date(
        string="Delivered Completely on",
        compute="_compute_sales_office_delivered_on",
        store=True,
        copy=False,
        groups="sales_office_policy.group_order",
    )

    def _auto_init(self):
        """Keep what was delivered before as it is: nobody knows on which day, and there may be millions of lines."""
        if self._auto and self._table and not column_exists(self.env.cr, self._table, "sales_office_delivered_on"):
            create_column(self.env.cr, self._table, "sales_office_delivered_on", "date")
        return super()._auto_init()

    @api.depends("qty_delivered", "product_uom_qty", "state")
    def _compute_sales_office_delivered_on(self):
        for order, lines in self.grouped("order_id").items():
            watched = order.state == "sale" and order.company_id._sales_office_uses("order")
            # asked first what most lines answer with nothing: this is computed whenever an order is confirmed
            some = lines.filtered("qty_delivered") if watched else lines.browse()
            delivered = some.filtered(lambda line: line._is_promised() and line._is_delivered())
            for line in delivered:
                line.sales_office_delivered_on = line.sales_office_delivered_on or order._get_sales_office_today()
            (lines - delivered).sales_office_delivered_on = False

    def _is_promised(self):
        """Return whether this is something to deliver: neither a note, a down payment nor a service sold as such."""
        if self.display_type or self.is_downpayment or not self.product_id or self.product_uom_qty <= 0:
            return False
        return self.product_id.type != "service" or self.product_id.invoice_policy == "delivery"

    def _is_delivered(self):
        return self.product_uom_id.compare(self.qty_delivered, self.product_uom_qty) >= 0

    def _select_undelivered(self, order):
        """Return a SELECT of what is promised and not delivered, see the two above, of the order whose id is the SQL
        ``order``.
        """
        self.flush_model(
            ["order_id", "product_id", "product_uom_qty", "qty_delivered", "display_type", "is_downpayment"]
        )
        self.env["product.template"].flush_model(["type", "invoice_policy"])
        return SQL(
            """SELECT FROM sale_order_line line
                 JOIN product_product product ON product.id = line.product_id
                 JOIN product_template template ON template.id = product.product_tmpl_id
                WHERE line.order_id = %(order)s AND line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
                  AND line.product_uom_qty > 0 AND (template.type != 'service' OR template.invoice_policy = 'delivery')
                  AND ROUND(COALESCE(line.qty_delivered, 0), %(digits)s) < ROUND(line.product_uom_qty, %(digits)s)""",
            order=order,
            digits=self.env["decimal.precision"].precision_get("Product Unit"),
        )
