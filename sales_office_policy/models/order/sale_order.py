from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..organization.rpc.rpc import core_door
from .price.priced_order import CHANGED_BY_HAND, OPEN
from .receivable.credited_order import WITH_LINES

MARGIN_READERS = "sales_office_policy.group_margin"
#: the states in which a customer has the offer, or has accepted it
OFFERED = ("sent", "sale")
#: how far the clock of who confirms may be off
JUST_NOW = timedelta(hours=1)


class SaleOrder(models.Model):
    """The doors of a quotation: a price beyond limits does not reach the customer before it is approved (R053, R096),
    and nobody confirms an order that a rule of credit holds before it is released (R119).

    Whatever sends, prints, shares or confirms ends here, by button, list, RPC or import: all of them come to a state.
    The gates stand before the customer can accept; what they signed or paid all the same is confirmed.
    """

    _name = "sale.order"
    _inherit = [
        "sale.order",
        "sales.office.contracted.order",
        "sales.office.credited.order",
        "sales.office.priced.order",
        "sales.office.promised.order",
    ]

    margin = fields.Monetary(groups=MARGIN_READERS)
    margin_percent = fields.Float(groups=MARGIN_READERS)

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make quotations; what is sent or confirmed from the first is judged like what becomes so.

        :raises UserError: the price needs an approval, or the credit a release
        """
        self._check_price_kept(vals_list)
        at_once = any(vals.get("state") == "sale" for vals in vals_list)
        maker = self.with_context(sales_office_written=WITH_LINES) if at_once else self
        orders = super(SaleOrder, maker).create(vals_list).with_env(self.env)
        if offered := orders.filtered(lambda order: order.state in OFFERED):
            judged = offered._check_price(enter=True)
            offered._note_price_given({order: judged[order] for order in judged if order.state == "sale"})
        if confirmed := orders.filtered(lambda order: order.state == "sale"):
            confirmed._check_confirmed_today()
            confirmed._check_contract_left()
            confirmed._enter_credit(confirmed._check_credit_hold())
            confirmed._follow_confirmation()
        return orders

    @core_door
    def write(self, vals):  # pylint: disable=method-required-super  # in _write_judged, where it is decided how
        """Change quotations; they become sent or confirmed at a price within limits or approved, and on credit that
        reaches or is released.

        :raises UserError: the price needs an approval, or that of a confirmed order falls; or the credit a release; or
            its framework contract has not so much left; or who sells dates an order
        """
        self._check_price_kept([vals])
        if vals.get("date_order") or vals.get("state") == "sale":
            self._check_days(vals)
        result = self._write_judged(vals)
        if "commitment_date" in vals:
            self._note_promise_changed()
        if vals.get("sales_office_contract_id"):
            self._check_contract_given()
        return result

    def _write_judged(self, vals):
        """Write; a price beyond limits is neither sent nor confirmed before it is approved, nor one held by credit."""
        state = vals.get("state")
        if state not in OFFERED:
            return self._write_unoffered(vals, state)
        if not CHANGED_BY_HAND.isdisjoint(vals):  # what is offered is judged as it will be
            self.write({name: value for name, value in vals.items() if name in CHANGED_BY_HAND})
            vals = {name: value for name, value in vals.items() if name not in CHANGED_BY_HAND}
        entering = self.filtered(lambda order: order.state != state)
        judged = entering._check_price(enter=True)
        if state != "sale":
            return super().write(vals)  # pylint: disable=super-method-mismatch
        entering._check_contract_left()
        self._note_price_given(judged)  # before, so that it is written together with the state
        held = entering._check_credit_hold()
        result = super().write(vals)  # pylint: disable=super-method-mismatch
        self._enter_credit(held)
        entering._follow_confirmation()
        return result

    def _check_days(self, vals):
        """Refuse that who sells dates a confirmed order by these values, or confirms one on another day than today:
        what was won and entered late, and prices given away, are found by it.
        """
        day = fields.Datetime.to_datetime(vals["date_order"]) if vals.get("date_order") else None
        confirmed = self.filtered(lambda order: order.state == "sale")
        if vals.get("state") == "sale":
            (self - confirmed)._check_confirmed_today(day)
        if day:
            confirmed.filtered(lambda order: order.date_order != day)._refuse_day()

    def _check_confirmed_today(self, day=None):
        """Refuse to confirm on another day than today, by the day that is written or was typed before."""
        now = fields.Datetime.now()
        self.filtered(lambda order: abs(now - (day or order.date_order)) >= JUST_NOW)._refuse_day()

    def _refuse_day(self):
        """Refuse who sells in the company of one of these orders what sales managers may do."""
        if self.env.su or not self:
            return
        user = self.env.user
        sellers = user._get_sales_office_companies("representative", "clerk", "customer_relations")
        makers = user._get_sales_office_companies("manager", "policy_admin", "finance")
        for order in self:
            company = order.company_id
            if company.id in sellers and company.id not in makers and company._sales_office_uses("order"):
                raise UserError(
                    self.env._(
                        "%(order)s has the day on which it is confirmed: enter today as its order date, or let a sales "
                        "manager import another.",
                        order=order.name,
                    )
                )

    def _follow_confirmation(self):
        """Note what binds now, what is promised, and whose part begins, by whichever door these were confirmed."""
        self._note_contract_confirmed()
        self._promise_delivery()
        self._hand_over()

    def _write_unoffered(self, vals, state):
        if CHANGED_BY_HAND.isdisjoint(vals):
            before = amounts = {}
            result = super().write(vals)  # pylint: disable=super-method-mismatch
        else:
            before, amounts = self._get_price_before(), self._get_amounts_before()
            orders = self.with_context(sales_office_written=WITH_LINES) if amounts else self
            result = super(SaleOrder, orders).write(vals)  # pylint: disable=super-method-mismatch
        if before:
            self._check_price_after(before)
        if amounts:
            self._check_grown(amounts)
        if state in ("draft", "cancel"):
            self._forget_price_given()
        return result

    @core_door
    def action_quotation_send(self):
        """Open the dialog that sends quotations.

        :raises UserError: the price needs an approval
        """
        self._check_price_offered()
        return super().action_quotation_send()

    @core_door
    def action_preview_sale_order(self):
        """Open the page that the customer sees, whose address can be sent.

        :raises UserError: the price needs an approval
        """
        self._check_price_offered()
        return super().action_preview_sale_order()

    @core_door
    def get_portal_url(self, suffix=None, report_type=None, download=None, query_string=None, anchor=None):
        """Return the address of the page that the customer sees.

        :raises AccessError: the quotation is not the user's to read
        :raises UserError: the price needs an approval; customers themselves keep the address they have
        """
        self.check_access("read")  # the address opens it for everybody
        self._check_address_given()
        return super().get_portal_url(suffix, report_type, download, query_string, anchor)

    def _get_share_url(self, *args, **kwargs):
        self._check_address_given()
        return super()._get_share_url(*args, **kwargs)

    def _check_address_given(self):
        """Refuse addresses to who works here, as sending is refused; pages of customers make them, too."""
        if not self.env.su and self.env.user._is_internal():
            self._check_price_offered()

    def _check_price_offered(self):
        """Refuse to hand quotations out whose price is not approved, or that are not the user's to read."""
        self.check_access("read")  # what is in the cache already is not asked for
        self.filtered(lambda order: order.state in OPEN)._check_price()

    def _is_price_waiting(self):
        """Return whether the customer is not shown this quotation, because nobody has approved its price."""
        return self.state in OPEN and not self._is_price_free()

    def _has_to_be_signed(self):
        return super()._has_to_be_signed() and self._is_price_free()

    def _has_to_be_paid(self):
        return super()._has_to_be_paid() and self._is_price_free()
