from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..organization.local_time import get_local_day, get_zone
from ..workday.hours.worked import end_of_shift
from .response.lead_response import REACH

DAY = timedelta(days=1)
#: a step is missing once somebody worked so long without planning one, where no grace is given
MOMENT = timedelta(minutes=1)


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
