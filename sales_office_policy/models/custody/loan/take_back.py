from odoo import fields, models
from odoo.exceptions import UserError

from ...organization.rpc.argument_types import Choice, File
from ...organization.rpc.rpc import rpc


class SalesOfficeDocumentLoan(models.Model):
    """How a loan ends: given back, in what condition, or turned down before it began (R015, R017)."""

    _inherit = "sales.office.document.loan"

    @rpc
    def action_take_back(self, condition: str = "", grade: Choice("condition_grade") = "good", photo: File() = False):
        """Take back precisely these loans, copies among them.

        Unlike the document's method it fails when the paper has changed hands meanwhile.

        :raise UserError: ended already; says who holds the document now
        """
        self.document_id._check_handler(self.employee_id)
        self.document_id._lock()
        for loan in self:
            loan._check_on_loan()
        self.sudo()._take_back(condition, grade, photo)  # sudo: nobody has the right to write loans

    @rpc
    def action_refuse(self, reason: str):
        """Turn requests down; the borrower reads why, and the next in line gets his turn."""
        self.document_id._check_handler(self.employee_id)
        self.document_id._check_reason(reason)
        self._check_requested()
        self.document_id._lock()
        self.sudo()._refuse(reason)  # sudo: nobody has the right to write loans
        self.document_id._serve_queue()

    @rpc
    def action_cancel(self):
        """Withdraw one's own requests; the next in line gets his turn."""
        self._check_own()
        self._check_requested()
        documents = self.sudo().document_id  # sudo: one may withdraw what one no longer sees
        documents._lock()
        self.sudo().write({"state": "refused", "reason": self.env._("Withdrawn by the borrower")})
        documents._serve_queue()

    def _refuse(self, reason):
        """Refuse these requests (sudo) and tell who made them."""
        self.write({"state": "refused", "reason": reason})
        for loan in self:
            loan.document_id._tell(
                loan.user_id, lambda env: env._("Your request was refused: %(reason)s", reason=reason)
            )

    def _check_requested(self):
        if any(loan.state != "requested" for loan in self):
            raise UserError(self.env._("Only a request that still waits can be handed out or refused."))

    def _check_on_loan(self):
        """Raise a ``UserError`` unless this loan is open; where the document is now, is told to who may read it."""
        if self.state == "on_loan":
            return
        document = self.sudo().document_id  # sudo: past borrowers may not read it, which is asked next
        values = {"document": self._get_title(), "name": self.employee_id.name}
        if not document.sudo(False).has_access("read"):
            raise UserError(self.env._("%(document)s is not with %(name)s any more.", **values))
        values["holder"] = document.holder_id.name
        if document.holder_id and not self.copy_number:
            raise UserError(self.env._("%(document)s is not with %(name)s any more: %(holder)s holds it.", **values))
        values["state"] = (self if self.copy_number else document)._get_state_name()
        raise UserError(self.env._("%(document)s is not with %(name)s any more: it is %(state)s.", **values))

    def _get_state_name(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state].lower()

    def _take_back(self, condition, grade, photo):
        """End these open loans (sudo) as returned and serve whoever waits."""
        self._check_condition(condition, grade)
        self.write(
            {
                "state": "returned",
                "returned_at": fields.Datetime.now(),
                "taken_back_by_id": self.env.uid,
                "condition": condition,
                "condition_grade": grade,
            }
        )
        self._end_offer()
        copies = self.filtered("copy_number")
        documents = (self - copies).document_id
        documents.state = "available"
        values = {"text": condition, "condition_grade": grade, "photo": photo}
        clerk = self.env.user.employee_id
        copies._add_to_chain("copy_returned", clerk, **values)
        (self - copies)._add_to_chain("returned", clerk, **values)
        if grade != "good":
            self._report_damage()
        documents._serve_queue()

    def _check_condition(self, condition, grade):
        if grade in ("damaged", "incomplete") and not (condition or "").strip():
            raise UserError(self.env._("Say in words what is damaged or missing."))

    def _end_offer(self):
        """Forget the offer to hand these open loans (sudo) on."""
        self.filtered("transfer_to_id").write({"transfer_to_id": False, "transfer_asked_at": False})

    def _report_damage(self):
        """Give the custodian's superior an activity for each document that came back damaged."""
        for loan in self.filtered(lambda loan: loan.condition_grade in ("damaged", "incomplete")):
            user = loan.document_id._get_superior_of_custodian().user_id
            if not user:
                continue
            told = loan.document_id.with_context(lang=user.lang)
            told.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=told.env._("Came back damaged"),
                note=told.env._(
                    "Returned by %(name)s: %(condition)s", name=loan.employee_id.name, condition=loan.condition
                ),
                user_id=user.id,
            )


class SalesOfficeDocument(models.Model):
    _inherit = "sales.office.document"

    def _get_superior_of_custodian(self):
        """Return the nearest manager (sudo) above who keeps this document, who has a user; empty without one."""
        department = self.sudo().custodian_id.department_id or self.sudo().department_id  # sudo: the tree decides
        while department:
            manager = department.manager_id
            if manager.active and manager.user_id.active and manager != self.sudo().custodian_id:
                return manager
            department = department.parent_id
        return department.manager_id
