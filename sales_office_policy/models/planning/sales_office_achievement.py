from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class Window(NamedTuple):
    """Days on which what a user sold counts for the ``index``-th question."""

    index: int
    user_id: int
    zone: str
    first: date
    last: date


class SalesOfficeAchievement(models.AbstractModel):
    """Reads from Odoo's books what people and departments reached, at the moment it is asked.

    A person's sales are his wherever he belongs; a department's are those of whoever belonged to it, or to one
    below, on the day. One query per metric, whatever the number of targets and documents. It reads past the
    reader's own access, so it is not open to RPC: the caller has to know that the reader may see the sum.
    """

    _name = "sales.office.achievement"
    _description = "Sales Office Achievement"

    @api.model
    def _get_achieved(self, company, metric, questions):
        """Return what was reached for each question, in its order, as ``Decimal`` or 0.

        :param metric: one of :meth:`_get_facts`; for any other the answers are 0
        :param questions: ``[(employee, department, first day, last day)]``, the department asked without an employee
        """
        facts = self._get_facts(metric)
        windows = facts and questions and self._get_windows(company, questions)
        if not windows:
            return [0] * len(questions)
        self.env.flush_all()
        index, users, zones, starts, stops = (list(column) for column in zip(*windows, strict=True))
        people = dict(zip(users, zones, strict=True))
        bounds = {"date_from": min(starts), "date_to": max(stops), "company": company.id}
        people_sql = SQL("unnest(%s::int[], %s::text[]) AS person(user_id, zone)", list(people), list(people.values()))
        rows = self.env.execute_query(
            SQL(
                """
                WITH fact AS MATERIALIZED (%(facts)s)
                SELECT asked.index, SUM(fact.value)
                  FROM unnest(%(index)s::int[], %(users)s::int[], %(starts)s::date[], %(stops)s::date[])
                       AS asked(index, user_id, start, stop)
                  JOIN fact ON fact.user_id = asked.user_id AND fact.day BETWEEN asked.start AND asked.stop
              GROUP BY 1
                """,
                facts=SQL(facts, people=people_sql, **bounds, **self._get_conditions(company, metric)),
                index=index,
                users=users,
                starts=starts,
                stops=stops,
            )
        )
        answers = dict(rows)
        return [answers.get(index, 0) or 0 for index in range(len(questions))]

    def _get_windows(self, company, questions):
        """Return the :class:`Window` of each seller of each question."""
        # sudo: users, versions and departments decide only what is summed
        Employee = self.env["hr.employee"].sudo().with_context(active_test=False)
        asked = {department for who, department, _first, _last in questions if not who}
        below = Domain("version_ids.department_id", "child_of", [department.id for department in asked])
        people = Domain("company_id", "=", company.id) & Domain("user_id", "!=", False)
        members = Employee.search(people & below) if asked else Employee
        zones = {member: member._get_tz() for member in members}
        spans = self._get_spans(members, asked, questions)
        windows = []
        for index, (who, department, start, stop) in enumerate(questions):
            if who:
                who = who.sudo()
                zone = zones.setdefault(who, who._get_tz())
                windows += [Window(index, who.user_id.id, zone, start, stop)] if who.user_id else []
            else:
                windows += [
                    Window(index, member.user_id.id, zones[member], max(first, start), min(last, stop))
                    for member, first, last in spans[department]
                    if first <= stop and last >= start
                ]
        return windows

    def _get_spans(self, members, departments, questions):
        """Return ``{department: [(member, first day, last day) in it or below]}`` within the questions' days."""
        first, last = min(question[2] for question in questions), max(question[3] for question in questions)
        periods = members._get_sales_office_periods(first, last)
        return {
            department: [
                (member, period.first, period.last)
                for member in members
                for period in periods[member.id]
                if (period.version.department_id.parent_path or "").startswith(department.sudo().parent_path)
            ]
            for department in departments
        }

    def _get_facts(self, metric):
        """Return the query of ``user_id``, ``day`` and ``value`` of a metric, or nothing if no book has it."""
        return ""

    def _get_conditions(self, company, metric):
        """Return ``{name: SQL}``: of what was collected which share was money, of some amounts whose they are."""
        if metric == "collected":
            return {"share": self.env["sales.office.figures"]._get_bank_share_sql()}
        if metric in ("new_customer_amount", "existing_customer_amount"):
            return {"new": self._get_new_customer_condition(company, company.sales_office_new_customer_months)}
        return {}
