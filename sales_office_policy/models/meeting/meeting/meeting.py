from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date, format_datetime

from ...organization.local_time import get_local_day, get_today, get_zone
from ...organization.posts.title import join_title
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import core_door, rpc
from ...organization.searching import lasting

#: what may change only while the meeting is planned
PLANNED_FIELDS = {"department_id", "start"}
#: what the event in the calendar shows
SHOWN_FIELDS = {"name", "start", "stop", "chair_id", "deputy_chair_id", "state"}


class SalesOfficeMeeting(models.Model):
    """A meeting of a department: who was expected, who came and when, what was said (R003).

    While it is open the participants sign in and the chair calls the roll; closing locks
    it with its roll call and minutes.
    """

    _name = "sales.office.meeting"
    _description = "Sales Meeting"
    _inherit = [
        "sales.office.department.mixin",
        "sales.office.typing.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "sales.office.figures.mixin",
    ]
    _order = "start desc, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, precompute=True, readonly=False, required=True)
    kind = fields.Selection(
        [
            ("morning", "Morning Meeting"),
            ("weekly", "Weekly Meeting"),
            ("monthly", "Monthly Meeting"),
            ("other", "Meeting"),
        ],
        required=True,
        default="morning",
    )
    department_id = fields.Many2one(tracking=True)
    start = fields.Datetime(required=True, index=True, tracking=True)
    stop = fields.Datetime(
        string="End", compute="_compute_stop", store=True, precompute=True, readonly=False, required=True
    )
    tz = fields.Char(string="Office Time Zone", compute="_compute_tz")
    date = fields.Date(
        string="Day", compute="_compute_date", store=True, precompute=True, index=True, help="Of the office."
    )
    chair_id = fields.Many2one(
        "hr.employee",
        compute="_compute_chair_id",
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        help="Calls the roll and closes the meeting; who leads the department or stands in for its leader may too.",
    )
    chair_user_id = fields.Many2one(
        related="chair_id.user_id", string="Chair's User", store=True, index="btree_not_null"
    )
    deputy_chair_id = fields.Many2one(
        "hr.employee",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        help="May call the roll and close the meeting as well.",
    )
    deputy_chair_user_id = fields.Many2one(
        related="deputy_chair_id.user_id", string="Deputy Chair's User", store=True, index="btree_not_null"
    )
    attendance_ids = fields.One2many("sales.office.meeting.attendance", "meeting_id", string="Participants")
    expected_count = fields.Integer(compute="_compute_counts", string="Participants Expected")
    present_count = fields.Integer(compute="_compute_counts", string="Came", help="Signed in, in time or late.")
    late_count = fields.Integer(compute="_compute_counts", string="Late")
    absent_count = fields.Integer(compute="_compute_counts", string="Absent")
    minutes = fields.Html()
    closed_at = fields.Datetime(readonly=True, copy=False, help="Kept when the meeting is reopened to correct it.")
    is_participant = fields.Boolean(
        compute="_compute_is_participant",
        search="_search_is_participant",
        help="The current user is on the list.",
    )
    can_chair = fields.Boolean(compute="_compute_can_chair", help="The current user may call the roll.")
    can_plan = fields.Boolean(compute="_compute_can_chair", help="The current user may choose the participants.")
    state = fields.Selection(
        [("planned", "Planned"), ("open", "Open"), ("closed", "Closed"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )

    _stop_after_start = models.Constraint("CHECK (stop > start)", "A meeting has to end after it starts.")

    @api.depends("name", "start", "tz")
    def _compute_display_name(self):
        for meeting in self:
            day = meeting.start and format_datetime(self.env, meeting.start, meeting.tz, "short")
            meeting.display_name = " ".join(filter(None, (meeting.name, day)))

    @api.depends("kind", "department_id")
    def _compute_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for meeting in self:
            if not meeting._origin and meeting.kind and meeting.department_id:
                meeting.name = join_title(kinds[meeting.kind], meeting.department_id.name)
            else:
                meeting.name = meeting.name  # what a saved meeting is called stays

    @api.depends("start")
    def _compute_stop(self):
        for meeting in self:
            saved = meeting._origin
            if meeting.start and saved:
                meeting.stop = meeting.start + (saved.stop - saved.start)
            elif meeting.start and (not meeting.stop or meeting.stop <= meeting.start):
                meeting.stop = meeting.start + timedelta(minutes=20)
            else:
                meeting.stop = meeting.stop

    @api.depends("department_id", "company_id")
    def _compute_tz(self):
        for meeting in self:
            department = meeting.department_id
            meeting.tz = department._get_sales_office_tz(meeting.company_id) if department else "UTC"

    @api.depends("start", "department_id")
    def _compute_date(self):
        for meeting in self:
            meeting.date = meeting.start and get_local_day(meeting.start, get_zone(meeting.tz))

    @api.depends("department_id")
    def _compute_chair_id(self):
        for meeting in self:
            manager = meeting.department_id.manager_id
            meeting.chair_id = manager if manager.company_id == meeting.company_id else False

    @api.depends("attendance_ids.state")
    def _compute_counts(self):
        # sudo: a participant sees the numbers, not their colleagues' rows
        groups = (
            self.env["sales.office.meeting.attendance"]
            .sudo()
            ._read_group([("meeting_id", "in", self.ids)], ["meeting_id", "state"], ["__count"])
        )
        counts = {(meeting.id, state): count for meeting, state, count in groups}
        for meeting in self:
            count = {state: counts.get((meeting.id, state), 0) for state in ("expected", "present", "late", "absent")}
            meeting.present_count = count["present"] + count["late"]
            meeting.late_count = count["late"]
            meeting.absent_count = count["absent"]
            meeting.expected_count = sum(count.values())

    @api.depends("attendance_ids.user_id")
    @api.depends_context("uid")
    def _compute_is_participant(self):
        # asked of the rows, not of attendance_ids: a record rule reads this in sudo, and would
        # leave the whole list in the cache for somebody who sees their own row only
        rows = self.env["sales.office.meeting.attendance"].sudo()
        joined = rows.search([("meeting_id", "in", self.ids), ("user_id", "=", self.env.uid)]).meeting_id
        for meeting in self:
            meeting.is_participant = meeting._origin in joined

    @lasting
    def _search_is_participant(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("attendance_ids", "any!", [("user_id", "=", self.env.uid)])

    @api.depends("chair_user_id", "deputy_chair_user_id", "department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_chair(self):
        user = self.env.user
        directed, kept = self._where_post("director"), self._where_post("clerk")
        for meeting in self:
            chairs = meeting.chair_user_id | meeting.deputy_chair_user_id
            meeting.can_chair = meeting in directed or meeting.in_office_scope or user in chairs
            meeting.can_plan = meeting.can_chair or meeting in kept and meeting.in_same_office

    @api.onchange("department_id")
    def _onchange_department_id(self):
        """Propose the members of the department who are at work then, until the meeting is saved."""
        if not self._origin:
            self._propose(self._get_expected()[self])

    @api.onchange("start")
    def _onchange_start(self):
        """Propose who is at work at another time; whoever was added from elsewhere stays."""
        if not self._origin and self.department_id:
            others = self.attendance_ids.employee_id._origin - self._get_people()[self]
            self._propose(others | self._get_expected()[self])

    def _propose(self, employees):
        """Put these on the list of a new meeting, in the place of who was on it."""
        self.attendance_ids = [
            Command.clear(),
            *(Command.create({"employee_id": employee.id}) for employee in employees),
        ]

    def _order_to_sql(self, order, query, *args, **kwargs):
        """What is still to come begins with what comes first; everything else with the latest."""
        if self.env.context.get("sales_office_meetings_to_come") and (order or self._order) == self._order:
            order = "start, id"
        return super()._order_to_sql(order, query, *args, **kwargs)

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Create meetings; who is expected comes from the department unless the participants are given.

        :raises AccessError: state or schedule by hand, or a chair named by who does not lead the department
        """
        meetings = super().create(vals_list)
        meetings._check_chair_named()
        to_fill = [m.id for m, vals in zip(meetings, vals_list, strict=True) if "attendance_ids" not in vals]
        to_fill = self.browse(to_fill)
        to_fill._fill_participants(to_fill._get_expected())
        meetings._sync_calendar_events()
        return meetings

    @core_door
    def write(self, vals):
        """Change meetings, in their participants' calendars as well; one that is moved keeps its length.

        :raises AccessError: state by hand, a meeting into a schedule, or a chair named by who does not lead the
            department
        :raises UserError: closed, cancelled, or department or start of one that is open
        """
        if vals.get("start") and "stop" not in vals:
            # a meeting that is moved keeps its length
            start = fields.Datetime.to_datetime(vals["start"])
            for length, meetings in self.grouped(lambda meeting: meeting.stop - meeting.start).items():
                super(SalesOfficeMeeting, meetings).write({**vals, "stop": start + length})
        else:
            super().write(vals)
        if not self.env.su and {"department_id", "chair_id", "deputy_chair_id"} & vals.keys():
            self.check_access("write")
            self._check_chair_named()
        if not SHOWN_FIELDS.isdisjoint(vals):
            self._sync_calendar_events()
        return True

    @core_door
    def unlink(self):
        """Delete meetings with their lines and the events in calendars."""
        # not left to the database: messages and activities of the lines go with them; sudo: the meeting decides
        self.sudo().line_ids.unlink()
        events = self._get_calendar_events()
        result = super().unlink()
        # an event known to an outside calendar cannot be deleted, only archived
        events.with_context(archive_on_error=True).unlink()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        if any(meeting.state != "planned" for meeting in self):
            raise UserError(
                self.env._("Only planned meetings can be deleted. Cancel it instead, so that it stays on record.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_scheduled(self):
        if not self.env.su and self.schedule_id:
            raise UserError(
                self.env._("The schedule would make this meeting again. Cancel it instead: it stays cancelled.")
            )

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "request_excuse": Reason(
                self.env._("Ask to Be Excused"),
                self.env._("Say why you cannot come: the chair decides by it."),
                shown=("display_name",),
                placeholder=self.env._("e.g. I take a customer to the airport"),
            ),
            "reopen": Reason(
                self.env._("Reopen Meeting"),
                self.env._("Say why the meeting is reopened: the reason is kept with it."),
                shown=("display_name",),
                placeholder=self.env._("e.g. Ann was at a customer with our knowledge"),
            ),
        }

    @rpc
    def action_request_excuse(self, reason: str):
        """Ask to be excused oneself, see the attendance's action.

        :param str reason: why one does not come
        """
        self._get_own_rows().sudo(False).action_request_excuse(reason)

    @rpc
    def action_fill_participants(self):
        """Add the members of the department and those below it who are not on the list yet, whenever they work.

        :raises AccessError: neither the chair nor who leads the department nor its clerk
        :raises UserError: closed or cancelled
        """
        if not all(meeting.can_plan for meeting in self) and not self.env.su:
            raise AccessError(
                self.env._("The participants are chosen by the chair, who leads the department or its clerk.")
            )
        self._check_not_locked()
        self._fill_participants(self._get_expected(at_work=False))

    @rpc
    def action_open(self):
        """Begin, on the day of the meeting: from now on the participants can sign in (R003).

        :raises AccessError: neither the chair nor who leads the department
        :raises UserError: not planned, not its day, or nobody is expected
        """
        self._check_chair()
        self._check_state("planned")
        self._check_day_has_come()
        if any(not meeting.sudo().attendance_ids for meeting in self):  # sudo: whoever may see them, are there any
            raise UserError(self.env._("Nobody is expected yet: choose the participants first."))
        self._start()

    @rpc
    def action_close(self):
        """End the meeting: who did not come was absent, and everything is locked (R003, R005).

        Problems go to their owners, notices to everybody, and all get the minutes (R007, R008).

        :raises AccessError: neither the chair nor who leads the department
        :raises UserError: not open, or it has not begun and somebody is not there
        """
        self._check_chair()
        self._check_state("open")
        # sudo: states are closed to ordinary writing; what was said reaches people the chair may not see
        meetings = self.sudo()
        missing = meetings.attendance_ids.filtered(lambda row: row.state == "expected")
        missing.meeting_id._check_begun()
        missing.write({"state": "absent", "marked_by_id": self.env.uid})
        for meeting in meetings:
            meeting.closed_at = meeting.closed_at or fields.Datetime.now()
        meetings.state = "closed"
        lines = meetings.line_ids
        lines._update_activities(told=meetings.attendance_ids.user_id)
        lines._ask_to_read()
        meetings._send_minutes()

    @rpc
    def action_cancel(self):
        """Call the meeting off; nobody was absent.

        :raises AccessError: neither the chair nor who leads the department
        :raises UserError: over or cancelled already
        """
        self._check_chair()
        self._check_state("planned", "open")
        self.sudo().state = "cancelled"  # sudo: as in action_open
        # sudo: whoever was on the list; a meeting that was closed before was taken for held
        self.sudo().filtered("closed_at").attendance_ids._notify_correction()

    @rpc
    def action_reopen(self, reason: str):
        """Open a closed meeting again to correct it, by a manager above the chair.

        :param str reason: kept in the chatter
        :raises AccessError: not a manager above the chair
        :raises UserError: not closed, or no reason given
        """
        if not self.env.su and self - self._get_correctable():
            raise AccessError(
                self.env._("A closed meeting is reopened by a manager above its chair, not by the chair.")
            )
        self._check_reason(reason, self.env._("Say why the meeting is reopened: the reason is kept with it."))
        self._check_state("closed")
        meetings = self.sudo()  # sudo: as in action_open
        meetings.state = "open"
        for meeting in meetings:
            meeting.message_post(body=self.env._("Reopened: %(reason)s", reason=reason))

    def _get_correctable(self):
        """Return those that the current user corrects once they are closed, as a manager above the chair."""
        user = self.env.user
        superiors = user._get_sales_office_scope().superior_ids
        directed, managed = self._where_post("director"), self._where_post("manager")
        above = directed | managed.filtered("in_office_scope")
        return above.filtered(lambda meeting: meeting.chair_user_id != user and meeting.chair_id.id not in superiors)

    def _start(self):
        """Open these meetings, whoever had the right to set it going.

        Everybody's planned visits come among the lines, which makes them prepared, and the figures of a month-end
        meeting are those of this moment (R004, R006, R009).
        """
        meetings = self.sudo()  # sudo: the state is closed to ordinary writing; what is filled in, see there
        meetings.state = "open"
        # of several people who sign in first only one gets past this point, the others start again
        self.flush_recordset(["state"])
        rows = meetings.attendance_ids.filtered(lambda row: row.state != "excused")
        rows._prefill_lines()
        rows._note_prepared()
        meetings.filtered(lambda meeting: meeting.kind == "monthly")._refresh_figures()

    def _check_editable(self, vals):
        """Refuse whatever is locked in the meeting's state."""
        self._check_not_locked()
        if PLANNED_FIELDS & vals.keys() and any(meeting.state != "planned" for meeting in self):
            raise UserError(self.env._("Department and start cannot be changed once the meeting is open."))

    def _check_not_locked(self):
        """Raise a ``UserError`` if a meeting is over: its roll call and minutes are locked."""
        locked = self.filtered(lambda meeting: meeting.state in ("closed", "cancelled"))
        if locked:
            raise UserError(
                self.env._(
                    "%(meeting)s is closed or cancelled, and locked with its roll call and minutes. "
                    "A manager above the chair can reopen a closed meeting.",
                    meeting=locked[0].name,
                )
            )

    def _check_chair_named(self):
        """Raise unless chair and deputy manage the department or were named by somebody who leads it."""
        if self.env.su:
            return
        directed = self._where_post("director")
        for meeting in self:
            named = (meeting.chair_id | meeting.deputy_chair_id) - meeting.sudo().department_id.manager_id
            if named and meeting not in directed and not meeting.in_office_scope:
                raise AccessError(self.env._("Another chair than its manager is named by who leads the department."))

    def _check_chair(self):
        """Raise an ``AccessError`` unless the current user may conduct these meetings."""
        self.check_access("read")
        if not all(meeting.can_chair for meeting in self) and not self.env.su:
            raise AccessError(
                self.env._("This is for the chair, or for who leads the department or stands in for its leader.")
            )

    def _check_day_has_come(self):
        """Raise a ``UserError`` if a meeting is on a later day of its office: people would sign in to it today."""
        for meeting in self:
            if meeting.date > get_today(get_zone(meeting.tz)):
                raise UserError(
                    self.env._(
                        "%(meeting)s is opened on its day, %(date)s. Move it first if it is held earlier.",
                        meeting=meeting.name,
                        date=format_date(self.env, meeting.date),
                    )
                )

    def _check_begun(self):
        """Raise a ``UserError`` before a meeting's start: nobody is absent yet."""
        now = fields.Datetime.now()
        for meeting in self.filtered(lambda meeting: meeting.start > now):
            raise UserError(
                self.env._(
                    "%(meeting)s begins at %(time)s, and not everybody is there. Nobody is absent before.",
                    meeting=meeting.name,
                    time=meeting._format_time(meeting.start),
                )
            )

    def _fill_participants(self, expected):
        """Create the missing rows of who is to come, given as ``{meeting: employees}``."""
        Attendance = self.env["sales.office.meeting.attendance"].sudo()  # sudo: rows may not be visible to the planner
        present = set(
            Attendance.search([("meeting_id", "in", self.ids)]).mapped(lambda r: (r.meeting_id, r.employee_id))
        )
        Attendance.create(
            [
                {"meeting_id": meeting.id, "employee_id": employee.id}
                for meeting, employees in expected.items()
                for employee in employees
                if (meeting, employee) not in present
            ]
        )
