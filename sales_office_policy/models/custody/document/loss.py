from datetime import datetime

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...organization.rpc.rpc import rpc


class SalesOfficeDocument(models.Model):
    """Lost, found and destroyed: what happened is kept as a report in the chain of custody (R015)."""

    _inherit = "sales.office.document"

    @rpc
    def action_report_missing(self, reason: str, happened_at: datetime = None):
        """Report these documents missing; an open loan ends as lost.

        :param str reason: what is known about it
        :param happened_at: when they were lost or last seen, UTC; now when empty
        :raise UserError: no reason, a time to come, or missing or destroyed already
        """
        happened_at = self._begin_report(reason, happened_at, self.holder_id)
        for document in self:
            if document.state not in ("available", "on_loan"):
                document._refuse_in_state()
        loans = self._get_open_loans()
        loans._end_offer()
        loans.write({"state": "lost", "reason": reason, "taken_back_by_id": self.env.uid})
        loans._add_to_chain("missing", text=reason, happened_at=happened_at)
        (self - loans.document_id)._add_to_chain("missing", text=reason, happened_at=happened_at)
        self._set_state("missing", reason)

    @rpc
    def action_report_found(self, reason: str, happened_at: datetime = None):
        """Put missing documents back where they belong: a loan that lost them ends then; the next in line is told.

        :param str reason: where and by whom they were found
        :param happened_at: when, UTC; now when empty
        :raise UserError: no reason, a time to come, or not missing
        """
        happened_at = self._begin_report(reason, happened_at)
        for document in self:
            if document.state != "missing":
                document._refuse_in_state()
        self._set_state("available", reason)
        self._get_lost_loans()._end_loss(happened_at)
        self._add_to_chain("found", to_employee_id=self.env.user.employee_id.id, text=reason, happened_at=happened_at)
        self._serve_queue()

    @rpc
    def action_destroy(self, reason: str):
        """Close the record of documents destroyed on purpose; decided by who leads the department, not the clerk."""
        if not all(document.can_destroy for document in self) and not self.env.su:
            raise AccessError(
                self.env._("Having a document destroyed is decided by the manager of its department or the director.")
            )
        self._check_reason(reason)
        self._lock()
        self._check_available()
        self._set_state("destroyed", reason)
        self._add_to_chain("destroyed", text=reason)
        self._close_queue(reason)

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

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Say what happened: the reason is kept with the document."))

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


class SalesOfficeDocumentLoan(models.Model):
    _inherit = "sales.office.document.loan"

    @rpc
    def action_report_lost(self, reason: str, happened_at: datetime = None):
        """Report what is on loan lost; of a lost copy the original stays where it is.

        :param str reason: what is known about it
        :param happened_at: when, UTC; now when empty
        :raise UserError: ended already, no reason, or a time to come
        """
        happened_at = self.document_id._begin_report(reason, happened_at, self.employee_id)
        for loan in self:
            loan._check_on_loan()
        copies = self.sudo().filtered("copy_number")  # sudo: nobody has the right to write loans
        copies.write({"state": "lost", "reason": reason, "taken_back_by_id": self.env.uid})
        copies._add_to_chain("missing", text=reason, happened_at=happened_at)
        if originals := self - copies.sudo(False):
            originals.document_id.action_report_missing(reason, happened_at)

    @rpc
    def action_report_found(self, reason: str, happened_at: datetime = None):
        """Report found what was lost on loan: the loan ends then, and the document is put back.

        :param str reason: where and by whom it was found
        :param happened_at: when, UTC; now when empty
        :raise UserError: not lost, no reason, or a time to come
        """
        happened_at = self.document_id._begin_report(reason, happened_at, self.employee_id)
        if any(loan.state != "lost" for loan in self):
            raise UserError(self.env._("Only what was reported lost can be reported found."))
        copies = self.sudo().filtered("copy_number")  # sudo: nobody has the right to write loans
        copies._end_loss(happened_at)
        copies._add_to_chain("found", self.env.user.employee_id, text=reason, happened_at=happened_at)
        originals = (self - copies.sudo(False)).sudo()
        if missing := originals.document_id.sudo(False).filtered(lambda document: document.state == "missing"):
            missing.action_report_found(reason, happened_at)
        # what is back already, and was written down as lost all the same
        back = originals.filtered(lambda loan: loan.state == "lost")
        back._end_loss(happened_at)
        back._add_to_chain("found", self.env.user.employee_id, text=reason, happened_at=happened_at)

    def _end_loss(self, found_at):
        """End these loans (sudo) when the paper was found, between when it was handed over and went out again."""
        following = self._get_next_handed_over()
        for loan in self:
            back_at = min(filter(None, (found_at, following[loan])))
            loan.write({"state": "returned", "returned_at": max(back_at, loan.handed_over_at)})
        if self:
            self.env["sales.office.check"]._trigger()

    def _get_next_handed_over(self):
        """Return ``{loan: when the same paper was handed over next}``, None where it was not (sudo)."""
        domain = [("document_id", "in", self.document_id.ids), ("handed_over_at", "!=", False)]
        moments = {}
        for loan in self.search(domain):
            moments.setdefault((loan.document_id, loan.copy_number), []).append(loan.handed_over_at)
        return {
            loan: min((m for m in moments[loan.document_id, loan.copy_number] if m > loan.handed_over_at), default=None)
            for loan in self
        }
