from collections import defaultdict
from itertools import chain
from typing import NamedTuple

from odoo import models

from . import arithmetic, tiers
from .arithmetic import NOTHING, Earned
from .tiers import Commission


class Pool(NamedTuple):
    """What a team sold together in a period and earned by it, both ``{employee: part}``, and the figures to keep."""

    parts: dict
    shares: dict
    figures: dict


class SalesOfficeSettlement(models.AbstractModel):
    """What was earned: a function of the books and the rules, without a look at what was paid."""

    _inherit = "sales.office.settlement"

    def _get_earned(self, rules, date_from, date_to, employees=None, rows=None):
        """Return ``{(rule, employee, first day of the period): Earned}`` for all periods between two days.

        Members without sales are in it as well, since a rule may pay them all the same.

        :param employees: whose; all members by default. Who is in a team with one of them may be in it as well.
        :param rows: the list of :class:`CreditedSale` to go by; what the books say by default
        """
        if rows is None:
            rows = self.env["sales.office.commission.books"]._get_sold(rules, date_from, date_to, employees)
        sold = defaultdict(list)
        for row in rows:
            sold[row.rule, row.employee, row.period].append(row)
        for key in self._get_keys(rules, date_from, date_to):
            if employees is None or key[1] in employees:
                sold.setdefault(key, [])
        pools, achieved = self._get_pools(sold), self._get_achievements(sold)
        return {key: self._earn(*key, rows, pools, achieved.get(key)) for key, rows in sold.items()}

    def _get_achievements(self, keys):
        """Return ``{(rule, owner, period): percent of their target}`` where rates depend on it; None without one.

        :param keys: the owner of the target is an employee, or the department where a team earns
        """
        questions = defaultdict(list)
        for rule, owner, period in keys:
            if rule.tier_by == "achievement" and (owner._name == "hr.department") == (rule.credit_to == "team"):
                question = (owner._name, rule.target_metric, rule.plan_id._get_period(period))
                questions[question].append((rule, owner, period))
        achieved = {}
        for (model_name, metric, days), asked in questions.items():
            owners = self.env[model_name].union(*(owner for _rule, owner, _period in asked))
            percents = self.env["sales.office.target"]._get_achievement(owners, metric, *days)
            achieved |= {key: percents[key[1]] for key in asked}
        return achieved

    def _get_pools(self, sold):
        """Return ``{(rule, period, employee): [Pool]}``: one for each team the employee was in."""
        parts = defaultdict(lambda: defaultdict(arithmetic.Decimal))
        for row in chain.from_iterable(sold.values()):
            if row.rule.credit_to == "team":
                measure = row.rule._get_measure(row.amount, row.quantity)
                parts[row.rule, row.pool, row.period][row.employee] += measure
        achieved = self._get_achievements(parts)
        self.env["hr.department"].union(*(department for _rule, department, _period in parts)).fetch(["name"])
        pools = defaultdict(list)
        for (rule, department, period), of_pool in parts.items():
            pool = self._get_pool(rule, department, of_pool, achieved.get((rule, department, period)))
            for employee in of_pool:
                pools[rule, period, employee].append(pool)
        return pools

    def _get_pool(self, rule, department, parts, achieved):
        """Return the :class:`Pool` of a team.

        :param achieved: percent of the team's target, None without one
        """
        step = arithmetic.decimal(rule.currency_id.rounding)
        whole = sum(parts.values(), tiers.ZERO)
        measure = whole if rule.rate_type == "per_unit" else arithmetic.round_amount(whole, step)
        commission = rule._get_commission(measure, achieved)
        figures = self._prepare_figures(rule, commission, achieved) | {"team": department.name, "whole": str(whole)}
        return Pool(parts, tiers.share_out(commission.amount, parts, step), figures)

    def _get_keys(self, rules, date_from, date_to):
        """Yield the rule, employee and period of every membership between two days."""
        for plan, of_plan in rules.grouped("plan_id").items():
            for period_from, period_to in plan._get_periods(date_from, date_to):
                for employee in plan._get_members(period_from, period_to).employee_id:
                    for rule in of_plan:
                        yield rule, employee, period_from

    def _earn(self, rule, employee, period, rows, pools, achieved):
        """Return what was :class:`Earned` by the rows of one rule, employee and period."""
        step = arithmetic.decimal(rule.currency_id.rounding)
        base = arithmetic.round_amount(sum((row.amount for row in rows), tiers.ZERO), step)
        quantity = sum((row.quantity for row in rows), tiers.ZERO)
        if rule.credit_to == "team":
            return self._earn_pools(employee, base, quantity, pools.get((rule, period, employee), ()))
        commission = rule._get_commission(rule._get_measure(base, quantity), achieved)
        return Earned(base, quantity, commission.amount, self._prepare_figures(rule, commission, achieved))

    def _earn_nothing(self, rule):
        """Return what is :class:`Earned` by whoever was no member: not even what is paid at least."""
        if rule.credit_to == "team":
            return NOTHING._replace(figures={"teams": []})
        return NOTHING._replace(figures=self._prepare_figures(rule, Commission(tiers.ZERO, [], tiers.ZERO), None))

    def _earn_pools(self, employee, base, quantity, pools):
        """Return the employee's part of what each team has earned together."""
        amount = sum((pool.shares[employee] for pool in pools), tiers.ZERO)
        teams = [
            pool.figures | {"part": str(pool.parts[employee]), "share": str(pool.shares[employee])} for pool in pools
        ]
        return Earned(base, quantity, amount, {"teams": teams})

    def _prepare_figures(self, rule, commission, achieved):
        """Return the figures behind an amount as they are kept on the line."""
        figures = {
            "rate_type": rule.rate_type,
            "parts": [[str(part.base), str(part.rate)] for part in commission.parts],
            "unlimited": str(commission.unlimited),
            "amount": str(commission.amount),
        }
        if rule.tier_by == "achievement":
            figures["achieved"] = None if achieved is None else str(achieved)
        return figures
