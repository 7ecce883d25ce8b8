from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class SaleOrderLine(models.Model):
    """The same scope as its order's, asked of the line itself.

    A rule that goes through the order has Odoo take the rule of orders apart for each reading and writing of lines.
    """

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "sales.office.seller.mixin"]
    _seller_field = "order_id.user_id"
    _seller_team_field = "order_id.team_id"

    @api.model
    def _get_sold_by(self, user_ids, team_ids=()):
        """Return the domain "the order was sold by one of these people or sales teams".

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
