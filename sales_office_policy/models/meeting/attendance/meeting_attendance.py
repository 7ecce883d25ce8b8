from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import format_datetime

from ...organization.local_time import get_local_day, get_zone
from ...organization.posts.title import join_title
from ...organization.record.phrases import join_names
from ...organization.record.rows import insert_rows
from ...organization.rpc.argument_types import Choice
from ...organization.rpc.rpc import core_door, rpc
from ..schedule.meeting_days import overlaps

#: what the roll call may change
MARK_FIELDS = {"state", "reason"}
#: how somebody is on the list before anything was said about them
UNMARKED = {"state": "expected", "reason": False}

#: where somebody was is read by those who lead, not by everybody who sees the list
READERS = "sales_office_policy.group_team_leader"


class SalesOfficeMeetingAttendance(models.Model):
    """One person expected at a meeting: signed in by themselves, or marked by the chair."""

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

    request = fields.Char(string="Asks to Be Excused", readonly=True, copy=False, help="The participant's reason.")
    request_state = fields.Selection(
        [("asked", "Requested"), ("approved", "Approved"), ("refused", "Not Approved")],
        string="Excuse",
        readonly=True,
        copy=False,
    )

    can_excuse = fields.Boolean(compute="_compute_can_excuse", help="The current user may answer the request.")

    is_on_leave = fields.Boolean(
        string="On Leave",
        readonly=True,
        copy=False,
        help="Excused by validated leave at the time of the meeting. Expected again if the leave is refused later.",
    )

    ip_address = fields.Char(string="IP Address", readonly=True, copy=False, groups=READERS)
    browser = fields.Char(readonly=True, copy=False, groups=READERS)
    latitude = fields.Float(digits=(10, 7), readonly=True, copy=False, aggregator=None, groups=READERS)
    longitude = fields.Float(digits=(10, 7), readonly=True, copy=False, aggregator=None, groups=READERS)
    location = fields.Char(
        readonly=True, copy=False, groups=READERS, help="Based on GPS coordinates if available or on the IP address."
    )

    _participant_uniq = models.Constraint(
        "UNIQUE (meeting_id, employee_id)", "This participant is on the list already."
    )

    @api.depends("meeting_id.display_name", "employee_id.name")
    def _compute_display_name(self):
        for row in self:
            row.display_name = join_title(row.meeting_id.display_name, row.employee_id.name, by=" - ")

    @api.depends("user_id", "department_id", "meeting_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_excuse(self):
        led = self._has_authority()
        for row in self:
            # sudo: asks about the user only
            row.can_excuse = not row.is_own and (row in led or row.meeting_id.sudo().can_chair)

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Put people on the list; a mark given along is set like in the roll call.

        :raises AccessError: a mark by who does not lead the meeting, or of themselves
        :raises UserError: the meeting is closed or cancelled
        """
        marks = [{} for _vals in vals_list]
        if not self.env.su:
            marks = [{name: vals[name] for name in MARK_FIELDS & vals.keys()} for vals in vals_list]
            vals_list = [{**vals, **UNMARKED} for vals in vals_list]
        rows = super().create(vals_list)
        if not self.env.su:
            # afterwards, because the meeting may come from the context; sudo: only the state is read
            rows.meeting_id.sudo()._check_not_locked()
        rows._follow_leave()
        for row, mark in zip(rows, marks, strict=True):
            if mark.get("state", "expected") != "expected" or mark.get("reason"):
                row.write(mark)
        rows.meeting_id.sudo().filtered("calendar_event_id")._sync_calendar_events()  # sudo: only the event is read
        rows._ask_for_report()
        return rows

    @core_door
    def write(self, vals):
        """Call the roll: only state and reason, while the meeting is not over.

        :raises AccessError: anything else, by who does not lead the meeting, or of themselves
        :raises UserError: the meeting is over or not open yet, or no reason is given for an excuse
        """
        if self.env.su:
            excused = self._filtered_excused() if "state" in vals else self.browse()
            result = super().write(vals)
            if "state" in vals:
                self._update_answers(excused)
            return result
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
        self._mark(vals)
        return True

    @core_door
    def unlink(self):
        """Take people off the list, and the meeting out of their calendars."""
        self._leave_calendar()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if not self.env.su and any(row.is_own for row in self):
            raise AccessError(self.env._("Nobody takes themselves off the list: ask who leads the meeting."))
        meetings = self.meeting_id.sudo()  # sudo: only the state is read
        meetings._check_not_locked()
        if any(meeting.state == "open" for meeting in meetings):
            raise UserError(
                self.env._("Nobody is taken off the list of a meeting that has begun: mark them excused or absent.")
            )

    @rpc
    def action_mark_present(self):
        """Mark as present, with this moment as the time unless there is one."""
        self.write({"state": "present"})

    @rpc
    def action_mark_absent(self):
        """Mark as absent."""
        self.write({"state": "absent"})

    @rpc
    def action_mark(self, state: Choice("state"), reason: str = ""):
        """Mark in the roll call, and return its screen again.

        :param str state: present, late, absent, excused (with a reason) or expected (takes a mark back)
        :raises UserError: the meeting is not open, or a reason is missing
        """
        self.write({"state": state, "reason": reason})
        return self.meeting_id.get_roll_call()

    @rpc
    def action_request_excuse(self, reason: str):
        """Ask to be excused from the meeting, for oneself and before it begins.

        :param str reason: what the chair reads; kept as the reason when they approve
        :raises UserError: the meeting has begun, there is no reason, or it was decided already
        """
        self._check_own()
        reason = self._check_reason(reason, self.env._("Say why you cannot come: the chair decides by it."))
        meetings = self.meeting_id.sudo()  # sudo: only the state is read
        meetings._check_not_locked()
        if any(meeting.state != "planned" or meeting.start <= fields.Datetime.now() for meeting in meetings):
            raise UserError(self.env._("The meeting has begun. Speak to the chair: they can still excuse you."))
        if any(row.state != "expected" or row.request_state in ("approved", "refused") for row in self):
            raise UserError(self.env._("You are excused, or your request was answered. Speak to the chair."))
        # sudo: participants do not write their rows, they only ask
        self.sudo().write({"request": reason, "request_state": "asked"})

    @rpc
    def action_approve_excuse(self):
        """Excuse the participants who asked, for the reason they gave."""
        for row in self._filtered_asked():
            row.write({"state": "excused", "reason": row.request})
            row.sudo().request_state = "approved"  # sudo: the request is closed to ordinary writing

    @rpc
    def action_refuse_excuse(self):
        """Expect the participants who asked all the same.

        :raises AccessError: the user does not stand above them, or it is themselves
        """
        rows = self._filtered_asked()
        rows._check_may_excuse()
        rows.sudo().request_state = "refused"  # sudo: as above

    @rpc
    def action_waive(self, reason: str):
        """Excuse from meetings that are over who was late or absent, by who could open these again to correct them.

        :param str reason: kept with the mark, and in the meeting's thread
        :raises AccessError: the user does not stand above the participants
        :raises UserError: neither late nor absent at a closed meeting of theirs to correct, or no reason given
        """
        self._check_authority()
        reason = self._check_reason(reason)
        if self - self._filter_waivable():
            raise UserError(
                self.env._("Who was late or absent at a closed meeting is excused by a manager above its chair.")
            )
        rows = self.sudo()  # sudo: the roll call is locked; checked above
        rows.meeting_id._lock_state()
        rows.with_env(self.env)._mark({"state": "excused", "reason": reason})
        told = {
            meeting.id: self.env._(
                "Excused afterwards: %(names)s. %(reason)s",
                names=join_names(self.env, excused.employee_id.mapped("name")),
                reason=reason,
            )
            for meeting, excused in rows.grouped("meeting_id").items()
        }
        rows.meeting_id._message_log_batch(told)

    def _filter_waivable(self):
        """Return who was late or absent at a closed meeting, and may be excused by the current user all the same."""
        missed = self._has_authority().filtered(lambda row: row.state in ("late", "absent"))
        # sudo: who leads a guest may not see the meeting; whether they could correct it is asked
        closed = missed.sudo().meeting_id.filtered(lambda meeting: meeting.state == "closed").sudo(False)
        correctable = closed._filtered_access("read")._get_correctable()
        return missed.filtered(lambda row: row.sudo().meeting_id in correctable)

    @api.model
    def _create_planned(self, meetings, employee_ids):
        """Put those who are expected on the lists of meetings that have just been planned (sudo), as whole rows.

        :param employee_ids: of whom, a list for each meeting
        """
        if not meetings:
            return
        employees = self.env["hr.employee"].browse(dict.fromkeys(id_ for ids in employee_ids for id_ in ids))
        zones = {employee: get_zone(employee._get_tz()) for employee in employees}
        people = {employee.id: employee for employee in employees}
        expected = [
            (meeting, [(people[id_], get_local_day(meeting.start, zones[people[id_]])) for id_ in ids])
            for meeting, ids in zip(meetings, employee_ids, strict=True)
        ]
        days = {day for _meeting, days in expected for day in days}
        departments = self.env["sales.office.membership"]._get_departments(days)
        leaves = employees._get_sales_office_leaves(min(meetings.mapped("start")), max(meetings.mapped("stop")))
        insert_rows(
            self,
            [
                vals
                for meeting, days in expected
                for vals in meeting._prepare_expected([(day[0], departments[day]) for day in days], leaves)
            ],
        )

    def _mark(self, vals):
        """Write a mark of the roll call, and when somebody came."""
        attended = vals["state"] in ("present", "late")
        # who is excused after they came, came all the same
        signed = self.filtered("signed_in_at") if attended or vals["state"] == "excused" else self.browse()
        # sudo: the sign-in time is kept out of hand; access was checked by who calls
        marks = {**vals, "marked_by_id": self.env.uid, "is_on_leave": False}
        signed.sudo().write(marks)
        # when somebody came is not known any more once a meeting is only being corrected
        now = (self - signed).filtered(lambda row: attended and not row.meeting_id.sudo().closed_at)
        now.sudo().write({**marks, "signed_in_at": fields.Datetime.now()})
        (self - signed - now).sudo().write({**marks, "signed_in_at": False})
        self.filtered(lambda row: row.meeting_id.sudo().closed_at)._notify_correction()  # sudo: as above

    def _notify_correction(self):
        """Have what followed from these marks looked at again: the meeting was reopened to correct them."""
        if self:
            self.env["sales.office.check"]._trigger()
            days = {row.employee_id.id: (row._get_member_date(),) * 2 for row in self}
            self.env["sales.office.day.task"]._facts_changed(days)

    def _check_roll_call(self, vals):
        """Raise unless the current user may make this mark on each row.

        The chair, or who leads the department, marks everybody but themselves; a superior from
        elsewhere excuses their own people. Before the meeting somebody can only be excused.
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
        """Raise unless the current user may excuse each participant; return those they do not also call the roll of."""
        if any(row.is_own for row in self):
            raise AccessError(self.env._("Nobody marks themselves: sign in, or ask who leads the meeting."))
        others = self.filtered(lambda row: not row.meeting_id.sudo().can_chair)  # sudo: asks about the user only
        others._check_authority()
        return others

    def _filtered_asked(self):
        self.check_access("write")
        self.meeting_id.sudo()._check_not_locked()  # sudo: only the state is read
        asked = self.filtered(lambda row: row.request_state == "asked")
        if not asked:
            raise UserError(self.env._("Nobody asks to be excused here any more: it has been decided already."))
        return asked

    def _filtered_excused(self):
        return self.filtered(lambda row: row.state == "excused")

    def _follow_leave(self):
        """Excuse whoever is on leave during the meeting, and take the excuse back where the leave is gone (sudo).

        Whoever came in time stays present. The number of queries does not depend on how many rows there are.
        """
        rows = self.filtered(lambda row: row.meeting_state != "cancelled")
        if not rows:
            return
        meetings = rows.meeting_id
        # sudo: leave is HR-only; nothing but that there is some is kept
        employees = rows.sudo().employee_id
        leaves = employees._get_sales_office_leaves(min(meetings.mapped("start")), max(meetings.mapped("stop")))
        away = rows.filtered(
            lambda row: any(
                overlaps((row.start, row.meeting_id.stop), leave) for leave in leaves.get(row.employee_id.id, ())
            )
        )
        excused = away.filtered(lambda row: row.state in ("expected", "late", "absent"))
        excused.sudo().write({"state": "excused", "is_on_leave": True})
        back = (rows - away).filtered(lambda row: row.is_on_leave and row.state == "excused")
        for state, expected in back.grouped(lambda row: row._get_state_without_leave()).items():
            expected.sudo().write({"state": state, "is_on_leave": False})
        if (excused | back).filtered(lambda row: row.meeting_state == "closed"):
            self.env["sales.office.check"]._trigger()

    def _get_state_without_leave(self):
        """Return what somebody was who should have come after all."""
        if self.signed_in_at:
            return self._get_sign_in_state(self.signed_in_at)
        return "absent" if self.meeting_state == "closed" else "expected"

    def _is_untouched(self):
        """Return whether nobody but the planning said anything about this participant."""
        return not self.request_state and (self.state == "expected" or self.is_on_leave)

    def _sign_in(self, device):
        """Record that the participants came by themselves, from a device (sudo); who is excused is never late."""
        now = fields.Datetime.now()
        for row in self.filtered(lambda row: not row.signed_in_at):
            kept = device if row.meeting_id.tracks_device else {}
            state = row._get_sign_in_state(now)
            if row.state == "excused" and state == "late":
                row.write({"signed_in_at": now, **kept})
                continue
            marks = {"state": state, "signed_in_at": now, "marked_by_id": self.env.uid, "is_on_leave": False}
            row.write({**marks, **kept})

    def _get_sign_in_state(self, moment):
        """Return whether somebody who came at ``moment`` was present in time or late."""
        grace = timedelta(minutes=self.company_id.sales_office_meeting_grace)
        return "late" if moment > self.meeting_id.start + grace else "present"

    def _get_sign_in_text(self):
        """Return the sentence that tells a participant what was recorded, in the office's time."""
        time = format_datetime(self.env, self.signed_in_at, self.meeting_id.tz, "HH:mm")
        if self._get_sign_in_state(self.signed_in_at) == "late":
            return self.env._("%(meeting)s: signed in at %(time)s, late.", meeting=self.meeting_id.name, time=time)
        return self.env._("%(meeting)s: signed in at %(time)s, in time.", meeting=self.meeting_id.name, time=time)

    def _prepare_roll_call_row(self):
        """Return one line of the roll call's screen (sudo)."""
        meeting = self.meeting_id
        return {
            "id": self.id,
            "name": self.employee_id.name,
            "employee_id": self.employee_id.id,
            "state": self.state,
            "time": self.signed_in_at and meeting._format_time(self.signed_in_at),
            "reason": self.reason or "",
            "is_on_leave": self.is_on_leave,
            "is_own": self.user_id == self.env.user,
            "is_unprepared": self.is_unprepared,
            "request": self.request_state == "asked" and self.request or "",
        }

    def _update_answers(self, excused):
        """Tell the calendar who is excused, and who is expected after all.

        :param excused: those of these rows who were excused before
        """
        now_excused = self._filtered_excused()
        (now_excused - excused)._answer_in_calendar("declined")
        (excused - now_excused)._answer_in_calendar("accepted")

    def _answer_in_calendar(self, state):
        """Answer for these participants, until the meeting begins."""
        now = fields.Datetime.now()
        coming = self.filtered(lambda row: row.user_id and row.start > now)
        events = coming.meeting_id._get_calendar_events()
        if not events:
            return
        expected = {(row.meeting_id.calendar_event_id.id, row.user_id.partner_id.id) for row in coming}
        events.attendee_ids.filtered(
            lambda attendee: (attendee.event_id.id, attendee.partner_id.id) in expected and attendee.state != state
        ).write({"state": state})

    def _leave_calendar(self):
        """Take the event out of the calendars of these participants, unless they chair the meeting."""
        for user, rows in self.sudo().grouped("user_id").items():  # sudo: as in _answer_in_calendar
            meetings = rows.meeting_id.filtered(lambda meeting, user=user: meeting.chair_user_id != user)
            if user and (events := meetings._get_calendar_events()):
                events.write({"partner_ids": [Command.unlink(user.partner_id.id)]})
