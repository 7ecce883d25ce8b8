from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeCreditRelease(models.TransientModel):
    """Asks up to which amount and until when an order on hold is released (R119)."""

    _name = "sales.office.credit.release"
    _description = "Release of a Credit Hold"
    _inherit = "sales.office.reader.mixin"

    hold_id = fields.Many2one("sales.office.credit.hold", string="Credit Hold", required=True, readonly=True)
    currency_id = fields.Many2one(related="hold_id.currency_id")
    reasons = fields.Text(related="hold_id.reasons")
    request = fields.Text(related="hold_id.request", string="Why It Should Be Released")
    amount = fields.Monetary(string="Released up to", required=True)
    valid_until = fields.Date(string="Released until", required=True)
    text = fields.Text(string="Reason", required=True)

    @rpc(one=True)
    def action_confirm(self):
        """Pass it on to the hold, which checks the right to."""
        self.hold_id.action_release(self.amount, self.valid_until, self.text)
        return {"type": "ir.actions.act_window_close"}
