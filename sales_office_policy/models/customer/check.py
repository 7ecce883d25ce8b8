from datetime import datetime, time, timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

from ..organization.deadline.deadline import Term
from ..organization.local_time import get_local_day, get_zone
from ..organization.record.phrases import join_names
from ..organization.spans import DAY
from ..workday.hours.working_time import end_of_shift
from .file.customer_file import ATTEMPTS
from .response.lead_response import REACH

#: a step is missing once somebody worked so long without planning one, where no grace is given
MOMENT = timedelta(minutes=1)
#: a visit that was to be reported in a period was made at most so many days before
VISIT_REACH = timedelta(days=60)


class SalesOfficeCheck(models.Model):
    _inherit = "sales.office.check"

    def _detect_lead_response_late(self, employees, date_from, date_to):
        """Return the leads that somebody did not answer in time, on the day when the time was over (R074).

        It stays with whose turn it was, whoever has the lead now. Won, lost or handed over in time it was not late.
        """
        turns = self.env["sales.office.lead.response"].search(
            Domain("employee_id", "in", employees.ids)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("respond_by", ">=", date_from - DAY)
            & Domain("respond_by", "<", date_to + 2 * DAY),
            order="respond_by, id",
        )
        answers, found = turns._get_answers(), []
        grace, now = timedelta(minutes=self.grace_minutes), fields.Datetime.now()
        for turn in turns:
            answered = answers.get(turn.id)
            day = get_local_day(turn.respond_by, get_zone(turn.employee_id._get_tz()))
            if (answered or turn._get_end() or now) > turn.respond_by + grace and date_from <= day <= date_to:
                text = turn._describe_late(answered)
                found.append(self._prepare_finding(turn.employee_id, day, text, turn.lead_id))
        return found

    def _detect_lead_no_next_step(self, employees, date_from, date_to):
        """Return the open opportunities for which nothing is planned, on the day when the grace was over (R076).

        As it is now: once something is planned, there is nothing to find. The grace is working time, without leave.
        """
        leads, people = self._find_leads("sales_office_lacks_step", employees)
        since = {}
        for zone, same in leads.grouped(lambda lead: people[lead]._get_tz()).items():
            since.update(same._get_idle_since(zone or "UTC"))
        grace = max(timedelta(minutes=self.grace_minutes), MOMENT)
        asked = [(people[lead], since[lead.id], grace) for lead in leads]
        deadlines = self.env["sales.office.lead.response"]._count(asked)
        found = []
        for lead, (employee, begun, _grace), deadline in zip(leads, asked, deadlines, strict=True):
            day = get_local_day(deadline, get_zone(employee._get_tz()))
            if deadline < fields.Datetime.now() and date_from <= day <= date_to:
                text = self.env._(
                    "Nothing is planned for “%(lead)s” since %(since)s.", lead=lead.name, since=self._format_time(begun)
                )
                found.append(self._prepare_finding(employee, day, text, lead))
        return found

    def _detect_lead_stale(self, employees, date_from, date_to):
        """Return the open leads that nobody was in contact with for too long, on the next day somebody worked (R074).

        As it is now: after a contact there is nothing to find. Until whoever has it is back from leave, nothing either.
        """
        leads, people = self._find_leads("sales_office_is_stale", employees)
        contacts = self.env["sales.office.contact"]._get_lead_contacts(leads)
        since = {lead: lead._get_stale_since(contacts[lead.id].last_at) for lead in leads}
        if not leads:
            return []
        first, last = min(since.values()).date() - DAY, max(since.values()).date() + REACH * DAY
        absent = self.env["hr.employee"].union(*people.values())
        days = absent._get_sales_office_workdays(first, max(last, date_to))
        found = []
        for lead, begun in since.items():
            employee, own = people[lead], days.get(people[lead].id) or {}
            shifts = {day: workday.expected for day, workday in own.items() if workday.expected}
            over = end_of_shift(shifts, begun) if own else begun + DAY
            day = over and get_local_day(over, get_zone(employee._get_tz()))
            if over and over < fields.Datetime.now() and date_from <= day <= date_to:
                last_at = contacts[lead.id].last_at
                text = self._describe_stale(lead, last_at)
                found.append(self._prepare_finding(employee, day, text, lead))
        return found

    def _find_leads(self, flag, employees):
        """Return the leads of these employees with a flag, and ``{lead: employee}``."""
        by_user = {employee.user_id: employee for employee in employees if employee.user_id}
        users = self.env["res.users"].union(*by_user)
        leads = self.env["crm.lead"].search(
            Domain("user_id", "in", users.ids)
            & Domain("company_id", "in", (self.env.company.id, False))
            & Domain(flag, "=", True),
            order="id",
        )
        return leads, {lead: by_user[lead.user_id] for lead in leads}

    def _describe_stale(self, lead, last_at):
        if not last_at:
            return self.env._("Nobody was in contact about “%(lead)s” yet.", lead=lead.name)
        when = self._format_time(last_at)
        return self.env._("The last contact about “%(lead)s” was on %(when)s.", lead=lead.name, when=when)

    def _format_time(self, moment):
        return format_datetime(self.env, moment, dt_format="short")

    # ------------------------------------------------------------
    # Complaints
    # ------------------------------------------------------------

    def _detect_complaint_unacknowledged(self, employees, date_from, date_to):
        """Return the complaints whose customers did not hear in time that they are looked after (R051)."""
        return self._find_complaints(employees, date_from, date_to, "acknowledge_by", "acknowledge_owner_id")

    def _detect_complaint_unanswered(self, employees, date_from, date_to):
        """Return the complaints that were not answered in time; while the customer is asked the clock stands (R051)."""
        return self._find_complaints(employees, date_from, date_to, "resolve_by", "resolve_owner_id")

    def _find_complaints(self, employees, date_from, date_to, deadline, owner):
        """Return a finding for each late complaint, about whoever had it then, on the day its time was over."""
        done = {"acknowledge_by": "acknowledged_at", "resolve_by": "answered_at"}[deadline]
        complaints = self.env["sales.office.complaint"].search(
            Domain(owner, "in", employees.ids)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("close_reason", "=", False)
            & Domain(deadline, ">=", fields.Datetime.to_datetime(date_from) - DAY)
            & Domain(deadline, "<", fields.Datetime.to_datetime(date_to) + 2 * DAY),
            order=f"{deadline}, id",
        )
        findings = []
        grace, now = timedelta(minutes=self.grace_minutes), fields.Datetime.now()
        for complaint in complaints:
            until = complaint[deadline]
            waits = deadline == "resolve_by" and complaint.waiting_since and complaint.waiting_since <= until
            if waits or (complaint[done] or now) <= until + grace:
                continue
            employee = complaint[owner]
            on = get_local_day(until, get_zone(employee._get_tz()))
            if date_from <= on <= date_to:
                reason = self._describe_complaint(complaint, deadline, complaint[done])
                findings.append(self._prepare_finding(employee, on, reason, complaint))
        return findings

    def _describe_complaint(self, complaint, deadline, done):
        values = {
            "complaint": complaint.display_name,
            "until": format_datetime(self.env, complaint[deadline], dt_format="short"),
            "done": done and format_datetime(self.env, done, dt_format="short"),
        }
        if deadline == "acknowledge_by":
            if done:
                return self.env._("%(complaint)s was to be acknowledged until %(until)s and was on %(done)s.", **values)
            return self.env._("%(complaint)s was to be acknowledged until %(until)s.", **values)
        if done:
            return self.env._("%(complaint)s was to be answered until %(until)s and was on %(done)s.", **values)
        return self.env._("%(complaint)s was to be answered until %(until)s.", **values)

    # ------------------------------------------------------------
    # Visits and customer files
    # ------------------------------------------------------------

    def _detect_visit_unreported(self, employees, date_from, date_to):
        """Return the visits whose time has passed and of which nobody said what came of it (R104).

        They count on the last day there was for it. Reported afterwards, missed or called off, and there is nothing.
        """
        visits = self.env["sales.office.visit"].search(
            Domain("employee_id", "in", employees.ids)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("state", "=", "planned")
            & Domain("planned_stop", ">=", datetime.combine(date_from, time.min) - VISIT_REACH)
            & Domain("planned_stop", "<", min(datetime.combine(date_to, time.max), fields.Datetime.now())),
            order="planned_stop, id",
        )
        found, now = [], fields.Datetime.now()
        people = self.env["hr.employee"].sudo()  # sudo: when somebody works is asked, nothing is told
        days = self.env.company.sales_office_visit_report_days
        terms = [Term(days, v.planned_stop, v.employee_id, v.department_id, v.company_id) for v in visits]
        for visit, deadline in zip(visits, people._count_sales_office_deadlines(terms), strict=True):
            if date_from <= deadline.day <= date_to and deadline.moment < now:
                text = self.env._(
                    "%(visit)s was to be reported by %(deadline)s.",
                    visit=visit.display_name,
                    deadline=format_date(self.env, deadline.day),
                )
                found.append(self._prepare_finding(visit.employee_id, deadline.day, text, visit))
        return found

    def _detect_return_visit_late(self, employees, date_from, date_to):
        """Return the customers who were to be visited again and were not, for who serves them (R091).

        Three documented attempts are enough: nobody makes a customer open the door.
        """
        due = Domain("return_due", ">=", date_from) & Domain("return_due", "<=", date_to)
        late = Domain("return_due", "<", fields.Date.context_today(self)) & Domain("attempts", "<", ATTEMPTS)
        return [
            self._prepare_finding(
                employee,
                file.return_due,
                self.env._(
                    "%(customer)s was to be visited again by %(day)s.",
                    customer=file.partner_id.display_name,
                    day=format_date(self.env, file.return_due),
                ),
                file,
            )
            for employee, file in self._search_files(employees, due & late)
        ]

    def _detect_file_incomplete(self, employees, date_from, date_to):
        """Return the customers whose file is not complete enough so many days after their first order (R033, R113)."""
        company = self.env.company
        days = timedelta(days=company.sales_office_file_days)
        ordered = Domain("first_order_on", ">=", date_from - days) & Domain("first_order_on", "<=", date_to - days)
        over = Domain("first_order_on", "<", fields.Date.context_today(self) - days)
        poor = Domain("score", "<", company.sales_office_file_score)
        return [
            self._prepare_finding(
                employee,
                file.first_order_on + days,
                self.env._(
                    "The file of %(customer)s, who ordered first on %(day)s, is complete to %(score)s %%. "
                    "Missing: %(missing)s.",
                    customer=file.partner_id.display_name,
                    day=format_date(self.env, file.first_order_on),
                    score=file.score,
                    missing=join_names(self.env, file.missing_ids.mapped("name")),
                ),
                file,
            )
            for employee, file in self._search_files(employees, ordered & over & poor)
        ]

    def _search_files(self, employees, domain):
        """Yield ``(employee, file)`` of the customers that these people serve."""
        by_user = employees.filtered("user_id").grouped("user_id")
        mine = Domain("user_id", "in", [user.id for user in by_user]) & Domain("company_id", "=", self.env.company.id)
        for file in self.env["sales.office.customer.file"].search(mine & domain, order="id"):
            yield by_user[file.user_id][:1], file
