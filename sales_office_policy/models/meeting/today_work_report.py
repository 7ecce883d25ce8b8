from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

#: from when on before its deadline a report waits on the page, and from when on it is urgent
AHEAD, URGENT = timedelta(hours=24), timedelta(hours=2)


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        lines = super()._get_lines()
        if self.env["sales.office.work.report"].has_access("read"):
            lines += self._get_own_report_lines() + self._get_led_report_lines()
        return lines

    def _get_own_report_lines(self):
        """Return one line for each report the user has to write now: due within a day, late or sent back."""
        Report = self.env["sales.office.work.report"]
        now = fields.Datetime.now()
        waiting = Domain("deadline", "<=", now + AHEAD) | Domain("submitted_at", "!=", False)
        reports = Report.search(
            Domain("user_id", "=", self.env.uid) & Report._get_open_domain() & waiting, order="deadline, id"
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
        if not self.env.user.has_group("sales_office_policy.group_team_leader"):
            return []
        addressed = Domain("is_addressed", "=", True)
        reports = Report.search(
            addressed & (Domain("state", "=", "submitted") | Domain("state", "=", "late") & Report._get_open_domain())
        )
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
                )
            )
        if late:
            names = ", ".join(late.employee_id.mapped("name"))
            title = self.env._("Work reports not handed in")
            lines.append(self._prepare_led_line("work_report_late", title, late, detail=names, icon="fa-hourglass-end"))
        return lines

    def _prepare_led_line(self, key, title, reports, **values):
        action = self._prepare_action("sales_office_policy.sales_office_work_report_action", reports)
        return self._prepare_line("meeting", key, title, action, count=len(reports), **values)
