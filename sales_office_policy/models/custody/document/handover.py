from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class SalesOfficeDocument(models.Model):
    """How a document changes hands, or is lost and found: who may do it, in which state, and what becomes of its loans.

    A document is handed on without the way to the clerk: the holder, or the clerk, offers it; it changes hands once the
    new borrower accepts. Until then the present holder answers for it (R015).
    """

    _inherit = "sales.office.document"

    offered_to_id = fields.Many2one("hr.employee", compute="_compute_offered_to_id", store=True, index="btree_not_null")
    offered_user_id = fields.Many2one(
        related="offered_to_id.user_id", string="User It Is Offered To", store=True, index="btree_not_null"
    )
    is_held_by_me = fields.Boolean(compute="_compute_is_held_by_me")
    is_offered_to_me = fields.Boolean(compute="_compute_is_held_by_me")

    @api.depends("loan_ids.state", "loan_ids.transfer_to_id")
    def _compute_offered_to_id(self):
        for document in self:
            document.offered_to_id = document._get_open_loans().transfer_to_id

    @api.depends("holder_user_id", "offered_user_id")
    @api.depends_context("uid")
    def _compute_is_held_by_me(self):
        for document in self:
            document.is_held_by_me = document.holder_user_id == self.env.user
            document.is_offered_to_me = document.offered_user_id == self.env.user

    def _open_loans(self, borrower, **values):
        """Return the loans (sudo) of these documents to ``borrower``, open as of now; their requests become theirs."""
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
        """Raise unless the current user keeps these documents and is not their own ``counterpart``."""
        if self.env.su:
            return
        if not all(document.can_handle for document in self):
            raise AccessError(self.env._("Only the clerk of the office hands its documents out and takes them back."))
        if counterpart and self.env.user in counterpart.user_id:
            raise UserError(
                self.env._("Nobody hands a document to themselves: let another clerk of the office sign for it.")
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

    def _check_giver(self, borrower=None):
        """Raise unless the user holds these documents or keeps them as the clerk, who is not the ``borrower``."""
        if self.env.su:
            return
        others = self.filtered(lambda document: not document.is_held_by_me)
        if not all(document.can_handle for document in others):
            raise AccessError(self.env._("Only who holds a document, or the clerk of its office, hands it on."))
        if others:
            others._check_handler(borrower)

    def _check_offerable(self, borrower):
        """Raise a ``UserError`` unless this document can be offered to ``borrower`` now."""
        values = {"document": self.display_name, "name": borrower.name}
        if self.holder_id == borrower:
            raise UserError(self.env._("%(name)s holds %(document)s already.", **values))
        if self.offered_to_id:
            values["name"] = self.offered_to_id.name
            raise UserError(
                self.env._("%(document)s is offered to %(name)s already. Take that offer back first.", **values)
            )
        if not borrower.user_id:
            raise UserError(
                self.env._("%(name)s has no user to accept with: let the clerk take it back and hand it out.", **values)
            )

    def _check_offered(self):
        """Raise a ``UserError`` saying where the document is, unless each is offered to the current user."""
        for document in self:
            if document.is_offered_to_me:
                continue
            values = {"document": document.display_name, "holder": document.holder_id.name}
            if document.state == "on_loan":
                raise UserError(
                    self.env._("%(document)s is not offered to you any more: %(holder)s holds it.", **values)
                )
            values["state"] = document._get_state_name()
            raise UserError(self.env._("%(document)s is not offered to you any more: it is %(state)s.", **values))

    def _hand_on(self):
        """Move this document from its holder to whom it is offered and return the new loan."""
        now = fields.Datetime.now()
        old, borrower = self._get_open_loans(), self.offered_to_id
        old.write({"state": "returned", "returned_at": now, "taken_back_by_id": self.env.uid})
        old.flush_recordset()  # or the database would see two open loans
        loan = self._open_loans(
            borrower,
            handed_over_at=now,
            handed_over_by_id=old.transfer_asked_by_id.id,
            due_at=borrower._get_sales_office_due_at(now),
            transferred_from_id=old.id,
            received_at=now,
            receipt="screen",
            reason=old.transfer_reason,
        )
        loan._add_to_chain("transferred", old.employee_id, text=old.transfer_reason)
        return loan.sudo(False)

    def _check_copyable(self):
        if not self.category_id.may_copy:
            raise UserError(
                self.env._(
                    "No copies of %(document)s: %(category)s are not copied.",
                    document=self.display_name,
                    category=self.category_id.name,
                )
            )

    def _begin_report(self, reason, happened_at, counterpart=None):
        """Check who reports what about these documents, and wait for whoever is handling them.

        :return: when it happened, naive UTC, now when empty
        """
        self._check_handler(counterpart)
        self._check_reason(reason)
        happened_at = self._check_happened(happened_at)
        self._lock()
        return happened_at

    def _get_lost_loans(self):
        """Return the loans (sudo) on which these documents were lost last; those found before have ended."""
        loans = self.env["sales.office.document.loan"].sudo()  # sudo: a clerk need not see who had it
        return loans.search([("document_id", "in", self.ids), ("copy_number", "=", 0), ("state", "=", "lost")])

    def _check_reason(self, text, message=None):
        return super()._check_reason(
            text, message or self.env._("Say what happened: the reason is kept with the document.")
        )

    def _check_happened(self, happened_at):
        """Return ``happened_at`` as a naive UTC datetime, now if it is empty."""
        now = fields.Datetime.now()
        moment = fields.Datetime.to_datetime(happened_at) or now
        if moment > now:
            raise UserError(self.env._("What is reported has happened already: choose a time that has passed."))
        return moment

    def _set_state(self, state, reason):
        """Move to ``state`` and keep the reason in the chatter."""
        documents = self.sudo()  # sudo: the state is closed to ordinary writing, the chatter to readers
        documents.state = state
        for document in documents:
            document.message_post(body=reason)

    def _get_superior_of_custodian(self):
        """Return the nearest manager (sudo) above who keeps this document, who has a user; empty without one."""
        document = self.sudo()  # sudo: the tree decides
        department = document.custodian_id.department_id or document.department_id
        return (department._get_sales_office_managers()[department] - document.custodian_id)[:1]
