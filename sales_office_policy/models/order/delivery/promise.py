from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: days back in which a broken promise is still shown to who made it
SHOWN_DAYS = 60


class SalesOfficeDeliveryPromise(models.Model):
    """On which day an order is delivered, as the customer was told: the first, and each new one with its reason (R067).

    A promise is kept when the last line was delivered by its day; a part delivery keeps none. It is judged no more once
    the customer was told another day before it was over. Written by the order's actions only.
    """

    _name = "sales.office.delivery.promise"
    _description = "Delivery Promise"
    _inherit = "sales.office.reader.mixin"
    _order = "order_id, id"
    _rec_name = "promised_on"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, precompute=True)
    user_id = fields.Many2one(related="order_id.user_id", string="Salesperson")
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    promised_on = fields.Date(string="Promised for", required=True, readonly=True, index=True)
    made_on = fields.Date(string="Said on", required=True, readonly=True)
    made_by_id = fields.Many2one("res.users", string="Said by", readonly=True)
    reason = fields.Text(string="Why Another Day", readonly=True)
    customer_told = fields.Boolean(string="The Customer Was Told", readonly=True)
    outcome = fields.Selection(
        [("open", "To Be Kept"), ("kept", "Promise Kept"), ("broken", "Promise Broken"), ("replaced", "Another Day")],
        string="Kept or Not",
        compute="_compute_outcome",
        compute_sudo=True,
    )

    @api.depends("promised_on", "order_id.sales_office_delivered_on")
    def _compute_outcome(self):
        for promise in self:
            promise.outcome = promise._judge()

    def _judge(self):
        """Return how it came out (sudo), by days where the order is sold."""
        order = self.order_id
        later = order.sales_office_promise_ids.filtered(lambda promise: promise.id > (self._origin.id or 0))
        if order.state != "sale" or later.filtered(lambda p: p.customer_told and p.made_on <= self.promised_on):
            return "replaced"
        if order._is_delivered():
            delivered_on = order.sales_office_delivered_on
            return "broken" if delivered_on and delivered_on > self.promised_on else "kept"
        return "broken" if self._is_late() else "open"

    @api.model
    def _get_due_domain(self, days):
        """Return what was promised for the current user's orders until within some days, and is not there yet: the
        newest promise of each order of which something is left to deliver.
        """
        today = fields.Date.context_today(self)
        return (
            Domain("order_id.user_id", "=", self.env.uid)
            & Domain.custom(to_sql=self._select_waiting)
            & Domain("order_id.state", "=", "sale")
            & Domain("promised_on", ">=", today - timedelta(days=SHOWN_DAYS))
            & Domain("promised_on", "<=", today + timedelta(days=days))
        )

    def _select_waiting(self, model, alias, query):
        order = model._field_to_sql(alias, "order_id", query)
        return SQL(
            """(EXISTS (%(undelivered)s)
                AND NOT EXISTS (SELECT FROM sales_office_delivery_promise later
                                 WHERE later.order_id = %(order)s AND later.id > %(promise)s))""",
            undelivered=self.env["sale.order.line"]._select_undelivered(order),
            order=order,
            promise=model._field_to_sql(alias, "id", query),
        )

    def _is_late(self):
        """Return whether the day that was promised is over where the order is sold."""
        return self.promised_on < self.company_id._get_sales_office_today()
