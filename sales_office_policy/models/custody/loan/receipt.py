import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...organization.rpc.rpc import rpc

_logger = logging.getLogger(__name__)


class SalesOfficeDocumentLoan(models.Model):
    """The borrower confirms that he received the paper: on his own screen, or at the desk (R015)."""

    _inherit = "sales.office.document.loan"

    received_at = fields.Datetime(string="Receipt Confirmed", readonly=True, tracking=True)
    receipt = fields.Selection(
        [("screen", "On His Own Screen"), ("pin", "By PIN at the Desk"), ("badge", "By Badge at the Desk")],
        string="Confirmed How",
        readonly=True,
    )
    is_receipt_open = fields.Boolean(
        string="Receipt Not Confirmed", compute="_compute_is_receipt_open", search="_search_is_receipt_open"
    )

    @api.depends("state", "received_at")
    def _compute_is_receipt_open(self):
        for loan in self:
            loan.is_receipt_open = loan.state in ("on_loan", "given") and not loan.received_at

    def _search_is_receipt_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "in", ("on_loan", "given")) & Domain("received_at", "=", False)

    @rpc
    def action_confirm_receipt(self):
        """Confirm, as the borrower, that one received these papers; again changes nothing."""
        self._check_own()
        self._confirm("screen")
        Attempt = self.env["sales.office.document.code.attempt"]
        if Attempt._is_tried(self.employee_id):  # a connection of its own only if there is something to forget
            Attempt._forget(self.employee_id)

    @rpc
    def action_confirm_at_desk(self, code: str):
        """Confirm the receipt with the borrower standing at the clerk's desk.

        :param str code: his PIN, or what the scanner reads from his badge
        :raise AccessError: the user is not the clerk
        :raise UserError: not his code, or too many wrong ones; never says which or how close
        """
        self.document_id._check_handler(self.employee_id)
        Attempt = self.env["sales.office.document.code.attempt"]
        for borrower in self.employee_id:
            loans = self.filtered(lambda loan, borrower=borrower: loan.employee_id == borrower)
            if not Attempt._begin(borrower):
                loans._refuse_more_codes()
            receipt = borrower._get_sales_office_receipt(code)
            if not receipt:
                loans._refuse_code()
            loans._confirm(receipt)
            Attempt._forget(borrower)

    def _confirm(self, receipt):
        open_loans = self.sudo().filtered("is_receipt_open")  # sudo: nobody has the right to write loans
        for loan in self.sudo() - open_loans:
            if not loan.received_at:
                loan._check_on_loan()
        open_loans.write({"received_at": fields.Datetime.now(), "receipt": receipt})
        open_loans._add_to_chain("received")

    def _refuse_more_codes(self):
        raise UserError(
            self.env._(
                "Too many wrong codes: %(name)s confirms the receipt on his own screen.", name=self.employee_id.name
            )
        )

    def _refuse_code(self):
        _logger.warning("Wrong PIN or badge at the desk for loans %s, entered by user %s", self.ids, self.env.uid)
        raise UserError(
            self.env._(
                "This is neither the PIN nor the badge of %(name)s. He may confirm the receipt on his own screen.",
                name=self.employee_id.name,
            )
        )
