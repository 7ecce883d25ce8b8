from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...organization.deadline.deadline import Term
from ...organization.local_time import get_local_day, get_zone
from ..visit.visit import NOT_MET

#: what was due longer ago stands as it is: no check looks back further
OLDEST = timedelta(days=366)


class SalesOfficeCustomerFile(models.Model):
    """When a customer is to be visited again: by their grade, after a delivery, after a complaint (R091).

    Always on a working day of whoever serves them: after a delivery or a complaint it is working days that are counted,
    and where the days that a grade gives end on another one, it is the next.
    """

    _inherit = "sales.office.customer.file"

    @api.model
    def _get_returns(self, partners, company, files):
        """Return ``{customer: values of the file}``: the first of the days by which somebody is to be met again.

        :param dict files: ``{customer: file}``; a customer nobody ever met counts from the day the file was made
        """
        zone = get_zone(company.resource_calendar_id.tz)
        last = {partner: get_local_day(at, zone) for partner, at in self._get_last_visits(partners, company).items()}
        due = {partner: [] for partner in partners}
        triggers = self._get_return_triggers(partners, company, last, files)
        for (partner, _days, _begin, since, reason), day in zip(
            triggers, self._count_return_days(triggers, company), strict=True
        ):
            due[partner].append((day, reason, since))
        tried = self._get_attempts(partners, company)
        values = {}
        for partner in partners:
            day, reason, since = min(due[partner], default=(False, False, False))
            attempts = [at for at in tried.get(partner, ()) if since and get_local_day(at, zone) >= since]
            values[partner] = {
                "last_visit_on": last.get(partner, False),
                "return_due": day,
                "return_reason": reason,
                "attempts": len(attempts),
            }
        return values

    @api.model
    def _get_return_triggers(self, partners, company, last, files):
        """Return ``[(customer, working days, the day they are counted from, since when it counts, reason)]``; rooms and
        parts that know more add theirs.
        """
        triggers = []
        if company.sales_office_visit_norms:
            grades = self.env["sales.office.customer.grade"]._get_of(company)
            for partner in partners:
                line = grades.get(partner.sales_office_grade)
                if line and line.return_days:
                    since = last.get(partner) or files[partner].create_date.date()
                    triggers.append((partner, 1, since + timedelta(days=line.return_days - 1), since, "grade"))
        asked = {
            "delivery": (company.sales_office_return_delivery_days, self._get_last_deliveries),
            "complaint": (company.sales_office_return_complaint_days, self._get_last_answers),
        }
        for reason, (days, get_last) in asked.items():
            for partner, since in get_last(partners, company).items() if days else ():
                if partner not in last or last[partner] < since:
                    triggers.append((partner, days, since, since, reason))
        return triggers

    @api.model
    def _count_return_days(self, triggers, company):
        """Return the last day of each trigger by the clock of whoever serves the customer (sudo), their leave waited
        for; by their company's where nobody does.
        """
        oldest = fields.Date.today() - OLDEST
        terms = {}
        for number, (partner, days, begin, _since, _reason) in enumerate(triggers):
            if begin >= oldest:
                employee = partner.user_id.with_company(company).employee_id
                terms[number] = Term(days, begin, employee, employee.department_id, company)
        deadlines = self.env["hr.employee"]._count_sales_office_deadlines(list(terms.values()))
        counted = {number: deadline.day for number, deadline in zip(terms, deadlines, strict=True)}
        return [
            counted.get(number) or begin + timedelta(days=days)
            for number, (_partner, days, begin, _since, _reason) in enumerate(triggers)
        ]

    @api.model
    def _get_last_deliveries(self, partners, company):
        """Return ``{customer: day}`` on which something was delivered to them last."""
        lines = self.env["sale.order.line"].sudo()
        delivered = Domain("sales_office_delivered_on", "!=", False) & Domain("company_id", "=", company.id)
        whose = Domain("order_partner_id.commercial_partner_id", "in", partners.ids)
        groups = lines._read_group(delivered & whose, ["order_partner_id"], ["sales_office_delivered_on:max"])
        latest = {}
        for partner, day in groups:
            customer = partner.commercial_partner_id
            latest[customer] = max(day, latest.get(customer, day))
        return latest

    @api.model
    def _get_last_answers(self, partners, company):
        """Return ``{customer: day}`` on which a complaint of theirs was answered last."""
        answered = Domain("answered_at", "!=", False) & Domain("company_id", "=", company.id)
        whose = Domain("commercial_partner_id", "in", partners.ids)
        complaints = self.env["sales.office.complaint"].sudo()
        groups = complaints._read_group(answered & whose, ["commercial_partner_id"], ["answered_at:max"])
        zone = get_zone(company.resource_calendar_id.tz)
        return {partner: get_local_day(moment, zone) for partner, moment in groups}

    @api.model
    def _get_attempts(self, partners, company):
        """Return ``{customer: [when somebody tried in vain]}`` of the last year."""
        since = fields.Datetime.now() - timedelta(days=366)
        made = Domain("state", "=", "done") & Domain("outcome", "=", NOT_MET) & Domain("planned_start", ">=", since)
        whose = Domain("partner_id.commercial_partner_id", "in", partners.ids)
        visits = self.env["sales.office.visit"].sudo()
        visits = visits.search_fetch(
            made & whose & Domain("company_id", "=", company.id), ["partner_id", "planned_start"]
        )
        tried = {}
        for visit in visits:
            tried.setdefault(visit.partner_id.commercial_partner_id, []).append(visit.planned_start)
        return tried
