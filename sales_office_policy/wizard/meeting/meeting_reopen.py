from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeMeetingReopen(models.TransientModel):
    """Asks why a closed meeting is reopened."""

    _name = "sales.office.meeting.reopen"
    _description = "Reopen Meeting"
    _inherit = "sales.office.reader.mixin"

    meeting_id = fields.Many2one(
        "sales.office.meeting", required=True, readonly=True, default=lambda self: self.env.context.get("active_id")
    )
    reason = fields.Char(required=True)

    @rpc
    def action_confirm(self):
        """Reopen; the meeting checks the right to."""
        self.meeting_id.action_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
