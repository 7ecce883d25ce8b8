from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from odoo import api, models

from ...books.books import Window
from ...books.sums import Sums
from ...organization.asking import ask
from ...organization.membership.belonging import Belonging
from ...organization.spans import DAY
from ..settlement import tiers
from ..settlement.arithmetic import decimal, round_amount


class CreditedSale(NamedTuple):
    """What counts for an employee under a rule in a period: an amount in company currency, and a quantity.

    ``pool`` is the team with which they share it, an empty department if it is their own.
    """

    rule: models.BaseModel
    employee: models.BaseModel
    period: date
    pool: models.BaseModel
    amount: Decimal
    quantity: Decimal


@dataclass(frozen=True, eq=False)
class CreditAssignment:
    """Who earns by a rule, with which share of it: ``(employee, share)`` pairs that add up to 1.

    Each is itself and equals no other: there are thousands, and a team's shares take long to compare.
    """

    rule: models.BaseModel
    shares: tuple
    pool: models.BaseModel

    def credits(self, employees):
        """Whether one of ``employees`` earns by it."""
        return any(employee in employees for employee, _share in self.shares)


class Credit(NamedTuple):
    """Whose sales, on which days, count for ``target``: a row of the table ``credit`` of the queries."""

    target: CreditAssignment
    user_id: int
    employee_id: int
    date_from: date
    date_to: date


class SalesOfficeCommissionBooks(models.AbstractModel):
    """What counts for whom under which rule, by the books as they are now.

    The credits say whose sales count on which days; what was sold is asked of ``sales.office.books``, one query per
    basis, whatever the number of rules, members and documents. What is credited to ``x`` is ``_get_credits_x``.

    The caller runs it in sudo and has checked who asks.
    """

    _name = "sales.office.commission.books"
    _description = "What Counts for Commission"

    @api.model
    def _get_sold(self, rules, date_from, date_to, employees=None):
        """Return the list of :class:`CreditedSale` of the rules, of one company, between two days, both included.

        :param employees: whose, and of all their teams; everybody's by default
        """
        credits = self._get_credits_between(rules, date_from, date_to)
        if employees is not None:
            credits = self._get_credits_of(credits, employees)
        [sold] = ask(self.env, [self._ask_sold(credits, rules._get_conditions())])
        return sold

    def _ask_sold(self, credits, conditions_of):
        """Return, as a question (see ``organization/asking``), the list of :class:`CreditedSale` of the credits.

        :param conditions_of: ``{rule: Conditions}`` of their rules
        """
        by_basis = defaultdict(list)
        for credit in credits:
            by_basis[credit.target.rule.basis].append(credit)
        # the order of what comes back decides nothing, but it is the same each time
        bases = dict.fromkeys(rule.basis for rule in conditions_of if rule.basis in by_basis)
        targets = {basis: list(dict.fromkeys(credit.target for credit in by_basis[basis])) for basis in bases}
        found = yield [self._prepare_sums(basis, targets[basis], by_basis[basis], conditions_of) for basis in bases]
        sold = []
        for basis, sums in zip(bases, found, strict=True):
            for (number, period), figures in sums.items():
                target = targets[basis][number]
                for employee, share in target.shares:
                    parts = (self._share(figure, share) for figure in figures)
                    sold.append(CreditedSale(target.rule, employee, period, target.pool, *parts))
        return sold

    def _prepare_sums(self, basis, targets, credits, conditions_of):
        """Return what asks the books for the sales of the targets, by their number."""
        keys = {rule: conditions.key for rule, conditions in conditions_of.items()}
        conditions = {asked.key: asked for asked in conditions_of.values()}
        windows = defaultdict(list)
        for window, rule in self._get_windows(targets, credits):
            windows[keys[rule]].append(window)
        asked = [(conditions[key], of_key) for key, of_key in windows.items()]
        return Sums(self.env["sales.office.books"], targets[0].rule.company_id, basis, asked)

    def _get_belonging(self, rules, employees):
        """Return what asks for the stays that decide by whose sales the employees earn under the rules."""
        kinds, departments = rules.grouped("credit_to"), ()
        if "leader" in kinds:
            members = kinds["leader"].plan_id.member_ids
            members.fetch(["led_department_ids"])  # of all at once, which are looked at in turn
            own = members.filtered(lambda member: member.employee_id in employees)
            departments = tuple(own.led_department_ids.ids)
        return Belonging(rules.company_id, employees, departments, employees if "team" in kinds else ())

    def _get_credits_of(self, credits, employees):
        """Return those of ``credits`` that decide what the employees earn: their own, and all of their teams."""
        own = {credit.target for credit in credits if credit.target.credits(employees)}
        # what a team sold before one of them came decides its rate as well
        teams = {(target.rule, target.pool) for target in own if target.pool}
        return [c for c in credits if c.target in own or (c.target.rule, c.target.pool) in teams]

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

    def _get_credits(self, rules, stays=None):
        """Return the list of :class:`Credit` of the rules, of one company, in a constant number of queries.

        :param stays: the :class:`Stays` of those by whom something is earned; everybody's by default
        """
        credits = []
        if not rules:
            return credits
        stays = stays or self.env["sales.office.membership"]._get_grouped_stays(rules.company_id)
        for credit_to, of_kind in rules.grouped("credit_to").items():
            credits += getattr(self, f"_get_credits_{credit_to}")(of_kind, stays)
        return credits

    def _get_credits_between(self, rules, date_from, date_to, stays=None):
        """Return the credits of the rules, cut to the days from one to another, both included."""
        credits = []
        for credit in self._get_credits(rules, stays):
            first, last = self._overlap((credit.date_from, credit.date_to), (date_from, date_to))
            if first <= last:
                credits.append(credit._replace(date_from=first, date_to=last))
        return credits

    def _get_credits_salesperson(self, rules, stays):
        """Each member earns by what the member sold, with whichever user that was on the day."""
        return [
            Credit(target, stay.user_id, stay.employee_id, *days)
            for rule in rules
            for member, target in self._assign(rule, rule.plan_id.member_ids)
            for stay, days in self._get_days_in(member, stays.by_employee)
        ]

    def _assign(self, rule, members):
        """Yield each member and to whom it is credited: the same where somebody is in the plan twice."""
        targets, nobody = {}, self.env["hr.department"]
        for member in members:
            employee = member.employee_id
            if employee not in targets:
                targets[employee] = CreditAssignment(rule, ((employee, 1),), nobody)
            yield member, targets[employee]

    def _get_credits_leader(self, rules, stays):
        """Each member earns by what everybody sold while in a department the member leads or in one below it, then."""
        credits = []
        for rule in rules:
            for leader, target in self._assign(rule, rule.plan_id.member_ids.filtered("led_department_ids")):
                below = {stay for department in leader.led_department_ids.ids for stay in stays.below[department]}
                if rule.include_own:
                    below.update(stays.by_employee[leader.employee_id.id])
                days = leader._get_days()
                credits += [
                    Credit(target, stay.user_id, stay.employee_id, *self._overlap(days, (stay.first, stay.last)))
                    for stay in sorted(below, key=lambda stay: (stay.employee_id, stay.first))
                    if rule.include_own or stay.employee_id != leader.employee_id.id
                ]
        return credits

    def _get_credits_team(self, rules, stays):
        """The members of a department earn together by what they sell while in it, shared by weight.

        A new pool begins whenever somebody comes or goes, so that who was not there shares nothing.
        """
        credits = []
        for rule in rules:
            presence = defaultdict(list)
            for member in rule.plan_id.member_ids:
                for stay, (first, last) in self._get_days_in(member, stays.by_employee):
                    if first <= last and stay.department_id:
                        presence[stay.department_id].append((member, stay, first, last))
            for department_id, present in presence.items():
                credits += self._get_pool_credits(rule, self.env["hr.department"].browse(department_id), present)
        return credits

    def _get_pool_credits(self, rule, department, present):
        """Yield the credits of the pools of a department, ``present`` being ``(member, stay, first day, last day)``."""
        edges = {first for _member, _stay, first, _last in present}
        edges |= {last + DAY if last < date.max else last for _member, _stay, _first, last in present}
        for start, end in pairwise(sorted(edges)):
            here = [(member, stay) for member, stay, first, last in present if first <= start <= last]
            weights = {member.employee_id: Fraction(decimal(member.weight)) for member, _stay in here}
            whole = sum(weights.values())
            shares = tuple((employee, weight / whole) for employee, weight in weights.items() if weight)
            target = CreditAssignment(rule, shares, department)
            for _member, stay in here if shares else ():
                yield Credit(target, stay.user_id, stay.employee_id, start, end - DAY)

    def _get_days_in(self, member, stays):
        """Return ``[(stay, (first day, last day))]`` of a plan's member."""
        own = stays.get(member.employee_id.id)
        if not own:  # of a thousand members only some are asked about
            return []
        days = member._get_days()
        return [(stay, self._overlap(days, (stay.first, stay.last))) for stay in own]

    def _overlap(self, days, others):
        """Return the first and the last day of both; the last is before the first if there is none."""
        return max(days[0], others[0]), min(days[1], others[1])

    def _get_credits_of_sale(self, rules, day, user, shares):
        """Return the credits by which somebody earns when ``user``, or whoever shares the credit, sells on ``day``.

        :param shares: ``{employee id: percent}`` (Decimal); empty if all of it is the user's
        """
        return [
            credit
            for credit in self._get_credits_between(rules, day, day)
            if (credit.employee_id in shares if shares else user and credit.user_id == user.id)
        ]

    def _get_expected(self, credits, day, figures, shares):
        """Return the rows of :class:`CreditedSale` of a sale on ``day``.

        :param credits: see :meth:`_get_credits_of_sale`
        :param figures: ``{rule: (amount in company currency, quantity)}`` of the rules that count it
        """
        expected = []
        for credit in credits:
            rule = credit.target.rule
            if rule not in figures:
                continue
            amount, quantity = figures[rule]
            if shares:
                step = decimal(rule.currency_id.rounding)
                amount = tiers.share_out(round_amount(amount, step), shares, step)[credit.employee_id]
                quantity = quantity * shares[credit.employee_id] / 100
            period = rule.plan_id._get_period(day)[0]
            for employee, share in credit.target.shares:
                parts = (self._share(figure, share) for figure in (amount, quantity))
                expected.append(CreditedSale(rule, employee, period, credit.target.pool, *parts))
        return expected
