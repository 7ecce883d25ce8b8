from datetime import timedelta

from odoo import fields, models

from ...organization.printing.software import as_software
from ...organization.record.row_lock import claim_rows
from ..settlement import tiers
from ..settlement.arithmetic import decimal

#: a share has two decimals
STEP = decimal("0.01")


class SalesOfficeLastOwnerMixin(models.AbstractModel):
    """The share of whoever had an order's lead before it went to the public pool (R074).

    Given when the lead is won and the order confirmed, whichever comes second, once. A split that somebody other than
    the salesperson made stands.
    """

    _name = "sales.office.last.owner.mixin"
    _description = "Order Shared with the Last Owner of Its Lead"

    def _credit_last_owners(self):
        """Give the last owners of the leads of these orders their share, where it is due; a few queries for all."""
        # sudo: follows from whose the lead was, whoever confirms the order or wins the lead
        orders = self.sudo().filtered("opportunity_id").filtered(lambda order: order._is_won_order())
        if not orders:
            return
        moves = self.env["sales.office.pool"]._get_last_owners(orders.opportunity_id)
        orders = orders.filtered(lambda order: order.opportunity_id in moves)
        sellers = orders._get_sellers()
        for order in orders.filtered(sellers.get):
            move = moves[order.opportunity_id]
            if shares := order._get_shares_with(move, sellers[order]):
                order._set_pool_shares(move, shares)

    def _is_won_order(self):
        won = self.state == "sale" and self.opportunity_id.won_status == "won"
        return won and self.company_id._sales_office_uses("commission")

    def _get_sellers(self):
        """Return ``{order: employee}`` (sudo) of who sells each of these orders in its company."""
        employees = self.env["hr.employee"].search([("user_id", "in", self.user_id.ids)], order="id desc")
        by_user = {(employee.user_id, employee.company_id): employee for employee in employees}
        return {order: by_user.get((order.user_id, order.company_id)) for order in self}

    def _get_shares_with(self, move, seller):
        """Return ``{employee id: percent}`` with what the last owner has at least; None if nothing is due."""
        owner, pool = move.employee_id, move.pool_id
        splits = self.sales_office_split_ids
        here = self.with_context(tz=self._get_sales_office_tz())
        day = fields.Datetime.context_timestamp(here, self.date_order).date()
        in_time = move.day <= day <= move.day + timedelta(days=pool.credit_days)
        if not in_time or owner == seller or owner.company_id != self.company_id or splits.create_uid - self.user_id:
            return None
        percent = decimal(pool.credit_percent)
        shares = self._get_shares() or {seller.id: decimal(100)}
        rest = {employee_id: share for employee_id, share in shares.items() if employee_id != owner.id}
        if not rest or shares.get(owner.id, tiers.ZERO) >= percent:
            return None
        rest = {
            employee_id: share for employee_id, share in tiers.share_out(100 - percent, rest, STEP).items() if share
        }
        return {owner.id: percent, **rest}

    def _set_pool_shares(self, move, shares):
        """Write the shares as the software's, so that the salesperson cannot take them back, in a new draft either."""
        claim_rows(self)  # as whoever shares it out by hand
        with as_software(self) as order:
            order.sales_office_split_ids.unlink()
            order.sales_office_split_ids.create(
                [
                    {
                        "order_id": order.id,
                        "employee_id": employee_id,
                        "percent": float(percent),
                        "pooled_on": move.day if employee_id == move.employee_id.id else False,
                    }
                    for employee_id, percent in shares.items()
                ]
            )
            order.with_context(lang=self.user_id.lang)._message_log(body=order._get_split_text())
