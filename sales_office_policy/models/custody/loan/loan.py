from datetime import datetime, timedelta
from unicodedata import normalize

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

from ...organization.posts.title import join_title
from ...organization.rpc.argument_types import Choice, File
from ...organization.rpc.rpc import core_door, rpc
from ...organization.searching import lasting

GRADES = [("good", "As Handed Out"), ("worn", "Worn"), ("damaged", "Damaged"), ("incomplete", "Incomplete")]
#: kinds of events in which the borrower is the one who gets the paper
OUTWARD = ("handed_out", "transferred", "copy_lent", "copy_given")


class SalesOfficeDocumentLoan(models.Model):
    """One time a document, or a copy of it, left the clerk's hands, or was asked for.

    Nobody edits a loan: no access right writes one, only the actions of documents and loans do (R015).
    """

    _name = "sales.office.document.loan"
    _description = "Document Loan"
    _inherit = [
        "sales.office.member.mixin",
        "sales.office.unfollowed.mixin",
        "sales.office.deadline.mixin",
        "mail.activity.mixin",
    ]
    _deadline_days = {"kept_until": "sales_office_kept_days"}
    _order = "handed_over_at desc, id desc"
    _member_date_field = "handed_over_at"

    document_id = fields.Many2one(
        "sales.office.document", required=True, index=True, ondelete="restrict", readonly=True
    )
    employee_id = fields.Many2one(string="Borrower", readonly=True)
    company_id = fields.Many2one(related="document_id.company_id")
    borrower_id = fields.Many2one(related="employee_id", string="Lent To")
    copy_number = fields.Integer(readonly=True, default=0, help="Number of the copy that was given; 0: the original.")
    handed_over_at = fields.Datetime(readonly=True)
    handed_over_by_id = fields.Many2one("res.users", readonly=True)
    received_at = fields.Datetime(string="Receipt Confirmed", readonly=True, tracking=True)
    receipt = fields.Selection(
        [("screen", "On Their Own Screen"), ("pin", "By PIN at the Desk"), ("badge", "By Badge at the Desk")],
        string="Confirmed How",
        readonly=True,
    )
    is_receipt_open = fields.Boolean(
        string="Receipt Not Confirmed", compute="_compute_is_receipt_open", search="_search_is_receipt_open"
    )
    due_at = fields.Datetime(
        string="Due Back",
        readonly=True,
        index=True,
        help="End of the borrower's shift; start of their next one on a day without.",
    )
    due_on = fields.Date(
        string="Due Back On",
        compute="_compute_due_on",
        store=True,
        index=True,
        help="The day of the due time on the clocks the borrower went by when it was set.",
    )
    extended_by_id = fields.Many2one("res.users", readonly=True)
    leaves_office = fields.Boolean(string="Taken Along", readonly=True, help="They take it out of the office.")
    condition_before = fields.Char(
        string="Condition When Handed Out", readonly=True, help="State of the paper as the borrower got it."
    )
    kept_until = fields.Date(
        readonly=True, copy=False, help="Last day on which what was asked for is kept: then the next in line gets it."
    )
    kept_until_reason = fields.Char(string="Time Kept", compute="_compute_deadline_reasons", compute_sudo=True)
    returned_at = fields.Datetime(readonly=True)
    taken_back_by_id = fields.Many2one("res.users", readonly=True)
    return_corrected_by_id = fields.Many2one("res.users", string="Return Corrected by", readonly=True)
    return_correction = fields.Char(
        string="Correction of the Return", readonly=True, help="Why the time of the return was corrected."
    )
    condition_grade = fields.Selection(GRADES, string="Condition", readonly=True)
    condition = fields.Char(string="Condition in Words", readonly=True, help="State of the paper when it came back.")
    reason = fields.Char(
        readonly=True,
        help="Why the request was refused, why they came before others, or what is known about the loss.",
    )
    transfer_to_id = fields.Many2one("hr.employee", string="Handed On To", readonly=True, index="btree_not_null")
    transfer_asked_at = fields.Datetime(string="Offered At", readonly=True)
    transfer_asked_by_id = fields.Many2one("res.users", string="Offered By", readonly=True)
    transfer_reason = fields.Char(readonly=True)
    transferred_from_id = fields.Many2one(
        "sales.office.document.loan", string="Taken Over From", readonly=True, index="btree_not_null"
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    borrower_left = fields.Boolean(
        string="Left the Company",
        compute="_compute_borrower_left",
        search="_search_borrower_left",
        help="The borrower still holds the paper and is no longer an employee.",
    )
    can_handle = fields.Boolean(compute="_compute_can_handle")
    can_extend = fields.Boolean(compute="_compute_can_extend")
    document_state = fields.Selection(related="document_id.state", string="State of the Document")
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("on_loan", "On Loan"),
            ("returned", "Returned"),
            ("given", "Copy Given"),
            ("lost", "Lost"),
            ("refused", "Refused"),
        ],
        required=True,
        default="requested",
        readonly=True,
        index=True,
        tracking=True,
    )
    event_ids = fields.One2many("sales.office.document.event", "loan_id", string="Chain of Custody")

    _open_uniq = models.UniqueIndex(
        "(document_id) WHERE state = 'on_loan' AND COALESCE(copy_number, 0) = 0", "The document is on loan already."
    )
    _request_uniq = models.UniqueIndex(
        "(document_id) WHERE state = 'requested'", "The document is kept for somebody already."
    )
    _due_idx = models.Index("(due_at) WHERE state = 'on_loan'")
    _copy_uniq = models.UniqueIndex(
        "(document_id, copy_number) WHERE copy_number > 0", "A copy of this number was given already."
    )

    @api.depends("document_id.display_name", "employee_id.name", "copy_number")
    def _compute_display_name(self):
        for loan in self:
            loan.display_name = join_title(loan._get_title(), loan.employee_id.name, by=" - ")

    @api.depends("state", "received_at")
    def _compute_is_receipt_open(self):
        for loan in self:
            loan.is_receipt_open = loan.state in ("on_loan", "given") and not loan.received_at

    @lasting
    def _search_is_receipt_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "in", ("on_loan", "given")) & Domain("received_at", "=", False)

    @api.depends("due_at")
    def _compute_due_on(self):
        """Keep the day: clocks that are changed later do not move it. Midnight ends a day."""
        for loan in self:
            last = loan.due_at and loan.due_at - timedelta(seconds=1)
            loan.due_on = loan.employee_id._get_sales_office_day(last) if last and loan.employee_id else False

    @api.depends("state", "due_at")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for loan in self:
            loan.is_overdue = bool(loan.state == "on_loan" and loan.due_at and loan.due_at < now)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "on_loan") & Domain("due_at", "<", fields.Datetime.now())

    @api.depends("state", "employee_id.active")
    def _compute_borrower_left(self):
        for loan in self:
            loan.borrower_left = loan.state == "on_loan" and not loan.sudo().employee_id.active  # sudo: HR-only

    @lasting
    def _search_borrower_left(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "on_loan") & Domain("employee_id", "any!", Domain("active", "=", False))

    @api.depends("document_id.department_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_handle(self):
        for loan in self:
            loan.can_handle = loan.sudo().document_id.sudo(False).can_handle  # sudo: past borrowers may not read it

    @api.depends("state", "employee_id", "department_id", "document_id.category_id.may_extend")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_extend(self):
        above = self._has_authority()
        for loan in self:
            allowed = loan.sudo().document_id.category_id.may_extend  # sudo: as above
            loan.can_extend = loan.state == "on_loan" and loan in above and allowed

    @core_door
    def write(self, vals):
        """Write as superuser; nobody is reminded any more of papers that are no longer out."""
        result = super().write(vals)
        if vals.get("state") in ("returned", "lost"):
            self._end_leaver_activities()
        return result

    @rpc
    def action_hand_out(self):
        """Give the requested documents to whoever asked for them.

        :raises AccessError: not the clerk of the documents' office
        :raises UserError: the request does not wait any more, or the document is not there or the borrower not cleared
        """
        for loan in self:
            loan._check_requested()
            loan.document_id.action_hand_out(loan.employee_id)

    @rpc
    def action_confirm_receipt(self):
        """Confirm, as the borrower, that one received these papers; again changes nothing.

        :raises AccessError: somebody else is the borrower
        """
        self._check_own()
        self._confirm("screen")
        Attempt = self.env["sales.office.document.code.attempt"]
        if Attempt._is_tried(self.employee_id):  # a connection of its own only if there is something to forget
            Attempt._forget(self.employee_id)

    @rpc
    def action_confirm_at_desk(self, code: str):
        """Confirm the receipt with the borrower standing at the clerk's desk.

        :param str code: their PIN, or what the scanner reads from their badge
        :raises AccessError: the user is not the clerk
        :raises UserError: not their code, or too many wrong ones; never says which or how close
        """
        self.document_id._check_handler(self.employee_id)
        Attempt = self.env["sales.office.document.code.attempt"]
        for borrower in self.employee_id:
            loans = self.filtered(lambda loan, borrower=borrower: loan.employee_id == borrower)
            if not Attempt._begin(borrower):
                loans._refuse_more_codes()
            receipt = borrower._get_sales_office_receipt(code)
            if not receipt:
                loans._refuse_code()
            loans._confirm(receipt)
            Attempt._forget(borrower)

    @rpc
    def action_extend(self, due_at: datetime, reason: str):
        """Let the borrowers keep these documents until ``due_at``.

        :param due_at: UTC, later than it is due now and than the present moment
        :param str reason: kept in the chatter and in the chain of custody
        :raises AccessError: the user does not stand above the borrowers
        :raises UserError: not on loan, the category allows no extension, the time has passed, or nobody works that day
        """
        self._check_authority()
        loans = self.sudo()  # sudo: nobody has the right to write loans, a leader need not see the document
        loans.document_id._check_reason(reason)
        for loan in loans:
            loan._check_on_loan()
            loan._check_extendable(due_at)
        loans._check_working_day(due_at)
        loans.write({"due_at": due_at, "extended_by_id": self.env.uid})
        for loan in loans:
            until = format_datetime(loan.env, due_at, tz=loan.employee_id.tz, dt_format="short")
            text = loan.env._("Extended until %(time)s: %(reason)s", time=until, reason=reason)
            loan.message_post(body=text)
            loan._add_to_chain("extended", text=text)
        self.env["sales.office.check"]._trigger()

    @rpc
    def action_take_back(self, condition: str = "", grade: Choice("condition_grade") = "good", photo: File() = False):
        """Take back precisely these loans, copies among them.

        Unlike the document's method it fails when the paper has changed hands meanwhile.

        :param str condition: state of the paper in words
        :param str grade: one of the grades of ``condition_grade``; damage has to be described
        :param photo: picture of it, base64
        :raises UserError: ended already; says who holds the document now
        """
        self.document_id._check_handler(self.employee_id)
        self.document_id._lock()
        for loan in self:
            loan._check_on_loan()
        self.sudo()._take_back(condition, grade, photo)  # sudo: nobody has the right to write loans

    @rpc
    def action_refuse(self, reason: str):
        """Turn requests down; the borrower reads why, and the next in line gets their turn.

        :raises AccessError: not the clerk of the documents' office
        :raises UserError: no reason given, or the request does not wait any more
        """
        self.document_id._check_handler(self.employee_id)
        self.document_id._check_reason(reason)
        self._check_requested()
        self.document_id._lock()
        self.sudo()._refuse(reason)  # sudo: nobody has the right to write loans
        self.document_id._serve_queue()

    @rpc
    def action_cancel(self):
        """Withdraw one's own requests; the next in line gets their turn.

        :raises AccessError: somebody else's request
        :raises UserError: it does not wait any more
        """
        self._check_own()
        self._check_requested()
        documents = self.sudo().document_id  # sudo: one may withdraw what one no longer sees
        documents._lock()
        self.sudo().write({"state": "refused", "reason": self.env._("Withdrawn by the borrower")})
        documents._serve_queue()

    @rpc
    def action_correct_return(self, returned_at: datetime, reason: str):
        """Record that the paper was back at an earlier time; one still out is taken back.

        :param returned_at: naive ``datetime`` or text, UTC; not before it was handed over, not in the future, nor
            after the paper had gone out again
        :param str reason: kept on the loan and in its chatter
        :raises AccessError: the user is not the clerk of the paper's office
        :raises UserError: they borrowed the paper themselves, the time is impossible, it is lost, or nothing was lent
        """
        for loan in self:
            loan.document_id._check_handler(loan.employee_id)
            loan.document_id._check_reason(reason)
            loan.document_id._lock()
            loan._check_returned_at(returned_at)
            loan._correct_return(returned_at, reason)
        self.env["sales.office.check"]._trigger()

    @rpc
    def action_report_lost(self, reason: str, happened_at: datetime = None):
        """Report what is on loan lost; of a lost copy the original stays where it is.

        :param str reason: what is known about it
        :param happened_at: when, UTC; now when empty
        :raises UserError: ended already, no reason, or a time to come
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
        :raises UserError: not lost, no reason, or a time to come
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

    @api.model
    def _cron_end_keeping(self):
        """Give what nobody drew in time to the next in line, and what waited for people on leave to who is back."""
        used = Domain("company_id.sales_office_room_ids.code", "=", "custody")
        available = Domain("document_id.state", "=", "available")
        # one day more: where it is today is asked of each office
        over = Domain("state", "=", "requested") & Domain("kept_until", "<", fields.Date.today() + timedelta(days=1))
        loans = self.search(used & available & over, order="id").filtered(
            lambda loan: loan.kept_until < loan.document_id._get_today()
        )
        loans.document_id._lock()
        loans._end_keeping()
        waiting = Domain("state", "=", "available") & Domain("hold_count", ">", 0) & Domain("kept_for_id", "=", False)
        (loans.document_id | self.env["sales.office.document"].search(used & waiting))._serve_queue()

    def _keep(self):
        """Say until when what these requests (sudo) ask for is kept."""
        until = self.document_id._get_kept_until()
        for loan in self:
            loan.write(loan._prepare_deadline_vals("kept_until", until[loan.document_id]))

    def _end_keeping(self):
        """End these requests: whoever asked and the clerk are told."""
        for loan in self:
            document, clerk = loan.document_id, loan.document_id.department_id.sales_office_id.sales_office_clerk_id
            told = loan.with_context(lang=loan.user_id.lang or self.env.lang)
            day = format_date(told.env, loan.kept_until)
            loan.write({"state": "refused", "reason": told.env._("Not drawn by %(day)s", day=day)})
            document._notify_users(
                loan.user_id,
                lambda told, loan=loan: told.env._(
                    "You did not draw it by %(day)s: it is not kept for you any more.",
                    day=format_date(told.env, loan.kept_until),
                ),
            )
            document._notify_users(
                clerk.user_id,
                lambda told, loan=loan: told.env._(
                    "%(name)s did not draw it by %(day)s: whoever waits for it gets it next.",
                    name=loan.employee_id.name,
                    day=format_date(told.env, loan.kept_until),
                ),
            )

    def _get_open_deadline_domain(self, name):
        """None: whoever is on leave is passed over instead, see the queue."""
        return Domain.FALSE

    def _get_title(self):
        """Return what is lent in words: the document, or which copy of it."""
        # sudo: the name of what they held or asked for, even if they no longer see it
        document = self.sudo().document_id.display_name
        if not document or not self.copy_number:
            return document
        return self.env._("%(document)s, copy %(number)s", document=document, number=self.copy_number)

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

    def _add_to_chain(self, kind, counterpart=None, **values):
        """Record what happened in these loans.

        :param counterpart: employee on the other side than the borrower
        """
        borrower, other = "from_employee_id", "to_employee_id"
        if kind in OUTWARD:
            borrower, other = other, borrower
        if counterpart:
            values[other] = counterpart.id
        # sudo: nobody has the right to add to the chain by hand
        self.env["sales.office.document.event"].sudo().create(
            [
                {
                    **values,
                    "kind": kind,
                    "document_id": loan.document_id.id,
                    "loan_id": loan.id,
                    borrower: loan.employee_id.id,
                }
                for loan in self.sudo()
            ]
        )
