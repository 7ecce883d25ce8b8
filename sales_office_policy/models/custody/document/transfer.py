from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc


class SalesOfficeDocument(models.Model):
    """Handing a document on without the way to the clerk: both borrowers record it (R015).

    The holder, or the clerk, offers it; it changes hands once the new borrower accepts. Until then
    the present holder answers for it.
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

    @rpc
    def action_transfer(self, borrower: Record("hr.employee"), reason: str = ""):
        """Offer these documents to ``borrower``; nothing changes hands before he accepts.

        :param borrower: ``hr.employee`` record
        :param str reason: why he gets what somebody else waits for, see :meth:`_check_turn`
        :raise AccessError: the user neither holds them nor is the clerk
        :raise UserError: not lent, offered already, or ``borrower`` may not have them
        """
        self._check_giver(borrower)
        self._lock()
        self._check_lent()
        for document in self:
            document._check_offerable(borrower)
        self._check_borrower(borrower)
        self._check_turn(borrower, reason)
        self._get_open_loans().write(
            {
                "transfer_to_id": borrower.id,
                "transfer_asked_at": fields.Datetime.now(),
                "transfer_asked_by_id": self.env.uid,
                "transfer_reason": reason,
            }
        )
        for document in self:
            holder = document.holder_id.name
            document._tell(
                borrower.user_id,
                lambda env, holder=holder: env._(
                    "%(name)s hands it on to you: accept it, or decline, on your Today page.", name=holder
                ),
            )

    @rpc
    def action_accept_transfer(self):
        """Take over what is offered to the user: the giver's loans end and his own begin.

        :return: the new ``sales.office.document.loan`` records
        :raise UserError: it is not offered to him any more, or he may not have it any more
        """
        self._lock()
        self._check_offered()
        for document in self:
            document._check_borrower(document.offered_to_id)
        return self.env["sales.office.document.loan"].union(*(document._hand_on() for document in self))

    @rpc
    def action_decline_transfer(self, reason: str = ""):
        """Turn down what is offered to the user; the giver goes on answering for it and is told."""
        self._lock()
        self._check_offered()
        loans = self._get_open_loans()
        for loan in loans:
            name = loan.transfer_to_id.name
            loan.document_id._tell(
                loan.user_id,
                lambda env, name=name: env._("%(name)s does not take it over. %(reason)s", name=name, reason=reason),
            )
        loans._end_offer()

    @rpc
    def action_cancel_transfer(self):
        """Take back an offer that nobody has accepted yet."""
        self._check_giver()
        self._lock()
        self._get_open_loans()._end_offer()

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
