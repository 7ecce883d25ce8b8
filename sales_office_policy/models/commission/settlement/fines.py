from collections import defaultdict
from typing import NamedTuple

from odoo import models

from ..statement.line_kinds import DEDUCTED, EARNED, KINDS
from . import arithmetic, tiers


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
    """Deducts fines, as far as they may take of what was earned (R134).

    Statements of one employee that end on the same day are paid together, whatever their plans: what fines may take of
    each, by its plan, is one sum for all of them. An advance or a balance brought forward is not earned.
    """

    _inherit = "sales.office.settlement"

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
            here, taken = self._sum(vals_list, KINDS), tiers.ZERO
            for of_plan, kind, amount in written[employee]:
                if kind in DEDUCTED:
                    taken -= amount
                elif kind in EARNED:
                    earned[of_plan] += amount
                if of_plan == plan:
                    here += amount
            shares = [(amount, arithmetic.decimal(of_plan.fine_cap_percent)) for of_plan, amount in earned.items()]
            limit = arithmetic.cap_together(shares, step)
            left = max(min(limit - taken, here), tiers.ZERO)
            rooms[employee] = Room(left, taken, limit, sum(earned.values(), tiers.ZERO), len(earned))
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
        return sum((arithmetic.decimal(vals["amount"]) for vals in vals_list if vals["kind"] in kinds), tiers.ZERO)

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
