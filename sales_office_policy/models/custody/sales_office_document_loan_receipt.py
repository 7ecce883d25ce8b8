import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..organization.rpc import rpc

_logger = logging.getLogger(__name__)

#: wrong codes after which a receipt can be confirmed on the borrower's own screen only
MOST_WRONG_CODES = 5


class SalesOfficeDocumentLoan(models.Model):
    """The borrower confirms that he received the paper: on his own screen, or at the desk (R015)."""

    _inherit = "sales.office.document.loan"

    received_at = fields.Datetime(string="Receipt Confirmed", readonly=True, tracking=True)
    receipt = fields.Selection(
        [("screen", "On His Own Screen"), ("pin", "By PIN at the Desk"), ("badge", "By Badge at the Desk")],
        string="Confirmed How",
        readonly=True,
    )
    wrong_codes = fields.Integer(readonly=True, groups="base.group_system")
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

    @rpc
    def action_confirm_at_desk(self, code: str):
        """Confirm the receipt with the borrower standing at the clerk's desk.

        :param str code: his PIN, or what the scanner reads from his badge
        :raise AccessError: the user is not the clerk
        :raise UserError: not his code, or too many wrong ones; never says which or how close
        """
        self.document_id._check_handler(self.employee_id)
        for borrower in self.employee_id:
            loans = self.filtered(lambda loan, borrower=borrower: loan.employee_id == borrower)
            loans._check_attempts()
            receipt = borrower._get_sales_office_receipt(code)
            if not receipt:
                loans._refuse_code()
            loans._confirm(receipt)

    def _confirm(self, receipt):
        open_loans = self.sudo().filtered("is_receipt_open")  # sudo: nobody has the right to write loans
        for loan in self.sudo() - open_loans:
            if not loan.received_at:
                loan._check_on_loan()
        open_loans.write({"received_at": fields.Datetime.now(), "receipt": receipt})
        open_loans._add_to_chain("received")

    def _check_attempts(self):
        if max(self.sudo().mapped("wrong_codes"), default=0) >= MOST_WRONG_CODES:  # sudo: compared only
            raise UserError(
                self.env._(
                    "Too many wrong codes: %(name)s confirms the receipt on his own screen.",
                    name=self.employee_id.name,
                )
            )

    def _refuse_code(self):
        """Raise a ``UserError``; the attempt is counted on a connection of its own, since the error undoes this one."""
        _logger.warning("Wrong PIN or badge at the desk for loans %s, entered by user %s", self.ids, self.env.uid)
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    "UPDATE sales_office_document_loan SET wrong_codes = COALESCE(wrong_codes, 0) + 1 WHERE id IN %s",
                    tuple(self.ids),
                )
            )
        raise UserError(
            self.env._(
                "This is neither the PIN nor the badge of %(name)s. He may confirm the receipt on his own screen.",
                name=self.employee_id.name,
            )
        )
