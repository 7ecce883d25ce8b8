from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...organization.rpc.rpc import rpc

MEMBER = "sales_office_policy.group_customer"


class SalesOfficeFiledPartner(models.AbstractModel):
    """The customer file on the contact: how complete, what is missing, when to visit again (R090)."""

    _name = "sales.office.filed.partner"
    _description = "Sales Office Filed Partner"

    sales_office_file_id = fields.Many2one(
        "sales.office.customer.file", string="Customer File", compute="_compute_sales_office_file", groups=MEMBER
    )
    sales_office_file_score = fields.Integer(
        string="File Complete (%)", compute="_compute_sales_office_file", groups=MEMBER
    )
    sales_office_file_at = fields.Datetime(string="File as of", compute="_compute_sales_office_file", groups=MEMBER)
    sales_office_missing_ids = fields.Many2many(
        "sales.office.file.item", string="Missing in the File", compute="_compute_sales_office_file", groups=MEMBER
    )
    sales_office_last_visit_on = fields.Date(string="Last Met on", compute="_compute_sales_office_file", groups=MEMBER)
    sales_office_return_due = fields.Date(string="Visit Again by", compute="_compute_sales_office_file", groups=MEMBER)
    sales_office_attempts = fields.Integer(
        string="Attempts in Vain", compute="_compute_sales_office_file", groups=MEMBER
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sales_office_file(self):
        """Show the file in the current company, if its reader may see it."""
        files = self.env["sales.office.customer.file"]
        customers = self.commercial_partner_id
        found = files.search(files._get_domain_of(customers, self.env.company)) if customers.ids else files
        by_customer = found.grouped("partner_id")
        for partner in self:
            file = by_customer.get(partner.commercial_partner_id._origin, files)
            partner.sales_office_file_id = file
            partner.sales_office_file_score = file.score
            partner.sales_office_file_at = file.computed_at
            partner.sales_office_missing_ids = file.missing_ids
            partner.sales_office_last_visit_on = file.last_visit_on
            partner.sales_office_return_due = file.return_due
            partner.sales_office_attempts = file.attempts

    @api.model
    def _get_sales_office_file_domain(self, company):
        """Return which contacts are customers whom somebody of a company serves."""
        whole = Domain("is_company", "=", True) | Domain("parent_id", "=", False)
        outside = (
            Domain("partner_share", "=", True)
            & Domain("employee_ids", "=", False)
            & Domain("ref_company_ids", "=", False)
        )
        served = Domain("user_id.company_ids", "in", company.ids) & Domain("company_id", "in", (company.id, False))
        return whole & outside & served

    @rpc(one=True)
    def action_refresh_sales_office_file(self):
        """Look at the customer's file again now, by whoever may read it; made where there is none yet.

        :raises UserError: nobody's customer in this company, or somebody else's whom the user does not lead
        """
        files, company = self.env["sales.office.customer.file"], self.env.company
        customer = self.commercial_partner_id
        if not company._sales_office_uses("customer") or not files.has_access("read"):
            raise UserError(self.env._("Files are kept by the sales office, of its customers."))
        # sudo: whether it is a customer is no secret
        domain = self.sudo()._get_sales_office_file_domain(company) & Domain("id", "=", customer.id)
        if not self.sudo().search_count(domain):
            raise UserError(self.env._("A file is kept of customers who have a salesperson. Choose one first."))
        if not self.sales_office_file_id and not self._may_have_sales_office_file(customer):
            raise UserError(self.env._("The file is kept by who serves the customer, and read by those who lead them."))
        files._refresh(customer, company)
        self.invalidate_recordset()

    @api.model
    def _may_have_sales_office_file(self, customer):
        """Return whether the current user would read the file of a customer."""
        owner = customer.sudo().user_id  # sudo: who serves a customer is no secret
        led = owner == self.env.user or owner.id in self.env.user._get_sales_office_scope().user_ids
        posts = self.env.user._get_sales_office_companies("director", "clerk", "customer_relations")
        return led or self.env.company.id in posts

    @rpc(one=True)
    def action_note_sales_office_attempt(self):
        """Ask how somebody tried to reach the customer, see ``sales.office.customer.file``.

        :raises UserError: there is no file that the user may see
        """
        if not self.sales_office_file_id:
            raise UserError(
                self.env._("There is no file of this customer yet. Look at it once, then note the attempt.")
            )
        return self.sales_office_file_id.with_context(reason="note_attempt").action_ask_reason()
