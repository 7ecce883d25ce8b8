from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

#: how long before a meeting the page asks for the report, and when it becomes urgent
ASKED_BEFORE = timedelta(hours=24)
URGENT_BEFORE = timedelta(hours=1)


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return [
            *super()._get_lines(),
            *self._get_report_lines(),
            *self._get_notice_lines(),
            *self._get_task_lines(),
        ]

    @api.model
    def _get_report_lines(self):
        """Return one line for each coming meeting that the user has not prepared yet (R004)."""
        now = fields.Datetime.now()
        rows = self.env["sales.office.meeting.attendance"].search(
            [
                ("user_id", "=", self.env.uid),
                ("is_unprepared", "=", True),
                ("state", "=", "expected"),
                ("meeting_id.state", "in", ("planned", "open")),
                ("start", ">=", now),
                ("start", "<=", now + ASKED_BEFORE),
            ],
            order="start",
        )
        return [self._prepare_report_line(row.meeting_id, now) for row in rows]

    @api.model
    def _prepare_report_line(self, meeting, now):
        if meeting.kind == "morning":
            title = self.env._("Prepare the morning meeting")
        else:
            title = self.env._("Prepare: %(meeting)s", meeting=meeting.name)
        action = self._prepare_action("sales_office_policy.sales_office_meeting_action_server_prepare")
        time = format_datetime(self.env, meeting.start, meeting.tz, "short")
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
        Line = self.env["sales.office.meeting.line"]
        unread = Line.search_count([("is_unread", "=", True)])
        if not unread:
            return []
        action = self._prepare_action(
            "sales_office_policy.sales_office_meeting_line_action_notice", context={"search_default_unread": 1}
        )
        title = self.env._("Notices to read")
        return [self._prepare_line("meeting", "notice", title, action, count=unread, icon="fa-bullhorn")]

    @api.model
    def _get_task_lines(self):
        """Return the line of the problems and actions the user is to have done by today (R007)."""
        Line = self.env["sales.office.meeting.line"]
        today = fields.Date.context_today(self)
        mine = Line._get_open_task_domain() & Domain("owner_user_id", "=", self.env.uid)
        tasks = Line.search(mine & Domain("meeting_id.state", "=", "closed") & Domain("deadline", "<=", today))
        if not tasks:
            return []
        return [
            self._prepare_line(
                "meeting",
                "task",
                self.env._("Problems and actions from meetings, due by today"),
                self._prepare_action("sales_office_policy.sales_office_meeting_line_action_task", tasks),
                count=len(tasks),
                urgent=any(task.deadline < today for task in tasks),
                icon="fa-check-square-o",
            )
        ]
