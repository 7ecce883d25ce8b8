from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...organization.record.phrases import join_names
from ...organization.rpc.argument_types import Choice, File, Record
from ...organization.rpc.rpc import core_door, rpc
from .category import CONFIDENTIALITY


class SalesOfficeDocument(models.Model):
    """A paper the office answers for: who keeps it, who holds it now, who may see it.

    The confidentiality class decides who sees a document (record rules) and to whom it
    may be lent (:meth:`_filter_cleared`), R022:

    - public: seen by every member of a sales office, lent to any employee of the company
    - internal: seen by the members of its office, lent to members of any sales office
    - confidential: seen by and lent to the members of its office and who leads it
    - secret: seen by its clerk, who leads its department and who holds it; lent to leaders
    """

    _name = "sales.office.document"
    _description = "Controlled Document"
    _inherit = ["sales.office.department.mixin", "mail.thread", "mail.activity.mixin"]
    _keeps_what_is_told = False  # who waits for it is nobody else's business
    _order = "reference desc, id desc"
    _rec_names_search = ["reference", "name"]
    _check_company_auto = True

    reference = fields.Char(
        copy=False,
        index="trigram",
        tracking=True,
        help="Number on the document, also its barcode. Left empty it gets the next number.",
    )
    name = fields.Char(string="Title", required=True, index="trigram", tracking=True)
    category_id = fields.Many2one(
        "sales.office.document.category", required=True, index=True, ondelete="restrict", tracking=True
    )
    confidentiality = fields.Selection(
        CONFIDENTIALITY,
        compute="_compute_category_defaults",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        tracking=True,
        help="Public: every sales office. Internal: this office. Confidential: lent within this office only. "
        "Secret: seen by the clerk and the leaders only.",
    )
    home_location = fields.Char(
        compute="_compute_category_defaults", store=True, precompute=True, readonly=False, help="Where it is kept."
    )
    department_id = fields.Many2one(string="Owner Department", tracking=True)
    custodian_id = fields.Many2one(
        "hr.employee",
        compute="_compute_custodian_id",
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        ondelete="restrict",
        tracking=True,
        help="Clerk who keeps the document.",
    )
    partner_id = fields.Many2one("res.partner", string="Customer", check_company=True, index="btree_not_null")
    order_id = fields.Many2one("sale.order", string="Sales Order", check_company=True, index="btree_not_null")
    note = fields.Text()
    loan_ids = fields.One2many("sales.office.document.loan", "document_id", string="Loans", readonly=True)
    loan_count = fields.Integer(compute="_compute_loan_count")
    event_ids = fields.One2many("sales.office.document.event", "document_id", string="Chain of Custody", readonly=True)
    event_count = fields.Integer(compute="_compute_event_count")
    holder_id = fields.Many2one(
        "hr.employee", string="Held By", compute="_compute_holder_id", store=True, index="btree_not_null"
    )
    holder_user_id = fields.Many2one(
        related="holder_id.user_id", string="Holder's User", store=True, index="btree_not_null"
    )
    due_at = fields.Datetime(string="Due Back", compute="_compute_holder_id", store=True)
    is_overdue = fields.Boolean(compute="_compute_is_overdue")
    copy_count = fields.Integer(
        string="Copies", compute="_compute_copy_count", store=True, help="Number of the last copy that was made."
    )
    can_copy = fields.Boolean(related="category_id.may_copy", string="May Be Copied")
    can_handle = fields.Boolean(compute="_compute_can_handle", help="The current user keeps this document.")
    can_destroy = fields.Boolean(compute="_compute_can_destroy")
    state = fields.Selection(
        [("available", "Available"), ("on_loan", "On Loan"), ("missing", "Missing"), ("destroyed", "Destroyed")],
        required=True,
        default="available",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )

    _reference_uniq = models.Constraint(
        "UNIQUE (company_id, reference)", "Another document of the company has this reference."
    )
    _reference_idx = models.Index("(reference)")
    _due_idx = models.Index("(due_at) WHERE state = 'on_loan'")
    _location_idx = models.Index("(home_location, department_id)")

    @api.depends("reference", "name")
    def _compute_display_name(self):
        for document in self:
            document.display_name = self._build_title(document.reference, document.name)

    @api.depends("category_id")
    def _compute_category_defaults(self):
        for document in self:
            saved = document._origin  # a new category never opens up a document that exists
            category = document.category_id
            document.confidentiality = not saved and category.confidentiality or document.confidentiality or "internal"
            document.home_location = not saved and category.home_location or document.home_location

    @api.depends("department_id")
    def _compute_custodian_id(self):
        for document in self:
            clerk = document.department_id.sales_office_id.sales_office_clerk_id
            document.custodian_id = clerk if clerk.company_id == document.company_id else document.custodian_id

    @api.depends("loan_ids")
    @api.depends_context("uid")
    def _compute_loan_count(self):
        counts = dict(
            self.env["sales.office.document.loan"]._read_group(
                [("document_id", "in", self.ids)], ["document_id"], ["__count"]
            )
        )
        for document in self:
            document.loan_count = counts.get(document._origin, 0)

    @api.depends("event_ids")
    @api.depends_context("uid")
    def _compute_event_count(self):
        counts = dict(
            self.env["sales.office.document.event"]._read_group(
                [("document_id", "in", self.ids)], ["document_id"], ["__count"]
            )
        )
        for document in self:
            document.event_count = counts.get(document._origin, 0)

    @api.depends("loan_ids.state", "loan_ids.due_at")
    def _compute_holder_id(self):
        for document in self:
            loan = document.loan_ids.filtered(lambda loan: loan.state == "on_loan" and not loan.copy_number)
            document.holder_id = loan.employee_id
            document.due_at = loan.due_at

    @api.depends("due_at")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for document in self:
            document.is_overdue = bool(document.due_at and document.due_at < now)

    @api.depends("loan_ids.copy_number")
    def _compute_copy_count(self):
        for document in self:
            document.copy_count = max(document.loan_ids.mapped("copy_number"), default=0)

    @api.depends("department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_handle(self):
        kept = self._where_post("clerk")
        for document in self:
            clerk = document.sudo().department_id.sales_office_id.sales_office_clerk_id
            document.can_handle = document in kept and document.in_same_office or clerk.user_id == self.env.user

    @api.depends("department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_destroy(self):
        directed = self._where_post("director")
        for document in self:
            document.can_destroy = document in directed or document.in_office_scope

    @api.constrains("reference")
    def _check_reference(self):
        if not all(document.reference and document.reference.strip() for document in self):
            raise ValidationError(self.env._("Every document needs a reference."))

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Register documents; those without a reference get the next one.

        :raises AccessError: state or holder is given by hand
        """
        vals_list = [dict(vals) for vals in vals_list]
        unnumbered = [vals for vals in vals_list if not vals.get("reference")]
        for vals, reference in zip(unnumbered, self._next_references(len(unnumbered)), strict=True):
            vals["reference"] = reference
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_lent(self):
        # sudo: a loan counts even if the user may not see it
        lent = self.sudo().filtered(lambda document: document.loan_ids or document.event_ids)
        if lent or any(document.state != "available" for document in self):
            raise UserError(
                self.env._(
                    "A document with a history cannot be deleted: %(documents)s. Have it destroyed instead.",
                    documents=join_names(self.env, (lent or self).mapped("display_name")),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        # sudo: a count matters even if the user may not see it
        lines = self.env["sales.office.document.stocktake.line"].sudo().search([("document_id", "in", self.ids)])
        if lines:
            raise UserError(
                self.env._(
                    "A document that was counted in a stock-take cannot be deleted: %(documents)s. "
                    "Have it destroyed instead.",
                    documents=join_names(self.env, lines.document_id.mapped("display_name")),
                )
            )

    @rpc
    def action_hand_out(
        self, borrower: Record("hr.employee"), reason: str = "", leaves_office: bool = False, condition: str = ""
    ):
        """Lend these documents to ``borrower`` until the end of their working day (R015, R017).

        :param borrower: ``hr.employee`` record
        :param str reason: why they get what is kept for somebody else, see :meth:`_check_turn`
        :param bool leaves_office: they take them out of the office
        :param str condition: state of the paper in words as they get it
        :return: the ``sales.office.document.loan`` records
        :raises AccessError: the user is not the clerk of the documents' office
        :raises UserError: not available (names the holder), kept for somebody else, or the borrower,
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
        :raises UserError: nobody holds the document
        """
        self._check_handler(self.holder_id)
        self._lock()
        self._check_lent()
        self._get_open_loans()._take_back(condition, grade, photo)

    @rpc
    def action_transfer(self, borrower: Record("hr.employee"), reason: str = ""):
        """Offer these documents to ``borrower``; nothing changes hands before they accept.

        :param borrower: ``hr.employee`` record
        :param str reason: why they get what somebody else waits for, see :meth:`_check_turn`
        :raises AccessError: the user neither holds them nor is the clerk
        :raises UserError: not lent, offered already, or ``borrower`` may not have them
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
        self._notify_users(
            borrower.user_id,
            lambda document: document.env._(
                "%(name)s hands it on to you: accept it, or decline, on your Today page.", name=document.holder_id.name
            ),
        )

    @rpc
    def action_accept_transfer(self):
        """Take over what is offered to the user: the giver's loans end and their own begin.

        :return: the new ``sales.office.document.loan`` records
        :raises UserError: it is not offered to them any more, or they may not have it any more
        """
        self._lock()
        self._check_offered()
        for document in self:
            document._check_borrower(document.offered_to_id)
        return self.env["sales.office.document.loan"].union(*(document._hand_on() for document in self))

    @rpc
    def action_decline_transfer(self, reason: str = ""):
        """Turn down what is offered to the user; the giver goes on answering for it and is told.

        :param str reason: told to the giver
        :raises UserError: not offered to the user any more
        """
        self._lock()
        self._check_offered()
        loans = self._get_open_loans()
        for loan in loans:
            name = loan.transfer_to_id.name
            loan.document_id._notify_users(
                loan.user_id,
                lambda document, name=name: document.env._(
                    "%(name)s does not take it over. %(reason)s", name=name, reason=reason
                ),
            )
        loans._end_offer()

    @rpc
    def action_cancel_transfer(self):
        """Take back an offer that nobody has accepted yet.

        :raises AccessError: the user neither holds it nor is the clerk of its office
        """
        self._check_giver()
        self._lock()
        self._get_open_loans()._end_offer()

    @rpc
    def action_request(self):
        """Ask the clerk for these documents; asking again changes nothing.

        What is lent or kept for somebody else cannot be drawn yet: the user gets a place in line.

        :return: the ``sales.office.document.loan`` records of what is kept for them now
        :raises UserError: no employee, not cleared for it, held by them already, or destroyed
        """
        borrower = self.env.user.employee_id
        if not borrower:
            raise UserError(self.env._("Only employees can borrow documents: your user has no employee."))
        self._check_borrower(borrower)
        self._lock()
        self._check_requestable(borrower)
        # sudo: loans and holds are written by these methods only
        Loan, Hold = self.env["sales.office.document.loan"].sudo(), self.env["sales.office.document.hold"].sudo()
        mine = [("document_id", "in", self.ids), ("employee_id", "=", borrower.id)]
        loans = Loan.search([*mine, ("state", "=", "requested")])
        asked = self - loans.document_id - Hold.search(mine).document_id
        free = asked.filtered(lambda document: document.state == "available" and not document.kept_for_id)
        given = Loan.create([{"document_id": document.id, "employee_id": borrower.id} for document in free])
        given._keep()
        loans |= given
        (asked - free)._queue(borrower)
        return loans.sudo(False)

    @rpc
    def action_stop_waiting(self):
        """Withdraw one's own requests and places in line for these documents."""
        mine = [("document_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        self.env["sales.office.document.hold"].search(mine).action_cancel()
        self.env["sales.office.document.loan"].search([*mine, ("state", "=", "requested")]).action_cancel()

    @rpc
    def action_give_copy(self, borrower: Record("hr.employee"), to_return: bool = True):
        """Give ``borrower`` a numbered copy of each of these documents.

        :param borrower: ``hr.employee`` record
        :param bool to_return: it is lent, due at the end of their working day; False: they keep it
        :return: the ``sales.office.document.loan`` records
        :raises UserError: the category allows no copies, or the borrower is not cleared
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

    @rpc
    def action_report_missing(self, reason: str, happened_at: datetime = None):
        """Report these documents missing; an open loan ends as lost.

        :param str reason: what is known about it
        :param happened_at: when they were lost or last seen, UTC; now when empty
        :raises UserError: no reason, a time to come, or missing or destroyed already
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
        :raises UserError: no reason, a time to come, or not missing
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
        """Close the record of documents destroyed on purpose; decided by who leads the department, not the clerk.

        :raises AccessError: the user does not lead the department
        :raises UserError: no reason, on loan, or missing or destroyed already
        """
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

    @api.model
    def _build_title(self, reference, name):
        """Return how a document of this reference and title is called."""
        return " ".join(filter(None, (reference, name)))

    def _check_editable(self, vals):
        if "destroyed" in self.mapped("state"):
            raise UserError(self.env._("A destroyed document is closed: its record cannot be changed."))

    def _get_state_name(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state].lower()

    def _add_to_chain(self, kind, **values):
        """Record what happened to these documents where no loan is concerned."""
        # sudo: nobody has the right to add to the chain by hand
        self.env["sales.office.document.event"].sudo().create(
            [{**values, "document_id": document.id, "kind": kind} for document in self]
        )
