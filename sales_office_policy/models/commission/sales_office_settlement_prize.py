from odoo import models


class SalesOfficeSettlement(models.AbstractModel):
    """Takes the money won in closed contests into the statements (R126)."""

    _inherit = "sales.office.settlement"

    def _prepare_earnings(self, plan, date_from, date_to):
        lines = super()._prepare_earnings(plan, date_from, date_to)
        employees = self.env["hr.employee"].concat(*lines) | self._get_leavers(plan, date_from, date_to)
        for winner in self._get_open_prizes(plan, employees, date_from, date_to):
            lines[winner.employee_id].append(self._prepare_prize(winner))
        return lines

    def _get_open_prizes(self, plan, employees, date_from, date_to):
        """Return the winners (participants) that no statement pays yet and whose statement can still take it."""
        moved = self.env["sales.office.statement"].search(
            [("plan_id", "=", plan.id), ("date_from", "=", date_from), ("state", "!=", "draft")]
        )
        return self.env["sales.office.contest.participant"].search(
            [
                ("company_id", "=", plan.company_id.id),
                ("employee_id", "in", (employees - moved.employee_id).ids),
                ("contest_id.date_to", "<=", date_to),
                ("prize_open", ">", 0),
            ],
            order="id",
        )

    def _prepare_prize(self, winner):
        return {
            "kind": "prize",
            "contest_participant_id": winner.id,
            "period_from": winner.contest_id.date_from,
            "period_to": winner.contest_id.date_to,
            "amount": winner.prize_open,
        }
