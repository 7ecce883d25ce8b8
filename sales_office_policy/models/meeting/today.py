from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

from ..organization.asking import Search
from ..organization.record.phrases import join_names
from ..organization.today import Button

#: how long before a meeting the page asks for the report, and when it becomes urgent
ASKED_BEFORE = timedelta(hours=24)
URGENT_BEFORE = timedelta(hours=1)

#: from when on before its deadline a report waits on the page, and from when on it is urgent
AHEAD, URGENT = timedelta(hours=24), timedelta(hours=2)


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_questions(self):
        asked = [self._get_overdue_meeting_lines(), self._get_today_meeting_lines(), self._get_excuse_lines()]
        if self.env["sales.office.work.report"].has_access("read"):
            asked.append(self._get_own_report_lines())
            if self.env.user.has_group("sales_office_policy.group_team_leader"):
                asked.append(self._get_led_report_lines())
        asked += [self._get_report_lines(), self._get_notice_lines(), self._get_task_lines()]
        return super()._get_questions() | {"meeting": asked}

    def _get_today_meeting_lines(self):
        """Return one line for each of today's meetings the user chairs or is expected at."""
        first, last = self._get_bounds_of_today()
        days, mine = [("start", ">=", first), ("start", "<", last)], ("user_id", "=", self.env.uid)
        expected = [("chair_user_id", "=", self.env.uid), ("is_participant", "=", True)]
        meetings, missing = yield [
            Search(
                self.env["sales.office.meeting"],
                [*days, ("state", "in", ("planned", "open")), "|", *expected],
                "start",
                reads=("department_id",),
            ),
            Search(
                self.env["sales.office.meeting.attendance"],
                [*days, mine, ("signed_in_at", "=", False)],
                columns=("meeting_id",),
            ),
        ]
        awaited = {row["meeting_id"] for row in missing}
        return [
            self._prepare_meeting_line(meeting, meeting.id in awaited and meeting._takes_sign_ins())
            for meeting in meetings
        ]

    def _get_overdue_meeting_lines(self):
        """Return the meetings of earlier days that the user chairs and has neither closed nor cancelled."""
        first, _last = self._get_bounds_of_today()
        meetings = yield Search(
            self.env["sales.office.meeting"],
            [("start", "<", first), ("state", "in", ("planned", "open")), ("chair_user_id", "=", self.env.uid)],
            "start",
        )
        return [
            self._prepare_line(
                "meeting",
                f"meeting_overdue_{meeting.id}",
                self.env._("Close or cancel: %(meeting)s", meeting=meeting.name),
                self._prepare_roll_call(meeting),
                detail=self.env._("Was on %(date)s", date=format_date(self.env, meeting.date)),
                urgent=True,
                icon="fa-users",
            )
            for meeting in meetings
        ]

    def _get_excuse_lines(self):
        """Return who asks to be excused from a meeting the user chairs."""
        rows = yield Search(
            self.env["sales.office.meeting.attendance"],
            [
                ("request_state", "=", "asked"),
                ("meeting_id.state", "in", ("planned", "open")),
                ("meeting_id.chair_user_id", "=", self.env.uid),
                ("user_id", "!=", self.env.uid),
            ],
            "start desc, id",
            fields=("request",),
            names=("employee_id", "meeting_id"),
        )
        buttons = (
            Button(self.env._("Excuse from the Meeting"), call="action_approve_excuse", undo=True),
            Button(self.env._("Refuse"), call="action_refuse_excuse"),
        )
        return self._prepare_decisions(
            "meeting",
            "meeting_excuse",
            self.env._("Asks to be excused from a meeting"),
            "sales_office_policy.sales_office_meeting_attendance_action",
            rows,
            detail=join_names(self.env, rows.employee_id.mapped("name")),
            get_detail=lambda row: row.request,
            get_buttons=lambda _row: buttons,
            icon="fa-comment-o",
        )

    @api.model
    def _prepare_meeting_line(self, meeting, can_sign_in):
        """Return the line of one meeting: the chair's opens the roll call, everybody else's the meeting.

        Where the company records places people sign in on the meeting, which asks their device.
        """
        time = format_datetime(self.env, meeting.start, dt_format="HH:mm")
        action = self._prepare_action("sales_office_policy.sales_office_meeting_action", meeting)
        if meeting.chair_user_id == self.env.user:
            title = self.env._("You chair: %(meeting)s", meeting=meeting.name)
            action = self._prepare_roll_call(meeting)
        elif can_sign_in:
            title = self.env._("Sign in: %(meeting)s", meeting=meeting.name)
        else:
            title = meeting.name
        line = self._prepare_line(
            "meeting",
            f"meeting_{meeting.id}",
            title,
            action,
            detail=self.env._("Starts at %(time)s", time=time),
            urgent=can_sign_in,
            icon="fa-users",
            group="now" if meeting.chair_user_id == self.env.user else "know",
        )
        if can_sign_in and not meeting.tracks_device:
            item = self._prepare_item(meeting, action)
            line |= {"model": meeting._name, "items": [item | {"buttons": [self._get_sign_in_button()]}]}
        return line

    def _prepare_roll_call(self, meeting):
        """Return the action of :meth:`action_roll_call`, which is remembered."""
        action = self._read_action("sales_office_policy.sales_office_roll_call_action")
        return action | {"context": {"active_id": meeting.id, "active_model": meeting._name}}

    def _get_sign_in_button(self):
        return Button(self.env._("Sign In"), call="action_sign_in")._asdict()

    def _get_own_report_lines(self):
        """Return one line for each report the user has to write now: due within a day, late or sent back."""
        Report = self.env["sales.office.work.report"]
        now = fields.Datetime.now()
        waiting = Domain("deadline", "<=", now + AHEAD) | Domain("submitted_at", "!=", False)
        reports = yield Search(
            Report, Domain("user_id", "=", self.env.uid) & Report._get_open_domain() & waiting, "deadline, id"
        )
        return [
            self._prepare_line(
                "meeting",
                f"work_report_{report.id}",
                report._get_chasing_summary(),
                self._prepare_action("sales_office_policy.sales_office_work_report_action_my", report),
                detail=self._get_report_detail(report, now),
                urgent=bool(report.submitted_at) or report.deadline <= now + URGENT,
                icon="fa-pencil-square-o",
            )
            for report in reports
        ]

    def _get_report_detail(self, report, now):
        if report.submitted_at:
            return self.env._("Sent back: %(reason)s", reason=report.return_reason)
        moment = format_datetime(self.env, report.deadline, dt_format="short")
        if report.deadline < now:
            return self.env._("Was due %(moment)s", moment=moment)
        return self.env._("Until %(moment)s", moment=moment)

    def _get_led_report_lines(self):
        """Return what waits for the user as the superior: reports to answer, and those not handed in."""
        Report = self.env["sales.office.work.report"]
        late = Domain("state", "=", "late") & Report._get_open_domain()
        addressed = Domain("is_addressed", "=", True)
        found = addressed & (Domain("state", "=", "submitted") | late)
        reports = yield Search(Report, found, fields=("state", "problems", "suggestions"), names=("employee_id",))
        late = reports.filtered(lambda report: report.state == "late")
        submitted = reports - late
        lines = []
        if submitted:
            asking = submitted.filtered(lambda report: report.problems or report.suggestions)
            lines.append(
                self._prepare_led_line(
                    "work_report_answer",
                    self.env._("Work reports to answer"),
                    submitted,
                    detail=self.env._("%(count)s with problems or suggestions", count=len(asking)) if asking else "",
                    urgent=bool(asking),
                    icon="fa-comments-o",
                    group="decide",
                )
            )
        if late:
            names = join_names(self.env, late.employee_id.mapped("name"))
            title, values = self.env._("Work reports not handed in"), {"icon": "fa-hourglass-end", "group": "know"}
            lines.append(self._prepare_led_line("work_report_late", title, late, detail=names, **values))
        return lines

    def _prepare_led_line(self, key, title, reports, **values):
        action = self._prepare_action("sales_office_policy.sales_office_work_report_action", reports)
        return self._prepare_line("meeting", key, title, action, count=len(reports), **values)

    @api.model
    def _get_report_lines(self):
        """Return one line for each coming meeting that the user has not prepared yet (R004)."""
        now = fields.Datetime.now()
        rows = yield Search(
            self.env["sales.office.meeting.attendance"],
            [
                ("user_id", "=", self.env.uid),
                ("is_unprepared", "=", True),
                ("state", "=", "expected"),
                ("meeting_id.state", "in", ("planned", "open")),
                ("start", ">=", now),
                ("start", "<=", now + ASKED_BEFORE),
            ],
            "start",
            reads=("meeting_id",),
        )
        return [self._prepare_report_line(row.meeting_id, now) for row in rows]

    @api.model
    def _prepare_report_line(self, meeting, now):
        if meeting.kind == "morning":
            title = self.env._("Prepare the morning meeting")
        else:
            title = self.env._("Prepare: %(meeting)s", meeting=meeting.name)
        action = self._prepare_action("sales_office_policy.sales_office_meeting_action_server_prepare")
        time = format_datetime(self.env, meeting.start, dt_format="short")
        return self._prepare_line(
            "meeting",
            f"report_{meeting.id}",
            title,
            action | {"context": {"active_model": meeting._name, "active_id": meeting.id, "active_ids": meeting.ids}},
            detail=self.env._("Your visits, problems and news, before %(time)s", time=time),
            urgent=meeting.start - now <= URGENT_BEFORE,
            icon="fa-pencil-square-o",
        )

    @api.model
    def _get_notice_lines(self):
        """Return the line of the notices the user has not read yet (R008)."""
        unread = yield Search(self.env["sales.office.meeting.line"], [("is_unread", "=", True)], counted=True)
        if not unread:
            return []
        action = self._prepare_action(
            "sales_office_policy.sales_office_meeting_line_action_notice", context={"search_default_unread": 1}
        )
        title = self.env._("Notices to read")
        values = {"count": unread, "icon": "fa-bullhorn", "group": "know"}
        return [self._prepare_line("meeting", "notice", title, action, **values)]

    @api.model
    def _get_task_lines(self):
        """Return the line of the problems and actions the user is to have done by today (R007)."""
        Line = self.env["sales.office.meeting.line"]
        today = fields.Date.context_today(self)
        mine = Line._get_open_task_domain() & Domain("owner_user_id", "=", self.env.uid)
        held = Domain("meeting_id.state", "=", "closed")
        tasks = yield Search(Line, mine & held & Domain("deadline", "<=", today), "deadline, id", fields=("deadline",))
        buttons = (Button(self.env._("Done"), call="action_done", undo=True),)
        return self._prepare_decisions(
            "meeting",
            "task",
            self.env._("Problems and actions from meetings, due by today"),
            "sales_office_policy.sales_office_meeting_line_action_task",
            tasks,
            get_buttons=lambda _task: buttons,
            urgent=any(task.deadline < today for task in tasks),
            icon="fa-check-square-o",
            group="now",
        )
