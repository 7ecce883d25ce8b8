from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficePolicySendBack(models.TransientModel):
    """Asks for the reason when a version goes back to draft."""

    _name = "sales.office.policy.send.back"
    _description = "Send a Policy Back to Draft"
    _inherit = "sales.office.reader.mixin"

    policy_id = fields.Many2one("sales.office.policy", required=True, readonly=True)
    reason = fields.Text(required=True)

    @rpc(one=True)
    def action_confirm(self):
        """Send the version back with the reason."""
        return self.policy_id.action_send_back(self.reason)
