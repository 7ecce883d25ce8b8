from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import split_every

from ...organization.local_time import get_local_day, get_utc_time, get_zone
from ..figures.figures import FIGURES
from .report_days import Attendance, get_away_days, get_periods, get_shifts
from .work_report import OPEN

#: employees looked at between two commits
BATCH = 500
#: how long after its deadline a report follows leave that is validated or refused late
LOOK_BACK = timedelta(days=31)
#: how far ahead a deadline may move for leave
DAYS_AHEAD = timedelta(days=45)


class SalesOfficeWorkReport(models.Model):
    """Makes the reports that have to be written, by the rules of each company, and reminds of them.

    Until they are handed in they are kept in line with the clock, leave and the books.

    A constant number of queries for a batch of people; a second run changes nothing.
    """

    _inherit = "sales.office.work.report"

    @api.model
    def _cron_follow_up(self):
        """Make the drafts that are due, and bring those there are in line: leave, figures, deadlines passed."""
        companies = self.env["res.company"].search([("sales_office_room_ids.code", "=", "meeting")])
        work = [
            (reports, ids)
            for company in companies
            for reports in [self._for_company(company)]
            for ids in split_every(BATCH, reports._get_people().ids)
        ]
        self.env["ir.cron"]._commit_progress(remaining=len(work))
        for reports, ids in work:
            reports._follow_up_people(reports.env["hr.employee"].browse(ids))
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _for_company(self, company):
        return self.with_company(company).with_context(
            allowed_company_ids=company.ids,
            tracking_disable=True,
            mail_create_nolog=True,
        )

    def _follow_up_people(self, employees):
        """Do for some employees of the current company what the cron does for all."""
        recent = [("employee_id", "in", employees.ids), *self._get_recent_domain()]
        # what is being handed in just now is left to the next run
        reports = self.search(recent).try_lock_for_update()
        reports._follow_department()
        attendance = reports._get_attendance(employees, employees.department_id | reports.department_id)
        reports |= self._make_drafts(employees, attendance)
        reports._sync_with_schedule(attendance)

    @api.model
    def _get_recent_domain(self):
        """Return the reports that leave or time may still change: open ones and late ones of the last weeks."""
        since = [("company_id", "=", self.env.company.id), ("deadline", ">=", fields.Datetime.now() - LOOK_BACK)]
        return [*since, "|", ("state", "in", OPEN), ("is_late", "=", True)]

    @api.model
    def _get_people(self):
        """Return who has to write reports in the current company, and whose are open."""
        company = self.env.company
        rules = self.env["sales.office.work.report.rule"]._get_for_company(company)
        authors = self.env["hr.employee"].search(
            [
                ("company_id", "=", company.id),
                ("department_id.sales_office_id", "!=", False),
                ("user_id.active", "=", True),
                ("sales_office_role_ids", "in", rules.role_id.ids),
            ]
        )
        waiting = self._read_group(self._get_recent_domain(), ["employee_id"])
        return authors.union(*(employee for (employee,) in waiting))

    def _make_drafts(self, employees, attendance):
        """Make the reports these employees can write now and have not got; what is not due yet follows its rule."""
        writable = self._get_writable(employees, attendance)
        known = self.search([("employee_id", "in", employees.ids), ("date_from", "in", [key[2] for key in writable])])
        for report in known:
            vals = writable.pop((report.employee_id.id, report.kind, report.date_from), None)
            if vals and report.office_deadline != vals["office_deadline"] and not report.submitted_at:
                report.office_deadline = vals["office_deadline"]
        departments = {employee.id: employee.department_id.id for employee in employees}
        return self.create(
            [
                vals
                for (employee_id, _kind, first), vals in writable.items()
                if not attendance.is_away(employee_id, departments[employee_id], (first, vals["date_to"]))
            ]
        )

    def _get_writable(self, employees, attendance):
        """Return ``{(employee id, kind, first day): values}`` of the reports that can be written now.

        Who holds several posts writes one report of each kind, by the strictest rule.
        """
        now = fields.Datetime.now()
        slots = self._get_slots(employees.department_id, attendance, now)
        writable = {}
        for employee in employees:
            if not employee.active or not employee.user_id.active:
                continue
            for role in employee.sales_office_role_ids:
                for kind, (first, last), deadline in slots.get((employee.department_id, role), ()):
                    key = (employee.id, kind, first)
                    if key not in writable or deadline < writable[key]["office_deadline"]:
                        writable[key] = {
                            "employee_id": employee.id,
                            "kind": kind,
                            "date_from": first,
                            "date_to": last,
                            "office_deadline": deadline,
                            "deadline": deadline,
                        }
        return {key: vals for key, vals in writable.items() if vals["office_deadline"] > now}

    def _get_slots(self, departments, attendance, now):
        """Return ``{(department, role): [(kind, period, deadline)]}`` by the rules of the current company."""
        rules = self.env["sales.office.work.report.rule"]._get_for_company(self.env.company)
        slots = {}
        for department in departments.filtered("sales_office_id"):
            zone, open_days = attendance.zones[department.id], attendance.open_days[department.id]
            for rule in rules:
                for period in get_periods(rule.kind, get_local_day(now, zone)):
                    if day := rule._get_due_day(period, open_days):
                        slot = (rule.kind, period, get_utc_time(day, rule.hour, zone))
                        slots.setdefault((department, rule.role_id), []).append(slot)
        return slots

    def _get_attendance(self, employees, departments):
        """Return the :class:`Attendance` of these people and departments, from last month or their first report on.

        :param self: their reports
        """
        today = fields.Date.today()
        first = min([(today - timedelta(days=1)).replace(day=1) - timedelta(days=31), *self.mapped("date_from")])
        last = today + DAYS_AHEAD
        company = self.env.company
        departments = departments.with_company(company)
        working = departments._get_sales_office_working_days(first, last)
        closing = departments._get_sales_office_closing_times(first, last)
        periods = employees._get_sales_office_periods(first, last)
        plans = employees._get_sales_office_plans(first, last, periods)
        kinds = employees._get_sales_office_day_kinds(first, last, periods, plans)
        workdays = employees._get_sales_office_workdays(first, last, plans)
        return Attendance(
            open_days={department.id: sorted(days) for department, days in working.items()},
            zones={department.id: get_zone(department._get_sales_office_tz(company)) for department in departments},
            away_days=get_away_days(kinds, set().union(*working.values())),
            closing={department.id: days for department, days in closing.items()},
            shifts=get_shifts(workdays),
        )

    def _sync_with_schedule(self, attendance):
        """Move deadlines, excuse leave, mark what is late and refresh the figures of reports (sudo).

        :param attendance: :class:`.report_days.Attendance` of the employees and departments
        """
        now = fields.Datetime.now()
        changes = {}
        for report in self:
            if vals := report._prepare_sync_vals(attendance, now):
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
        settled._end_activities()
        if settled:
            self.env["sales.office.check"]._trigger()
        yesterday = fields.Date.today() - timedelta(days=1)
        self.filtered(lambda report: report.state in OPEN and report.date_to >= yesterday)._refresh_figures()

    def _follow_department(self):
        """Take unwritten reports along to the new superior of who moves within the sales offices."""
        unwritten = self.filtered(lambda r: r.state in OPEN and r.employee_id.department_id.sales_office_id)
        self.env.add_to_compute(self._fields["department_id"], unwritten)
        unwritten.mapped("department_id")

    def _prepare_sync_vals(self, attendance, now):
        """Return what leave and the clock change about one report."""
        self.ensure_one()
        place = (self.employee_id.id, self.department_id.id)
        deadline = attendance.get_own_deadline(*place, self.office_deadline)
        away = not deadline or attendance.is_away(*place, (self.date_from, self.date_to))
        vals = {"deadline": deadline or self.office_deadline}
        if not self.excused_by_id and away != self.is_excused:
            vals |= {"is_excused": away, "excuse": self._get_leave_excuse() if away else False}
        vals |= self._prepare_lateness_vals(vals["deadline"], away, now)
        return {name: value for name, value in vals.items() if self[name] != value}

    def _prepare_lateness_vals(self, deadline, away, now):
        """Return whether one report is late, or came late; who is excused by somebody stays excused."""
        if self.submitted_at:
            return {"is_late": self.submitted_at > deadline}
        excused = self.is_excused if self.excused_by_id else away
        # nobody who has left or is excused becomes late; who was late already stays so
        counts = self.state == "late" or self.employee_id.active and not excused
        late = now > deadline and counts and not away
        return {"is_late": late, "state": "late" if late else "draft"}

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

    def _chase(self):
        """Remind the authors with an activity each."""
        self._give_activities("user_id", lambda report: report._get_chasing_summary(), "deadline")

    def _get_chasing_summary(self):
        return self.env._("Hand in: %(report)s", report=self._get_title())
