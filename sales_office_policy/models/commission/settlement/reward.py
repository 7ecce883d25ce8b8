from odoo import models


class SalesOfficeSettlement(models.AbstractModel):
    """Takes approved bonuses into the statements (R059)."""

    _inherit = "sales.office.settlement"

    def _prepare_dues(self, plan, employees, date_to):
        """Add the bonuses that no statement pays or takes back yet."""
        rewards = self.env["sales.office.reward"].search(
            [
                ("company_id", "=", plan.company_id.id),
                ("employee_id", "in", employees.ids),
                ("date", "<=", date_to),
                ("reward_open", "!=", 0),
            ],
            order="date, id",
        )
        dues = super()._prepare_dues(plan, employees, date_to)
        return dues + [(reward.employee_id, self._prepare_reward(reward)) for reward in rewards]

    def _prepare_reward(self, reward):
        return {
            "kind": "reward" if reward.reward_open > 0 else "correction",
            "reward_id": reward.id,
            "period_from": reward.date,
            "period_to": reward.date,
            "amount": reward.reward_open,
        }
