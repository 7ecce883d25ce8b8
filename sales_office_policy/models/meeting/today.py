from odoo import api, models
from odoo.tools import format_date, format_datetime


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_meeting_lines()

    @api.model
    def _get_meeting_lines(self):
        """Return what waits in meetings: today's, those nobody closed, and who asks to be excused."""
        return [*self._get_overdue_meeting_lines(), *self._get_today_meeting_lines(), *self._get_excuse_lines()]

    def _get_today_meeting_lines(self):
        """Return one line for each of today's meetings the user chairs or is expected at."""
        today = [("start", ">=", "today"), ("start", "<", "today +1d"), ("state", "in", ("planned", "open"))]
        meetings = self.env["sales.office.meeting"].search(
            [*today, "|", ("chair_user_id", "=", self.env.uid), ("is_participant", "=", True)],
            order="start",
        )
        return [self._prepare_meeting_line(meeting) for meeting in meetings]

    def _get_overdue_meeting_lines(self):
        """Return the meetings of earlier days that the user chairs and has neither closed nor cancelled."""
        meetings = self.env["sales.office.meeting"].search(
            [("start", "<", "today"), ("state", "in", ("planned", "open")), ("chair_user_id", "=", self.env.uid)],
            order="start",
        )
        return [
            self._prepare_line(
                "meeting",
                f"meeting_overdue_{meeting.id}",
                self.env._("Close or cancel: %(meeting)s", meeting=meeting.name),
                meeting.action_roll_call(),
                detail=self.env._("Was on %(date)s", date=format_date(self.env, meeting.date)),
                urgent=True,
                icon="fa-users",
            )
            for meeting in meetings
        ]

    def _get_excuse_lines(self):
        """Return who asks to be excused from a meeting the user chairs."""
        rows = self.env["sales.office.meeting.attendance"].search(
            [
                ("request_state", "=", "asked"),
                ("meeting_id.state", "in", ("planned", "open")),
                ("meeting_id.chair_user_id", "=", self.env.uid),
                ("user_id", "!=", self.env.uid),
            ]
        )
        if not rows:
            return []
        return [
            self._prepare_line(
                "meeting",
                "meeting_excuse",
                self.env._("Asks to be excused from a meeting"),
                self._prepare_action("sales_office_policy.sales_office_meeting_attendance_action", rows),
                detail=", ".join(rows.employee_id.mapped("name")),
                count=len(rows),
                icon="fa-comment-o",
            )
        ]

    @api.model
    def _prepare_meeting_line(self, meeting):
        """Return the line of one meeting: the chair's opens the roll call, everybody else's the meeting."""
        time = format_datetime(self.env, meeting.start, dt_format="HH:mm")
        action = self._prepare_action("sales_office_policy.sales_office_meeting_action", meeting)
        if meeting.chair_user_id == self.env.user:
            title = self.env._("You chair: %(meeting)s", meeting=meeting.name)
            action = meeting.action_roll_call()
        elif meeting.can_sign_in:
            title = self.env._("Sign in: %(meeting)s", meeting=meeting.name)
        else:
            title = meeting.name
        return self._prepare_line(
            "meeting",
            f"meeting_{meeting.id}",
            title,
            action,
            detail=self.env._("Starts at %(time)s", time=time),
            urgent=meeting.can_sign_in,
            icon="fa-users",
        )
