from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import core_door, rpc

#: what the roll call may change
MARK_FIELDS = {"state", "reason"}
#: what a participant said, his leave and where he signed in from: written by the software alone
FIXED_FIELDS = {
    "request",
    "request_state",
    "is_on_leave",
    "ip_address",
    "browser",
    "latitude",
    "longitude",
    "location",
}


class SalesOfficeMeetingAttendance(models.Model):
    """One person expected at a meeting: signed in by himself, or marked by the chair."""

    _name = "sales.office.meeting.attendance"
    _description = "Meeting Attendance"
    _inherit = "sales.office.member.mixin"
    _order = "start desc, meeting_id, employee_id"
    _member_date_field = "start"
    _check_company_auto = True

    meeting_id = fields.Many2one("sales.office.meeting", required=True, index=True, ondelete="cascade")
    start = fields.Datetime(related="meeting_id.start", string="Meeting Start", store=True, precompute=True)
    employee_id = fields.Many2one(string="Participant", check_company=True, default=False)
    company_id = fields.Many2one(related="meeting_id.company_id")
    signed_in_at = fields.Datetime(readonly=True, copy=False)
    marked_by_id = fields.Many2one("res.users", readonly=True, copy=False, help="Who signed in or called the roll.")
    reason = fields.Char(help="Why somebody is excused.")
    meeting_state = fields.Selection(related="meeting_id.state", string="Meeting Status")
    state = fields.Selection(
        [
            ("expected", "Expected"),
            ("present", "Present"),
            ("late", "Late"),
            ("absent", "Absent"),
            ("excused", "Excused"),
        ],
        required=True,
        default="expected",
        copy=False,
    )

    _participant_uniq = models.Constraint(
        "UNIQUE (meeting_id, employee_id)", "This participant is on the list already."
    )

    @api.depends("meeting_id.display_name", "employee_id.name")
    def _compute_display_name(self):
        for row in self:
            row.display_name = join_title(row.meeting_id.display_name, row.employee_id.name, by=" - ")

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Put people on the list; a mark given along is set like in the roll call."""
        if self.env.su:
            rows = super().create(vals_list)
            rows._follow_leave()
            return rows
        marks = [{name: vals[name] for name in MARK_FIELDS & vals.keys()} for vals in vals_list]
        blank = {"state": "expected", "reason": False, "signed_in_at": False, "marked_by_id": False}
        rows = super().create([{**vals, **blank} for vals in vals_list])
        # afterwards, because the meeting may come from the context; sudo: only the state is read
        rows.meeting_id.sudo()._check_not_locked()
        rows._follow_leave()
        for row, mark in zip(rows, marks, strict=True):
            if mark.get("state", "expected") != "expected" or mark.get("reason"):
                row.write(mark)
        return rows

    @core_door
    def write(self, vals):
        """Call the roll: only state and reason, while the meeting is not over."""
        if self.env.su:
            return super().write(vals)
        if vals.keys() - MARK_FIELDS:
            raise AccessError(
                self.env._("A roll call changes the mark and the reason only; people sign in themselves.")
            )
        self.check_access("write")
        meetings = self.meeting_id.sudo()  # sudo: who leads a guest may not see the meeting
        meetings._lock_state()
        meetings._check_not_locked()
        self._check_roll_call(vals)
        if "state" not in vals:
            return super().write(vals)
        attended = vals["state"] in ("present", "late")
        # who is excused after he came, came all the same
        signed = self.filtered("signed_in_at") if attended or vals["state"] == "excused" else self.browse()
        # sudo: the sign-in time is kept out of hand; access was checked above
        marks = {**vals, "marked_by_id": self.env.uid, "is_on_leave": False}
        signed.sudo().write(marks)
        # when somebody came is not known any more once a meeting is only being corrected
        now = (self - signed).filtered(lambda row: attended and not row.meeting_id.sudo().closed_at)
        now.sudo().write({**marks, "signed_in_at": fields.Datetime.now()})
        (self - signed - now).sudo().write({**marks, "signed_in_at": False})
        self.filtered(lambda row: row.meeting_id.sudo().closed_at)._tell_correction()  # sudo: as above
        return True

    def _tell_correction(self):
        """Have what followed from these marks looked at again: the meeting was reopened to correct them."""
        if self:
            self.env["sales.office.check"]._trigger()
            days = {row.employee_id.id: (row._get_member_date(),) * 2 for row in self}
            self.env["sales.office.day.task"]._facts_changed(days)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if not self.env.su and any(row.is_own for row in self):
            raise AccessError(self.env._("Nobody takes himself off the list: ask who leads the meeting."))
        meetings = self.meeting_id.sudo()  # sudo: only the state is read
        meetings._check_not_locked()
        if any(meeting.state == "open" for meeting in meetings):
            raise UserError(
                self.env._("Nobody is taken off the list of a meeting that has begun: mark him excused or absent.")
            )

    def _is_derived(self, name):
        return name in FIXED_FIELDS or super()._is_derived(name)

    @rpc
    def action_mark_present(self):
        """Mark as present, with this moment as the time unless there is one."""
        self.write({"state": "present"})

    @rpc
    def action_mark_absent(self):
        """Mark as absent."""
        self.write({"state": "absent"})

    def _check_roll_call(self, vals):
        """Raise unless the current user may make this mark on each row.

        The chair, or who leads the department, marks everybody but himself; a superior from
        elsewhere excuses his own people. Before the meeting somebody can only be excused.
        """
        state = vals.get("state")
        others = self._check_may_excuse()
        if others and (
            state in ("present", "late", "absent") or state == "expected" and any(others.mapped("signed_in_at"))
        ):
            raise AccessError(self.env._("The roll is called by the chair or who leads the department."))
        if state in ("present", "late", "absent") and any(row.meeting_id.sudo().state != "open" for row in self):
            raise UserError(
                self.env._("The roll is called once the meeting is open; before, people can only be excused.")
            )
        for row in self:
            reason = vals.get("reason", row.reason)
            if (state or row.state) == "excused" and not (reason or "").strip():
                raise UserError(self.env._("Say why %(name)s is excused.", name=row.employee_id.name))

    def _check_may_excuse(self):
        """Raise unless the current user may excuse each participant; return those he does not also call the roll of."""
        if any(row.is_own for row in self):
            raise AccessError(self.env._("Nobody marks himself: sign in, or ask who leads the meeting."))
        others = self.filtered(lambda row: not row.meeting_id.sudo().can_chair)  # sudo: asks about the user only
        others._check_authority()
        return others
