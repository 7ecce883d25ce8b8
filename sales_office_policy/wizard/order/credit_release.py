from odoo import api, fields, models

from ...models.organization.rpc.rpc import rpc

#: how long an order is released unless somebody says otherwise
DAYS = 14


class SalesOfficeCreditRelease(models.TransientModel):
    """Asks up to which amount and until when an order on hold is released (R119)."""

    _name = "sales.office.credit.release"
    _description = "Release of a Credit Hold"
    _inherit = "sales.office.reader.mixin"

    hold_id = fields.Many2one(
        "sales.office.credit.hold",
        string="Credit Hold",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    currency_id = fields.Many2one(related="hold_id.currency_id")
    reasons = fields.Text(related="hold_id.reasons")
    request = fields.Text(related="hold_id.request", string="Why It Should Be Released")
    amount = fields.Monetary(
        string="Released up to", compute="_compute_amount", store=True, precompute=True, readonly=False, required=True
    )
    valid_until = fields.Date(
        string="Released until",
        required=True,
        default=lambda self: fields.Date.add(fields.Date.context_today(self), days=DAYS),
    )
    text = fields.Text(string="Reason", required=True)

    @api.depends("hold_id")
    def _compute_amount(self):
        for dialog in self:
            dialog.amount = dialog.hold_id.amount

    @rpc(one=True)
    def action_confirm(self):
        """Pass it on to the hold, which checks the right to."""
        self.hold_id.action_release(self.amount, self.valid_until, self.text)
        return {"type": "ir.actions.act_window_close"}
