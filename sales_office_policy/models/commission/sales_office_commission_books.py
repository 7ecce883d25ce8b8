from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from . import settlement
from .settlement import decimal


class Sold(NamedTuple):
    """What counts for an employee under a rule in a period: an amount in company currency, and a quantity.

    ``pool`` is the team with which he shares it, an empty department if it is his own.
    """

    rule: models.BaseModel
    employee: models.BaseModel
    period: object
    pool: models.BaseModel
    amount: object
    quantity: object


class Credit(NamedTuple):
    """Whose sales, on which days, count for ``target``: a row of the table ``credit`` of the queries."""

    target: object
    user_id: int
    employee_id: int
    date_from: object
    date_to: object


class Target(NamedTuple):
    """Who earns by a rule, with which share of it: ``(employee, share)`` pairs that add up to 1."""

    rule: models.BaseModel
    shares: tuple
    pool: models.BaseModel

    def credits(self, employees):
        """Whether one of ``employees`` earns by it."""
        return any(employee in employees for employee, _share in self.shares)


class SalesOfficeCommissionBooks(models.AbstractModel):
    """Reads from the books, as they are now, what counts for whom under which rule.

    One query per basis, whatever the number of rules, members and documents: sums by salesperson and day
    first, which are few, then who earns by them. A basis ``x`` is the method ``_get_entries_x``, which
    returns the SELECT of ``(document_id, order_id, user_id, day, amount, quantity)`` that the rest is built
    on; ``order_id`` is the order whose credit is split, if it is, and wins over ``user_id``.

    The caller runs it in sudo and has checked who asks.
    """

    _name = "sales.office.commission.books"
    _description = "What Counts for Commission"

    @api.model
    def _get_sold(self, rules, date_from, date_to, employees=None):
        """Return the list of :class:`Sold` of the rules, of one company, from one day to another, both included.

        :param employees: whose, and of all their teams; everybody's by default
        """
        sold = []
        for basis, of_basis in rules.grouped("basis").items():
            credits = self._get_credits_between(of_basis, date_from, date_to)
            if employees is not None:
                credits = self._get_credits_of(credits, employees)
            if credits:
                sold += self._read(basis, credits)
        return sold

    def _get_credits_of(self, credits, employees):
        """Return those of ``credits`` that decide what the employees earn: their own, and all of their teams."""
        own = {credit.target for credit in credits if credit.target.credits(employees)}
        # what a team sold before one of them came decides its rate as well
        teams = {(target.rule, target.pool) for target in own if target.pool}
        return [c for c in credits if c.target in own or (c.target.rule, c.target.pool) in teams]

    def _read(self, basis, credits):
        targets = list({credit.target: None for credit in credits})
        sold = []
        # the order of what comes back decides nothing, but it is the same each time
        for number, period, amount, quantity in self.env.execute_query(self._get_query(basis, targets, credits)):
            target = targets[number]
            for employee, share in target.shares:
                figures = (self._share(amount, share), self._share(quantity or 0, share))
                sold.append(Sold(target.rule, employee, period, target.pool, *figures))
        return sold

    def _share(self, figure, share):
        """Return the part of a figure of SQL as a Decimal; ``share`` is a whole number or a fraction."""
        return decimal(figure) * share.numerator / share.denominator

    def _get_query(self, basis, targets, credits):
        """Return the query of ``(number of the target, first day of the period, amount, quantity)``."""
        kinds = defaultdict(list)
        for target in targets:
            kinds[self._get_filter_key(target.rule)].append(target.rule)
        numbers = {key: number for number, key in enumerate(kinds)}
        entries = SQL(" UNION ALL ").join(
            SQL(
                "SELECT %s AS filter, entry.* FROM (%s) entry",
                numbers[key],
                self._get_entries(basis, rules[0], credits),
            )
            for key, rules in kinds.items()
        )
        places = {target: number for number, target in enumerate(targets)}
        rows = [
            (
                places[credit.target],
                numbers[self._get_filter_key(credit.target.rule)],
                credit.user_id or None,
                credit.employee_id,
                credit.date_from,
                credit.date_to,
                credit.target.rule.plan_id.period_type,
            )
            for credit in credits
        ]
        return self._join(basis, entries, rows, targets[0].rule.company_id)

    def _join(self, basis, entries, rows, company):
        """Return the query that sums ``entries`` by the targets of the credits ``rows``."""
        columns = [list(column) for column in zip(*rows, strict=True)]
        credit = SQL(
            """unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::date[], %s::date[], %s::text[])
               AS credit(target, filter, user_id, employee_id, date_from, date_to, period_type)""",
            *columns,
        )
        return SQL(
            """
              WITH split_line AS (%(split_line)s),
                   entry AS (%(entries)s),
                   sold AS (
                   SELECT credit.target, credit.period_type, fact.day, fact.amount, fact.quantity
                     FROM (SELECT filter, user_id, day, SUM(amount) AS amount, SUM(quantity) AS quantity
                             FROM entry WHERE order_id IS NULL GROUP BY 1, 2, 3) fact
                     JOIN %(credit)s
                       ON credit.filter = fact.filter AND credit.user_id = fact.user_id
                      AND fact.day BETWEEN credit.date_from AND credit.date_to
                    UNION ALL
                   SELECT credit.target, credit.period_type, fact.day, fact.amount, fact.quantity
                     FROM (%(shares)s) fact
                     JOIN %(credit)s
                       ON credit.filter = fact.filter AND credit.employee_id = fact.employee_id
                      AND fact.day BETWEEN credit.date_from AND credit.date_to)
            SELECT target, date_trunc(period_type, day)::date, SUM(amount), SUM(quantity) FROM sold GROUP BY 1, 2
            """,
            split_line=self._get_split_lines(basis, company),
            entries=entries,
            credit=credit,
            shares=self._get_split_shares(settlement.decimal(company.currency_id.rounding)),
        )

    def _get_entries(self, basis, rule, credits):
        """Return the SELECT of what was sold on the days of ``credits`` that passes the filters of ``rule``."""
        company = rule.company_id
        return getattr(self, f"_get_entries_{basis}")(
            rule,
            company=company.id,
            users=list({credit.user_id for credit in credits if credit.user_id}),
            date_from=min(credit.date_from for credit in credits),
            date_to=max(credit.date_to for credit in credits),
            step=settlement.decimal(company.currency_id.rounding),
            zone=company.resource_calendar_id.tz or "UTC",
            filtered=self._get_line_filter(rule),
            split=SQL("LEFT JOIN split_line ON split_line.line_id = line.id"),
        )

    def _get_line_filter(self, rule):
        """Return the condition on ``line`` that the rule's filters make."""
        domain = rule._get_line_domain()
        if domain.is_true():
            return SQL("TRUE")
        Line = self.env[rule.filter_model].with_context(active_test=False)
        return SQL("line.id IN %s", Line._search(domain).subselect())

    def _get_filter_key(self, rule):
        """Return what tells the filters of rules apart; rules with the same one share their sums."""
        return repr(rule._get_line_domain()), rule.new_customer_months

    def _get_entries_invoiced(self, rule, **values):
        """Posted customer invoices less credit notes by invoice date, taxes excluded, company currency."""
        return SQL(
            """
            SELECT move.id AS document_id, split_line.order_id, move.invoice_user_id AS user_id,
                   move.invoice_date AS day, -line.balance AS amount,
                   CASE move.move_type WHEN 'out_refund' THEN -line.quantity ELSE line.quantity END AS quantity
              FROM account_move move
              JOIN account_move_line line ON line.move_id = move.id AND line.display_type = 'product'
                   %(split)s
             WHERE %(documents)s AND %(filtered)s AND move.invoice_date BETWEEN %(date_from)s AND %(date_to)s
            """,
            documents=self._get_documents(rule, **values),
            **values,
        )

    def _get_documents(self, rule, **values):
        """Return the condition for the invoices and credit notes ``move`` that count, whatever their date."""
        self.env["account.move.line"].flush_model(["move_id", "display_type", "balance", "quantity"])
        self.env["account.move"].flush_model()
        return SQL(
            """move.company_id = %(company)s AND move.state = 'posted'
               AND (move.invoice_user_id = ANY(%(users)s) OR split_line.order_id IS NOT NULL)
               AND move.move_type IN ('out_invoice', 'out_refund') AND %(customers)s""",
            customers=self._get_new_customer_filter(rule),
            **values,
        )

    def _get_new_customer_filter(self, rule):
        """Return the condition for invoices to customers whose first one was not longer ago than the rule says."""
        if not rule.new_customer_months:
            return SQL("TRUE")
        return self.env["sales.office.achievement"]._get_new_customer_condition(
            rule.company_id, rule.new_customer_months
        )
