from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...organization.record.row_lock import lock_rows
from ...organization.rpc.rpc import core_door
from .document_category import CONFIDENTIALITY

#: what only the actions change: who is named here may read the document, or comes first
FOLLOWING_FIELDS = {"holder_id", "due_at", "kept_for_id", "offered_to_id", "hold_count", "copy_count"}
GUARDED_FIELDS = FOLLOWING_FIELDS | {"state", "holder_user_id", "offered_user_id"}


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
    _order = "reference desc, id desc"
    _rec_names_search = ["reference", "name"]
    _check_company_auto = True

    reference = fields.Char(
        copy=False,
        index="trigram",
        tracking=True,
        help="Number on the document, also its barcode. Left empty it gets the next number.",
    )
    name = fields.Char(string="Title", required=True, tracking=True)
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
    loan_ids = fields.One2many("sales.office.document.loan", "document_id", string="Loans")
    loan_count = fields.Integer(compute="_compute_loan_count")
    holder_id = fields.Many2one(
        "hr.employee", string="Held By", compute="_compute_holder_id", store=True, index="btree_not_null"
    )
    holder_user_id = fields.Many2one(
        related="holder_id.user_id", string="Holder's User", store=True, index="btree_not_null"
    )
    due_at = fields.Datetime(string="Due Back", compute="_compute_holder_id", store=True)
    is_overdue = fields.Boolean(compute="_compute_is_overdue")
    can_handle = fields.Boolean(compute="_compute_can_handle", help="The current user keeps this document.")
    can_destroy = fields.Boolean(compute="_compute_can_destroy")
    state = fields.Selection(
        [("available", "Available"), ("on_loan", "On Loan"), ("missing", "Missing"), ("destroyed", "Destroyed")],
        required=True,
        default="available",
        copy=False,
        index=True,
        tracking=True,
    )

    _reference_uniq = models.Constraint(
        "UNIQUE (company_id, reference)", "Another document of the company has this reference."
    )

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
        vals_list = [dict(vals) for vals in vals_list]
        unnumbered = [vals for vals in vals_list if not vals.get("reference")]
        for vals, reference in zip(unnumbered, self._next_references(len(unnumbered)), strict=True):
            vals["reference"] = reference
        documents = super().create(vals_list)
        if not self.env.su and any(document._is_begun() for document in documents):
            documents._refuse_by_hand()
        return documents

    @core_door
    def write(self, vals):
        if not self.env.su:
            self.check_access("read")
            if GUARDED_FIELDS & vals.keys():
                self._refuse_by_hand()
            if "destroyed" in self.mapped("state"):
                raise UserError(self.env._("A destroyed document is closed: its record cannot be changed."))
        return super().write(vals)

    @api.model
    def _build_title(self, reference, name):
        """Return how a document of this reference and title is called."""
        return " ".join(filter(None, (reference, name)))

    def _is_begun(self):
        """Return whether a new document says that something happened to it, be it by a default of the context."""
        return self.state != "available" or any(self[name] for name in FOLLOWING_FIELDS)

    def _refuse_by_hand(self):
        raise AccessError(
            self.env._("State and holder of a document follow its loans. Hand it out or take it back instead.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_lent(self):
        # sudo: a loan counts even if the user may not see it
        lent = self.sudo().filtered(lambda document: document.loan_ids or document.event_ids)
        if lent or any(document.state != "available" for document in self):
            raise UserError(
                self.env._(
                    "A document with a history cannot be deleted: %(documents)s. Have it destroyed instead.",
                    documents=", ".join((lent or self).mapped("display_name")),
                )
            )

    def _lock(self):
        """Wait for whoever is handling these documents just now.

        If he changed them, PostgreSQL refuses and the request is run again by Odoo, which
        then sees the new holder.
        """
        lock_rows(self)
