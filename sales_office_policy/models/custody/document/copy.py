from unicodedata import normalize

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc


class SalesOfficeDocument(models.Model):
    """Numbered copies, lent or given away instead of the original, which stays where it is (R015)."""

    _inherit = "sales.office.document"

    copy_count = fields.Integer(
        string="Copies", compute="_compute_copy_count", store=True, help="Number of the last copy that was made."
    )
    can_copy = fields.Boolean(related="category_id.may_copy", string="May Be Copied")

    @api.depends("loan_ids.copy_number")
    def _compute_copy_count(self):
        for document in self:
            document.copy_count = max(document.loan_ids.mapped("copy_number"), default=0)

    @rpc
    def action_give_copy(self, borrower: Record("hr.employee"), to_return: bool = True):
        """Give ``borrower`` a numbered copy of each of these documents.

        :param borrower: ``hr.employee`` record
        :param bool to_return: it is lent, due at the end of his working day; False: he keeps it
        :return: the ``sales.office.document.loan`` records
        :raise UserError: the category allows no copies, or the borrower is not cleared
        """
        self._check_handler(borrower)
        self._lock()
        for document in self:
            if document.state in ("missing", "destroyed"):
                document._refuse_in_state()
            document._check_copyable()
        self._check_borrower(borrower, original=False)
        now = fields.Datetime.now()
        loans = (
            self.env["sales.office.document.loan"]
            .sudo()  # sudo: loans are written by these methods only
            .create(
                [
                    {
                        "document_id": document.id,
                        "employee_id": borrower.id,
                        "copy_number": document.copy_count + 1,
                        "state": "on_loan" if to_return else "given",
                        "handed_over_at": now,
                        "handed_over_by_id": self.env.uid,
                        "due_at": borrower._get_sales_office_due_at(now) if to_return else False,
                    }
                    for document in self
                ]
            )
        )
        loans._add_to_chain("copy_lent" if to_return else "copy_given", self.env.user.employee_id)
        return loans.sudo(False)

    def _check_copyable(self):
        if not self.category_id.may_copy:
            raise UserError(
                self.env._(
                    "No copies of %(document)s: %(category)s are not copied.",
                    document=self.display_name,
                    category=self.category_id.name,
                )
            )


class SalesOfficeDocumentLoan(models.Model):
    _inherit = "sales.office.document.loan"

    def _get_code(self):
        """Return what is on the label of the paper: a copy's number follows the document's reference."""
        reference = self.sudo().document_id.reference  # sudo: it is on the paper
        return f"{reference}/{self.copy_number}" if self.copy_number else reference

    @api.model
    def _get_copy_by_code(self, code):
        """Return the loan of the copy with this label if the user keeps its document; none for another code."""
        reference, _slash, number = normalize("NFKC", code).strip().rpartition("/")
        if not reference or not number.isdecimal() or len(number) > 9:
            return self.browse()
        document = self.env["sales.office.document"]._get_by_code(reference)
        if not document:
            return self.browse()
        return self.search([("document_id", "=", document.id), ("copy_number", "=", int(number))])
