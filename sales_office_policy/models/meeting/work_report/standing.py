from datetime import timedelta

from odoo import fields, models

from ..figures.figures import FIGURES
from .work_report import OPEN


class SalesOfficeWorkReport(models.Model):
    """Keeps reports in line with the clock, leave and the books until they are handed in."""

    _inherit = "sales.office.work.report"

    def _bring_in_line(self, attendance):
        """Move deadlines, excuse leave, mark what is late and refresh the figures of reports (sudo).

        :param attendance: :class:`.report_days.Attendance` of the employees and departments
        """
        now = fields.Datetime.now()
        changes = {}
        for report in self:
            if vals := report._prepare_standing_vals(attendance, now):
                changes.setdefault(tuple(sorted(vals.items())), []).append(report.id)
        late, settled = self.browse(), self.browse()
        for vals, ids in changes.items():
            reports, vals = self.browse(ids), dict(vals)
            if vals.get("state") == "late":
                late |= reports
            elif vals.get("is_excused") or vals.get("is_late") is False:
                settled |= reports
            reports.write(vals)
        late._chase()
        settled._end_chasing()
        if settled:
            self.env["sales.office.check"]._trigger()
        yesterday = fields.Date.today() - timedelta(days=1)
        self.filtered(lambda report: report.state in OPEN and report.date_to >= yesterday)._refresh_figures()

    def _follow_department(self):
        """Take unwritten reports along to the new superior of who moves within the sales offices."""
        unwritten = self.filtered(lambda r: r.state in OPEN and r.employee_id.department_id.sales_office_id)
        self.env.add_to_compute(self._fields["department_id"], unwritten)
        unwritten.mapped("department_id")

    def _prepare_standing_vals(self, attendance, now):
        """Return what leave and the clock change about one report."""
        self.ensure_one()
        place = (self.employee_id.id, self.department_id.id)
        deadline = attendance.get_own_deadline(*place, self.office_deadline)
        away = not deadline or attendance.is_away(*place, (self.date_from, self.date_to))
        deadline = deadline or self.office_deadline
        vals = {"deadline": deadline}
        excused = self.is_excused
        if not self.excused_by_id and away != excused:
            excused = away
            vals |= {"is_excused": away, "excuse": self._get_leave_excuse() if away else False}
        if self.submitted_at:
            vals["is_late"] = self.submitted_at > deadline
        else:
            # nobody who has left or is excused becomes late; who was late already stays so
            counts = self.state == "late" or self.employee_id.active and not excused
            late = now > deadline and counts and not away
            vals |= {"is_late": late, "state": "late" if late else "draft"}
        return {name: value for name, value in vals.items() if self[name] != value}

    def _get_leave_excuse(self):
        return self.with_context(lang=self.user_id.lang).env._("Not at work")

    def _refresh_figures(self):
        """Read the figures as they are now (sudo); a constant number of queries for each period."""
        now = fields.Datetime.now()
        for (date_from, date_to), reports in self.grouped(lambda r: (r.date_from, r.date_to)).items():
            figures = self.env["sales.office.figures"]._get_figures(reports.employee_id, date_from, date_to)
            for report in reports:
                read = figures[report.employee_id.id]
                changed = {name: read[name] for name in FIGURES if report[name] != read[name]}
                report.write({**changed, "figures_at": now})
