from odoo import api, fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeMeetingFollowUp(models.TransientModel):
    """Asks what became of a problem or action: done, or carried on by whom until when (R007)."""

    _name = "sales.office.meeting.follow.up"
    _description = "Follow up a Report Line"
    _inherit = "sales.office.reader.mixin"

    line_id = fields.Many2one(
        "sales.office.meeting.line", string="Problem or Action", required=True, readonly=True, ondelete="cascade"
    )
    outcome = fields.Selection([("done", "Done"), ("on", "Carry On")], required=True, default="done")
    result = fields.Text(help="What came of it; shown in the meeting and kept with the line.")
    owner_id = fields.Many2one("hr.employee", compute="_compute_on", store=True, readonly=False)
    deadline = fields.Date(string="Due on", compute="_compute_on", store=True, readonly=False)

    @api.depends("line_id")
    def _compute_on(self):
        for dialog in self:
            dialog.owner_id = dialog.line_id.owner_id
            dialog.deadline = dialog.line_id.deadline

    @rpc(one=True)
    def action_confirm(self):
        """Pass it on; the line checks the right to."""
        if self.outcome == "done":
            self.line_id.action_done(self.result)
        else:
            self.line_id.action_hand_over(self.owner_id, self.deadline)
        return {"type": "ir.actions.act_window_close"}
