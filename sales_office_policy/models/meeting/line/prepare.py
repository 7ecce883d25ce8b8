from odoo import models

from ...organization.rpc.rpc import rpc


class SalesOfficeMeetingLine(models.Model):
    """The buttons above one's own lines: they are about the meeting the list was opened for, not about lines."""

    _inherit = "sales.office.meeting.line"

    @rpc
    def action_prefill_meeting(self):
        """Add the user's visits of the day, see ``sales.office.meeting.action_prefill_lines``."""
        self._get_context_meeting().action_prefill_lines()

    @rpc
    def action_nothing_to_report(self):
        """Say that there is nothing to report, see ``sales.office.meeting.action_nothing_to_report``."""
        self._get_context_meeting().action_nothing_to_report()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": self.env._("Noted: you have nothing to report.")},
        }

    def _get_context_meeting(self):
        # only a name: the meeting checks what the user may do with it
        return self.env["sales.office.meeting"].browse(self.env.context.get("default_meeting_id"))
