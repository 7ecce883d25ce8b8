from odoo import api, fields, models

from ...organization.record.phrases import join_phrases
from ...organization.rpc.rpc import core_door

#: what a statement is paid by, and what reverses it
PAYOUT_TYPES = ("in_invoice", "in_refund", "entry")


class AccountMove(models.Model):
    _inherit = "account.move"

    sales_office_split_text = fields.Char(
        string="Credit Shared by",
        compute="_compute_sales_office_split_text",
        compute_sudo=True,
        groups="sales_office_policy.group_member",
    )

    @api.depends_context("lang")
    def _compute_sales_office_split_text(self):
        for move in self:
            shared = move.invoice_line_ids.sale_line_ids.order_id.filtered("sales_office_split_text")
            move.sales_office_split_text = join_phrases(self.env, shared.mapped("sales_office_split_text"))

    @core_door
    def write(self, vals):
        """Tell the statements that a document pays when it is posted, reset or cancelled."""
        result = super().write(vals)
        if "state" in vals:
            self._notify_office_statements()
        return result

    def _notify_office_statements(self):
        """Let the statements know that what paid them was cancelled, reversed or posted again.

        One query, and none for customers' invoices.
        """
        moves = self.filtered(lambda move: move.move_type in PAYOUT_TYPES)
        if not moves:
            return
        moves |= moves.reversed_entry_id
        # sudo: whoever keeps the books need not see the statements
        statements = self.env["sales.office.statement"].sudo().search([("payout_move_ids", "in", moves.ids)])
        statements._follow_payout()

    def _is_live_payout(self):
        """Whether the document stands in the books and was not taken back as a whole."""
        self.ensure_one()
        posted = self.reversal_move_ids.filtered(lambda move: move.state == "posted")
        reversed_ = sum(posted.mapped("amount_total"))
        return self.state == "posted" and self.currency_id.compare_amounts(reversed_, self.amount_total) < 0
