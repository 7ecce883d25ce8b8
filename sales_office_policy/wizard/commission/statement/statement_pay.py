from odoo import api, fields, models

from ....models.organization.rpc.rpc import rpc


class SalesOfficeStatementPay(models.TransientModel):
    """Shows what a batch of statements will pay, and asks for the accounting date."""

    _name = "sales.office.statement.pay"
    _description = "Pay Statements"
    _inherit = "sales.office.reader.mixin"

    statement_ids = fields.Many2many(
        "sales.office.statement",
        "sales_office_statement_pay_rel",
        string="Statements",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    date = fields.Date(string="Accounting Date", required=True, default=fields.Date.context_today)
    company_id = fields.Many2one("res.company", compute="_compute_totals")
    currency_id = fields.Many2one(related="company_id.currency_id")
    payout = fields.Selection(related="company_id.sales_office_payout")
    payable = fields.Monetary(string="To Be Paid", compute="_compute_totals")
    payable_count = fields.Integer(string="Statements to Pay", compute="_compute_totals")
    carried = fields.Monetary(string="Carried to the Next Statements", compute="_compute_totals")

    @api.depends("statement_ids")
    def _compute_totals(self):
        for dialog in self:
            statements = dialog.statement_ids
            dialog.company_id = statements.company_id[:1] or self.env.company
            dialog.payable = sum(statements.mapped("payable"))
            dialog.payable_count = len(statements.filtered("payable"))
            dialog.carried = sum(statements.mapped("balance_carried_forward"))

    @rpc(one=True)
    def action_pay(self):
        """Pay them; the statements check who asks and whether they may be paid."""
        self.statement_ids.action_pay(self.date)
        if self.statement_ids.payout_move_id:
            return self.statement_ids.payout_move_id._get_records_action(name=self.env._("Paid by"))
        return {"type": "ir.actions.act_window_close"}
