from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..searching import lasting


class SaleOrderLine(models.Model):
    """The same scope as its order's, asked of the line itself.

    A rule that goes through the order has Odoo take the rule of orders apart for each reading and writing of lines.
    """

    _inherit = "sale.order.line"

    in_office_scope = fields.Boolean(
        compute="_compute_in_office_scope",
        search="_search_in_office_scope",
        compute_sudo=True,
        groups="sales_office_policy.group_member",
        help="Sold by somebody the current user leads.",
    )
    in_same_office = fields.Boolean(
        compute="_compute_in_same_office",
        search="_search_in_same_office",
        compute_sudo=True,
        groups="sales_office_policy.group_member",
        help="Sold by somebody of the current user's own sales office.",
    )

    @api.depends("order_id.user_id", "order_id.team_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_office_scope(self):
        for order, lines in self.grouped("order_id").items():
            lines.in_office_scope = order.in_office_scope

    @lasting
    def _search_in_office_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        scope = self.env.user._get_sales_office_scope()
        return _sold_by(scope.user_ids, scope.team_ids)

    @api.depends("order_id.user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_same_office(self):
        for order, lines in self.grouped("order_id").items():
            lines.in_same_office = order.in_same_office

    @lasting
    def _search_in_same_office(self, operator, value):
        if operator != "in":
            return NotImplemented
        return _sold_by(self.env.user._get_sales_office_colleagues().user_ids)


def _sold_by(user_ids, team_ids=()):
    """Return the domain "the order is one of these salespeople or sales teams".

    The salesperson of the line itself may be written by whoever may write the line.
    """
    users, teams = frozenset(user_ids), frozenset(team_ids)
    if not users and not teams:
        return Domain.FALSE

    def to_sql(lines, alias, query):
        fields_asked = [lines.env["sale.order"]._fields[name] for name in ("user_id", "team_id")]
        orders = SQL(
            "(SELECT id FROM sale_order WHERE user_id = ANY(%s) OR team_id = ANY(%s))",
            list(users),
            list(teams),
            to_flush=fields_asked,
        )
        return SQL("%s IN %s", lines._field_to_sql(alias, "order_id", query), orders)

    def is_sold(line):
        order = line.order_id
        return order.user_id.id in users or order.team_id.id in teams

    return Domain.custom(to_sql=to_sql, predicate=is_sold)
