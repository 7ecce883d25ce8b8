from odoo import api, fields, models

from ..record.one_of import one_of
from ..searching import lasting


class SalesOfficeSellerMixin(models.AbstractModel):
    """Leads, orders and invoices: the same scope for whoever leads their salesperson or sales team.

    One field for rules to ask, because Odoo takes the parts of a rule that go through other models apart
    each time it reads or writes, which is felt on every form (``benchmarks/overhead.py``).
    """

    _name = "sales.office.seller.mixin"
    _description = "Sales Office Seller Mixin"

    #: the fields with the salesperson and the sales team, or paths to them where :meth:`_get_sold_by` follows these
    _seller_field = "user_id"
    _seller_team_field = "team_id"

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

    @api.depends(lambda self: (self._seller_field, self._seller_team_field))
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_office_scope(self):
        scope = self.env.user._get_sales_office_scope()
        users, teams = set(scope.user_ids), set(scope.team_ids)
        for record in self:
            seller, team = record.mapped(self._seller_field), record.mapped(self._seller_team_field)
            record.in_office_scope = seller.id in users or team.id in teams

    @lasting
    def _search_in_office_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        scope = self.env.user._get_sales_office_scope()
        return self._get_sold_by(scope.user_ids, scope.team_ids)

    @api.depends(lambda self: (self._seller_field,))
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_same_office(self):
        colleagues = set(self.env.user._get_sales_office_colleagues().user_ids)
        for record in self:
            record.in_same_office = record.mapped(self._seller_field).id in colleagues

    @lasting
    def _search_in_same_office(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_sold_by(self.env.user._get_sales_office_colleagues().user_ids)

    @api.model
    def _get_sold_by(self, user_ids, team_ids=()):
        """Return the domain "sold by one of these people or sales teams"."""
        return one_of(self._seller_field, user_ids) | one_of(self._seller_team_field, team_ids)
