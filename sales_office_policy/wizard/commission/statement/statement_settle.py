from odoo import fields, models

from ....models.organization.rpc.rpc import rpc


class SalesOfficeStatementSettle(models.TransientModel):
    """Asks what was agreed on a disputed statement or line, and why."""

    _name = "sales.office.statement.settle"
    _description = "Settle Dispute"
    _inherit = "sales.office.reader.mixin"

    statement_id = fields.Many2one("sales.office.statement", required=True, ondelete="cascade")
    line_id = fields.Many2one("sales.office.statement.line", ondelete="cascade", help="If only this line is meant.")
    line_dispute = fields.Text(related="line_id.dispute_text", related_sudo=False)
    currency_id = fields.Many2one(related="statement_id.currency_id", related_sudo=False)
    amount = fields.Monetary(string="Agreed Amount", help="Paid more; less with a minus sign.")
    dispute_reason = fields.Text(related="statement_id.dispute_reason", related_sudo=False)
    reason = fields.Text(required=True)

    @rpc(one=True)
    def action_apply(self):
        """Do it; the statement checks who asks and when."""
        subject = self.line_id or self.statement_id
        subject.action_settle_dispute(self.amount, self.reason)
