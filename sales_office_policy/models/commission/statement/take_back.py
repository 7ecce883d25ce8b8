from datetime import date, datetime, time

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...organization.record.row_lock import lock_rows
from ...organization.rpc.rpc import rpc


class SalesOfficeStatement(models.Model):
    """What was marked as paid for payroll is payable again, as long as payroll has not got it (R134)."""

    _inherit = "sales.office.statement"

    @rpc
    def action_take_back_payment(self, reason: str):
        """Make statements payable again that were paid without a document, before the next payroll export.

        :raises AccessError: not finance, or one's own
        :raises UserError: not paid, paid by a document, exported since, or no reason given
        """
        self._check_right("can_pay")
        reason = self._check_reason(reason)
        lock_rows(self)
        self._check_state("paid")
        statements = self.sudo()  # sudo: as in _move; exports and documents of whatever the caller may see
        statements._check_paid_by_payroll()
        statements._check_not_exported()
        statements._make_payable_again()
        for statement in self:
            statement.message_post(body=self.env._("Payment taken back: %(reason)s", reason=reason))

    def _check_paid_by_payroll(self):
        documents = self.payout_move_id
        if documents:
            raise UserError(
                self.env._(
                    "Paid by %(documents)s: cancel or reverse that instead.",
                    documents=", ".join(documents.mapped("display_name")),
                )
            )

    def _check_not_exported(self):
        """Refuse once figures of the statement's month, or of a later one, were exported after it was paid."""
        exports = self.env["sales.office.payroll.export"].search(
            [("company_id", "in", self.company_id.ids), ("date_to", ">=", min(self.mapped("date_to"), default=False))],
            order="exported_at",
        )
        for statement in self:
            paid_at = statement.paid_at or datetime.combine(statement.paid_on or date.min, time.min)
            later = exports.filtered(
                lambda export, statement=statement, paid_at=paid_at: (
                    export.company_id == statement.company_id
                    and export.date_to >= statement.date_to
                    and export.exported_at >= paid_at
                )
            )
            if later:
                raise UserError(
                    self.env._(
                        "%(statement)s was exported to payroll on %(moment)s by %(user)s, after it had been paid: "
                        "what has changed is corrected by the next statement.",
                        statement=statement.display_name,
                        moment=format_datetime(self.env, later[0].exported_at),
                        user=later[0].user_id.name,
                    )
                )
