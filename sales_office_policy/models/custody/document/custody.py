from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.rpc.argument_types import Choice, File, Record
from ...organization.rpc.rpc import rpc


class SalesOfficeDocument(models.Model):
    """The clerk's desk: handing documents out and taking them back (R015)."""

    _inherit = "sales.office.document"

    @rpc
    def action_hand_out(
        self, borrower: Record("hr.employee"), reason: str = "", leaves_office: bool = False, condition: str = ""
    ):
        """Lend these documents to ``borrower`` until the end of his working day (R015, R017).

        :param borrower: ``hr.employee`` record
        :param str reason: why he gets what is kept for somebody else, see :meth:`_check_turn`
        :param bool leaves_office: he takes them out of the office
        :param str condition: state of the paper in words as he gets it
        :return: the ``sales.office.document.loan`` records
        :raise AccessError: the user is not the clerk of the documents' office
        :raise UserError: not available (names the holder), kept for somebody else, or the borrower,
            or taking it along, is not allowed
        """
        self._check_handler(borrower)
        self._lock()
        self._check_available(borrower)
        self._check_borrower(borrower)
        self._check_turn(borrower, reason)
        if leaves_office:
            self._check_leaving()
        now = fields.Datetime.now()
        loans = self._open_loans(
            borrower,
            handed_over_at=now,
            handed_over_by_id=self.env.uid,
            due_at=borrower._get_sales_office_due_at(now),
            leaves_office=leaves_office,
            reason=reason,
            condition_before=condition,
        )
        self.sudo().state = "on_loan"  # sudo: the state follows the loans and is closed to ordinary writing
        loans._add_to_chain("handed_out", self.env.user.employee_id, text=" / ".join(filter(None, (condition, reason))))
        return loans.sudo(False)

    @rpc
    def action_take_back(
        self,
        condition: str = "",
        grade: Choice("condition_grade", "sales.office.document.loan") = "good",
        photo: File() = False,
    ):
        """Take these documents back from whoever holds them (R017).

        :param str condition: state of the paper in words
        :param str grade: one of the grades of ``condition_grade``; damage has to be described
        :param photo: picture of it, base64
        :raise UserError: nobody holds the document
        """
        self._check_handler(self.holder_id)
        self._lock()
        self._check_lent()
        self._get_open_loans()._take_back(condition, grade, photo)

    def _open_loans(self, borrower, **values):
        """Return the loans (sudo) of these documents to ``borrower``, open as of now; his requests become theirs."""
        Loan = self.env["sales.office.document.loan"].sudo()  # sudo: loans are written by these methods only
        values["state"] = "on_loan"
        loans = Loan.search(
            [("document_id", "in", self.ids), ("employee_id", "=", borrower.id), ("state", "=", "requested")]
        )
        loans.write(values)
        loans |= Loan.create(
            [
                {**values, "document_id": document.id, "employee_id": borrower.id}
                for document in self - loans.document_id
            ]
        )
        self._leave_queue(borrower)
        return loans

    def _get_open_loans(self):
        """Return the open loan (sudo) of each document itself, copies left out."""
        # sudo: loans are written by these methods only
        return self.sudo().loan_ids.filtered(lambda loan: loan.state == "on_loan" and not loan.copy_number)

    def _check_handler(self, counterpart=None):
        """Raise unless the current user keeps these documents and is not his own ``counterpart``."""
        if self.env.su:
            return
        if not all(document.can_handle for document in self):
            raise AccessError(self.env._("Only the clerk of the office hands its documents out and takes them back."))
        if counterpart and self.env.user in counterpart.user_id:
            raise UserError(
                self.env._("Nobody hands a document to himself: let another clerk of the office sign for it.")
            )

    def _check_available(self, borrower=None):
        """Raise a ``UserError`` naming the holder unless every document is where it belongs."""
        for document in self:
            if borrower and document.holder_id == borrower:
                raise UserError(
                    self.env._(
                        "%(name)s holds %(document)s already.", name=borrower.name, document=document.display_name
                    )
                )
            if document.state != "available":
                document._refuse_in_state()

    def _check_lent(self):
        """Raise a ``UserError`` unless somebody holds every document."""
        for document in self:
            if document.state != "on_loan":
                raise UserError(
                    self.env._(
                        "%(document)s is not on loan: it is %(state)s.",
                        document=document.display_name,
                        state=document._get_state_name(),
                    )
                )

    def _refuse_in_state(self):
        """Raise a ``UserError`` saying where the document is instead."""
        if self.state == "on_loan":
            raise UserError(
                self.env._(
                    "%(document)s is on loan to %(holder)s. Take it back first.",
                    document=self.display_name,
                    holder=self.holder_id.name,
                )
            )
        raise UserError(
            self.env._(
                "This cannot be done with %(document)s now: it is %(state)s.",
                document=self.display_name,
                state=self._get_state_name(),
            )
        )

    def _get_state_name(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state].lower()

    def _tell(self, user, build_text):
        """Send ``user``, in his language, what ``build_text(env)`` says about this document."""
        if not user.active:
            return
        told = self.sudo().with_context(lang=user.lang)  # sudo: the sender need not be let write messages here
        told.message_notify(partner_ids=user.partner_id.ids, subject=told.display_name, body=build_text(told.env))
