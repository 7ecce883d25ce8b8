from collections import defaultdict
from typing import NamedTuple

from odoo import models

from ...organization.asking import ask, together
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

    def _get_earned(self, rules, date_from, date_to, employees=None, rows=None, achieved=None):
        """Return ``{(rule, employee, first day of the period): Earned}`` for all periods between two days.

        Members without sales are in it as well, since a rule may pay them all the same.

        :param employees: whose; all members by default. Who is in a team with one of them may be in it as well.
        :param rows: the list of :class:`CreditedSale` to go by; what the books say by default
        :param achieved: what :meth:`_get_achievements` returns of all employees and teams, if that is known
        """
        if rows is None:
            rows = self.env["sales.office.commission.books"]._get_sold(rules, date_from, date_to, employees)
        sold = defaultdict(list)
        for row in rows:
            sold[row.rule, row.employee, row.period].append(row)
        for key in self._get_keys(rules, date_from, date_to, employees):
            sold.setdefault(key, [])
        terms = {rule: rule._get_terms() for rule in rules}
        pools = self._get_pools(sold, terms, achieved)
        achieved = self._get_achievements(sold) if achieved is None else achieved
        return {
            key: self._earn_pools(key, terms[key[0]], of_key, pools)
            if key[0].credit_to == "team"
            else self._earn(terms[key[0]], of_key, achieved.get(key) if achieved else None)
            for key, of_key in sold.items()
        }

    def _get_achievements(self, keys):
        """Return ``{(rule, owner, period): percent of their target}`` where rates depend on it; None without one.

        :param keys: the owner of the target is an employee, or the department where a team earns
        """
        [achieved] = ask(self.env, [self._ask_achievements(keys)])
        return achieved

    def _ask_achievements(self, keys, stays=None):
        """Return, as a question (see ``organization/asking``), what :meth:`_get_achievements` does.

        :param stays: ``{company: Stays}`` of the owners, as far as they are known
        """
        asking = {rule for rule in {key[0] for key in keys} if rule.tier_by == "achievement"}
        questions = defaultdict(list)
        for rule, owner, period in keys if asking else ():
            if rule in asking and (owner._name == "hr.department") == (rule.credit_to == "team"):
                company = rule.plan_id.company_id
                question = (company, owner._name, rule.target_metric, rule.plan_id._get_period(period))
                questions[question].append((rule, owner, period))
        answers = yield from together(
            [
                # of a department that companies share the targets of the plan's company count, whoever asks
                self.env["sales.office.target"]
                .with_context(allowed_company_ids=company.ids)
                ._ask_achievement(
                    self.env[model_name].union(*(owner for _rule, owner, _period in asked)), metric, *days, stays
                )
                for (company, model_name, metric, days), asked in questions.items()
            ]
        )
        return {
            key: percents[key[1]] for asked, percents in zip(questions.values(), answers, strict=True) for key in asked
        }

    def _get_pools(self, sold, terms, achieved=None):
        """Return ``{(rule, period, employee): [Pool]}``: one for each team the employee was in.

        :param terms: ``{rule: Terms}``
        :param achieved: what :meth:`_get_achievements` returns of all teams, if that is known
        """
        shared = {rule for rule in terms if rule.credit_to == "team"}
        parts = defaultdict(lambda: defaultdict(arithmetic.Decimal))
        for (rule, employee, period), rows in sold.items() if shared else ():
            for row in rows if rule in shared else ():
                parts[rule, row.pool, period][employee] += terms[rule].get_measure(row.amount, row.quantity)
        achieved = self._get_achievements(parts) if achieved is None else achieved
        self.env["hr.department"].union(*(department for _rule, department, _period in parts)).fetch(["name"])
        pools = defaultdict(list)
        for (rule, department, period), of_pool in parts.items():
            pool = self._get_pool(terms[rule], department, of_pool, achieved.get((rule, department, period)))
            for employee in of_pool:
                pools[rule, period, employee].append(pool)
        return pools

    def _get_pool(self, terms, department, parts, achieved):
        """Return the :class:`Pool` of a team.

        :param achieved: percent of the team's target, None without one
        """
        whole = sum(parts.values(), tiers.ZERO)
        measure = whole if terms.rate_type == "per_unit" else arithmetic.round_amount(whole, terms.step)
        commission = terms.get_commission(measure, achieved)
        figures = self._prepare_figures(terms, commission, achieved) | {"team": department.name, "whole": str(whole)}
        return Pool(parts, tiers.share_out(commission.amount, parts, terms.step), figures)

    def _get_keys(self, rules, date_from, date_to, employees=None):
        """Yield the rule, employee and period of every membership between two days; of all by default."""
        for plan, of_plan in rules.grouped("plan_id").items():
            for period_from, period_to in plan._get_periods(date_from, date_to):
                members = plan._get_members(period_from, period_to).employee_id
                for employee in members if employees is None else members & employees:
                    for rule in of_plan:
                        yield rule, employee, period_from

    def _earn(self, terms, rows, achieved):
        """Return what was :class:`Earned` by the rows of one rule, employee and period."""
        base, quantity = self._add_up(terms, rows)
        commission = terms.get_commission(terms.get_measure(base, quantity), achieved)
        return Earned(base, quantity, commission.amount, self._prepare_figures(terms, commission, achieved))

    def _earn_nothing(self, rule):
        """Return what is :class:`Earned` by whoever was no member: not even what is paid at least."""
        if rule.credit_to == "team":
            return NOTHING._replace(figures={"teams": []})
        nothing = Commission(tiers.ZERO, [], tiers.ZERO)
        return NOTHING._replace(figures=self._prepare_figures(rule._get_terms(), nothing, None))

    def _earn_pools(self, key, terms, rows, pools):
        """Return the employee's part of what each team has earned together."""
        rule, employee, period = key
        base, quantity = self._add_up(terms, rows)
        mine = pools.get((rule, period, employee), ())
        amount = sum((pool.shares[employee] for pool in mine), tiers.ZERO)
        teams = [
            pool.figures | {"part": str(pool.parts[employee]), "share": str(pool.shares[employee])} for pool in mine
        ]
        return Earned(base, quantity, amount, {"teams": teams})

    def _add_up(self, terms, rows):
        """Return the amount, rounded, and the quantity of the rows."""
        base = arithmetic.round_amount(sum((row.amount for row in rows), tiers.ZERO), terms.step)
        return base, sum((row.quantity for row in rows), tiers.ZERO)

    def _prepare_figures(self, terms, commission, achieved):
        """Return the figures behind an amount as they are kept on the line."""
        figures = {
            "rate_type": terms.rate_type,
            "parts": [[str(part.base), str(part.rate)] for part in commission.parts],
            "unlimited": str(commission.unlimited),
            "amount": str(commission.amount),
        }
        if terms.tier_by == "achievement":
            figures["achieved"] = None if achieved is None else str(achieved)
        return figures
