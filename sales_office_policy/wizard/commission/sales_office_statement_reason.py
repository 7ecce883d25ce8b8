from odoo import fields, models


class SalesOfficeStatementReason(models.TransientModel):
    """Asks for the words that go with disputing, answering or reopening a statement."""

    _name = "sales.office.statement.reason"
    _description = "Reason for a Statement"
    _inherit = "sales.office.dialog.mixin"

    statement_id = fields.Many2one("sales.office.statement", required=True, ondelete="cascade")
    operation = fields.Selection([("dispute", "Dispute"), ("answer", "Answer"), ("reopen", "Reopen")], required=True)
    dispute_reason = fields.Text(related="statement_id.dispute_reason", related_sudo=False)
    reason = fields.Text(required=True)

    def action_apply(self):
        """Do it; the statement checks who asks and when."""
        self.ensure_one()
        if self.operation == "dispute":
            self.statement_id.action_dispute(self.reason)
        elif self.operation == "answer":
            self.statement_id.action_answer(self.reason)
        else:
            self.statement_id.action_reopen(self.reason)
