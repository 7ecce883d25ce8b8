from datetime import datetime, timedelta

from odoo import fields, models

from ..organization.posts.title import join_title
from ..organization.record.phrases import count_minutes
from ..organization.spans import DAY


class SalesOfficeCheck(models.Model):
    """What is found in meetings that were closed, and in work reports (R003, R004, R005, R052)."""

    _inherit = "sales.office.check"

    def _detect_meeting_late(self, employees, date_from, date_to):
        """Find who came late, by more minutes than the meeting's grace and the check's together."""
        found = []
        for row, day in self._get_held_rows(employees, date_from, date_to, [("state", "=", "late")]):
            # nothing of a time that says otherwise than the roll call, or of none
            timed = row.signed_in_at and row.signed_in_at > row.start
            late = row.signed_in_at - row.start if timed else timedelta()
            grace = timedelta(minutes=row.company_id.sales_office_meeting_grace + self.grace_minutes)
            if timed and self.grace_minutes and late <= grace:
                continue
            reason = self.env._("%(meeting)s: marked late in the roll call.", meeting=row.meeting_id.name)
            if timed:
                reason = self.env._(
                    "%(meeting)s: came %(minutes)s after it began.",
                    meeting=row.meeting_id.name,
                    minutes=count_minutes(self.env, int(late.total_seconds() // 60)),
                )
            due = (row.start, row.start)
            found.append(self._prepare_finding(row.employee_id, day, reason, row, minutes=due))
        return found

    def _detect_meeting_absent(self, employees, date_from, date_to):
        """Find who did not come and was excused neither by leave nor by the chair."""
        return [
            self._prepare_finding(
                row.employee_id,
                day,
                self.env._("%(meeting)s: did not come and was not excused.", meeting=row.meeting_id.name),
                row,
                minutes=(row.meeting_id.start, row.meeting_id.stop),
            )
            for row, day in self._get_held_rows(employees, date_from, date_to, [("state", "=", "absent")])
        ]

    def _detect_meeting_unprepared(self, employees, date_from, date_to):
        """Who came to a meeting with nothing to report and without having said so (R004).

        Nobody who was absent or excused, has no user, or was put on the list when it had begun.
        """
        unprepared = [("is_unprepared", "=", True), ("state", "in", ("present", "late"))]
        return [
            self._prepare_finding(
                row.employee_id,
                day,
                self.env._(
                    "%(meeting)s: came with nothing to report, and had not said before that there was nothing.",
                    meeting=row.meeting_id.name,
                ),
                row,
                minutes=(row.start, row.start),
            )
            for row, day in self._get_held_rows(employees, date_from, date_to, unprepared)
        ]

    def _detect_work_report_late(self, employees, date_from, date_to):
        """Find reports that came after the deadline and its grace, or have not come (R052).

        Excused ones are none, nor what somebody who left before the deadline did not write.
        """
        now = fields.Datetime.now()
        grace = timedelta(minutes=self.grace_minutes)
        reports = self.env["sales.office.work.report"].search(
            [
                ("employee_id", "in", employees.ids),
                ("company_id", "=", self.env.company.id),
                ("is_excused", "=", False),
                ("due_on", ">=", date_from),
                ("due_on", "<=", date_to),
            ]
        )
        found = []
        for report in reports.filtered(lambda report: (report.submitted_at or now) > report.deadline + grace):
            left = not report.submitted_at and not report.employee_id.active and report.state != "late"
            if not left:
                reason = report._get_lateness_text(report.employee_id._get_tz())
                due = (report.deadline, report.deadline)
                found.append(self._prepare_finding(report.employee_id, report.due_on, reason, report, minutes=due))
        return found

    def _describe_source(self, source):
        """Say of a row of the roll call how somebody is marked, and why they are excused."""
        if source._name != "sales.office.meeting.attendance":
            return super()._describe_source(source)
        state = dict(source._fields["state"]._description_selection(self.env))[source.state]
        return join_title(source.meeting_id.name, state, source.reason, by=": ") or ""

    def _get_held_rows(self, employees, date_from, date_to, domain):
        """Return ``[(row of the roll call, day)]`` of meetings that were closed, even if one is being corrected now.

        None of a meeting that was called off when it was reopened. A meeting in a night shift is of the day on which
        that began, as all that is found about it.
        """
        rows = self.env["sales.office.meeting.attendance"].search(
            [
                ("employee_id", "in", employees.ids),
                ("company_id", "=", self.env.company.id),
                ("meeting_id.closed_at", "!=", False),
                ("meeting_id.state", "!=", "cancelled"),
                ("meeting_id.date", ">=", date_from),
                ("meeting_id.date", "<=", date_to + DAY),
                *domain,
            ]
        )
        nights = self._get_nights(rows)
        held = [
            (row, row.meeting_id.date - DAY if (row.employee_id, row.meeting_id) in nights else row.meeting_id.date)
            for row in rows
        ]
        return [(row, day) for row, day in held if date_from <= day <= date_to]

    def _get_nights(self, rows):
        """Return ``{(employee, meeting)}``: held in a shift of theirs that had begun on the day before."""
        if not rows:
            return set()
        dates = rows.meeting_id.mapped("date")
        days = self.env["sales.office.day"].sudo()  # sudo: a check looks at everybody's facts
        days = days.search(
            [
                ("employee_id", "in", rows.employee_id.ids),
                ("date", ">=", min(dates) - DAY),
                ("date", "<", max(dates)),
                ("expected_end", ">", min(rows.mapped("start"))),
            ]
        )
        shifts = {(day.employee_id, day.date + DAY): (day.expected_start, day.expected_end) for day in days}
        nothing = (datetime.max, datetime.max)
        return {
            (row.employee_id, row.meeting_id)
            for row in rows
            for start, stop in [shifts.get((row.employee_id, row.meeting_id.date), nothing)]
            if start <= row.start < stop
        }
