from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import rpc


class SalesOfficeMeeting(models.Model):
    _inherit = "sales.office.meeting"

    can_ask_excuse = fields.Boolean(compute="_compute_can_ask_excuse")

    @api.depends("state", "start", "attendance_ids.state", "attendance_ids.request_state")
    @api.depends_context("uid")
    def _compute_can_ask_excuse(self):
        waiting = self.env["sales.office.meeting.attendance"].search(
            [
                ("meeting_id", "in", self.ids),
                ("user_id", "=", self.env.uid),
                ("state", "=", "expected"),
                ("request_state", "=", False),
            ]
        )
        for meeting in self:
            coming = meeting.state == "planned" and meeting.start and meeting.start > fields.Datetime.now()
            meeting.can_ask_excuse = coming and meeting in waiting.meeting_id


class SalesOfficeMeetingAttendance(models.Model):
    """A participant asks to be excused; who leads the meeting says yes or no (R005)."""

    _inherit = "sales.office.meeting.attendance"

    request = fields.Char(string="Asks to Be Excused", readonly=True, copy=False, help="The participant's reason.")
    request_state = fields.Selection(
        [("asked", "Requested"), ("approved", "Approved"), ("refused", "Not Approved")],
        string="Excuse",
        readonly=True,
        copy=False,
    )

    can_excuse = fields.Boolean(compute="_compute_can_excuse", help="The current user may answer the request.")

    @api.depends("user_id", "department_id", "meeting_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_excuse(self):
        led = self._has_authority()
        for row in self:
            # sudo: asks about the user only
            row.can_excuse = not row.is_own and (row in led or row.meeting_id.sudo().can_chair)

    @rpc
    def action_request_excuse(self, reason: str):
        """Ask to be excused from the meeting, for oneself and before it begins.

        :param str reason: what the chair reads; kept as the reason when he approves
        :raise UserError: the meeting has begun, there is no reason, or it was decided already
        """
        self._check_own()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why you cannot come: the chair decides by it."))
        meetings = self.meeting_id.sudo()  # sudo: only the state is read
        meetings._check_not_locked()
        if any(meeting.state != "planned" or meeting.start <= fields.Datetime.now() for meeting in meetings):
            raise UserError(self.env._("The meeting has begun. Speak to the chair: he can still excuse you."))
        if any(row.state != "expected" or row.request_state in ("approved", "refused") for row in self):
            raise UserError(self.env._("You are excused, or your request was answered. Speak to the chair."))
        # sudo: participants do not write their rows, they only ask
        self.sudo().write({"request": reason.strip(), "request_state": "asked"})

    @rpc
    def action_approve_excuse(self):
        """Excuse the participants who asked, for the reason they gave."""
        for row in self._filtered_asked():
            row.write({"state": "excused", "reason": row.request})
            row.sudo().request_state = "approved"  # sudo: the request is closed to ordinary writing

    @rpc
    def action_refuse_excuse(self):
        """Expect the participants who asked all the same."""
        rows = self._filtered_asked()
        rows._check_may_excuse()
        rows.sudo().request_state = "refused"  # sudo: as above

    def _filtered_asked(self):
        self.check_access("write")
        self.meeting_id.sudo()._check_not_locked()  # sudo: only the state is read
        asked = self.filtered(lambda row: row.request_state == "asked")
        if not asked:
            raise UserError(self.env._("Nobody asks to be excused here any more: it has been decided already."))
        return asked
