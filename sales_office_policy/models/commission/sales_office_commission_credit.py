from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from odoo import models

from .sales_office_commission_books import Credit, Target
from .settlement import decimal


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
        """Each member earns by what he sold himself."""
        nobody = self.env["hr.department"]
        return [
            Credit(Target(rule, ((member.employee_id, 1),), nobody), member.user_id.id, member.employee_id.id, *days)
            for rule in rules
            for member in rule.plan_id.member_ids
            for days in [member._get_days()]
        ]

    def _get_credits_leader(self, rules, date_from, date_to):
        """Each member earns by what everybody sold while in a department he leads or in one below it."""
        nobody = self.env["hr.department"]
        leaders = rules.plan_id.member_ids.filtered("led_department_ids")
        below = self._get_departments_below(leaders.led_department_ids)
        stays = self._get_stays(rules.company_id)
        sellers = {employee: self._get_sellers(employee) for employee, *_stay in stays}
        credits = []
        for rule in rules:
            for leader in leaders & rule.plan_id.member_ids:
                target = Target(rule, ((leader.employee_id, 1),), nobody)
                led = set().union(*(below[department] for department in leader.led_department_ids))
                for employee, department, *days in stays:
                    if department in led and (rule.include_own or employee != leader.employee_id):
                        days = self._overlap(leader._get_days(), days)
                        for user, *using in sellers[employee]:
                            credits.append(Credit(target, user.id, employee.id, *self._overlap(days, using)))
        return credits

    def _get_credits_team(self, rules, date_from, date_to):
        """The members of a department earn together by what they sell while in it, shared by weight.

        A new pool begins whenever somebody comes or goes, so that who was not there shares nothing.
        """
        stays = defaultdict(list)
        for employee, *stay in self._get_stays(rules.company_id):
            stays[employee].append(stay)
        credits = []
        for rule in rules:
            presence = defaultdict(list)
            for member in rule.plan_id.member_ids:
                for department, *days in stays[member.employee_id]:
                    first, last = self._overlap(member._get_days(), days)
                    if first <= last and department:
                        presence[department].append((member, first, last))
            for department, present in presence.items():
                credits += self._get_pool_credits(rule, department, present)
        return credits

    def _get_pool_credits(self, rule, department, present):
        """Yield the credits of the pools of a department, ``present`` being ``(member, first day, last day)``."""
        day = timedelta(days=1)
        edges = {first for _member, first, _last in present}
        edges |= {last + day if last < date.max else last for _member, _first, last in present}
        for start, end in pairwise(sorted(edges)):
            members = [member for member, first, last in present if first <= start <= last]
            weights = {member.employee_id: Fraction(decimal(member.weight)) for member in members}
            whole = sum(weights.values())
            shares = tuple((employee, weight / whole) for employee, weight in weights.items() if weight)
            target = Target(rule, shares, department)
            for member in members if shares else ():
                yield Credit(target, member.user_id.id, member.employee_id.id, start, end - day)

    def _overlap(self, days, others):
        """Return the first and the last day of both; the last is before the first if there is none."""
        return max(days[0], others[0]), min(days[1], others[1])

    def _get_departments_below(self, departments):
        """Return ``{department: set of it and all below}``, archived ones included."""
        found = departments.with_context(active_test=False).search([("id", "child_of", departments.ids)])
        return {top: {d for d in found if d.parent_path.startswith(top.parent_path)} for top in departments}

    def _get_stays(self, company):
        """Return ``[(employee, department, first day, last day)]`` of everybody there is or was in the company."""
        Version = self.env["hr.version"].with_context(active_test=False)
        versions = Version.search_fetch(
            [("employee_id.company_id", "=", company.id)], ["employee_id", "department_id", "date_version"]
        )
        stays = []
        for employee, of_employee in versions.grouped("employee_id").items():
            of_employee = of_employee.sorted("date_version")
            # whoever is asked about a day before the first version is where he began
            starts = [date.min, *of_employee[1:].mapped("date_version"), date.max]
            for version, (start, following) in zip(of_employee, pairwise(starts), strict=True):
                end = following - timedelta(days=1) if following < date.max else following
                stays.append((employee, version.department_id, start, end))
        return stays

    def _get_sellers(self, employee):
        """Return ``[(user, first day, last day)]`` whose sales are the employee's.

        His memberships remember who that was, after he left or was given another user.
        """
        members = employee.sales_office_plan_member_ids.filtered("user_id").sorted("date_from")
        starts = [(member.date_from, member.user_id) for member in members]
        if not members or members[-1].date_to:
            starts.append(((members[-1:].date_to or date.min), employee.user_id or members[-1:].user_id))
        changes = [starts[0], *(new for old, new in pairwise(starts) if new[1] != old[1])]
        firsts = [date.min, *(first for first, _user in changes[1:]), date.max]
        return [
            (user, first, following - timedelta(days=1) if following < date.max else following)
            for (_start, user), (first, following) in zip(changes, pairwise(firsts), strict=True)
        ]
