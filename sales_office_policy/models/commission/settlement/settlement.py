from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo import api, fields, models

from ...organization.record.rows import insert_rows
from ..statement.statement import AMOUNTS, LOCKED, get_amounts
from . import arithmetic
from .arithmetic import NOTHING, Earned

#: how a statement comes about: each yields ``(employee, line values)`` and sees what those before it have made
STAGES = (
    "_settle_earnings",  # by the rules: commission of the period, corrections of locked ones
    "_settle_adjustments",  # by the plan: multipliers, cap, guarantee
    "_settle_draws",  # advanced, or recovered from what is above them
    "_settle_refunds",  # fines of cases annulled since
    "_settle_rewards",
    "_settle_prizes",
    "_settle_untaken",  # what finance wants taken in
    "_settle_fines",  # measured by what is earned above
    "_settle_balances",  # what earlier statements ended below zero by: neither earned nor a fine, so it comes last
)

#: what the values of a line need not say
NO_LINE = {"violation_id": False, "carried_statement_id": False, "amount": 0.0, "open_amount": 0.0}


class Settling(NamedTuple):
    """A period of a plan being settled: what the stages ask about, and the ``lines`` they have made so far.

    ``plans`` are the plan and the versions before it, ``since`` the first day that is looked back to, ``leavers`` who
    is in no plan any more, for whom something may wait all the same. ``claims`` are the periods that are settled or
    corrected, ``(kind, employee, plan, first day, last day)``; ``earned`` is what they are worth by the books and
    ``settled`` what lines say already. ``lines`` are ``{employee: [line values]}``.
    """

    plan: models.BaseModel
    date_from: date
    date_to: date
    plans: models.BaseModel
    since: date
    leavers: models.BaseModel
    claims: list
    earned: dict
    settled: dict
    lines: dict

    @property
    def members(self):
        """Who gets lines, as far as is known by now."""
        return self.leavers.browse().concat(*self.lines)

    @property
    def payees(self):
        """Who may be paid what waits: whoever gets lines anyway, and leavers."""
        return self.members | self.leavers


class SalesOfficeSettlement(models.AbstractModel):
    """Settles a period of a plan by difference.

    What an employee earned in a period is a function of the books as they are now. A line
    is that, less what all other statement lines say about the same employee, rule and
    period. So the lines of a period always add up to what the books said when they were
    last computed: refunds, cancelled or corrected invoices, reopened or deleted statements
    need no case of their own.

    Everything is read in a constant number of queries per plan and period, in sudo: the
    caller has checked who asks.
    """

    _name = "sales.office.settlement"
    _description = "Commission Settlement"

    @api.model
    def _settle(self, plan, date_from, date_to, others=True):
        """Make or recompute the drafts of ``plan`` for a period; return all its statements of the period.

        :param others: compute drafts of other plans anew where fines took more than both leave room for
        """
        # two runs at once collide on these rows: the second is rolled back and tried again
        lineage = plan._get_lineage()
        lineage.write({"settled_at": fields.Datetime.now()})
        lineage.flush_recordset(["settled_at"])
        Statement = self.env["sales.office.statement"].with_context(tracking_disable=True)
        statements = Statement.search([("plan_id", "=", plan.id), ("date_from", "=", date_from)])
        drafts = statements.filtered(lambda s: s.state == "draft")
        drafts.line_ids.filtered(lambda line: not line._is_agreed()).unlink()

        settling = self._begin(plan, date_from, date_to, closed=(statements - drafts).employee_id)
        for stage in STAGES:
            for employee, vals in list(getattr(self, stage)(settling)):
                settling.lines[employee].append(vals)

        statements = self._write_lines(plan, (date_from, date_to), statements, settling.lines)
        if others:
            self._settle_overdrawn(plan, date_to, settling.lines)
        return statements

    def _begin(self, plan, date_from, date_to, closed):
        """Return the :class:`Settling` of a period, without employees whose statement is ``closed`` already."""
        plans = plan._get_lineage()
        since, _last = plan._get_period(date_from, back=plan.lookback_periods)
        settled = self._get_settled(plans.rule_ids, since)
        claims = [
            ("commission", employee, plan, date_from, date_to)
            for employee in self._get_claimants(plan, date_from, date_to, settled)
        ]
        claims += [("correction", *locked) for locked in self._get_locked(plans, since, date_from)]
        known = set(closed)
        claims = [claim for claim in claims if claim[1] not in known]
        first = min((claim[3] for claim in claims), default=date_from)
        return Settling(
            *(plan, date_from, date_to, plans, since),
            leavers=self._get_leavers(plan, date_from, date_to) - closed,
            claims=claims,
            earned=self._get_earned(plans.rule_ids, first, date_to),
            settled=settled,
            lines=defaultdict(list),
        )

    def _write_lines(self, plan, period, statements, lines):
        """Write the lines, ``{employee: [line values]}``, with which statements come and go; return them all."""
        drafts = statements.filtered(lambda s: s.state == "draft")
        empty = drafts.filtered(lambda s: s.employee_id not in lines and not s.line_ids)
        statements -= empty
        empty.unlink()
        known = set(statements.employee_id)
        new = self._write_statements(plan, period, {one: of for one, of in lines.items() if one not in known})
        statements |= new
        by_employee = statements.grouped("employee_id")
        Line = self.env["sales.office.statement.line"]
        sequences = Line._get_sequences()
        written = [new._fields[name] for name in (*AMOUNTS, "balance_open")]
        with self.env.protecting(written, new):  # they were written with these lines in mind
            insert_rows(
                Line,
                [
                    {**common, "sequence": sequences[vals["kind"]], **vals}
                    for employee, vals_list in lines.items()
                    for common in [by_employee[employee]._prepare_line_vals()]
                    for vals in vals_list
                ],
            )
        statements.flush_recordset()  # all that follows from the lines at once
        return statements

    def _write_statements(self, plan, period, lines):
        """Write the drafts that ``lines``, ``{employee: [line values]}``, will make, with what they come to."""
        Statement = self.env["sales.office.statement"]
        common = {"plan_id": plan.id, "company_id": plan.company_id.id, "currency_id": plan.currency_id.id}
        common |= {"date_from": period[0], "date_to": period[1], "state": "draft", "balance_open": 0.0}
        departments = self.env["sales.office.membership"]._get_departments((one, period[1]) for one in lines)
        belonging = {
            employee.id: {"employee_id": employee.id, "department_id": department.id, "user_id": employee.user_id.id}
            for (employee, _day), department in departments.items()
        }
        return insert_rows(
            Statement,
            [
                {**common, **belonging[employee.id], **get_amounts([{**NO_LINE, **vals} for vals in vals_list])}
                for employee, vals_list in lines.items()
            ],
        )

    def _settle_earnings(self, settling):
        """Yield the commission of the period and the corrections of earlier ones, rule by rule.

        Members of the period always get their lines; who left gets what has changed since.
        """
        scopes = settling.plans.rule_ids._get_scopes()
        for kind, employee, plan, *period in settling.claims:
            for rule in plan.rule_ids:
                vals = self._prepare_earning(settling.earned, settling.settled, employee, rule, *period)
                vals["figures"] = vals["figures"] | scopes[rule].get_figures(employee, period)
                if kind == "commission" or vals["amount"]:
                    yield employee, {"kind": kind, **vals}

    def _get_leavers(self, plan, date_from, date_to):
        """Return who was a member before the period and is in no plan of the company now: what waits is still owed."""
        former = self.env["hr.employee"].concat(
            *(member.employee_id for member in plan._get_lineage().member_ids if member._get_days()[1] < date_from)
        )
        current = self.env["sales.office.commission.plan.member"].search(
            [
                ("employee_id", "in", former.ids),
                ("company_id", "=", plan.company_id.id),
                ("plan_id.state", "!=", "draft"),
                ("date_from", "<=", date_to),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", date_from),
            ]
        )
        return former - current.filtered(lambda member: member._is_between(date_from, date_to)).employee_id

    def _get_claimants(self, plan, date_from, date_to, settled):
        """Return the members of the period, and who is none any more but was settled for it by other statements."""
        former = (employee for employee, rule, period in settled if period == date_from and rule.plan_id == plan)
        return plan._get_members(date_from, date_to).employee_id.union(*former)

    def _get_locked(self, plans, date_from, date_to):
        """Return ``[(employee, plan, first day, last day)]`` of what can only be corrected, with periods in [from, to).

        That is who has a locked statement, and who was entered too late to have one when the others' were locked.
        """
        statements = self.env["sales.office.statement"].search(
            [("plan_id", "in", plans.ids), ("date_from", ">=", date_from), ("date_from", "<", date_to)],
            order="date_from, id",
        )
        locked = statements.filtered(lambda s: s.state in LOCKED)
        members = [
            (employee, plan, *period)
            for plan, *period in dict.fromkeys((s.plan_id, s.date_from, s.date_to) for s in locked)
            for employee in plan._get_members(*period).employee_id
        ]
        open_ones = {(s.employee_id, s.plan_id, s.date_from, s.date_to) for s in statements - locked}
        own = [(s.employee_id, s.plan_id, s.date_from, s.date_to) for s in locked]
        return [claim for claim in dict.fromkeys(own + members) if claim not in open_ones]

    def _get_settled(self, rules, date_from):
        """Return ``{(employee, rule, first day of period): Earned}`` as all lines there are say."""
        groups = self.env["sales.office.statement.line"]._read_group(
            [("rule_id", "in", rules.ids), ("period_from", ">=", date_from)],
            ["employee_id", "rule_id", "period_from:day"],
            ["base_amount:sum", "quantity:sum", "amount:sum"],
        )
        return {
            (employee, rule, period): Earned(*map(arithmetic.decimal, figures), {})
            for employee, rule, period, *figures in groups
        }

    def _prepare_earning(self, earned, settled, employee, rule, date_from, date_to):
        now = earned.get((rule, employee, date_from)) or self._earn_nothing(rule)
        before = settled.get((employee, rule, date_from), NOTHING) if settled else NOTHING
        return {
            "rule_id": rule.id,
            "period_from": date_from,
            "period_to": date_to,
            "rate": float(now.rate),
            "base_amount": float(now.base - before.base),
            "quantity": float(now.quantity - before.quantity),
            "amount": float(now.amount - before.amount),
            "settled_base": float(before.base),
            "settled_quantity": float(before.quantity),
            "settled_amount": float(before.amount),
            "figures": now.figures,
        }
