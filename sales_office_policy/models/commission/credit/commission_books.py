from collections import defaultdict
from typing import NamedTuple

from odoo import api, models

from ...books.books import Window
from ..settlement.arithmetic import decimal


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
    """What counts for whom under which rule, by the books as they are now.

    The credits say whose sales count on which days; what was sold is asked of ``sales.office.books``, one query per
    basis, whatever the number of rules, members and documents.

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
        conditions = rules._get_conditions()
        for basis, of_basis in rules.grouped("basis").items():
            credits = self._get_credits_between(of_basis, date_from, date_to)
            if employees is not None:
                credits = self._get_credits_of(credits, employees)
            if credits:
                sold += self._read(basis, credits, conditions)
        return sold

    def _get_credits_of(self, credits, employees):
        """Return those of ``credits`` that decide what the employees earn: their own, and all of their teams."""
        own = {credit.target for credit in credits if credit.target.credits(employees)}
        # what a team sold before one of them came decides its rate as well
        teams = {(target.rule, target.pool) for target in own if target.pool}
        return [c for c in credits if c.target in own or (c.target.rule, c.target.pool) in teams]

    def _read(self, basis, credits, conditions_of):
        targets = list({credit.target: None for credit in credits})
        keys = {rule: conditions.key for rule, conditions in conditions_of.items()}
        conditions = {asked.key: asked for asked in conditions_of.values()}
        windows = defaultdict(list)
        for window, rule in self._get_windows(targets, credits):
            windows[keys[rule]].append(window)
        company = targets[0].rule.company_id
        asked = [(conditions[key], of_key) for key, of_key in windows.items()]
        sold = []
        # the order of what comes back decides nothing, but it is the same each time
        for (number, period), figures in self.env["sales.office.books"]._get_sums(company, basis, asked).items():
            target = targets[number]
            for employee, share in target.shares:
                parts = (self._share(figure, share) for figure in figures)
                sold.append(Sold(target.rule, employee, period, target.pool, *parts))
        return sold

    def _get_windows(self, targets, credits):
        """Yield ``(Window, rule)`` of each credit; the question is the number of its target."""
        places = {target: number for number, target in enumerate(targets)}
        for credit in credits:
            rule = credit.target.rule
            yield Window(places[credit.target], *credit[1:], rule.plan_id.period_type), rule

    def _share(self, figure, share):
        """Return the part of a figure of SQL as a Decimal; ``share`` is a whole number or a fraction."""
        return decimal(figure) * share.numerator / share.denominator

    def _get_document_ids(self, rules, employee, date_from, date_to):
        """Return the ids of the invoices (of the orders, where these count) by which the employee earns."""
        ids = set()
        for basis, of_basis in rules.grouped("basis").items():
            credits = self._get_credits_between(of_basis, date_from, date_to)
            credits = [credit for credit in credits if credit.target.credits(employee)]
            windows = defaultdict(list)
            for window, rule in self._get_windows([credit.target for credit in credits], credits):
                windows[rule].append(window)
            for rule, conditions in of_basis._get_conditions().items():
                asked = (rule.company_id, basis, conditions, windows[rule])
                ids.update(self.env["sales.office.books"]._get_document_ids(*asked))
        return sorted(ids)

    def _get_documents_action(self, name, rules, employee, date_from, date_to):
        """Return the action that opens the very documents by which the employee earns; rules all on orders or none."""
        orders = rules[:1].basis == "ordered"
        view = "view_order_list_commission" if orders else "account_move_view_list_commission"
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "sale.order" if orders else "account.move",
            "view_mode": "list,form",
            "views": [(self.env.ref(f"sales_office_policy.{view}").id, "list"), (False, "form")],
            "domain": [("id", "in", self._get_document_ids(rules, employee, date_from, date_to))],
            "context": {"create": False},
        }
