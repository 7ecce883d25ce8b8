from odoo import api, fields, models
from odoo.tools import format_amount

from ...models.organization.record.phrases import join_names
from ...models.organization.rpc.rpc import rpc


class SalesOfficeReceivableDialog(models.TransientModel):
    """Asks what a step of collecting needs besides words: a day and an amount, or a person (R119)."""

    _name = "sales.office.receivable.dialog"
    _description = "Promise, Dispute or Another Collector"
    _inherit = "sales.office.reader.mixin"

    operation = fields.Selection(
        [("promise", "Promise to Pay"), ("dispute", "Dispute"), ("assign", "Give to a Colleague")],
        required=True,
        default="promise",
        readonly=True,
    )
    receivable_ids = fields.Many2many("sales.office.receivable", string="Receivables", readonly=True)
    is_single = fields.Boolean(compute="_compute_total")
    total = fields.Char(string="Still Due", compute="_compute_total")
    currency_id = fields.Many2one("res.currency", compute="_compute_total")
    promised_on = fields.Date(string="Customer Pays by")
    amount = fields.Monetary(string="Promised Amount", compute="_compute_amount", store=True, readonly=False)
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        domain="[('in_same_office', '=', True), ('company_ids', 'in', allowed_company_ids)]",
    )
    text = fields.Text(string="What Is to Be Cleared Up")

    @api.depends("receivable_ids")
    @api.depends_context("lang")
    def _compute_total(self):
        for dialog in self:
            items = dialog.receivable_ids
            dialog.is_single = len(items) == 1
            dialog.currency_id = items.currency_id if len(items.currency_id) == 1 else False
            dialog.total = join_names(
                self.env,
                (
                    format_amount(self.env, sum(same.mapped("residual_currency")), currency)
                    for currency, same in items.grouped("currency_id").items()
                ),
            )

    @api.depends("receivable_ids")
    def _compute_amount(self):
        for dialog in self:
            dialog.amount = dialog.receivable_ids.residual_currency if len(dialog.receivable_ids) == 1 else 0

    @rpc(one=True)
    def action_confirm(self):
        """Pass everything on to the receivables, which check the right to."""
        match self.operation:
            case "promise":
                self.receivable_ids.action_promise(self.promised_on, self.amount if self.is_single else 0)
            case "dispute":
                self.receivable_ids.action_dispute(self.user_id, self.text or "")
            case "assign":
                self.receivable_ids.action_assign(self.user_id)
        return {"type": "ir.actions.act_window_close"}
