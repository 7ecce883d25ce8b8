from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..organization.local_time import get_day_bounds, to_naive_utc
from ..organization.messages.news import News
from ..organization.record.phrases import join_names

#: how long before a meeting its group is told, and how many of those expected are named
SOON, NAMED = timedelta(minutes=30), 40


class SalesOfficeNews(models.AbstractModel):
    """Meetings about to begin with who is expected (R003), and how many reports are due."""

    _inherit = "sales.office.news"

    @api.model
    def _get_news(self, now):
        return [*super()._get_news(now), *self._get_meeting_news(now)]

    @api.model
    def _get_daily_news(self, day, zone):
        return [*super()._get_daily_news(day, zone), *self._get_report_news(day, zone)]

    def _get_meeting_news(self, now):
        meetings = self.env["sales.office.meeting"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("state", "in", ("planned", "open")),
                ("start", ">", now),
                ("start", "<=", now + SOON),
            ],
            order="start, id",
        )
        expected = self.env["sales.office.meeting.attendance"].search(
            [("meeting_id", "in", meetings.ids), ("state", "!=", "excused")], order="id"
        )
        rows = expected.grouped("meeting_id")
        return [self._prepare_meeting(meeting, rows.get(meeting, expected.browse())) for meeting in meetings]

    def _prepare_meeting(self, meeting, rows):
        start, stop = (
            format_datetime(self.env, moment, tz=meeting.tz, dt_format="HH:mm")
            for moment in (meeting.start, meeting.stop)
        )
        names = join_names(self.env, rows.employee_id.mapped("name")[:NAMED]) + (" …" if len(rows) > NAMED else "")
        lines = [f"{start} – {stop}"]
        if rows:
            lines.append(self.env._("Expected (%(count)s): %(names)s", count=len(rows), names=names))
        if meeting.chair_id:
            lines.append(self.env._("Chaired by %(name)s", name=meeting.chair_id.name))
        return News(
            *("meeting", "meetings", f"meeting:{meeting.id}:{meeting.start}", meeting.department_id.id, meeting.name),
            lines=tuple((line, 0) for line in lines),
            link=self._get_link(meeting._name, meeting.id),
            at=meeting.start - SOON,
            until=meeting.start,
        )

    def _get_report_news(self, day, zone):
        start, end = map(to_naive_utc, get_day_bounds(day, zone))
        Report = self.env["sales.office.work.report"]
        due = Domain("deadline", ">=", start) & Domain("deadline", "<", end)
        here = Domain("company_id", "=", self.env.company.id) & Domain("submitted_at", "=", False)
        counts = Report._read_group(here & Report._get_open_domain() & due, ["department_id"], ["__count"])
        return self._prepare_deadlines(
            "meeting", day, self.env._("Work reports to hand in"), {place.id: count for place, count in counts}
        )
