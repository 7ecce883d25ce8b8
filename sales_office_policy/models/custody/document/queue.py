from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.local_time import get_today, get_utc_time, get_zone

#: people on leave are passed over unless they are back by this hour of the last day the paper is kept
BACK_BY = 12.0


class SalesOfficeDocument(models.Model):
    """Waiting in line for documents that are out (R015).

    A loan in the state *requested* says whose turn it is: the document is kept for them, and there is at
    most one. Everybody who asks after them gets a place in line (``sales.office.document.hold``); when
    the document comes back, the first of them who is not on leave gets their turn, for the working days that the
    company gives (``sales_office_kept_days``).
    """

    _inherit = "sales.office.document"

    hold_ids = fields.One2many("sales.office.document.hold", "document_id", string="Waiting List")
    # stored so that two who ask at once change the same row, and the second is asked again by Odoo
    hold_count = fields.Integer(string="Waiting in Line", compute="_compute_hold_count", store=True)
    kept_for_id = fields.Many2one(
        "hr.employee",
        compute="_compute_kept_for_id",
        store=True,
        index="btree_not_null",
        help="Whose turn it is to draw the document.",
    )
    my_place = fields.Integer(
        string="My Place in Line",
        compute="_compute_my_place",
        help="Which place in line the current user has; 0: none.",
    )
    is_kept_for_me = fields.Boolean(compute="_compute_is_kept_for_me")

    @api.depends("hold_ids")
    def _compute_hold_count(self):
        for document in self:
            document.hold_count = len(document.hold_ids)

    @api.depends("loan_ids.state", "loan_ids.employee_id")
    def _compute_kept_for_id(self):
        for document in self:
            document.kept_for_id = document.loan_ids.filtered(lambda loan: loan.state == "requested").employee_id

    @api.depends("hold_ids.sequence")
    @api.depends_context("uid")
    def _compute_my_place(self):
        for document in self:
            users = [hold.user_id for hold in document.sudo().hold_ids.sorted()]  # sudo: counted only
            document.my_place = users.index(self.env.user) + 1 if self.env.user in users else 0

    @api.depends("kept_for_id")
    @api.depends_context("uid")
    def _compute_is_kept_for_me(self):
        for document in self:
            document.is_kept_for_me = document.kept_for_id.user_id == self.env.user

    def _check_requestable(self, borrower):
        for document in self:
            if document.state == "destroyed":
                raise UserError(self.env._("%(document)s was destroyed.", document=document.display_name))
            if document.holder_id == borrower:
                raise UserError(self.env._("You hold %(document)s already.", document=document.display_name))

    def _check_turn(self, borrower, reason):
        """Raise a ``UserError`` if somebody else comes first and no reason is given to pass them over.

        With a reason they keep their turn, and are told why they have to wait longer.
        """
        for document in self.sudo().filtered(lambda document: document._get_turn_refusal(borrower)):  # sudo: as below
            if not (reason or "").strip():
                raise UserError(document._get_turn_refusal(borrower))
            document._notify_users(
                document._get_next_in_line().user_id,
                lambda told: told.env._(
                    "Somebody else was given it before you: %(reason)s You are the next.", reason=reason
                ),
            )

    def _get_turn_refusal(self, borrower):
        """Return for whom this document is kept before ``borrower``; empty if it is their turn or nobody's."""
        first = self.sudo()._get_next_in_line()  # sudo: the name of who comes first
        if not first or first == borrower:
            return ""
        return self.env._(
            "%(document)s is kept for %(first)s, who is next in line. Say why %(name)s gets it before them.",
            document=self.display_name,
            first=first.name,
            name=borrower.name,
        )

    def _get_next_in_line(self):
        """Return whom it is kept for, or else will be: the first in line who is there and may still have it (sudo)."""
        waiting = (hold.employee_id for hold in self._get_waiting() if not self._get_refusal(hold.employee_id))
        return self.kept_for_id or next(waiting, self.env["hr.employee"])

    def _get_waiting(self):
        """Return this document's places in line (sudo) in order, but for people on leave while it would be kept."""
        holds = self.hold_ids.sorted()
        if not holds:
            return holds
        last = self._get_kept_until()[self].day
        back_by = get_utc_time(last, BACK_BY, get_zone(self.department_id._get_sales_office_tz()))
        now = fields.Datetime.now()
        leaves = holds.employee_id._get_sales_office_leaves(now, now + timedelta(seconds=1))
        return holds.filtered(lambda hold: all(stop < back_by for _start, stop, _why in leaves[hold.employee_id.id]))

    def _get_today(self):
        """Return the day it is where the document is kept."""
        return get_today(get_zone(self.department_id._get_sales_office_tz()))

    def _get_kept_until(self):
        """Return ``{document: Deadline}`` until which it is kept for whoever gets their turn now."""
        until = {}
        for (company, today), documents in self.grouped(lambda d: (d.company_id, d._get_today())).items():
            departments = documents.department_id.with_company(company)
            last = departments._count_sales_office_deadlines(today, company.sales_office_kept_days)
            until |= {document: last[document.department_id] for document in documents}
        return until

    def _queue(self, borrower):
        """Give ``borrower`` the last place in line for each of these documents."""
        Hold = self.env["sales.office.document.hold"].sudo()  # sudo: places are given here only
        last = dict(Hold._read_group([("document_id", "in", self.ids)], ["document_id"], ["sequence:max"]))
        Hold.create(
            [
                {
                    "document_id": document.id,
                    "employee_id": borrower.id,
                    "sequence": last.get(document.sudo(), 0) + 1,
                }
                for document in self
            ]
        )

    def _leave_queue(self, borrower):
        """Who gets the document no longer waits for it."""
        self.sudo().hold_ids.filtered(lambda hold: hold.employee_id == borrower).unlink()  # sudo: as in _queue

    def _serve_queue(self):
        """Keep what is available for the next in line, and tell them that it is their turn."""
        documents = self.sudo().filtered(lambda document: document.state == "available")  # sudo: as in _queue
        for document in documents.filtered("hold_ids"):
            if not document.kept_for_id:
                document._promote()
        kept = documents.filtered("kept_for_id")
        kept.loan_ids.filtered(lambda loan: loan.state == "requested")._keep()
        kept._notify_users(
            lambda document: document.kept_for_id.user_id,
            lambda document: document.env._("It is back and kept for you: draw it from the clerk."),
        )

    def _promote(self):
        """Make the first in line who may still have this document, and is there, the one it is kept for."""
        for hold in self._get_waiting():
            employee = hold.employee_id
            refusal = self._get_refusal(employee)
            hold.unlink()
            if not refusal:
                self.env["sales.office.document.loan"].create({"document_id": self.id, "employee_id": employee.id})
                return
            self._notify_users(
                employee.user_id,
                lambda document: document.env._("You no longer wait for it: you may not have it any more."),
            )

    def _close_queue(self, reason):
        """End what is still asked of these documents, and say why."""
        documents = self.sudo()  # sudo: as in _queue
        for hold in documents.hold_ids:
            hold._notify_refusal(reason)
        documents.hold_ids.unlink()
        documents.loan_ids.filtered(lambda loan: loan.state == "requested")._refuse(reason)
