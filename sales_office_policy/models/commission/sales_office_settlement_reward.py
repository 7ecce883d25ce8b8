from odoo import models


class SalesOfficeSettlement(models.AbstractModel):
    """Takes approved bonuses into the statements (R059)."""

    _inherit = "sales.office.settlement"

    def _prepare_earnings(self, plan, date_from, date_to):
        lines = super()._prepare_earnings(plan, date_from, date_to)
        employees = self.env["hr.employee"].concat(*lines) | self._get_leavers(plan, date_from, date_to)
        for reward in self._get_open_rewards(plan, employees, date_from, date_to):
            lines[reward.employee_id].append(self._prepare_reward(reward))
        return lines

    def _get_leavers(self, plan, date_from, date_to):
        """Return who was a member before the period and is in no plan now: he is still owed his bonuses."""
        former = plan._get_lineage().member_ids.filtered(lambda m: m.date_to and m.date_to < date_from).employee_id
        current = self.env["sales.office.commission.plan.member"].search(
            [
                ("employee_id", "in", former.ids),
                ("date_from", "<=", date_to),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", date_from),
            ]
        )
        return former - current.employee_id

    def _get_open_rewards(self, plan, employees, date_from, date_to):
        """Return bonuses that no statement pays or takes back yet, of employees whose statement is still open."""
        Statement = self.env["sales.office.statement"]
        moved = Statement.search([("plan_id", "=", plan.id), ("date_from", "=", date_from), ("state", "!=", "draft")])
        return self.env["sales.office.reward"].search(
            [
                ("company_id", "=", plan.company_id.id),
                ("employee_id", "in", (employees - moved.employee_id).ids),
                ("date", "<=", date_to),
                ("reward_open", "!=", 0),
            ],
            order="date, id",
        )

    def _prepare_reward(self, reward):
        return {
            "kind": "reward" if reward.reward_open > 0 else "correction",
            "reward_id": reward.id,
            "period_from": reward.date,
            "period_to": reward.date,
            "amount": reward.reward_open,
        }
