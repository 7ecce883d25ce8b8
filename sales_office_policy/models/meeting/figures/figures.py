from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...organization.local_time import get_utc_time, get_zone

#: every figure with its unit, in the order of a form; the fields of the figures mixin say the rest
FIGURES = {
    "orders": "count",
    "orders_amount": "amount",
    "invoiced_amount": "amount",
    "collected_amount": "amount",
    "new_customers": "count",
    "new_leads": "count",
    "won": "count",
    "lost": "count",
    "visits": "count",
    "days_late": "days",
    "violations": "count",
}
#: the figures that are a metric of the books
BOOK_FIGURES = {
    "orders": "orders",
    "orders_amount": "ordered",
    "invoiced_amount": "invoiced",
    "collected_amount": "collected",
    "new_customers": "new_customers",
}


class Period(NamedTuple):
    """Whose figures are read, from which day to which, and the same as a table for SQL."""

    employees: models.BaseModel
    date_from: date
    date_to: date
    people: SQL


class SalesOfficeFigures(models.AbstractModel):
    """Reads what employees brought in and did, at the moment it is asked.

    What was sold is asked of ``sales.office.books``; the rest is read here. Days are those of the employee's time
    zone, and only records of the employee's company count; a lead belongs to whoever is its salesperson now.

    ==================  ===============================================================================
    orders              confirmed sale orders; shared ones in part
    orders_amount, invoiced_amount, collected_amount, new_customers
                        metrics of the books, see ``docs/metrics.md``
    new_leads           leads and opportunities by creation date
    won, lost           leads and opportunities by closing date
    visits              past meetings of their calendar that they did not decline, with somebody from outside
    days_late           working days begun late, by more than the minutes overlooked, and not excused
    violations          closed conduct cases by the day they are about
    ==================  ===============================================================================

    A constant number of queries, whatever the number of people and documents. It reads past the
    reader's own access, since a leader has none to another team's invoices, so it is not open to RPC:
    the caller has to know that whoever gets the figures may see the person.
    """

    _name = "sales.office.figures"
    _description = "Sales Office Figures"

    @api.model
    def _get_figures(self, employees, date_from, date_to):
        """Return ``{employee id: {figure: number}}`` for the days ``date_from`` to ``date_to``, both included."""
        figures = {id_: dict.fromkeys(FIGURES, 0) for id_ in employees.ids}
        if not figures:
            return figures
        # sudo: user, company and time zone of the employee; nothing but sums leaves this model
        employees = employees.sudo()
        period = Period(employees, date_from, date_to, self._get_people(employees, date_from, date_to))
        for rows in self._get_rows(period):
            for row in rows:
                figures[row.pop("employee_id")].update(row)
        for employee in employees:
            currency = employee.company_id.currency_id
            figures[employee.id] |= {
                name: currency.round(figures[employee.id][name]) for name, unit in FIGURES.items() if unit == "amount"
            }
        return figures

    @api.model
    def _get_rows(self, period):
        """Yield the dicts of each source, ``employee_id`` and some figures each; employees without any are left out."""
        yield self._get_book_rows(period)
        yield self._get_lead_rows(period)
        yield self._get_visit_rows(period)
        yield self._get_late_rows(period)
        yield self._get_violation_rows(period)

    @api.model
    def _get_people(self, employees, date_from, date_to):
        """Return a table ``person`` of employees with a user, with the period's bounds in UTC for each."""
        bounds = {}
        rows = []
        for employee in employees.filtered("user_id"):
            zone = get_zone(employee._get_tz())
            if zone not in bounds:
                bounds[zone] = get_utc_time(date_from, 0, zone), get_utc_time(date_to, 24, zone)
            rows.append((employee.id, employee.user_id.id, employee.company_id.id, *bounds[zone]))
        columns = [list(column) for column in zip(*rows, strict=True)] or [[]] * 5
        return SQL(
            "unnest(%s::int[], %s::int[], %s::int[], %s::timestamp[], %s::timestamp[])"
            " AS person(employee_id, user_id, company_id, start, stop)",
            *columns,
        )

    def _get_book_rows(self, period):
        """Ask the books, one question for each person, as targets, statements and contests do."""
        nowhere = self.env["hr.department"]
        days = (period.date_from, period.date_to)
        companies = self.env["sales.office.membership"]._get_companies(period.employees, period.date_to)
        for company, employees in period.employees.grouped(companies.get).items():
            questions = [(employee, nowhere, *days) for employee in employees]
            for employee, figures in zip(employees, self._get_book_figures(company, questions), strict=True):
                yield {"employee_id": employee.id, **figures}

    @api.model
    def _get_book_figures(self, company, questions):
        """Return ``{figure: number}`` of the books for each question, see ``sales.office.books``."""
        values = self.env["sales.office.books"]._get_values_by_metric(company, BOOK_FIGURES.values(), questions)
        return [
            {figure: float(values[metric][number]) for figure, metric in BOOK_FIGURES.items()}
            for number in range(len(questions))
        ]

    def _get_lead_rows(self, period):
        self.env["crm.lead"].flush_model()
        return self._query(
            """
            SELECT person.employee_id,
                   COUNT(*) FILTER (WHERE lead.create_date >= person.start
                                      AND lead.create_date < person.stop) AS new_leads,
                   COUNT(*) FILTER (WHERE lead.won_status = 'won' AND lead.date_closed >= person.start
                                      AND lead.date_closed < person.stop) AS won,
                   COUNT(*) FILTER (WHERE lead.won_status = 'lost' AND lead.date_closed >= person.start
                                      AND lead.date_closed < person.stop) AS lost
              FROM %(people)s
              JOIN crm_lead lead
                ON lead.user_id = person.user_id AND COALESCE(lead.company_id, person.company_id) = person.company_id
             WHERE lead.create_date >= person.start OR lead.date_closed >= person.start
          GROUP BY 1
            """,
            period,
        )

    def _get_visit_rows(self, period):
        """Meetings that are over; somebody from outside is neither a user nor an employee nor one of our companies."""
        self.env["calendar.event"].flush_model()
        self.env["calendar.attendee"].flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        self.env["hr.employee"].flush_model(["work_contact_id"])
        return self._query(
            """
            SELECT person.employee_id, COUNT(*) AS visits
              FROM %(people)s
              JOIN res_users ON res_users.id = person.user_id
              JOIN calendar_attendee host
                ON host.partner_id = res_users.partner_id AND host.state IS DISTINCT FROM 'declined'
              JOIN calendar_event event ON event.id = host.event_id
             WHERE event.active AND event.stop <= %(now)s
               AND CASE WHEN event.allday THEN event.start_date BETWEEN %(date_from)s AND %(date_to)s
                        ELSE event.start >= person.start AND event.start < person.stop END
               AND EXISTS (
                   SELECT FROM calendar_attendee guest
                     JOIN res_partner partner ON partner.id = guest.partner_id
                    WHERE guest.event_id = event.id AND guest.state IS DISTINCT FROM 'declined'
                      AND partner.commercial_partner_id NOT IN (SELECT partner_id FROM res_company)
                      AND NOT EXISTS (SELECT FROM res_users inside
                                       WHERE inside.partner_id = partner.id AND NOT inside.share)
                      AND NOT EXISTS (SELECT FROM hr_employee inside WHERE inside.work_contact_id = partner.id))
          GROUP BY 1
            """,
            period,
        )

    def _get_late_rows(self, period):
        """Late is whose day is late; the minutes overlooked are taken off it already."""
        late = Domain("late_minutes", ">", 0)
        return self._count("sales.office.day", period, late & Domain("excused", "=", False), "days_late")

    def _get_violation_rows(self, period):
        return self._count("sales.office.violation", period, Domain("state", "=", "closed"), "violations")

    def _count(self, model_name, period, domain, figure):
        """Return the rows of a figure that counts person-bound records by their ``date``."""
        days = Domain("date", ">=", period.date_from) & Domain("date", "<=", period.date_to)
        mine = Domain("employee_id", "in", period.employees.ids)
        # sudo: as the whole model, only the number leaves
        groups = self.env[model_name].sudo()._read_group(mine & days & domain, ["employee_id"], ["__count"])
        return [{"employee_id": employee.id, figure: count} for employee, count in groups]

    def _query(self, query, period, **values):
        days = {"date_from": period.date_from, "date_to": period.date_to, "now": fields.Datetime.now()}
        return self.env.execute_query_dict(SQL(query, people=period.people, **days, **values))
