from odoo import models
from odoo.tools import SQL


class SalesOfficeCommissionBooks(models.AbstractModel):
    """What was ordered: confirmed orders by order date, taxes excluded."""

    _inherit = "sales.office.commission.books"

    def _get_entries_ordered(self, rule, **values):
        """Each line at the order's own exchange rate; the day is the one of the company's time zone."""
        self.env["sale.order"].flush_model()
        self.env["sale.order.line"].flush_model()
        return SQL(
            """
            SELECT sale.id AS document_id, split_line.order_id, sale.user_id,
                   (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
                   ROUND((line.price_subtotal / COALESCE(NULLIF(sale.currency_rate, 0), 1) / %(step)s)::numeric)
                   * %(step)s AS amount,
                   line.product_uom_qty AS quantity
              FROM sale_order sale
              JOIN sale_order_line line ON line.order_id = sale.id AND line.display_type IS NULL
                   %(split)s
             WHERE sale.company_id = %(company)s AND sale.state = 'sale'
               AND (sale.user_id = ANY(%(users)s) OR split_line.order_id IS NOT NULL)
               AND (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                   BETWEEN %(date_from)s AND %(date_to)s
               AND %(filtered)s AND %(customers)s
            """,
            customers=self._get_new_orderer_filter(rule, **values),
            **values,
        )

    def _get_new_orderer_filter(self, rule, **values):
        """Return the condition for orders of customers whose first one was not longer ago than the rule says."""
        if not rule.new_customer_months:
            return SQL("TRUE")
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        return SQL(
            """EXISTS (
                   SELECT FROM (SELECT contact.commercial_partner_id, MIN(past.date_order) AS day
                                  FROM sale_order past JOIN res_partner contact ON contact.id = past.partner_id
                                 WHERE past.company_id = %(company)s AND past.state = 'sale'
                              GROUP BY 1) first
                     JOIN res_partner orderer ON orderer.commercial_partner_id = first.commercial_partner_id
                    WHERE orderer.id = sale.partner_id
                      AND sale.date_order < first.day + %(months)s * INTERVAL '1 month')""",
            months=rule.new_customer_months,
            **values,
        )
