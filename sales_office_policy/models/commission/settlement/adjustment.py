from collections import defaultdict

from odoo import models

from . import arithmetic, tiers
from .arithmetic import Outcome


class SalesOfficeSettlement(models.AbstractModel):
    """What a plan makes of a period's commission as a whole: multipliers, a cap, a guarantee.

    Like what the rules pay it follows from the books as they are now and is settled by difference, in this
    order: first the multipliers, then the cap, then the guarantee. Those who ask what if get it without a statement.
    """

    _inherit = "sales.office.settlement"

    def _settle_adjustments(self, settling):
        return self._prepare_adjustments(settling.claims, settling.earned, settling.since)

    def _prepare_adjustments(self, claims, earned, since):
        """Yield ``(employee, line values)`` of all claims ``(kind, employee, plan, first day, last day)``."""
        adjusted = [claim for claim in claims if claim[2]._adjusts()]
        if not adjusted:
            return
        settled = self._get_settled_adjustments(adjusted, since)
        factors = self._get_factors(adjusted)
        guaranteed = {
            (plan, *period): plan._get_guaranteed(*period)
            for plan, *period in dict.fromkeys((plan, *period) for _kind, _employee, plan, *period in adjusted)
        }
        for kind, employee, plan, *period in adjusted:
            own = self._get_own(plan, employee, period[0], earned)
            guarantee = guaranteed[plan, *period].get(employee, arithmetic.NO_GUARANTEE)
            for name, amount, figures in self._adjust(plan, own, factors[employee, plan, period[0]], guarantee):
                before = settled.get((employee, plan, name, period[0]), tiers.ZERO)
                if amount != before:
                    vals = self._prepare_adjustment(plan, name, period, amount, before)
                    of_kind = "adjustment" if kind == "commission" else kind
                    yield employee, {"kind": of_kind, "figures": figures, **vals}

    def _get_own(self, plan, employee, period, earned):
        """Return ``{rule: Earned}`` of one employee and period; empty for who was no member."""
        return {rule: earned[key] for rule in plan.rule_ids if (key := (rule, employee, period)) in earned}

    def _adjust(self, plan, own, factors, guarantee):
        """Return ``[(adjustment, amount, figures)]``; what they make of ``gross`` is what the next one begins with.

        :param own: ``{rule: Earned}``; empty for who was no member
        :param guarantee: the :class:`Guaranteed` of the period; an advance is none of what is earned
        """
        step = arithmetic.decimal(plan.currency_id.rounding)
        gross = sum((earned.amount for earned in own.values()), tiers.ZERO)
        guaranteed = arithmetic.NO_GUARANTEE if plan.draw_recoverable else guarantee
        product = max(gross, tiers.ZERO)
        for _metric, _measure, percent in factors:
            product = product * percent / 100
        reduced = arithmetic.round_amount(product, step) - max(gross, tiers.ZERO)
        adjustments = [("multiplier", reduced, {"base": str(gross), "factors": [list(map(str, f)) for f in factors]})]
        gross += reduced
        capped = min(tiers.ZERO, arithmetic.decimal(plan.cap_amount) - gross) if plan.cap_amount else tiers.ZERO
        adjustments.append(("cap", capped, {"base": str(gross), "limit": str(arithmetic.decimal(plan.cap_amount))}))
        gross += capped
        raised = max(tiers.ZERO, guaranteed.amount - gross) if guaranteed.amount else tiers.ZERO
        return [*adjustments, ("guarantee", raised, {"base": str(gross), **guaranteed.get_figures()})]

    def _prepare_adjustment(self, plan, name, period, amount, before):
        return {
            "adjustment": name,
            "plan_id": plan.id,
            "period_from": period[0],
            "period_to": period[1],
            "amount": float(amount - before),
            "settled_amount": float(before),
        }

    def _get_settled_adjustments(self, claims, since):
        """Return ``{(employee, plan, adjustment, first day of the period): amount}`` as all lines there are say."""
        plans = self.env["sales.office.commission.plan"].union(*(claim[2] for claim in claims))
        groups = self.env["sales.office.statement.line"]._read_group(
            [("plan_id", "in", plans.ids), ("adjustment", "!=", False), ("period_from", ">=", since)],
            ["employee_id", "plan_id", "adjustment", "period_from:day"],
            ["amount:sum"],
        )
        return {tuple(key): arithmetic.decimal(amount) for *key, amount in groups}

    def _get_factors(self, claims):
        """Return ``{(employee, plan, first day): [(metric, measure, percent)]}`` by the plans' multipliers."""
        factors = {}
        by_period = defaultdict(list)
        for _kind, employee, plan, *period in claims:
            factors[employee, plan, period[0]] = []
            by_period[plan, *period].append(employee)
        for (plan, *period), employees in by_period.items():
            for metric, rows in plan.multiplier_ids.grouped("metric").items():
                measures = rows._get_measures(self.env["hr.employee"].union(*employees), *period)
                for employee in employees:
                    measure = measures[employee]
                    factors[employee, plan, period[0]].append((metric, measure, rows._get_percent(measure)))
        return factors

    def _settle_draws(self, settling):
        """Yield the recoverable draws advanced, or recovered from what is above them.

        What was advanced and not recovered yet is the sum of all other draw lines, later ones as well: a month
        computed again does not recover what a later one has recovered meanwhile. Who is no member any more is
        advanced nothing and pays back from whatever is still earned.
        """
        plan, plans, period = settling.plan, settling.plans, (settling.date_from, settling.date_to)
        if not any(plans.mapped("draw_recoverable")):
            return
        advanced = dict(
            self.env["sales.office.statement.line"]._read_group(
                [("plan_id", "in", plans.ids), ("kind", "=", "draw")],
                ["employee_id"],
                ["amount:sum"],
            )
        )
        guaranteed = plan._get_guaranteed(*period) if plan.draw_recoverable else {}
        for employee, vals_list in settling.lines.items():
            gross = sum((arithmetic.decimal(vals["amount"]) for vals in vals_list), tiers.ZERO)
            draw = guaranteed.get(employee, arithmetic.NO_GUARANTEE)
            before = arithmetic.decimal(advanced.get(employee, 0))
            if amount := self._get_draw(gross, draw.amount, before):
                yield employee, self._prepare_draw(plan, *period, amount, before, gross, draw)

    def _get_draw(self, gross, draw, advanced):
        """Return what is advanced up to ``draw``, or, negative, recovered out of what is above it.

        ``advanced`` is what other statements did; below zero it was recovered too much and is given back.
        """
        owed = max(-advanced, tiers.ZERO)
        if gross > draw:
            return max(-max(advanced, tiers.ZERO), draw - gross) + owed
        return (draw - gross if draw else tiers.ZERO) + owed

    def _prepare_draw(self, plan, date_from, date_to, amount, before, gross, draw):
        return {
            "kind": "draw",
            "plan_id": plan.id,
            "period_from": date_from,
            "period_to": date_to,
            "amount": float(amount),
            "figures": {"base": str(gross), "advanced": str(before), **draw.get_figures()},
        }

    def _get_outcomes(self, plan, employees, date_from, date_to, rows=None, achieved=None):
        """Return ``{employee: Outcome}`` of one period of a plan.

        Draws that are recovered later are left out: in the end they add nothing.

        :param rows: the list of :class:`CreditedSale` to go by; what the books say by default
        :param achieved: what :meth:`_get_achievements` returns of all employees and teams, if that is known
        """
        earned = self._get_earned(plan.rule_ids, date_from, date_to, employees, rows, achieved)
        factors = self._get_factors([("commission", employee, plan, date_from, date_to) for employee in employees])
        guaranteed = plan._get_guaranteed(date_from, date_to) if plan._adjusts() else {}
        outcomes = {}
        for employee in employees:
            own = self._get_own(plan, employee, date_from, earned)
            adjustments = []
            if plan._adjusts():
                guarantee = guaranteed.get(employee, arithmetic.NO_GUARANTEE)
                adjustments = self._adjust(plan, own, factors[employee, plan, date_from], guarantee)
            outcomes[employee] = Outcome(own, adjustments)
        return outcomes
