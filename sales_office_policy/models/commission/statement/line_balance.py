from odoo import api, fields, models


class SalesOfficeStatementLine(models.Model):
    """The line that takes over what an earlier statement ended below zero by."""

    _inherit = "sales.office.statement.line"

    kind = fields.Selection(
        selection_add=[("correction",), ("balance", "Balance Carried In"), ("carry",)], ondelete={"balance": "cascade"}
    )
    carried_statement_id = fields.Many2one(
        "sales.office.statement", string="Carried From", index="btree_not_null", ondelete="restrict"
    )

    _carried_once = models.UniqueIndex("(carried_statement_id) WHERE carried_statement_id IS NOT NULL")

    @api.depends("carried_statement_id.date_from")
    @api.depends_context("lang")
    def _compute_name(self):
        carried = self.filtered("carried_statement_id")
        for line in carried:
            line.name = self.env._("Balance of %(period)s", period=line.carried_statement_id._get_period_name())
        return super(SalesOfficeStatementLine, self - carried)._compute_name()

    @api.depends("carried_statement_id.balance_out")
    @api.depends_context("lang")
    def _compute_explanation(self):
        carried = self.filtered("carried_statement_id")
        for line in carried:
            line.explanation = self.env._(
                "%(period)s ended %(amount)s below zero and was not paid: %(amount)s are taken off here",
                period=line.carried_statement_id._get_period_name(),
                amount=line._format(-line.amount),
            )
        return super(SalesOfficeStatementLine, self - carried)._compute_explanation()
