from odoo import api, fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeDeliveryPromiseMake(models.TransientModel):
    """Takes another day for a delivery, why, and whether the customer knows."""

    _name = "sales.office.delivery.promise.make"
    _description = "Promise a Delivery"
    _inherit = "sales.office.reader.mixin"

    order_id = fields.Many2one(
        "sale.order", required=True, ondelete="cascade", default=lambda self: self.env.context.get("active_id")
    )
    promised_before = fields.Date(string="Promised So Far", compute="_compute_promised_before")
    promised_on = fields.Date(string="Promised for", required=True)
    reason = fields.Text(string="Why Another Day")
    customer_told = fields.Boolean(string="The Customer Was Told")

    @api.depends("order_id")
    def _compute_promised_before(self):
        for dialog in self:
            dialog.promised_before = dialog.order_id.sales_office_promise_ids[-1:].promised_on

    @rpc(one=True)
    def action_confirm(self):
        """Note the promise; the order checks the day and the reason."""
        self.order_id.action_promise(self.promised_on, self.reason or "", self.customer_told)
        return {"type": "ir.actions.act_window_close"}
