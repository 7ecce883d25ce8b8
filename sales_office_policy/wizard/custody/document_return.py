from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeDocumentReturn(models.TransientModel):
    """Asks when a paper was really back, and why that was not recorded then."""

    _name = "sales.office.document.return"
    _description = "Correct a Return"
    _inherit = "sales.office.reader.mixin"

    loan_id = fields.Many2one(
        "sales.office.document.loan",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    handed_over_at = fields.Datetime(related="loan_id.handed_over_at")
    due_at = fields.Datetime(related="loan_id.due_at", string="Due Back")
    returned_at = fields.Datetime(string="Back Since", required=True)
    reason = fields.Char(required=True)

    @rpc
    def action_confirm(self):
        """Correct it; the loan checks the right to, and the time."""
        self.loan_id.action_correct_return(self.returned_at, self.reason)
        return {"type": "ir.actions.act_window_close"}
