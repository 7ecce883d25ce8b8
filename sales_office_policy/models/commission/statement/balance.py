from odoo import api, fields, models
from odoo.exceptions import UserError

from .statement import LOCKED


class SalesOfficeStatement(models.Model):
    """A statement that ends below zero is not paid: the next one of the employee takes the balance over (R134)."""

    _inherit = "sales.office.statement"

    balance_in = fields.Monetary(
        string="Balance Carried In",
        compute="_compute_amounts",
        store=True,
        help="What an earlier statement ended below zero by.",
    )
    payable = fields.Monetary(compute="_compute_amounts", store=True, help="The net amount, if it is above zero.")
    balance_out = fields.Monetary(
        string="Balance Carried Out",
        compute="_compute_amounts",
        store=True,
        help="What this statement ends below zero by; it is carried to the next one.",
    )
    balance_line_ids = fields.One2many("sales.office.statement.line", "carried_statement_id", string="Carried By")
    balance_open = fields.Monetary(
        string="Balance Not Carried Yet",
        compute="_compute_balance_open",
        store=True,
        help="Part of the balance below zero that no later statement has taken over.",
    )

    _balance_open_idx = models.Index("(employee_id) WHERE balance_open > 0")

    @api.depends("state", "balance_out", "balance_line_ids.amount")
    def _compute_balance_open(self):
        """Being stored, it is also what lets only one of two concurrent runs take a balance."""
        for statement in self:
            out = statement.balance_out if statement.state in LOCKED else 0.0
            statement.balance_open = max(out + sum(statement.balance_line_ids.mapped("amount")), 0.0)

    def _check_may_unlock(self):
        """Refuse to reopen what another statement has taken over; a draft is computed again anyway."""
        result = super()._check_may_unlock()
        lines = self.sudo().balance_line_ids  # sudo: lines of statements the caller may not see count as well
        moved = lines.statement_id.filtered(lambda s: s.state != "draft")
        if moved:
            raise UserError(
                self.env._("The balance was carried to %(name)s: reopen that first.", name=moved[0].display_name)
            )
        lines.unlink()
        return result
