from collections import defaultdict
from typing import NamedTuple

from odoo import models

from ..settlement import tiers
from ..statement.statement import format_period


class Simulated(NamedTuple):
    """What a plan makes of some days for an employee: company currency, and in words by period and rule."""

    amount: object
    texts: tuple


class SalesOfficeCommissionPlan(models.Model):
    """What a plan would have paid, and what plans did pay, by the books as they are now (R133)."""

    _inherit = "sales.office.commission.plan"

    def _simulate(self, date_from, date_to):
        """Return ``{employee: Simulated}`` as if the plan had been in force all the time between two days.

        Whoever joins it only after them counts from the first day on, everybody else from his own day. The plan is
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
