from datetime import date
from decimal import Decimal
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..organization.asking import ask
from ..organization.membership.belonging import Belonging
from . import customers, documents, money, receivables
from .metrics import AMOUNTS
from .scope import Conditions, Scope
from .sums import Sums

#: the one SELECT of each metric: ``(env, scope) -> SQL``; see ``documents`` for its columns
ENTRIES = {
    "ordered": documents.ordered,
    "invoiced": documents.invoiced,
    "collected": money.collected,
    "margin": documents.margin,
    "quantity": documents.quantity,
    "new_customers": documents.new_customers,
    # how many orders; no metric of a target
    "orders": documents.orders,
}
#: in which shares of units, customers and orders are measured, whatever the currency
COUNT_STEP = Decimal("0.000001")
#: metrics of moments, whose day depends on where the seller works
MOMENT_METRICS = frozenset({"ordered", "orders"})
DAY = relativedelta(days=1)
#: no journal item is left out
NONE_EXCUSED = SQL("SELECT NULL::int WHERE FALSE")
#: metrics that are another one, asked of new or of existing customers
CUSTOMER_METRICS = ("invoiced_new", "invoiced_existing")


class Window(NamedTuple):
    """Days on which the sales of a user, and an employee's shares of orders, count for the question ``index``."""

    index: int
    user_id: int | None
    employee_id: int
    date_from: date
    date_to: date
    #: cuts the answer into periods: ``year``, ``quarter``, ``month``, ``week``; None: one answer
    period_type: str | None = None


def _count_users_once(windows):
    """Yield windows in which the days of a user are asked once for each question.

    One user may be an employee of a company and of its branch at a time; a department above both counts what was sold
    by the user once, and the shares of both employees.
    """
    counted = {}  # the last day asked so far, by question and user
    for window in sorted(windows, key=lambda window: window.date_from):
        asked = window.user_id and counted.get((window.index, window.user_id))
        if not asked or asked < window.date_from:
            yield window
        else:
            yield window._replace(user_id=None, date_to=min(asked, window.date_to))
            if window.date_to > asked:
                yield window._replace(date_from=asked + DAY)
        if window.user_id:
            counted[window.index, window.user_id] = max(asked or window.date_to, window.date_to)


class SalesOfficeBooks(models.AbstractModel):
    """What Odoo's books say about sales, now: the only place that asks orders, invoices and payments.

    ``docs/metrics.md`` says what each metric means. A metric is one SELECT of entries (:data:`ENTRIES`); whoever wants
    to know something asks for sums of them over *windows*: whose sales, on which days. One query per metric, whatever
    the number of questions, people and documents.

    It reads past the reader's own access, since a leader has none to another team's invoices: the methods that
    begin with ``_`` are for callers who have checked that the reader may see the sum.
    """

    _name = "sales.office.books"
    _description = "Sales Office Books"

    @api.model
    def _get_sums(self, company, metric, windows_by_conditions, zones=None):
        """Return ``{(index, first day of the period or None): (amount, quantity)}``; what has no entry is left out.

        :param company: ``res.company``; its branches' documents count as well
        :param dict windows_by_conditions: ``[(Conditions, [Window])]``
        :param zones: as :meth:`_get_zones` returns them for the metric, if somebody has asked already
        """
        asked = [(conditions, windows) for conditions, windows in windows_by_conditions if windows]
        if not asked:
            return {}
        self.env.flush_all()
        rows = [
            (number, *window)
            for number, (_conditions, windows) in enumerate(asked)
            for window in _count_users_once(windows)
        ]
        query = SQL(
            """
            WITH %(facts)s,
                 asked AS (
                 SELECT * FROM unnest(%(columns)s)
                     AS asked(filter, index, user_id, employee_id, date_from, date_to, period_type)),
                 sold AS (
                 SELECT asked.index, asked.period_type, fact.day, fact.amount, fact.quantity
                   FROM fact JOIN asked ON asked.filter = fact.filter AND asked.user_id = fact.user_id
                    AND fact.day BETWEEN asked.date_from AND asked.date_to
                  WHERE fact.order_id IS NULL
                  UNION ALL
                 SELECT asked.index, asked.period_type, share.day, share.amount, share.quantity
                   FROM (%(shares)s) share
                   JOIN asked ON asked.filter = share.filter AND asked.employee_id = share.employee_id
                    AND share.day BETWEEN asked.date_from AND asked.date_to)
            SELECT index, date_trunc(period_type, day)::date, SUM(amount), SUM(quantity) FROM sold GROUP BY 1, 2
            """,
            facts=self._get_facts(company, metric, asked, zones or self._get_zones(company, [metric])),
            columns=self._get_columns(rows),
            shares=documents.shares(Scope.step_of(company) if metric in AMOUNTS else COUNT_STEP),
        )
        return {(index, period): (amount, units or 0) for index, period, amount, units in self._ask(query)}

    def _ask(self, query):
        """Return the rows of a query about the books.

        PostgreSQL takes these to be a hundred times what they are and would compile them, for seconds, to save none.
        """
        return self.env.execute_query(SQL("SET LOCAL jit = off; %s", query))

    def _get_columns(self, rows):
        columns = [list(column) for column in zip(*rows, strict=True)]
        casts = ("int", "int", "int", "int", "date", "date", "text")
        return SQL(", ").join(SQL(f"%s::{cast}[]", column) for cast, column in zip(casts, columns, strict=True))

    def _get_facts(self, company, metric, asked, zones):
        """Return the CTE ``fact (filter, user_id, order_id, day, amount, quantity)``, summed by day."""
        entries = SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s AS filter, entry.user_id, entry.order_id, entry.day, entry.amount, entry.quantity"
                " FROM (%s) entry",
                number,
                ENTRIES[metric](self.env, Scope.of(company, windows, conditions, zones)),
            )
            for number, (conditions, windows) in enumerate(asked)
        )
        return money.put_aside(
            "fact",
            "filter user_id order_id day amount quantity",
            SQL(
                "SELECT filter, user_id, order_id, day, SUM(amount), SUM(quantity) FROM (%s) entry GROUP BY 1, 2, 3, 4",
                entries,
            ),
        )

    def _get_zones(self, company, metrics):
        """Return ``[(user id, first day, time zone)]`` of the offices in which the company's sellers worked from that
        day on, in their order; None is the company's time zone. Nothing if the metrics have days instead of moments.
        """
        if MOMENT_METRICS.isdisjoint(metrics):
            return []
        offices = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT office.id, calendar.tz
                      FROM hr_department office
                 LEFT JOIN resource_calendar calendar ON calendar.id = office.sales_office_calendar_id
                     WHERE office.is_sales_office
                    """
                )
            )
        )
        zones, latest = [], {}
        stays = [stay for stay in self.env["sales.office.membership"]._get_stays(company) if stay.user_id]
        for stay in sorted(stays, key=lambda stay: (stay.first, stay.employee_id)):
            zone = next((offices[id_] for id_ in reversed(stay.line) if id_ in offices), None)
            if latest.get(stay.user_id, "") != zone:
                zones.append((stay.user_id, stay.first, zone))
                latest[stay.user_id] = zone
        return zones

    @api.model
    def _get_values(self, company, metric, questions, conditions=None):
        """Return what was reached for each question, in its order, as ``Decimal`` or 0.

        A person's sales count wherever the person belongs; a department's are those of whoever belonged to it, or to
        one below, on the day.

        :param metric: one of ``METRICS``; for any other the answers are 0
        :param questions: ``[(employee, department, first day, last day)]``, the department asked without an employee
        """
        return self._get_values_by_metric(company, [metric], questions, conditions)[metric]

    @api.model
    def _get_values_by_metric(self, company, metrics, questions, conditions=None):
        """Return ``{metric: what was reached for each question}``, see :meth:`_get_values`."""
        asked = [(company, metric, questions) for metric in metrics]
        [values] = ask(self.env, [self._ask_values(asked, conditions)])
        return dict(zip(metrics, values, strict=True))

    def _ask_values(self, asked, conditions=None, stays=None):
        """Return, as a question (see ``organization/asking``), what was reached: a list for each of ``asked``.

        :param asked: ``[(company, metric, questions)]``, questions as of :meth:`_get_values`
        :param stays: ``{company: Stays}`` of those they are about, as far as they are known
        """
        known, metrics = dict(stays or {}), {*ENTRIES, *CUSTOMER_METRICS}
        counted = {number: one for number, one in enumerate(asked) if one[1] in metrics and one[2]}
        unknown = [one for one in counted.values() if one[0] not in known]
        if unknown:
            found = yield [self._get_belonging(company, questions) for company, _metric, questions in unknown]
            known |= {company: of_company for (company, *_rest), of_company in zip(unknown, found, strict=True)}
        sums = yield [
            Sums(self, company, *self._prepare_sums(company, metric, questions, conditions, known[company]))
            for company, metric, questions in counted.values()
        ]
        sums = dict(zip(counted, sums, strict=True))
        return [
            [sums.get(number, {}).get((index, None), (0, 0))[0] for index in range(len(questions))]
            for number, (_company, _metric, questions) in enumerate(asked)
        ]

    def _get_belonging(self, company, questions):
        """Return what asks who belonged where, of those whom the questions are about."""
        people = self.env["hr.employee"].union(*(employee for employee, *_rest in questions))
        departments = {department.id: None for employee, department, *_days in questions if not employee}
        return Belonging(company, people, tuple(departments))

    def _prepare_sums(self, company, metric, questions, conditions, stays):
        plain, conditions = self._get_plain(company, metric, conditions or Conditions())
        return plain, [(conditions, self._get_windows(company, questions, stays))]

    def _get_plain(self, company, metric, conditions):
        """Return the metric and conditions that a metric about new or existing customers stands for."""
        if metric not in CUSTOMER_METRICS:
            return metric, conditions
        months = company.sales_office_new_customer_months
        return "invoiced", conditions._replace(
            new_customer_months=months, existing_customers=metric == "invoiced_existing"
        )

    def _get_windows(self, company, questions, stays=None):
        """Return the :class:`Window` of each seller of each question.

        :param stays: the :class:`Stays` of those they are about, if they are known
        """
        if stays is None:
            [stays] = Belonging.answer([self._get_belonging(company, questions)])
        return [
            Window(index, stay.user_id, stay.employee_id, max(first, stay.first), min(last, stay.last))
            for index, (employee, department, first, last) in enumerate(questions)
            for stay in (stays.by_employee[employee.id] if employee else stays.below[department.id])
            if stay.first <= last and stay.last >= first
        ]

    @api.model
    def _get_document_ids(self, company, metric, conditions, windows):
        """Return the ids of the orders (where these count) or invoices with entries in the windows."""
        if not windows:
            return []
        self.env.flush_all()
        query = SQL(
            """
            SELECT DISTINCT entry.document_id
              FROM (%(entries)s) entry
         LEFT JOIN sales_office_credit_split split ON split.order_id = entry.order_id
              JOIN unnest(%(columns)s)
                   AS asked(filter, index, user_id, employee_id, date_from, date_to, period_type)
                ON entry.day BETWEEN asked.date_from AND asked.date_to
               AND CASE WHEN entry.order_id IS NULL THEN asked.user_id = entry.user_id
                        ELSE asked.employee_id = split.employee_id END
          ORDER BY 1
            """,
            entries=ENTRIES[metric](
                self.env, Scope.of(company, windows, conditions, self._get_zones(company, [metric]))
            ),
            columns=self._get_columns([(0, *window) for window in windows]),
        )
        return [document_id for (document_id,) in self._ask(query)]

    @api.model
    def _get_parts_query(self, company, metric, windows):
        """Return the SELECT of what the sum of an amount over windows is made of, and adds up to, to the cent.

        ``(document_id, order_id, partner_id, employee_id, day, amount)``: the invoice, or order where these count; an
        order whose credit is shared is one part for each who shares it, whatever documents it is on.
        """
        self.env.flush_all()
        entries = ENTRIES[metric](
            self.env, Scope.of(company, windows, Conditions(), self._get_zones(company, [metric]))
        )
        return SQL(
            """
            WITH fact AS MATERIALIZED (
                 SELECT 0 AS filter, user_id, order_id, document_id, partner_id, day,
                        SUM(amount) AS amount, SUM(quantity) AS quantity
                   FROM (%(entries)s) entry GROUP BY 2, 3, 4, 5, 6),
                 asked AS (
                 SELECT * FROM unnest(%(columns)s)
                     AS asked(filter, index, user_id, employee_id, date_from, date_to, period_type))
            SELECT fact.document_id, NULL::int AS order_id, fact.partner_id, asked.employee_id, fact.day, fact.amount
              FROM fact JOIN asked ON asked.user_id = fact.user_id
               AND fact.day BETWEEN asked.date_from AND asked.date_to
             WHERE fact.order_id IS NULL
             UNION ALL
            SELECT NULL, share.order_id, customer.partner_id, share.employee_id, share.day, share.amount
              FROM (%(shares)s) share
              JOIN asked ON asked.employee_id = share.employee_id
               AND share.day BETWEEN asked.date_from AND asked.date_to
              JOIN (SELECT order_id, MAX(partner_id) AS partner_id FROM fact GROUP BY 1) customer
                ON customer.order_id = share.order_id
            """,
            entries=entries,
            columns=self._get_columns([(0, *window) for window in _count_users_once(windows)]),
            shares=documents.shares(Scope.step_of(company)),
        )

    @api.model
    def _get_quoted(self, order, asked):
        """Return ``[(amount, quantity)]``: what an order would count with if it were confirmed now, in one query.

        :param asked: ``[(Conditions, whether its cost is taken off)]``
        """
        self.env.flush_all()
        today = fields.Date.context_today(self)
        companies = Scope.companies_of(order.company_id)
        parts = [
            SQL(
                "SELECT %s AS place, SUM(amount) AS amount, SUM(quantity) AS quantity FROM (%s) entry",
                place,
                documents.quoted(
                    self.env,
                    Scope(order.company_id, companies, None, today, today, {}, conditions),
                    order.id,
                    less_cost,
                ),
            )
            for place, (conditions, less_cost) in enumerate(asked)
        ]
        rows = self._ask(SQL("%s ORDER BY place", SQL(" UNION ALL ").join(parts))) if parts else []
        return [(amount or 0, quantity or 0) for _place, amount, quantity in rows]

    @api.model
    def _get_by_customer(self, company, metric, date_from, date_to, partners=None):
        """Return ``{partner id: amount}``, what each customer of a company comes to in these days, whoever sold.

        :param partners: only these companies behind customers
        """
        self.env.flush_all()
        zones = self._get_zones(company, [metric])
        scope = Scope(company, Scope.companies_of(company), None, date_from, date_to, zones, Conditions())
        query = SQL(
            "SELECT partner_id, SUM(amount) FROM (%s) entry WHERE %s GROUP BY 1",
            ENTRIES[metric](self.env, scope),
            SQL("partner_id IS NOT NULL") if partners is None else SQL("partner_id = ANY(%s)", partners.ids),
        )
        return dict(self._ask(query))

    @api.model
    def _get_credited(self, moves):
        """Return ``{id: amount}`` of those of some documents (sudo) that are posted credit notes to customers.

        Without taxes, in the company's currency at the rate of each.
        """
        credited = moves.filtered(lambda move: move.state == "posted" and move.move_type == "out_refund")
        return {move.id: -move.amount_untaxed_signed for move in credited}

    @api.model
    def _is_new_customer(self, company, metric, customer, day, months):
        """Return whether a customer is new on a day: for so many months from the first invoice (or order) on."""
        partner = customer.commercial_partner_id
        first = customers.get_first_day(self.env, Scope.companies_of(company), metric, partner)
        return not first or day < fields.Date.to_date(first) + relativedelta(months=months)

    @api.model
    def _get_first_orders(self, company, partners):
        """Return ``{partner id: day}`` of the first confirmed order of each customer (UTC)."""
        if not partners:
            return {}
        self.env.flush_all()
        query = SQL(
            "SELECT partner_id, day FROM (%s) first WHERE partner_id = ANY(%s)",
            customers.first_orders(Scope.companies_of(company)),
            partners.ids,
        )
        return {partner_id: day.date() for partner_id, day in self._ask(query)}

    @api.model
    def _get_last_orders(self, company, partners):
        """Return ``{partner id: moment}`` (naive UTC) of the last confirmed order of each customer."""
        if not partners:
            return {}
        self.env.flush_all()
        query = SQL(
            "SELECT partner_id, moment FROM (%s) latest WHERE partner_id = ANY(%s)",
            customers.last_orders(Scope.companies_of(company)),
            partners.ids,
        )
        return dict(self._ask(query))

    @api.model
    def _get_overdue_since(self, company, partners):
        """Return ``{partner id: day}`` since when the oldest of what each customer owes is due."""
        if not partners:
            return {}
        since = {}
        for partner_id, day, amount in receivables.get_credit(self.env, company, partners.ids, NONE_EXCUSED):
            if day and amount > 0:
                since[partner_id] = min(day, since.get(partner_id, day))
        return since
