from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...organization.asking import Search, ask, together
from ...organization.reading import read_lines
from ...organization.rpc.rpc import rpc
from ..estimate.deal import Estimate
from ..settlement import arithmetic, tiers
from ..settlement.arithmetic import Outcome
from ..statement.statement import format_period

#: how long a period is
LENGTHS = {"month": relativedelta(months=1), "quarter": relativedelta(months=3), "year": relativedelta(years=1)}


class Simulated(NamedTuple):
    """What a plan makes of some days for an employee: company currency, and in words by period and rule."""

    amount: Decimal
    texts: tuple


class SalesOfficeCommissionPlan(models.Model):
    """The periods a plan is settled by (calendar months, quarters or years) and what it guarantees for one.

    And what it would have paid for some, or did pay, by the books as they are now (R133); what a member can expect of
    the one under way.
    """

    _inherit = "sales.office.commission.plan"

    def _get_period(self, day, back=0):
        """Return the first and the last day of the period of ``day``, or of that many periods before it."""
        self.ensure_one()
        first = fields.Date.start_of(day, self.period_type) - LENGTHS[self.period_type] * back
        return first, fields.Date.end_of(first, self.period_type)

    def _get_periods(self, date_from, date_to):
        """Return the first and last days of all periods that lie between two days in part or as a whole."""
        periods = [self._get_period(date_from)]
        while periods[-1][1] < date_to:
            periods.append(self._get_period(periods[-1][0] + LENGTHS[self.period_type]))
        return periods

    def _get_lookback_start(self):
        """Return the first day that the statement of the last ended period corrects, by the last of these versions."""
        last = self.sorted("version")[-1]
        return last._get_period(fields.Date.today(), back=last.lookback_periods + 1)[0]

    def _check_period(self, date_from, date_to):
        """Refuse days that are not those of one period."""
        labels = dict(self._fields["period_type"]._description_selection(self.env))
        for plan in self:
            if (date_from, date_to) != plan._get_period(date_from):
                raise UserError(
                    self.env._(
                        "“%(plan)s” is settled by the %(period)s: choose its first and its last day.",
                        plan=plan.display_name,
                        period=labels[plan.period_type],
                    )
                )

    def _pays_by_period(self):
        """Whether anything depends on a period as a whole, so that two versions within one would both pay it."""
        return self._adjusts() or any(
            rule.tier_by != "none" or rule.rate_type == "fixed" or rule.floor_amount or rule.cap_amount
            for rule in self.rule_ids
        )

    def _adjusts(self):
        """Whether anything is done with the commission as a whole."""
        return bool(self.cap_amount or self.draw_amount or self.multiplier_ids)

    def _get_guaranteed(self, date_from, date_to):
        """Return ``{employee: Guaranteed}`` of the members of a period."""
        days = {}
        for member in self._get_members(date_from, date_to):
            days[member.employee_id] = days.get(member.employee_id, 0) + member._count_days(date_from, date_to)
        return {employee: self._guarantee(count, date_from, date_to) for employee, count in days.items()}

    def _guarantee(self, days, date_from, date_to):
        """Return what is :class:`Guaranteed` to whoever is in the plan on so many days of a period."""
        of_days = (date_to - date_from).days + 1
        counted = of_days if self.guarantee_days == "full" else days
        step = arithmetic.decimal(self.currency_id.rounding)
        return arithmetic.prorate(arithmetic.decimal(self.draw_amount), counted, of_days, step)

    def _simulate(self, date_from, date_to):
        """Return ``{employee: Simulated}`` as if the plan had been in force all the time between two days.

        Whoever joins it only after them counts from the first day on, everybody else from their own day. The plan is
        tried out on a copy that is thrown away, so that the settlement itself answers and nothing is written.
        """
        self.ensure_one()
        with self.env.cr.savepoint() as savepoint:
            trial = self._make_trial(date_from, date_to)
            simulated = {employee.id: outcome for employee, outcome in trial._get_paid(date_from, date_to).items()}
            savepoint.rollback()
        return {self.env["hr.employee"].browse(employee_id): outcome for employee_id, outcome in simulated.items()}

    def _make_trial(self, date_from, date_to):
        quiet = self.with_context(tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True)
        trial = quiet.copy({"name": self.name, "date_from": date_from, "date_to": date_to})
        later = trial.member_ids.filtered(lambda member: member.date_from > date_to).sorted("date_from")
        known = (trial.member_ids - later).employee_id
        joining = later.browse().union(
            *(members[:1] for employee, members in later.grouped("employee_id").items() if employee not in known)
        )
        (later - joining).unlink()
        joining.write({"date_from": date_from})
        return trial

    def _get_paid(self, date_from, date_to):
        """Return ``{employee: Simulated}`` of these plans together between two days, which begin and end periods."""
        amounts, texts = defaultdict(lambda: tiers.ZERO), defaultdict(tuple)
        engine = self.env["sales.office.settlement"]
        for plan in self:
            for period in plan._get_periods(date_from, date_to):
                employees = plan._get_members(*period).employee_id
                for employee, outcome in engine._get_outcomes(plan, employees, *period).items():
                    amounts[employee] += outcome.amount
                    texts[employee] += tuple(plan._explain_outcome(period, outcome))
        return {employee: Simulated(amounts[employee], texts[employee]) for employee in amounts}

    def _explain_outcome(self, period, outcome):
        """Yield how what is paid for a period comes about, a line for each rule and adjustment."""
        wording = self.env["sales.office.commission.wording"]
        for name, amount, text in wording._explain_outcome(self.currency_id, outcome).values():
            if amount:
                yield self.env._(
                    "%(period)s, %(rule)s: %(text)s", period=format_period(self.env, *period), rule=name, text=text
                )

    @rpc
    @api.model
    def action_open_own_estimate(self):
        """Open how the current user's expected commission of this period comes about.

        :raises UserError: they are in no plan of the current company
        """
        estimates = self._estimate_own()
        if not estimates:
            raise UserError(self.env._("You are in no commission plan just now."))
        return self.env["sales.office.commission.estimate"]._make_own(estimates)

    @api.model
    def _estimate_own(self):
        """Return one :class:`Estimate` for each of the current user's plans, by what the books say of its period."""
        [estimates] = ask(self.env, [self._ask_own_estimates()])
        return estimates

    @api.model
    def _ask_own_estimates(self):
        """Return, as a question (see ``organization/asking``), what :meth:`_estimate_own` does."""
        company, today = self.env.company, fields.Date.context_today(self)
        employees = self.env.user._get_sales_office_employees()
        if not employees or not company._sales_office_uses("commission"):
            return []
        # sudo: plans and books; told is what the reader earns
        members = self.env["sales.office.commission.plan.member"].sudo()
        here = Domain("employee_id.company_id", "=", company.id) & Domain("company_id", "=", company.id)
        own, unapproved = yield [
            Search(members, Domain("employee_id", "in", employees.ids) & here, "id", reads=("plan_id",)),
            self.env["sales.office.commission.rule"]._find_unapproved(),
        ]
        employee, plans = own.employee_id, own.plan_id
        if not plans:
            return []
        read_lines(plans, "member_ids", "rule_ids", "rule_ids.tier_ids", "multiplier_ids", "version_ids")
        plans = plans._filter_in_force(employee, today).sorted(lambda plan: (plan.name, -plan.version, -plan.id))
        return (yield from together([plan._ask_estimate(employee, today, bool(unapproved)) for plan in plans]))

    def _ask_estimate(self, employee, day, gated):
        """Return, as a question, the :class:`Estimate` of an employee for the period of ``day``.

        :param gated: whether prices that were not approved keep anything from earning
        """
        period, rules = self._get_period(day), self.rule_ids
        books, engine = self.env["sales.office.commission.books"], self.env["sales.office.settlement"]
        stays = yield books._get_belonging(rules, employee)
        credits = books._get_credits_of(books._get_credits_between(rules, *period, stays), employee)
        owners = {(credit.target.rule, credit.target.pool) for credit in credits if credit.target.pool}
        owners |= {(rule, employee) for rule in rules}
        rows, achieved = yield from together(
            [
                books._ask_sold(credits, rules._get_conditions(gated)),
                engine._ask_achievements([(*owner, period[0]) for owner in owners], {self.company_id: stays}),
            ]
        )
        outcome = engine._get_outcomes(self, employee, *period, rows, achieved)[employee]
        return Estimate(self, period, Outcome({}, []), outcome, rules.browse())
