from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeInspectionWithdrawal(models.TransientModel):
    """Asks why a finding is taken back."""

    _name = "sales.office.inspection.withdrawal"
    _description = "Take a Finding Back"
    _inherit = "sales.office.reader.mixin"

    line_id = fields.Many2one(
        "sales.office.inspection.line",
        string="Problem Found",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    reason = fields.Char(required=True)

    @rpc
    def action_confirm(self):
        """Take it back; the line checks the right to."""
        self.line_id.action_withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
