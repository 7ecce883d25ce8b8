from odoo import fields, models

from ....models.organization.rpc.rpc import rpc


class SalesOfficeDueDialog(models.TransientModel):
    """Asks how something was settled that no commission plan takes up."""

    _name = "sales.office.due.dialog"
    _description = "Settled Outside"
    _inherit = "sales.office.reader.mixin"

    due_id = fields.Many2one("sales.office.due", required=True)
    reason = fields.Text(required=True)

    @rpc(one=True)
    def action_apply(self):
        """Do it; the due checks who asks."""
        self.due_id.action_settle_outside(self.reason)
