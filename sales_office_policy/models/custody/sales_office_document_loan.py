from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class SalesOfficeDocumentLoan(models.Model):
    """One time a document left the clerk's hands, or was asked for.

    Nobody edits a loan: no access right writes one, only the document's actions do. That
    is what makes the list a chain of custody (R015).
    """

    _name = "sales.office.document.loan"
    _description = "Document Loan"
    _inherit = ["sales.office.member.mixin", "mail.thread"]
    _order = "handed_over_at desc, id desc"
    _member_date_field = "handed_over_at"

    document_id = fields.Many2one(
        "sales.office.document", required=True, index=True, ondelete="restrict", readonly=True
    )
    employee_id = fields.Many2one(string="Borrower", readonly=True)
    company_id = fields.Many2one(related="document_id.company_id")
    borrower_id = fields.Many2one(related="employee_id", string="Lent To")
    handed_over_at = fields.Datetime(readonly=True)
    handed_over_by_id = fields.Many2one("res.users", readonly=True)
    due_at = fields.Datetime(string="Due Back", readonly=True, index=True, help="End of the borrower's working day.")
    returned_at = fields.Datetime(readonly=True)
    taken_back_by_id = fields.Many2one("res.users", readonly=True)
    condition = fields.Char(readonly=True, help="State of the document when it came back.")
    reason = fields.Char(readonly=True, help="Why the request was refused, or what is known about the loss.")
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    can_handle = fields.Boolean(related="document_id.can_handle")
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("on_loan", "On Loan"),
            ("returned", "Returned"),
            ("lost", "Lost"),
            ("refused", "Refused"),
        ],
        required=True,
        default="requested",
        readonly=True,
        index=True,
        tracking=True,
    )

    _open_uniq = models.UniqueIndex("(document_id) WHERE state = 'on_loan'", "The document is on loan already.")
    _request_uniq = models.UniqueIndex(
        "(document_id, employee_id) WHERE state = 'requested'", "The document is requested already."
    )

    @api.depends("document_id.display_name", "employee_id.name")
    def _compute_display_name(self):
        for loan in self:
            loan.display_name = f"{loan.document_id.display_name} - {loan.employee_id.name}"

    @api.depends("state", "due_at")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for loan in self:
            loan.is_overdue = bool(loan.state == "on_loan" and loan.due_at and loan.due_at < now)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "on_loan") & Domain("due_at", "<", fields.Datetime.now())

    def action_hand_out(self):
        """Give the requested documents to whoever asked for them."""
        for loan in self:
            loan._check_requested()
            loan.document_id.action_hand_out(loan.employee_id)

    def action_refuse(self, reason):
        """Turn requests down; the borrower reads why."""
        self.document_id._check_handler(self.employee_id)
        self.document_id._check_reason(reason)
        self._check_requested()
        self.sudo().write({"state": "refused", "reason": reason})  # sudo: nobody has the right to write loans

    def _check_requested(self):
        if any(loan.state != "requested" for loan in self):
            raise UserError(self.env._("Only a request that still waits can be handed out or refused."))
