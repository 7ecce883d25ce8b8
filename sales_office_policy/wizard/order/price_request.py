from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficePriceRequest(models.TransientModel):
    """Asks why a customer should get a price that needs an approval, and asks for it."""

    _name = "sales.office.price.request"
    _description = "Ask for a Price"
    _inherit = "sales.office.reader.mixin"

    order_id = fields.Many2one(
        "sale.order",
        string="Quotation",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    price_text = fields.Text(related="order_id.sales_office_price_text")
    reason = fields.Text(required=True)

    @rpc(one=True)
    def action_confirm(self):
        """Ask for the price of the quotation.

        :raises UserError: when it needs no approval, or nobody above may give it
        """
        self.env["sales.office.price.approval"].action_request(self.order_id, self.reason)
        return {"type": "ir.actions.act_window_close"}
