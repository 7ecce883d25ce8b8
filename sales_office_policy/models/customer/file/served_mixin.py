from odoo import api, fields, models

from ...organization.record.one_of import one_of
from ...organization.searching import lasting


class SalesOfficeServedMixin(models.AbstractModel):
    """A record about a customer, seen by who serves the customer now and by those who lead them.

    One field for the rules to ask, as for leads and orders.
    """

    _name = "sales.office.served.mixin"
    _description = "Record about a Served Customer"
    _inherit = "sales.office.protected.mixin"

    user_id = fields.Many2one("res.users", string="Serves the Customer", readonly=True)
    in_office_scope = fields.Boolean(
        compute="_compute_in_office_scope",
        search="_search_in_office_scope",
        help="About a customer of somebody the current user leads.",
    )

    @api.depends("user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_office_scope(self):
        led = set(self.env.user._get_sales_office_scope().user_ids) - {self.env.uid}
        for record in self:
            record.in_office_scope = record.user_id.id in led

    @lasting
    def _search_in_office_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        return one_of("user_id", set(self.env.user._get_sales_office_scope().user_ids) - {self.env.uid})
