from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import rpc

GRADES = [("good", "As Handed Out"), ("worn", "Worn"), ("damaged", "Damaged"), ("incomplete", "Incomplete")]


class SalesOfficeDocumentLoan(models.Model):
    """One time a document, or a copy of it, left the clerk's hands, or was asked for.

    Nobody edits a loan: no access right writes one, only the actions of documents and loans do (R015).
    """

    _name = "sales.office.document.loan"
    _description = "Document Loan"
    _inherit = ["sales.office.member.mixin", "sales.office.unfollowed.mixin", "sales.office.deadline.mixin"]
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
    due_at = fields.Datetime(
        string="Due Back",
        readonly=True,
        index=True,
        help="End of the borrower's shift; start of his next one on a day without.",
    )
    due_on = fields.Date(
        string="Due Back On",
        compute="_compute_due_on",
        store=True,
        index=True,
        help="The day of the due time on the clocks the borrower went by when it was set.",
    )
    leaves_office = fields.Boolean(string="Taken Along", readonly=True, help="He takes it out of the office.")
    condition_before = fields.Char(
        string="Condition When Handed Out", readonly=True, help="State of the paper as the borrower got it."
    )
    kept_until = fields.Date(
        readonly=True, copy=False, help="Last day on which what was asked for is kept: then the next in line gets it."
    )
    kept_until_reason = fields.Char(string="Time Kept", compute="_compute_deadline_reasons", compute_sudo=True)
    returned_at = fields.Datetime(readonly=True)
    taken_back_by_id = fields.Many2one("res.users", readonly=True)
    condition_grade = fields.Selection(GRADES, string="Condition", readonly=True)
    condition = fields.Char(string="Condition in Words", readonly=True, help="State of the paper when it came back.")
    reason = fields.Char(
        readonly=True,
        help="Why the request was refused, why he came before others, or what is known about the loss.",
    )
    transfer_to_id = fields.Many2one("hr.employee", string="Handed On To", readonly=True, index="btree_not_null")
    transfer_asked_at = fields.Datetime(string="Offered At", readonly=True)
    transfer_asked_by_id = fields.Many2one("res.users", string="Offered By", readonly=True)
    transfer_reason = fields.Char(readonly=True)
    transferred_from_id = fields.Many2one(
        "sales.office.document.loan", string="Taken Over From", readonly=True, index="btree_not_null"
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
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

    def _get_open_deadline_domain(self, name):
        """None: whoever is on leave is passed over instead, see the queue."""
        return Domain.FALSE

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

    def _get_title(self):
        """Return what is lent in words: the document, or which copy of it."""
        # sudo: the name of what he held or asked for, even if he no longer sees it
        document = self.sudo().document_id.display_name
        if not document or not self.copy_number:
            return document
        return self.env._("%(document)s, copy %(number)s", document=document, number=self.copy_number)

    @rpc
    def action_hand_out(self):
        """Give the requested documents to whoever asked for them."""
        for loan in self:
            loan._check_requested()
            loan.document_id.action_hand_out(loan.employee_id)
