from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeRewardRefuse(models.TransientModel):
    """Asks for the reason with which a proposal is refused, or an approved reward taken back."""

    _name = "sales.office.reward.refuse"
    _description = "Refuse a Reward"
    _inherit = "sales.office.reader.mixin"

    reward_id = fields.Many2one(
        "sales.office.reward",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    purpose = fields.Selection(
        [("refuse", "Refuse"), ("cancel", "Take Back")],
        string="Operation",
        required=True,
        default="refuse",
        readonly=True,
    )
    reason = fields.Text(required=True)

    @rpc(one=True)
    def action_confirm(self):
        """Refuse or take back; the reward checks who may."""
        if self.purpose == "cancel":
            self.reward_id.action_cancel(self.reason)
        else:
            self.reward_id.action_refuse(self.reason)
