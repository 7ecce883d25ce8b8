from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeRegisterDialog(models.TransientModel):
    """Asks for the reason, and the time, that a button of a register cannot pass."""

    _name = "sales.office.register.dialog"
    _description = "Say Why"
    _inherit = "sales.office.reader.mixin"

    kind = fields.Selection(
        [
            ("sign_out", "Sign Out Earlier"),
            ("cancel", "Cancel Visit"),
            ("send_back", "Send Back"),
            ("void", "Make Void"),
        ],
        required=True,
        readonly=True,
        default="sign_out",
    )
    visitor_id = fields.Many2one(
        "sales.office.visitor",
        readonly=True,
        ondelete="cascade",
        default=lambda self: self._default_subject("sales.office.visitor"),
    )
    letter_id = fields.Many2one(
        "sales.office.correspondence",
        readonly=True,
        ondelete="cascade",
        default=lambda self: self._default_subject("sales.office.correspondence"),
    )
    left_at = fields.Datetime(default=lambda self: self._default_left_at())
    reason = fields.Char(required=True)

    def _default_subject(self, model):
        context = self.env.context
        return context.get("active_id") if context.get("active_model") == model else False

    def _default_left_at(self):
        """Propose the time the office closed, if that has passed."""
        visitor = self.env["sales.office.visitor"].browse(self._default_subject("sales.office.visitor"))
        return min(visitor.closes_at or fields.Datetime.now(), fields.Datetime.now())

    @rpc(one=True)
    def action_confirm(self):
        """Do it; each register checks the right to."""
        match self.kind:
            case "sign_out":
                self.visitor_id.action_sign_out_at(self.left_at, self.reason)
            case "cancel":
                self.visitor_id.action_cancel(self.reason)
            case "send_back":
                self.letter_id.action_send_back(self.reason)
            case "void":
                self.letter_id.action_void(self.reason)
        return {"type": "ir.actions.act_window_close"}
