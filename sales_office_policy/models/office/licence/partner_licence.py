from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ...organization.rpc.rpc import core_door, rpc

#: what the confirmation vouches for: changing it needs a new one
CONFIRMED = {"partner_id", "kind", "number", "issuer", "date_issued", "date_expiry", "scan"}


class SalesOfficePartnerLicence(models.Model):
    """A paper a dealer or customer has to have: licence, registration, permit, invoicing data confirmed (R037).

    Who serves the customer files it, the clerk compares it with the original and confirms it.
    A renewal is a new record; the old one is archived. Whoever serves the customer is reminded once before it expires.
    """

    _name = "sales.office.partner.licence"
    _description = "Customer Licence"
    _inherit = ["sales.office.protected.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_expiry, id"
    _rec_names_search = ["number", "partner_id"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("business_licence", "Business Licence"),
            ("tax_registration", "Tax Registration"),
            ("permit", "Permit"),
            ("invoicing", "Invoicing Data Confirmation"),
            ("authorisation", "Dealer Authorisation"),
            ("other", "Other Paper"),
        ],
        required=True,
        default="business_licence",
        index=True,
    )
    number = fields.Char(tracking=True)
    issuer = fields.Char(string="Issued by")
    date_issued = fields.Date(string="Issued on")
    date_expiry = fields.Date(string="Valid Until", index=True, tracking=True, help="Empty: without limit.")
    scan = fields.Binary(attachment=True)
    scan_name = fields.Char()
    document_id = fields.Many2one(
        "sales.office.document",
        string="Controlled Document",
        check_company=True,
        ondelete="set null",
        index="btree_not_null",
        domain="[('confidentiality', '!=', 'secret')]",
        help="The original, where the office keeps it.",
    )
    note = fields.Text()
    verified_by_id = fields.Many2one("res.users", string="Verified by", readonly=True, copy=False, tracking=True)
    verified_at = fields.Datetime(string="Verified on", readonly=True, copy=False)
    reminded = fields.Boolean(readonly=True, copy=False, help="Somebody was told that it expires.")
    state = fields.Selection(
        [("valid", "Valid"), ("expiring", "Expiring"), ("expired", "Expired")],
        compute="_compute_state",
        search="_search_state",
    )
    can_edit = fields.Boolean(compute="_compute_can_edit")

    _dates_ordered = models.Constraint("CHECK (date_issued <= date_expiry)", "A paper expires after it was issued.")

    @api.depends("kind", "number", "partner_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for licence in self:
            parts = (kinds.get(licence.kind), licence.number, licence.partner_id.name)
            licence.display_name = " - ".join(filter(None, parts))

    @api.depends("date_expiry", "company_id.sales_office_licence_days")
    def _compute_state(self):
        for licence in self:
            today, soon = licence.company_id._get_sales_office_licence_days()
            expiry = licence.date_expiry
            licence.state = (
                "expired" if expiry and expiry < today else "expiring" if expiry and expiry <= soon else "valid"
            )

    @api.depends("partner_id.user_id", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_edit(self):
        """Who may file a paper may also change it, if they serve the customer; a new one is open to be filled in."""
        editable = self._origin._filtered_access("write")
        for licence in self:
            licence.can_edit = not licence._origin or licence._origin in editable

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = []
        for company in self.env.companies:
            today, soon = company._get_sales_office_licence_days()
            here = Domain("company_id", "=", company.id)
            found = {
                "expired": Domain("date_expiry", "<", today),
                "expiring": Domain("date_expiry", ">=", today) & Domain("date_expiry", "<=", soon),
                "valid": Domain("date_expiry", "=", False) | Domain("date_expiry", ">", soon),
            }
            domains += [here & found[state] for state in value if state in found]
        return Domain.OR(domains)

    @api.constrains("document_id")
    def _check_document(self):
        for licence in self:
            document = licence.document_id.sudo(False)  # constraints run in sudo
            document.check_access("read")
            if document.confidentiality == "secret":
                raise ValidationError(
                    self.env._("A secret document cannot be linked here, because everybody would see its title.")
                )

    @core_door
    def write(self, vals):
        """Change papers: what the clerk confirmed has to be confirmed anew, another expiry is reminded of anew.

        :raises AccessError: the confirmation itself, the reminder or the company by hand
        """
        result = super().write(vals)
        licences = self.sudo()  # sudo: closed to ordinary writing
        if not CONFIRMED.isdisjoint(vals):
            licences.write({"verified_by_id": False, "verified_at": False})
        if not {"date_expiry", "active"}.isdisjoint(vals):
            licences.reminded = False
            licences._end_activities()
        return result

    @rpc
    def action_verify(self):
        """Confirm that these papers agree with the originals; by the clerk, not by who filed them (R046).

        :raises AccessError: the user is no clerk, or filed one of them
        """
        self.check_access("write")
        if not self.env.su:
            if not self._is_post_held("clerk"):
                raise AccessError(self.env._("Only the clerk compares papers with the originals and confirms them."))
            if any(licence.create_uid == licence.user_id == self.env.user for licence in self):
                raise AccessError(self.env._("Have another clerk confirm the papers of your own customers."))
        # sudo: closed to ordinary writing
        self.sudo().write({"verified_by_id": self.env.uid, "verified_at": fields.Datetime.now()})

    @api.model
    def _cron_remind(self, batch=500):
        """Tell once of every paper about to expire; can be stopped and started again at any point."""
        companies = self.env["res.company"].search([("sales_office_room_ids.code", "=", "office")])
        due = self.with_context(allowed_company_ids=companies.ids)._get_expiring_domain()
        domain = due & Domain("reminded", "=", False) & Domain("company_id", "in", companies.ids)
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(domain))
        while licences := self.search(domain, limit=batch, order="id"):
            licences._remind()
            if not self.env["ir.cron"]._commit_progress(len(licences)):
                return

    @api.model
    def _get_expiring_domain(self):
        """Return the papers that expire soon or have expired."""
        return Domain(self._search_state("in", ["expiring", "expired"]))

    def _remind(self):
        """Give a to-do to the salesperson, or to the clerk where there is none (sudo); an e-mail each costs queries."""
        self.reminded = True
        self._give_activities(
            lambda licence: licence._get_reminded_user(),
            lambda licence: licence.env._("Ask for the new paper: %(paper)s", paper=licence.display_name),
            "date_expiry",
        )

    def _get_reminded_user(self):
        """Return the salesperson if they are a member who works here, else the clerk of an office of the company."""
        user, company = self.user_id, self.company_id
        if user.active and company in user.company_ids and user.has_group("sales_office_policy.group_member"):
            return user
        return company._get_sales_office_clerks()[:1]
