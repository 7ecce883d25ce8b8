from odoo import fields, models


class SalesOfficeRewardRefuse(models.TransientModel):
    """Asks for the reason with which a reward is refused."""

    _name = "sales.office.reward.refuse"
    _description = "Refuse a Reward"
    _inherit = "sales.office.dialog.mixin"

    reward_id = fields.Many2one(
        "sales.office.reward",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Refuse; the reward checks who may."""
        self.ensure_one()
        self.reward_id.action_refuse(self.reason)
