from odoo import fields, models

from ....models.organization.rpc.rpc import rpc


class SalesOfficeStatementReason(models.TransientModel):
    """Asks for the words that go with disputing, answering or settling a statement or a line of it, or undoing it."""

    _name = "sales.office.statement.reason"
    _description = "Reason for a Statement"
    _inherit = "sales.office.reader.mixin"

    statement_id = fields.Many2one("sales.office.statement", required=True, ondelete="cascade")
    line_id = fields.Many2one("sales.office.statement.line", ondelete="cascade", help="If only this line is meant.")
    line_name = fields.Text(related="line_id.name", related_sudo=False)
    line_dispute = fields.Text(related="line_id.dispute_text", related_sudo=False)
    operation = fields.Selection(
        [
            ("dispute", "Dispute"),
            ("answer", "Answer"),
            ("settle", "Settle Dispute"),
            ("take_off", "Take Off"),
            ("reopen", "Reopen"),
            ("take_back", "Take Back the Payment"),
        ],
        required=True,
    )
    currency_id = fields.Many2one(related="statement_id.currency_id", related_sudo=False)
    amount = fields.Monetary(string="Agreed Amount", help="Paid more; less with a minus sign.")
    dispute_reason = fields.Text(related="statement_id.dispute_reason", related_sudo=False)
    reason = fields.Text(required=True)

    @rpc(one=True)
    def action_apply(self):
        """Do it; the statement checks who asks and when."""
        subject = self.line_id or self.statement_id
        if self.operation == "dispute":
            subject.action_dispute(self.reason)
        elif self.operation == "answer":
            subject.action_answer(self.reason)
        elif self.operation == "settle":
            subject.action_settle_dispute(self.amount, self.reason)
        elif self.operation == "take_off":
            self.line_id.action_take_off(self.reason)
        elif self.operation == "take_back":
            self.statement_id.action_take_back_payment(self.reason)
        else:
            self.statement_id.action_reopen(self.reason)
