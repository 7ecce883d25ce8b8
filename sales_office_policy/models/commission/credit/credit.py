from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from odoo import models

from ..settlement.arithmetic import decimal
from .commission_books import Credit, Target


class Stays(NamedTuple):
    """Who belonged where when: ``{employee id: [Stay]}``, and ``{department id: [Stay] in it or below it, then}``."""

    by_employee: dict[int, list]
    below: dict[int, list]


class SalesOfficeCommissionBooks(models.AbstractModel):
    """Who earns by whose sales. What is credited to ``x`` is the method ``_get_credits_x``."""

    _inherit = "sales.office.commission.books"

    def _get_credits(self, rules, date_from, date_to):
        """Return the list of :class:`Credit` of the rules for the days between, in a constant number of queries."""
        credits = []
        for credit_to, of_kind in rules.grouped("credit_to").items():
            credits += getattr(self, f"_get_credits_{credit_to}")(of_kind, date_from, date_to)
        return credits

    def _get_credits_between(self, rules, date_from, date_to):
        """Return the credits of the rules, cut to the days from one to another, both included."""
        credits = []
        for credit in self._get_credits(rules, date_from, date_to):
            first, last = self._overlap((credit.date_from, credit.date_to), (date_from, date_to))
            if first <= last:
                credits.append(credit._replace(date_from=first, date_to=last))
        return credits

    def _get_credits_salesperson(self, rules, date_from, date_to):
        """Each member earns by what the member sold, with whichever user that was on the day."""
        nobody = self.env["hr.department"]
        stays = self._get_stays(rules.company_id).by_employee
        return [
            Credit(Target(rule, ((member.employee_id, 1),), nobody), stay.user_id, stay.employee_id, *days)
            for rule in rules
            for member in rule.plan_id.member_ids
            for stay, days in self._get_days_in(member, stays)
        ]

    def _get_credits_leader(self, rules, date_from, date_to):
        """Each member earns by what everybody sold while in a department the member leads or in one below it, then."""
        nobody = self.env["hr.department"]
        stays = self._get_stays(rules.company_id)
        credits = []
        for rule in rules:
            for leader in rule.plan_id.member_ids.filtered("led_department_ids"):
                target = Target(rule, ((leader.employee_id, 1),), nobody)
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

    def _get_credits_team(self, rules, date_from, date_to):
        """The members of a department earn together by what they sell while in it, shared by weight.

        A new pool begins whenever somebody comes or goes, so that who was not there shares nothing.
        """
        stays = self._get_stays(rules.company_id).by_employee
        credits = []
        for rule in rules:
            presence = defaultdict(list)
            for member in rule.plan_id.member_ids:
                for stay, (first, last) in self._get_days_in(member, stays):
                    if first <= last and stay.department_id:
                        presence[stay.department_id].append((member, stay, first, last))
            for department_id, present in presence.items():
                credits += self._get_pool_credits(rule, self.env["hr.department"].browse(department_id), present)
        return credits

    def _get_pool_credits(self, rule, department, present):
        """Yield the credits of the pools of a department, ``present`` being ``(member, stay, first day, last day)``."""
        day = timedelta(days=1)
        edges = {first for _member, _stay, first, _last in present}
        edges |= {last + day if last < date.max else last for _member, _stay, _first, last in present}
        for start, end in pairwise(sorted(edges)):
            here = [(member, stay) for member, stay, first, last in present if first <= start <= last]
            weights = {member.employee_id: Fraction(decimal(member.weight)) for member, _stay in here}
            whole = sum(weights.values())
            shares = tuple((employee, weight / whole) for employee, weight in weights.items() if weight)
            target = Target(rule, shares, department)
            for _member, stay in here if shares else ():
                yield Credit(target, stay.user_id, stay.employee_id, start, end - day)

    def _get_days_in(self, member, stays):
        """Return ``[(stay, (first day, last day))]`` of a plan's member."""
        days = member._get_days()
        return [(stay, self._overlap(days, (stay.first, stay.last))) for stay in stays[member.employee_id.id]]

    def _overlap(self, days, others):
        """Return the first and the last day of both; the last is before the first if there is none."""
        return max(days[0], others[0]), min(days[1], others[1])

    def _get_stays(self, company):
        """Return the :class:`Stays` of everybody there is or was in the company and its branches."""
        by_employee, below = defaultdict(list), defaultdict(list)
        for stay in self.env["sales.office.membership"]._get_stays(company):
            by_employee[stay.employee_id].append(stay)
            for department_id in stay.line:
                below[department_id].append(stay)
        return Stays(by_employee, below)
