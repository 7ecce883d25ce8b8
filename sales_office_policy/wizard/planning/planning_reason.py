from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficePlanningReason(models.TransientModel):
    """Takes the words for what somebody does with a target or a plan."""

    _name = "sales.office.planning.reason"
    _description = "Reason about a Target or Plan"
    _inherit = "sales.office.reader.mixin"

    target_id = fields.Many2one("sales.office.target", ondelete="cascade")
    plan_id = fields.Many2one("sales.office.plan", string="Year Plan", ondelete="cascade")
    operation = fields.Selection(
        [
            ("dispute", "Dispute"),
            ("insist", "Keep as It Is"),
            ("take_back", "Take Back"),
            ("accept_difference", "Accept the Difference"),
            ("send_back", "Send Back"),
        ],
        required=True,
        default="dispute",
    )
    reason = fields.Text()

    @rpc(one=True)
    def action_confirm(self):
        """Pass the words to the action, which checks who may do it and whether they are missing."""
        match self.operation:
            case "dispute":
                self.target_id.action_dispute(self.reason)
            case "insist":
                self.target_id.action_insist(self.reason)
            case "take_back":
                self.target_id.action_take_back(self.reason)
            case "accept_difference":
                self.target_id.action_accept_difference(self.reason)
            case "send_back":
                self.plan_id.action_send_back(self.reason)
        return {"type": "ir.actions.act_window_close"}
