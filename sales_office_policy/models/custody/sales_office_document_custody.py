from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class SalesOfficeDocument(models.Model):
    """The chain of custody: who may hand a document to whom, and what becomes of it (R015)."""

    _inherit = "sales.office.document"

    def action_request(self):
        """Ask the clerk for these documents; asking again changes nothing.

        :return: the ``sales.office.document.loan`` records, new or waiting already
        """
        self.check_access("read")
        Loan = self.env["sales.office.document.loan"].sudo()  # sudo: loans are written by these methods only
        borrower = self.env.user.employee_id
        if not borrower:
            raise UserError(self.env._("Only employees can borrow documents: your user has no employee."))
        self._check_borrower(borrower)
        for document in self:
            if document.state == "destroyed":
                raise UserError(self.env._("%(document)s was destroyed.", document=document.display_name))
            if document.holder_id == borrower:
                raise UserError(self.env._("You hold %(document)s already.", document=document.display_name))
        loans = Loan.search(
            [("document_id", "in", self.ids), ("employee_id", "=", borrower.id), ("state", "=", "requested")]
        )
        loans |= Loan.create(
            [{"document_id": document.id, "employee_id": borrower.id} for document in self - loans.document_id]
        )
        return loans.sudo(False)

    def action_hand_out(self, borrower):
        """Lend these documents to ``borrower`` until the end of his working day (R015, R017).

        :param borrower: ``hr.employee`` record or id
        :return: the ``sales.office.document.loan`` records
        :raise AccessError: the user is not the clerk of the documents' office
        :raise UserError: not available (names the holder), or the borrower is not cleared
        """
        borrower = self.env["hr.employee"].browse(int(borrower)).exists()
        self._check_handler(borrower)
        self._lock()
        self._check_available()
        self._check_borrower(borrower)
        now = fields.Datetime.now()
        values = {
            "state": "on_loan",
            "handed_over_at": now,
            "handed_over_by_id": self.env.uid,
            "due_at": borrower._get_sales_office_due_at(now),
        }
        Loan = self.env["sales.office.document.loan"].sudo()  # sudo: loans are written by these methods only
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
        self.sudo().state = "on_loan"  # sudo: the state follows the loans and is closed to ordinary writing
        return loans.sudo(False)

    def action_take_back(self, condition=""):
        """Take these documents back from whoever holds them (R017).

        :param str condition: state of the paper in words
        :raise UserError: nobody holds the document
        """
        self._check_handler(self.holder_id)
        self._lock()
        self._close_loans("returned", condition=condition)
        self.sudo().state = "available"  # sudo: as in action_hand_out

    def action_report_missing(self, reason):
        """Report these documents missing; an open loan ends as lost.

        :param str reason: what is known about it, kept in the chatter
        """
        self._check_handler(self.holder_id)
        self._check_reason(reason)
        self._lock()
        for document in self:
            if document.state not in ("available", "on_loan"):
                document._refuse_in_state()
        self.filtered(lambda document: document.state == "on_loan")._close_loans("lost", reason=reason)
        self._set_state("missing", reason)

    def action_report_found(self, reason):
        """Put missing documents back where they belong."""
        self._check_handler()
        self._check_reason(reason)
        self._lock()
        for document in self:
            if document.state != "missing":
                document._refuse_in_state()
        self._set_state("available", reason)

    def action_destroy(self, reason):
        """Close the record of documents destroyed on purpose; decided by who leads the department, not the clerk."""
        if not all(document.can_destroy for document in self) and not self.env.su:
            raise AccessError(
                self.env._("Having a document destroyed is decided by the manager of its department or the director.")
            )
        self._check_reason(reason)
        self._lock()
        self._check_available()
        self._set_state("destroyed", reason)

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

    def _check_available(self):
        """Raise a ``UserError`` naming the holder unless every document is where it belongs."""
        for document in self:
            if document.state != "available":
                document._refuse_in_state()

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
        states = dict(self._fields["state"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "This cannot be done with %(document)s now: it is %(state)s.",
                document=self.display_name,
                state=states[self.state].lower(),
            )
        )

    def _check_borrower(self, employee):
        """Raise a ``UserError`` unless ``employee`` works here and every document may be given to him."""
        if not employee.active:
            raise UserError(self.env._("The borrower has to be an employee who still works here."))
        refused = self - self._filter_cleared(employee)
        if refused:
            raise UserError(
                self.env._(
                    "%(name)s may not have %(documents)s: the confidentiality class does not allow it.",
                    name=employee.name,
                    documents=", ".join(refused.mapped("display_name")),
                )
            )

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Say what happened: the reason is kept with the document."))

    def _filter_cleared(self, employee):
        """Return those of these documents that their class allows lending to ``employee`` (R022)."""
        documents, employee = self.sudo(), employee.sudo()  # sudo: the borrower's groups and scope are asked
        user, office = employee.user_id, employee.department_id.sales_office_id
        is_leader = bool(user) and user.has_group("sales_office_policy.group_team_leader")
        is_director = is_leader and user.has_group("sales_office_policy.group_director")
        led = user._get_sales_office_scope().department_ids if is_leader else ()

        def is_cleared(document):
            if employee.company_id != document.company_id or document.confidentiality == "public":
                return employee.company_id == document.company_id
            if document.confidentiality == "internal":
                return bool(office)
            in_office = office == document.department_id.sales_office_id
            leads = is_director or document.department_id.id in led
            return leads or in_office and (is_leader or document.confidentiality == "confidential")

        return documents.filtered(is_cleared).sudo(self.env.su)

    def _close_loans(self, state, **values):
        """End the open loan of each document as ``state``."""
        for document in self:
            if document.state != "on_loan":
                document._refuse_in_state()
        # sudo: loans are written by these methods only
        loans = self.sudo().loan_ids.filtered(lambda loan: loan.state == "on_loan")
        if state == "returned":
            values["returned_at"] = fields.Datetime.now()
        loans.write({**values, "state": state, "taken_back_by_id": self.env.uid})

    def _set_state(self, state, reason):
        """Move to ``state`` and keep the reason in the chatter."""
        documents = self.sudo()  # sudo: the state is closed to ordinary writing, the chatter to readers
        documents.state = state
        for document in documents:
            document.message_post(body=reason)
