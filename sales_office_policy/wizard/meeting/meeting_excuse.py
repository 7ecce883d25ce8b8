from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeMeetingExcuse(models.TransientModel):
    """Asks a participant why he cannot come."""

    _name = "sales.office.meeting.excuse"
    _description = "Ask to Be Excused from a Meeting"
    _inherit = "sales.office.reader.mixin"

    meeting_id = fields.Many2one(
        "sales.office.meeting", required=True, readonly=True, default=lambda self: self.env.context.get("active_id")
    )
    reason = fields.Char(required=True)

    @rpc
    def action_confirm(self):
        """Ask; the attendance checks that it is one's own and early enough."""
        rows = self.meeting_id._get_own_rows()
        rows.sudo(False).action_request_excuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
