from odoo import models
from odoo.exceptions import UserError

from ...organization.record.row_lock import lock_rows
from ...organization.rpc.rpc import rpc


class SalesOfficeStatement(models.Model):
    """A dispute that the employee wins is settled by an amount with a reason, approved with the statement (R134)."""

    _inherit = "sales.office.statement"

    @rpc(one=True)
    def action_settle_dispute(self, amount: float, reason: str):
        """Settle the dispute about the statement as a whole by an amount, which the employee confirms with it.

        :param amount: paid more, or less if negative; in the currency of the statement
        :raises AccessError: not finance, or one's own
        :raises UserError: not disputed, answered already, no amount or no reason given
        """
        self._check_may_agree()
        if not self.dispute_reason or self.dispute_answer:
            raise UserError(self.env._("There is no open dispute about the statement as a whole."))
        self.sudo().dispute_answer = self._agree(amount, reason)  # sudo: as in _move
        self._ask_again()

    def _check_may_agree(self):
        self._check_right("can_pay")
        lock_rows(self)
        self._check_state("disputed")

    def _agree(self, amount, reason, line=None):
        """Add the line that was agreed, and return its reason."""
        reason = self._check_reason(reason)
        if self.currency_id.is_zero(amount):
            raise UserError(self.env._("Enter the amount to be paid more; less with a minus sign."))
        agreed = (
            self.env["sales.office.statement.line"]
            .sudo()  # sudo: nobody may write lines but the settlement and this
            .create(
                {
                    "statement_id": self.id,
                    "kind": "adjustment",
                    "period_from": self.date_from,
                    "period_to": self.date_to,
                    "amount": self.currency_id.round(amount),
                    "agreed_by_id": self.env.uid,
                    "agreed_reason": reason,
                    "disputed_line_id": line and line.id,
                    "figures": {"about": line.name if line else False},
                }
            )
        )
        body = self.env._("%(line)s: %(text)s", line=agreed.name, text=agreed.explanation)
        self.message_post(body=body)
        return reason

    def _check_deletable(self):
        result = super()._check_deletable()
        if self.sudo().line_ids.agreed_by_id:  # sudo: whoever deletes the draft may not see who agreed
            raise UserError(self.env._("An amount was agreed after a dispute: finance takes it off first."))
        return result
