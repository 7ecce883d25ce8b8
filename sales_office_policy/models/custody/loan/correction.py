from datetime import datetime

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ...organization.rpc.rpc import rpc


class SalesOfficeDocumentLoan(models.Model):
    """A return that was recorded later than it happened (R017).

    What counts is when the paper was back with the clerk, not when he came to write it down.
    """

    _inherit = "sales.office.document.loan"

    return_corrected_by_id = fields.Many2one("res.users", string="Return Corrected by", readonly=True)
    return_correction = fields.Char(
        string="Correction of the Return", readonly=True, help="Why the time of the return was corrected."
    )

    @rpc
    def action_correct_return(self, returned_at: datetime, reason: str):
        """Record that the paper was back at an earlier time; one still out is taken back.

        :param returned_at: naive ``datetime`` or text, UTC; not before it was handed over, not in the future, nor
            after the paper had gone out again
        :param str reason: kept on the loan and in its chatter
        :raise AccessError: the user is not the clerk of the paper's office
        :raise UserError: he borrowed the paper himself, the time is impossible, it is lost, or nothing was lent
        """
        for loan in self:
            loan.document_id._check_handler(loan.employee_id)
            loan.document_id._check_reason(reason)
            loan.document_id._lock()
            loan._check_returned_at(returned_at)
            loan._correct_return(returned_at, reason)
        self.env["sales.office.check"]._trigger()

    def _correct_return(self, returned_at, reason):
        if self.state == "on_loan":
            self.action_take_back()
        loan = self.sudo()  # sudo: nobody has the right to write loans; authority was checked
        before = loan.returned_at or loan.due_at
        loan.write(
            {
                "state": "returned",
                "returned_at": returned_at,
                "return_corrected_by_id": self.env.uid,
                "return_correction": reason,
            }
        )
        loan._add_to_chain("corrected", self.env.user.employee_id, text=reason, happened_at=returned_at)
        loan.message_post(
            body=self.env._(
                "Back since %(time)s, recorded until now with %(before)s: %(reason)s",
                time=format_datetime(self.env, returned_at),
                before=format_datetime(self.env, before),
                reason=reason,
            )
        )

    def _check_returned_at(self, returned_at):
        """Raise a ``UserError`` unless the loan can have ended at that time."""
        if self.state == "lost":
            raise UserError(
                self.env._("%(loan)s was reported lost: report first that it was found.", loan=self.display_name)
            )
        if self.state not in ("on_loan", "returned") or not self.handed_over_at:
            raise UserError(self.env._("Only what was lent can have come back."))
        # sudo: whoever had the paper next, he may be of another department
        following = self.sudo()._get_next_handed_over()
        latest = min(filter(None, (fields.Datetime.now(), following[self.sudo()])))
        if not returned_at or not self.handed_over_at <= returned_at <= latest:
            raise UserError(
                self.env._(
                    "%(loan)s: the paper came back between %(begin)s, when it was handed over, and %(end)s.",
                    loan=self.display_name,
                    begin=format_datetime(self.env, self.handed_over_at),
                    end=format_datetime(self.env, latest),
                )
            )
