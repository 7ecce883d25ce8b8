from odoo import api, fields, models

from ...models.custody.loan.loan import GRADES
from ...models.organization.record.phrases import join_names
from ...models.organization.rpc.rpc import rpc


class SalesOfficeDocumentHandling(models.TransientModel):
    """Asks for what a button cannot pass to the actions of documents, loans and places in line."""

    _name = "sales.office.document.handling"
    _description = "Handle Documents"
    _inherit = "sales.office.reader.mixin"

    operation = fields.Selection(
        [
            ("hand_out", "Hand Out"),
            ("take_back", "Take Back"),
            ("transfer", "Hand On"),
            ("decline", "Decline"),
            ("copy", "Give a Copy"),
            ("extend", "Extend"),
            ("confirm", "Confirm at the Desk"),
            ("missing", "Report Missing"),
            ("found", "Report Found"),
            ("destroy", "Destroy"),
            ("refuse", "Refuse Requests"),
            ("refuse_hold", "Remove from Queue"),
        ],
        required=True,
        readonly=True,
        default="hand_out",
    )
    document_ids = fields.Many2many(
        "sales.office.document", string="Documents", default=lambda self: self._default_records("sales.office.document")
    )
    loan_ids = fields.Many2many(
        "sales.office.document.loan", string="Loans", default=lambda self: self._default_loan_ids()
    )
    hold_ids = fields.Many2many(
        "sales.office.document.hold",
        string="Places in Line",
        default=lambda self: self._default_records("sales.office.document.hold"),
    )
    borrower_id = fields.Many2one("hr.employee", domain="[('company_id', 'in', allowed_company_ids)]")
    due_at = fields.Datetime(string="Due Back", compute="_compute_due_at", store=True, readonly=False)
    refusal = fields.Char(compute="_compute_refusal")
    kept_for = fields.Char(compute="_compute_kept_for")
    leaves_office = fields.Boolean(string="Takes It Out of the Office")
    to_return = fields.Boolean(string="To Be Returned", default=True)
    code = fields.Char(string="PIN or Badge")
    happened_at = fields.Datetime(string="When", default=fields.Datetime.now)
    condition_grade = fields.Selection(GRADES, string="Condition", required=True, default="good")
    condition = fields.Char(string="In Words", help="State of the document in words.")
    photo = fields.Image(max_width=1920, max_height=1920)
    reason = fields.Char()

    @api.model
    def _default_records(self, model):
        records = self.env[model]
        return (
            records.browse(self.env.context["active_ids"]) if self.env.context.get("active_model") == model else records
        )

    @api.model
    def _default_loan_ids(self):
        """Return the loans the dialog is opened about; to take documents back, their open ones as of now."""
        loans = self._default_records("sales.office.document.loan")
        if self.env.context.get("default_operation") == "take_back" and not loans:
            documents = self._default_records("sales.office.document")
            loans = documents._get_open_loans().sudo(False)._filtered_access("read")
        return loans

    @api.depends("borrower_id", "operation", "to_return")
    def _compute_due_at(self):
        now = fields.Datetime.now()
        for handling in self:
            borrower = handling.borrower_id._origin
            due = handling.operation != "copy" or handling.to_return
            handling.due_at = borrower._get_sales_office_due_at(now) if borrower and due else False

    @api.depends("borrower_id", "document_ids", "operation")
    def _compute_refusal(self):
        for handling in self:
            borrower, documents = handling.borrower_id._origin, handling._get_readable()
            original = handling.operation != "copy"
            handling.refusal = documents._get_refusal(borrower, original) if borrower else ""

    @api.depends("borrower_id", "document_ids", "operation")
    @api.depends_context("lang")
    def _compute_kept_for(self):
        for handling in self:
            employees = self.env["hr.employee"].sudo()  # sudo: names of who comes first, as the document shows
            if handling.operation in ("hand_out", "transfer"):
                firsts = handling._get_readable().sudo()._get_next_in_line()  # sudo: as above
                employees = employees.union(*firsts.values()) - handling.borrower_id._origin
            handling.kept_for = join_names(self.env, employees.mapped("name"))

    def _get_readable(self):
        """Return the documents the user may see: any number may be sent here over RPC."""
        return self.document_ids._origin.sudo(False)._filtered_access("read")

    @rpc(one=True)
    def action_confirm(self):
        """Do it; each action of documents, loans and places in line checks the right to."""
        getattr(self, f"_do_{self.operation}")()
        return {"type": "ir.actions.act_window_close"}

    def _do_hand_out(self):
        self.document_ids.action_hand_out(self.borrower_id, self.reason or "", self.leaves_office, self.condition or "")

    def _do_take_back(self):
        # the loans as they were when the dialog opened: a paper that changed hands since is not taken from another
        records = self.loan_ids if len(self.loan_ids) >= len(self.document_ids) else self.document_ids
        records.action_take_back(self.condition or "", self.condition_grade, self.photo)

    def _do_transfer(self):
        self.document_ids.action_transfer(self.borrower_id, self.reason or "")

    def _do_decline(self):
        self.document_ids.action_decline_transfer(self.reason or "")

    def _do_copy(self):
        self.document_ids.action_give_copy(self.borrower_id, self.to_return)

    def _do_extend(self):
        self.loan_ids.action_extend(self.due_at, self.reason)

    def _do_confirm(self):
        code, self.code = self.code, False  # kept no longer than needed
        self.loan_ids.action_confirm_at_desk(code)

    def _do_missing(self):
        if self.loan_ids:
            self.loan_ids.action_report_lost(self.reason, self.happened_at)
        else:
            self.document_ids.action_report_missing(self.reason, self.happened_at)

    def _do_found(self):
        records = self.loan_ids or self.document_ids
        records.action_report_found(self.reason, self.happened_at)

    def _do_destroy(self):
        self.document_ids.action_destroy(self.reason)

    def _do_refuse(self):
        self.loan_ids.action_refuse(self.reason)

    def _do_refuse_hold(self):
        self.hold_ids.action_refuse(self.reason)
