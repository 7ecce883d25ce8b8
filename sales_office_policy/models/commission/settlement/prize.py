from odoo import models


class SalesOfficeSettlement(models.AbstractModel):
    """Takes the money won in closed contests into the statements (R126)."""

    _inherit = "sales.office.settlement"

    def _prepare_dues(self, plan, employees, date_to):
        """Add what participants have won and no statement pays yet."""
        winners = self.env["sales.office.contest.participant"].search(
            [
                ("company_id", "=", plan.company_id.id),
                ("employee_id", "in", employees.ids),
                ("contest_id.date_to", "<=", date_to),
                ("prize_open", ">", 0),
            ],
            order="id",
        )
        dues = super()._prepare_dues(plan, employees, date_to)
        return dues + [(winner.employee_id, self._prepare_prize(winner)) for winner in winners]

    def _prepare_prize(self, winner):
        return {
            "kind": "prize",
            "contest_participant_id": winner.id,
            "period_from": winner.contest_id.date_from,
            "period_to": winner.contest_id.date_to,
            "amount": winner.prize_open,
        }
