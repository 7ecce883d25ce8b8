from datetime import timedelta

from odoo import fields, models
from odoo.tools import format_datetime


class SalesOfficeCheck(models.Model):
    _inherit = "sales.office.check"

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


class SalesOfficeWorkReport(models.Model):
    _inherit = "sales.office.work.report"

    def _get_lateness_text(self, zone):
        """Return in words when the report was due and when it came, by the clocks of ``zone``."""
        due = format_datetime(self.env, self.deadline, tz=zone, dt_format="short")
        if not self.submitted_at:
            return self.env._(
                "%(report)s was due %(due)s and has not been handed in.", report=self._get_title(), due=due
            )
        return self.env._(
            "%(report)s was due %(due)s and was handed in %(submitted)s.",
            report=self._get_title(),
            due=due,
            submitted=format_datetime(self.env, self.submitted_at, tz=zone, dt_format="short"),
        )
