from odoo import models


class SalesOfficeSettlement(models.AbstractModel):
    """Takes approved bonuses into the statements (R059)."""

    _inherit = "sales.office.settlement"

    def _prepare_earnings(self, plan, date_from, date_to):
        lines = super()._prepare_earnings(plan, date_from, date_to)
        employees = self.env["hr.employee"].concat(*lines)
        for reward in self._get_open_rewards(plan, employees, date_from, date_to):
            lines[reward.employee_id].append(self._prepare_reward(reward))
        return lines

    def _get_open_rewards(self, plan, employees, date_from, date_to):
        """Return the bonuses that no statement pays yet, of employees whose statement can still take them."""
        Statement = self.env["sales.office.statement"]
        moved = Statement.search(
            [("plan_id", "=", plan.id), ("date_from", "=", date_from), ("state", "!=", "draft")]
        )
        return self.env["sales.office.reward"].search(
            [
                ("company_id", "=", plan.company_id.id),
                ("employee_id", "in", (employees - moved.employee_id).ids),
                ("date", "<=", date_to),
                ("reward_open", ">", 0),
            ],
            order="date, id",
        )

    def _prepare_reward(self, reward):
        return {
            "kind": "reward",
            "reward_id": reward.id,
            "period_from": reward.date,
            "period_to": reward.date,
            "amount": reward.reward_open,
        }
