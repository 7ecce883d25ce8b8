from collections import defaultdict
from typing import NamedTuple

from odoo import models

from ..statement.statement_line import BY_LINK, DEDUCTED, EARNED, KINDS
from . import arithmetic


class Room(NamedTuple):
    """What fines may take of somebody: ``left`` here, ``limit`` of all statements of the month, of which ``taken`` by
    those there are, ``earned`` by them.
    """

    left: arithmetic.Decimal
    taken: arithmetic.Decimal
    limit: arithmetic.Decimal
    earned: arithmetic.Decimal
    statements: int

    def get_figures(self):
        """Return what the explanation needs, as JSON."""
        return {"base": str(self.earned), "limit": str(self.limit), "statements": self.statements}


class SalesOfficeSettlement(models.AbstractModel):
    """Takes up what is open beside the books, until no line has anything of it to settle: bonuses (R059), prizes
    (R126), fines (R134), balances, and what finance wants taken in although no statement would take it by itself.

    Fines are deducted as far as they may take of what was earned. Statements of one employee that end on the same day
    are paid together, whatever their plans: what fines may take of each, by its plan, is one sum for all of them. An
    advance or a balance brought forward is not earned.
    """

    _inherit = "sales.office.settlement"

    def _search_open(self, link, settling, employees, operator, until="<="):
        """Return the records of which something is open, above or below zero, in the order they are served.

        :param link: the field of a line that would link them; see :data:`SOURCES`
        :param operator: how what is open compares with zero
        :param until: how the day they are about compares with the last one of the period
        """
        source, Line = BY_LINK[link], self.env["sales.office.statement.line"]
        return self.env[Line._fields[link].comodel_name].search(
            [
                ("company_id", "=", settling.plan.company_id.id),
                ("employee_id", "in", employees.ids),
                (source.day, until, settling.date_to),
                (source.open, operator, 0),
            ],
            order=source.order,
        )

    def _settle_rewards(self, settling):
        """Yield the bonuses that no statement pays or takes back yet."""
        for reward in self._search_open("reward_id", settling, settling.payees, "!="):
            vals = {
                "kind": "reward" if reward.reward_open > 0 else "correction",
                "reward_id": reward.id,
                "period_from": reward.date,
                "period_to": reward.date,
                "amount": reward.reward_open,
            }
            yield reward.employee_id, vals

    def _settle_prizes(self, settling):
        """Yield the money won in closed contests that no statement pays yet."""
        for winner in self._search_open("contest_participant_id", settling, settling.payees, ">"):
            vals = {
                "kind": "prize",
                "contest_participant_id": winner.id,
                "period_from": winner.contest_id.date_from,
                "period_to": winner.contest_id.date_to,
                "amount": winner.prize_open,
            }
            yield winner.employee_id, vals

    def _settle_balances(self, settling):
        """Yield what earlier statements, of whatever plan, ended below zero by."""
        balances = self._search_open("carried_statement_id", settling, settling.members, ">", until="<")
        balances._lock()
        for statement in balances:
            vals = {
                "kind": "balance",
                "carried_statement_id": statement.id,
                "period_from": statement.date_from,
                "period_to": statement.date_to,
                "amount": -statement.balance_open,
            }
            yield statement.employee_id, vals

    def _settle_untaken(self, settling):
        """Yield what is to be taken in, once, by whichever plan pays the employee next."""
        rows = self.env["sales.office.untaken"].search(
            [
                ("company_id", "=", settling.plan.company_id.id),
                ("employee_id", "in", settling.payees.ids),
                ("state", "=", "taken"),
                ("statement_id", "=", False),
                ("date", "<=", settling.date_to),
            ],
            order="date, id",
        )
        older = rows.filtered(lambda row: row.kind == "older")
        # this plan corrects by itself what it still looks back at
        own = older.filtered(lambda row: row.plan_id in settling.plans and row.period_from >= settling.since)
        rows, older = rows - own, older - own
        changes = self._get_changes([row._get_claim() for row in older])
        for row in rows:
            lines = changes.get(row._get_claim(), []) if row in older else [row._prepare_line_vals()]
            for vals in lines:
                yield row.employee_id, {**vals, "untaken_id": row.id}

    def _get_changes(self, claims):
        """Return ``{claim: [line values]}``: by what the books differ now from what all lines say; claims without a
        difference are left out.

        :param claims: ``(employee, plan, first day, last day)`` of whole periods, plans of one company
        """
        if not claims:
            return {}
        plans = self.env["sales.office.commission.plan"].union(*(claim[1] for claim in claims))
        since, until = min(claim[2] for claim in claims), max(claim[3] for claim in claims)
        employees = self.env["hr.employee"].union(*(claim[0] for claim in claims))
        earned = self._get_earned(plans.rule_ids, since, until, employees)
        settled = self._get_settled(plans.rule_ids, since)
        changes = defaultdict(list)
        for claim in claims:
            employee, plan, *period = claim
            for rule in plan.rule_ids:
                vals = self._prepare_earning(earned, settled, employee, rule, *period)
                if vals["amount"]:
                    changes[claim].append({"kind": "correction", **vals})
        by_key = {(claim[0], claim[1].id, claim[2]): claim for claim in claims}
        corrections = [("correction", *claim) for claim in claims]
        for employee, vals in self._prepare_adjustments(corrections, earned, since):
            changes[by_key[employee, vals["plan_id"], vals["period_from"]]].append(vals)
        return dict(changes)

    def _settle_fines(self, settling):
        """Yield each open fine, deducted as far as the cap allows.

        A fine is open with what no statement line has deducted yet; one that does not fit
        gets a line all the same, which says that it is carried.
        """
        plan, lines = settling.plan, settling.lines
        if not plan.fine_cap_percent or not plan.company_id.sales_office_fines_enabled:
            return
        open_fines = self._search_open("violation_id", settling, settling.members, ">")
        by_employee = open_fines.grouped("employee_id")
        rooms = self._get_rooms(plan, settling.date_to, {employee: lines[employee] for employee in by_employee})
        for employee, violations in by_employee.items():
            room = rooms[employee]
            payable = [(violation, arithmetic.decimal(violation.fine_open)) for violation in violations]
            for deduction in arithmetic.deduct(payable, room.left):
                yield employee, self._prepare_fine(deduction) | {"figures": room.get_figures()}

    def _get_rooms(self, plan, date_to, lines):
        """Return ``{employee: Room}`` for fines on the statement that is made of the ``lines`` of each."""
        step = arithmetic.decimal(plan.currency_id.rounding)
        written = self._get_written(plan.company_id, self.env["hr.employee"].concat(*lines), date_to)
        rooms = {}
        for employee, vals_list in lines.items():
            earned = defaultdict(arithmetic.Decimal, {plan: self._sum(vals_list, EARNED)})
            here, taken = self._sum(vals_list, KINDS), arithmetic.ZERO
            for of_plan, kind, amount in written[employee]:
                if kind in DEDUCTED:
                    taken -= amount
                elif kind in EARNED:
                    earned[of_plan] += amount
                if of_plan == plan:
                    here += amount
            shares = [(amount, arithmetic.decimal(of_plan.fine_cap_percent)) for of_plan, amount in earned.items()]
            limit = arithmetic.cap_together(shares, step)
            left = max(min(limit - taken, here), arithmetic.ZERO)
            rooms[employee] = Room(left, taken, limit, sum(earned.values(), arithmetic.ZERO), len(earned))
        return rooms

    def _get_written(self, company, employees, date_to):
        """Return ``{employee: [(plan, kind, amount)]}`` of the lines there are on statements that end on that day."""
        groups = self.env["sales.office.statement.line"]._read_group(
            [
                ("company_id", "=", company.id),
                ("employee_id", "in", employees.ids),
                ("statement_id.date_to", "=", date_to),
            ],
            ["employee_id", "statement_id", "kind"],
            ["amount:sum"],
        )
        written = defaultdict(list)
        for employee, statement, kind, amount in groups:
            written[employee].append((statement.plan_id, kind, arithmetic.decimal(amount)))
        return written

    def _sum(self, vals_list, kinds):
        return sum((arithmetic.decimal(vals["amount"]) for vals in vals_list if vals["kind"] in kinds), arithmetic.ZERO)

    def _settle_overdrawn(self, plan, date_to, lines):
        """Compute drafts of other plans anew that took fines before this one, written by now, earned less."""
        drafts = self.env["sales.office.statement"].search(
            [
                ("company_id", "=", plan.company_id.id),
                ("employee_id", "in", self.env["hr.employee"].concat(*lines).ids),
                ("date_to", "=", date_to),
                ("plan_id", "!=", plan.id),
                ("state", "=", "draft"),
                ("line_ids.kind", "in", list(DEDUCTED)),
            ]
        )
        rooms = self._get_rooms(plan, date_to, dict.fromkeys(drafts.employee_id, ())) if drafts else {}
        drafts = drafts.filtered(lambda draft: rooms[draft.employee_id].taken > rooms[draft.employee_id].limit)
        for other, date_from in dict.fromkeys((draft.plan_id, draft.date_from) for draft in drafts):
            self._settle(other, date_from, date_to, others=False)

    def _settle_refunds(self, settling):
        """Yield what gives back the fines deducted for cases annulled since.

        Whatever the cap says now, and whether the company still fines.
        """
        for violation in self._search_open("violation_id", settling, settling.payees, "<"):
            yield violation.employee_id, self._prepare_refund(violation)

    def _prepare_refund(self, violation):
        return {
            "kind": "refund",
            "violation_id": violation.id,
            "period_from": violation.date,
            "period_to": violation.date,
            "open_amount": violation.fine_open,
            "amount": -violation.fine_open,
        }

    def _prepare_fine(self, deduction):
        violation = deduction.key
        return {
            "kind": "brought_forward" if violation.office_statement_line_ids else "fine",
            "violation_id": violation.id,
            "period_from": violation.date,
            "period_to": violation.date,
            "open_amount": float(deduction.payable),
            "amount": float(-deduction.deducted),
        }
