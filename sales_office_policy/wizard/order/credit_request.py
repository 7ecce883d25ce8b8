from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeCreditRequest(models.TransientModel):
    """Asks why finance should release an order that the rules of credit hold (R119)."""

    _name = "sales.office.credit.request"
    _description = "Request for a Release"
    _inherit = "sales.office.reader.mixin"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    about = fields.Text(related="order_id.sales_office_credit_text", string="About the Credit")
    text = fields.Text(string="Why It Should Be Released", required=True)

    @rpc(one=True)
    def action_confirm(self):
        """Pass it on to the order, which checks the right to."""
        self.order_id.action_request_credit(self.text)
        return {"type": "ir.actions.act_window_close"}
