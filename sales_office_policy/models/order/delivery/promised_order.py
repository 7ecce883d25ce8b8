from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, html2plaintext

from ...organization.local_time import get_utc_time, get_zone
from ...organization.record.few_list import FewOne2many
from ...organization.rpc.rpc import rpc


class SalesOfficePromisedOrder(models.AbstractModel):
    """What follows a confirmation: others are handed their part, and the promised day is watched (R044, R067)."""

    _name = "sales.office.promised.order"
    _description = "Sales Office Promised Order"

    sales_office_promise_ids = FewOne2many(
        "sales.office.delivery.promise",
        "order_id",
        string="Delivery Promises",
        readonly=True,
        copy=False,
        groups="sales_office_policy.group_order",
    )
    sales_office_delivered_on = fields.Date(
        string="All Delivered on",
        compute="_compute_sales_office_delivered_on",
        compute_sudo=True,
        groups="sales_office_policy.group_order",
        help="The day of the last delivery: what came before it does not make an order delivered.",
    )
    sales_office_handed_over_on = fields.Date(
        string="Handed Over on",
        readonly=True,
        copy=False,
        prefetch=False,
        groups="sales_office_policy.group_order",
    )

    @api.depends("order_line.sales_office_delivered_on")
    def _compute_sales_office_delivered_on(self):
        for order in self:
            days = order._get_promised_lines().mapped("sales_office_delivered_on")
            order.sales_office_delivered_on = max(filter(None, days), default=False) if order._is_delivered() else False

    @rpc(one=True)
    def action_promise(self, promised_on: date, reason: str = "", customer_told: bool = False):
        """Note on which day the order is delivered, by what the customer was told; it becomes its delivery date (R067).

        :param promised_on: the day
        :param str reason: why another day than the one promised before
        :param bool customer_told: whether the customer knows
        :raises UserError: not confirmed, the same day, a day that is over, or no reason for another day
        """
        self.check_access("write")
        if self.state != "sale" or not self.company_id._sales_office_uses("order"):
            raise UserError(self.env._("A day is promised once the order is confirmed."))
        last = self.sudo().sales_office_promise_ids[-1:]  # sudo: asked only whether there is one
        if last.promised_on == promised_on:
            raise UserError(self.env._("%(day)s is what was promised.", day=format_date(self.env, promised_on)))
        if promised_on < self._get_sales_office_today():
            raise UserError(self.env._("Nothing is promised for a day that is over."))
        if last and not reason.strip():
            raise UserError(self.env._("Say why it is another day."))
        self._add_promise(promised_on, reason=reason.strip() or False, customer_told=customer_told or not last)
        self.commitment_date = get_utc_time(promised_on, 12, get_zone(self._get_sales_office_tz()))

    def _promise_delivery(self):
        """Note what these orders, just confirmed, promise: the delivery date the customer accepted."""
        for order in self.filtered("commitment_date"):
            if order.company_id._sales_office_uses("order") and order._get_promised_lines():
                order._add_promise(order._get_commitment_day(), customer_told=True)

    def _note_promise_changed(self):
        """Note where confirmed orders got a delivery date by hand, or another one: it says neither why nor to whom."""
        for order in self.filtered(lambda order: order.state == "sale" and order.commitment_date):
            last = order.sudo().sales_office_promise_ids[-1:]  # sudo: asked only what it is
            is_watched = last or order.company_id._sales_office_uses("order") and order._get_promised_lines()
            if is_watched and last.promised_on != order._get_commitment_day():
                order._add_promise(order._get_commitment_day())

    def _add_promise(self, promised_on, **values):
        promises = self.env["sales.office.delivery.promise"].sudo()  # sudo: written by these methods only
        promises.create(
            {
                "order_id": self.id,
                "promised_on": promised_on,
                "made_on": self._get_sales_office_today(),
                "made_by_id": self.env.uid,
                **values,
            }
        )

    def _hand_over(self):
        """Give the departments that serve these orders, just confirmed, their part: the activities of a plan (R044).

        Whatever is wrong with the plan is said on the order, and stops nobody's confirmation.
        """
        for order in self.sudo():  # sudo: the plan says whom it is given to, whoever confirms
            plan = order.company_id.sales_office_handover_plan_id
            is_on = plan and order.company_id._sales_office_uses("order")
            if not is_on or order.sales_office_handed_over_on:  # confirmed again: they have their part already
                continue
            try:
                with self.env.cr.savepoint():
                    order._launch(plan)
            except UserError as error:
                order._message_log(body=html2plaintext(str(error)))

    def _launch(self, plan):
        """Give out the activities of ``plan`` for this order (sudo)."""
        schedules = self.env["mail.activity.schedule"].sudo()  # sudo: of the software's own, no dialog of anybody
        schedule = schedules.create(
            {
                "res_model": self._name,
                "res_ids": str(self.ids),
                "plan_id": plan.id,
                "plan_on_demand_user_id": (self.user_id or self.env.user).id,
            }
        )
        schedule.action_schedule_plan()
        self.sales_office_handed_over_on = self._get_sales_office_today()

    def _get_promised_lines(self):
        return self.sudo().order_line.filtered(lambda line: line._is_promised())  # sudo: lines of who reads the order

    def _is_delivered(self):
        """Return whether all there is to deliver was; an order without anything is."""
        return all(line._is_delivered() for line in self._get_promised_lines())

    def _get_commitment_day(self):
        moment = self.commitment_date
        return fields.Datetime.context_timestamp(self.with_context(tz=self._get_sales_office_tz()), moment).date()

    def _get_sales_office_today(self):
        """Return the day where the order is sold."""
        return self.company_id._get_sales_office_today()

    def _get_sales_office_tz(self):
        return self.company_id.sudo().resource_calendar_id.tz or "UTC"  # sudo: when a company works is no secret
