from odoo import models


class SalesOfficeStatement(models.Model):
    """The bonuses on a statement are paid when it is."""

    _inherit = "sales.office.statement"

    def _move(self, state, **values):
        result = super()._move(state, **values)
        if state == "paid":
            # sudo: as the statement itself; the caller has checked
            rewards = self.sudo().line_ids.reward_id
            rewards.filtered(lambda reward: reward.state == "approved").write({"state": "paid"})
        return result
