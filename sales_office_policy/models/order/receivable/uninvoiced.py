from odoo import api, fields, models
from odoo.tools import SQL

from ...books import receivables
from ...organization.posts.title import join_title
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import rpc


class SalesOfficeUninvoiced(models.Model):
    """What was delivered and is not invoiced, with whose it is and why it waits (R118), straight from the orders."""

    _name = "sales.office.uninvoiced"
    _description = "Delivered, Not Invoiced"
    _inherit = ["sales.office.seller.mixin", "sales.office.protected.mixin"]
    _auto = False
    _order = "date, id"
    _depends = receivables.DELIVERED_DEPENDS

    order_id = fields.Many2one("sale.order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    date = fields.Date(string="Ordered on", readonly=True)
    age_days = fields.Integer(string="Days since the Order", readonly=True, aggregator="max")
    quantity = fields.Float(string="Not Invoiced", digits="Product Unit", readonly=True, aggregator=None)
    amount = fields.Monetary(
        readonly=True, help="Without taxes, after discounts, in the company's currency at the order's exchange rate."
    )
    reason = fields.Text(related="order_id.sales_office_invoice_reason", string="Why It Waits")

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
        return SQL(
            "SELECT item.*, %s::date - item.date AS age_days FROM (%s) item",
            today,
            receivables.delivered_items(self.env["sales.office.receivable"]._get_company_ids()),
        )

    @api.model
    def _select_sold(self):
        """Return whether the user has sold anything, without which none of this is theirs."""
        self.env["sale.order"].flush_model(["state", "user_id"])
        return SQL("EXISTS (SELECT FROM sale_order WHERE user_id = %s AND state = 'sale')", self.env.uid)

    @api.depends("order_id.name", "product_id.display_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for item in self:
            names = item.sudo()  # sudo: finance reads no order
            item.display_name = join_title(names.order_id.name, names.product_id.display_name)

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "explain": Reason(
                self.env._("Say Why It Waits"),
                self.env._("Why is this order not invoiced yet, and what has to happen first?"),
                shown=("reason",),
                placeholder=self.env._("e.g. The customer wants one invoice for the quarter"),
            ),
        }

    @rpc
    def action_explain(self, reason: str):
        """Write down why these orders are not invoiced, by whoever sees them here.

        :raises UserError: no words, or invoiced meanwhile
        """
        reason = self._check_reason(reason)
        # sudo: for whoever reads the row; it says why something waits, and changes nothing else
        self.sudo().order_id.sales_office_invoice_reason = reason
        self.invalidate_model(["reason"])

    @rpc(one=True)
    def action_open_order(self):
        """Open the order, for who may read it."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "views": [(False, "form")],
        }
