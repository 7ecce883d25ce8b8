from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...organization.record.protected_mixin import Reason
from ...organization.record.row_lock import claim_rows
from ...organization.rpc.rpc import rpc

#: customers looked at in one go
BATCH = 1000
#: documented attempts after which nobody is late with a visit
ATTEMPTS = 3


class SalesOfficeCustomerFile(models.Model):
    """How complete a customer's file is, what is missing, and when they are visited again (R033, R090, R113).

    One row for each customer of a company, made by a nightly job in batches and by a button; saving a contact computes
    nothing. Only who serves the customer, those who lead them and who works for customers in the office read it; it is
    shown nowhere outside.
    """

    _name = "sales.office.customer.file"
    _description = "Customer File"
    _inherit = "sales.office.served.mixin"
    _order = "score, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(related="partner_id.user_id", store=True, index=True)
    grade = fields.Selection(
        related="partner_id.sales_office_grade", string="Grade", groups="sales_office_policy.group_customer"
    )
    score = fields.Integer(string="Complete (%)", readonly=True, aggregator="avg")
    missing = fields.Json(readonly=True, export_string_translation=False)
    missing_ids = fields.Many2many(
        "sales.office.file.item", string="Missing in the File", compute="_compute_missing_ids"
    )
    computed_at = fields.Datetime(string="As of", readonly=True, index=True)
    first_order_on = fields.Date(string="First Order on", readonly=True)
    last_visit_on = fields.Date(string="Last Met on", readonly=True)
    return_due = fields.Date(string="Visit Again by", readonly=True, index="btree_not_null")
    return_reason = fields.Selection(
        [("grade", "As Often as the Grade Says"), ("delivery", "After a Delivery"), ("complaint", "After a Complaint")],
        string="Why Again",
        readonly=True,
    )
    attempts = fields.Integer(
        readonly=True,
        aggregator=None,
        help="Visits and calls since then on which nobody was reached. After three of them nobody is late.",
    )
    is_return_due = fields.Boolean(compute="_compute_is_return_due", search="_search_is_return_due")

    _customer_uniq = models.Constraint("UNIQUE (partner_id, company_id)", "A customer has one file in each company.")

    @api.depends("missing")
    def _compute_missing_ids(self):
        items = self.env["sales.office.file.item"]
        known = set(items.sudo().search([]).ids) if any(file.missing for file in self) else set()
        for file in self:
            file.missing_ids = items.browse(id_ for id_ in file.missing or [] if id_ in known)

    @api.depends("return_due", "attempts")
    def _compute_is_return_due(self):
        today = fields.Date.context_today(self)
        for file in self:
            file.is_return_due = bool(file.return_due and file.return_due <= today and file.attempts < ATTEMPTS)

    def _search_is_return_due(self, operator, value):
        return self._get_return_due_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_return_due_domain(self):
        """Return the files whose customer is to be visited again by today, and was not tried for too often."""
        return Domain("return_due", "<=", fields.Date.context_today(self)) & Domain("attempts", "<", ATTEMPTS)

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "note_attempt": Reason(
                self.env._("Nobody Reached"),
                self.env._("Say how you tried. After three attempts nobody is late with this visit."),
                shown=("return_due", "attempts"),
                placeholder=self.env._("e.g. called at ten, they are abroad until Monday"),
            ),
        }

    @rpc
    def action_refresh(self):
        """Look at these files again now."""
        for company, files in self.sudo().grouped("company_id").items():  # sudo: what follows from facts
            self._refresh(files.partner_id, company)

    @rpc(one=True)
    def action_note_attempt(self, text: str):
        """Document an attempt to reach the customer, by the current user: a visit on which nobody was met.

        :raises UserError: no words, or the user belongs to no sales office
        """
        text = self._check_reason(text, self.env._("Say how you tried to reach them."))
        employee = self.env.user.employee_id
        if not employee:
            raise UserError(self.env._("Only employees visit customers."))
        visit = self.env["sales.office.visit"].create(
            {"partner_id": self.partner_id.id, "employee_id": employee.id, "planned_start": fields.Datetime.now()}
        )
        visit.action_report("not_met", text)

    @api.model
    def _cron_refresh(self):
        """Look at all customers of the companies that use the room, in batches; what is done already is left out."""
        since = fields.Datetime.now() - timedelta(hours=20)
        companies = self.env["res.company"].search([("sales_office_room_ids.code", "=", "customer")])
        counts = {company: self._get_due_partners(company, since, count=True) for company in companies}
        self.env["ir.cron"]._commit_progress(remaining=sum(counts.values()))
        for company in companies:
            while partners := self._get_due_partners(company, since):
                self._refresh(partners, company)
                self.env["sales.office.grade.proposal"]._propose(partners, company)
                if not self.env["ir.cron"]._commit_progress(len(partners)):
                    return

    @api.model
    def _get_due_partners(self, company, since, count=False):
        """Return a batch of customers whose file is older than ``since`` or not there, or how many there are."""
        partners = self.env["res.partner"].with_company(company)
        recent = self._search([("company_id", "=", company.id), ("computed_at", ">=", since)])
        domain = partners._get_sales_office_file_domain(company) & Domain(
            "id", "not in", recent.subselect("partner_id")
        )
        return partners.search_count(domain) if count else partners.search(domain, limit=BATCH, order="id")

    @api.model
    def _refresh(self, partners, company):
        """Compute the files of these customers of a company anew, in a constant number of queries (sudo)."""
        # sudo: the file says what is there whoever may see it; only what is missing leaves
        partners, files = partners.sudo().with_company(company), self.sudo()
        items = self.env["sales.office.file.item"]._get_of(company)
        found = files._get_evidence(items, partners, company)
        known = {file.partner_id: file for file in files.search(self._get_domain_of(partners, company))}
        new = [{"partner_id": partner.id, "company_id": company.id} for partner in partners if partner not in known]
        claim_rows(partners.browse(vals["partner_id"] for vals in new))  # one may be asked for twice at once
        known |= {file.partner_id: file for file in files.create(new)}
        returns = files._get_returns(partners, company, known)
        first = self.env["sales.office.books"]._get_first_orders(company, partners)
        now = fields.Datetime.now()
        for partner in partners:
            known[partner].write(
                {
                    **files._prepare_score(items.filtered(lambda item, p=partner: item._asks(p)), found, partner),
                    **returns[partner],
                    "first_order_on": first.get(partner.id, False),
                    "computed_at": now,
                }
            )
        files.flush_model()

    @api.model
    def _get_domain_of(self, partners, company):
        return Domain("partner_id", "in", partners.ids) & Domain("company_id", "=", company.id)

    @api.model
    def _prepare_score(self, asked, found, partner):
        """Return score and missing items of a customer, by the items asked of them and where each was found."""
        missing = asked.filtered(lambda item: partner.id not in found[item])
        total = sum(asked.mapped("weight"))
        score = round(100 * (total - sum(missing.mapped("weight"))) / total) if total else 100
        return {"score": score, "missing": missing.ids}

    @api.model
    def _visits_changed(self, tried, former=None):
        """Look at the files again of the customers who were visited, or called in vain; those without one get it in the
        night (sudo).

        :param former: contacts (sudo) for whom one of these was taken before
        """
        former = former or self.env["res.partner"]
        for company, made in tried.grouped("company_id").items():
            partners = (made.partner_id | former).commercial_partner_id
            partners = self.sudo().search(self._get_domain_of(partners, company)).partner_id if partners else partners
            if partners:
                self._refresh(partners, company)
