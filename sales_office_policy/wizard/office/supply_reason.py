from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeSupplyReason(models.TransientModel):
    """Takes the reason why a request for supplies is refused, or a move corrected."""

    _name = "sales.office.supply.reason"
    _description = "Refuse or Correct Supplies"
    _inherit = "sales.office.reader.mixin"

    move_id = fields.Many2one(
        "sales.office.supply.move",
        string="Supply Move",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    operation = fields.Selection([("refuse", "Refuse"), ("reverse", "Correct")], required=True, default="refuse")
    reason = fields.Char(required=True)

    @rpc(one=True)
    def action_confirm(self):
        """Do it; the move checks who may."""
        if self.operation == "refuse":
            self.move_id.action_refuse(self.reason)
        else:
            self.move_id.action_reverse(self.reason)
        return {"type": "ir.actions.act_window_close"}
