from odoo import fields, models
from odoo.exceptions import UserError

from ...models.organization.rpc.rpc import rpc


class SalesOfficePolicySign(models.TransientModel):
    """Asks whoever has read a policy for their signature, and confirms it for them."""

    _name = "sales.office.policy.sign"
    _description = "Sign a Policy"
    _inherit = "sales.office.reader.mixin"

    policy_id = fields.Many2one("sales.office.policy", required=True, readonly=True, ondelete="cascade")
    signer = fields.Char(string="Name of Who Signs", readonly=True, default=lambda self: self.env.user.name)
    signature = fields.Binary(attachment=False)

    @rpc(one=True)
    def action_confirm(self):
        """Confirm the policy with the signature, which checks whether it is the user's to confirm.

        :raises UserError: not signed
        """
        if not self.signature:
            raise UserError(self.env._("Sign first."))
        self.policy_id.action_acknowledge(self.signature)
        return {"type": "ir.actions.act_window_close"}
