from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

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
            "delivery": (company.sales_office_return_delivery_days, self._get_deliveries_since),
            "complaint": (company.sales_office_return_complaint_days, self._get_answers_since),
        }
        for reason, (days, get_since) in asked.items():
            for partner, since in get_since(partners, company, last).items() if days else ():
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
    def _get_deliveries_since(self, partners, company, last):
        """Return ``{customer: day}`` on which something was delivered first since they were met.

        The first: who has something delivered every week is not visited never.

        :param dict last: ``{customer: day}`` on which they were met
        """
        self.env["sale.order.line"].flush_model(["company_id", "order_partner_id", "sales_office_delivered_on"])
        query = SQL(
            """
            SELECT customer.commercial_partner_id, MIN(line.sales_office_delivered_on)
              FROM sale_order_line line
              JOIN res_partner customer ON customer.id = line.order_partner_id
         LEFT JOIN UNNEST(%(met)s::int[], %(days)s::date[]) AS met (partner_id, day)
                ON met.partner_id = customer.commercial_partner_id
             WHERE line.company_id = %(company)s AND customer.commercial_partner_id = ANY(%(partners)s)
               AND line.sales_office_delivered_on > COALESCE(met.day, '-infinity')
          GROUP BY 1
            """,
            met=[partner.id for partner in last],
            days=list(last.values()),
            company=company.id,
            partners=list(partners.ids),
        )
        return {partners.browse(partner_id): day for partner_id, day in self.env.execute_query(query)}

    @api.model
    def _get_answers_since(self, partners, company, last):
        """Return ``{customer: day}`` on which a complaint of theirs was answered first since they were met.

        :param dict last: ``{customer: day}`` on which they were met
        """
        answered = Domain("answered_at", "!=", False) & Domain("company_id", "=", company.id)
        whose = Domain("commercial_partner_id", "in", partners.ids)
        complaints = self.env["sales.office.complaint"].sudo()
        groups = complaints._read_group(answered & whose, ["commercial_partner_id"], ["answered_at:array_agg"])
        zone, first = get_zone(company.resource_calendar_id.tz), {}
        for partner, moments in groups:
            days = [get_local_day(moment, zone) for moment in moments]
            if later := [day for day in days if partner not in last or day > last[partner]]:
                first[partner] = min(later)
        return first

    @api.model
    def _get_attempts(self, partners, company):
        """Return ``{customer: [when somebody tried in vain]}`` of the last year: nobody was met, or took the call."""
        since = fields.Datetime.now() - timedelta(days=366)
        made = Domain("state", "=", "done") & Domain("outcome", "=", NOT_MET) & Domain("planned_start", ">=", since)
        whose = Domain("partner_id.commercial_partner_id", "in", partners.ids)
        visits = self.env["sales.office.visit"].sudo()
        visits = visits.search_fetch(
            made & whose & Domain("company_id", "=", company.id), ["partner_id", "planned_start"]
        )
        calls = self.env["sales.office.call"].sudo()
        rung = Domain("direction", "=", "out") & Domain("is_unanswered", "=", True) & Domain("call_at", ">=", since)
        calls = calls.search_fetch(rung & whose & Domain("company_id", "=", company.id), ["partner_id", "call_at"])
        tried = {}
        for record, moment in [(visit, visit.planned_start) for visit in visits] + [(c, c.call_at) for c in calls]:
            tried.setdefault(record.partner_id.commercial_partner_id, []).append(moment)
        return tried
