from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...organization.record.phrases import count_days


class SalesOfficeContract(models.Model):
    """The signed paper goes to the clerk within some working days, and on to finance within some more (R117).

    The clerk reads the code on the printed contract at the desk, and the paper is a controlled document from then on,
    whose label the same code is.
    """

    _inherit = "sales.office.contract"

    filing_deadline = fields.Date(string="File Until", readonly=True, copy=False, index="btree_not_null")
    filing_deadline_reason = fields.Char(string="Time to File", compute="_compute_deadline_reasons", compute_sudo=True)
    is_late = fields.Boolean(compute="_compute_is_late", help="Its paper was to be with the clerk before today.")
    filed_on = fields.Date(readonly=True, copy=False)
    filed_by_id = fields.Many2one("res.users", string="Filed by", readonly=True, copy=False)
    receipt_deadline = fields.Date(string="With Finance Until", readonly=True, copy=False, index="btree_not_null")
    receipt_deadline_reason = fields.Char(
        string="Time until Finance Has It", compute="_compute_deadline_reasons", compute_sudo=True
    )
    document_id = fields.Many2one(
        "sales.office.document",
        string="Signed Paper",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    received_on = fields.Date(string="With Finance Since", readonly=True, copy=False)
    received_by_id = fields.Many2one("res.users", string="Received by", readonly=True, copy=False)
    days_to_clerk = fields.Char(
        string="From Signature to Clerk", compute="_compute_days", help="Days until the clerk had the signed paper."
    )
    days_to_finance = fields.Char(
        string="From Signature to Finance", compute="_compute_days", help="Days until finance had the signed paper."
    )

    @api.depends("state", "filing_deadline")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for contract in self:
            waiting = contract.state == "signed" and contract.filing_deadline
            contract.is_late = bool(waiting) and contract.filing_deadline < today

    @api.depends("signed_on", "filed_on", "received_on")
    @api.depends_context("lang")
    def _compute_days(self):
        for contract in self:
            contract.days_to_clerk = contract._word_days_until(contract.filed_on)
            contract.days_to_finance = contract._word_days_until(contract.received_on)

    def _word_days_until(self, day):
        return bool(day and self.signed_on) and count_days(self.env, (day - self.signed_on).days)

    def _get_deadline_days(self, name):
        own = {"filing_deadline": self.kind_id.filing_days, "receipt_deadline": self.kind_id.receipt_days}
        return own[name] or super()._get_deadline_days(name)

    def _get_open_deadline_domain(self, name):
        if name == "filing_deadline":
            return Domain("state", "=", "signed")
        return Domain("signed_on", "!=", False) & Domain("received_on", "=", False)

    def _filter_kept(self):
        """Return those whose paper the current user keeps: the clerk of the office."""
        kept = self._where_post("clerk")
        user = self.env.user
        return self.filtered(
            lambda contract: (
                contract in kept
                and contract.in_same_office
                or contract.sudo().department_id.sales_office_id.sales_office_clerk_id.user_id == user
            )
        )

    def _check_keeper(self):
        if self - self._filter_kept() and not self.env.su:
            raise AccessError(self.env._("A contract is filed by the clerk of its office, who has the paper."))

    def _register_paper(self):
        """Return the controlled document that the paper becomes; none where the company registers no papers.

        Made as the user: the register of documents checks whether they keep it.
        """
        documents = self.env["sales.office.document"]
        if not self.company_id._sales_office_uses("custody"):
            return documents
        return documents.create(
            {
                "reference": self.number,
                "name": self.name,
                "category_id": self.env.ref("sales_office_policy.document_category_contract").id,
                "department_id": self.department_id.sales_office_id.id,
                "partner_id": self.partner_id.id,
            }
        )

    def _file(self, document):
        """Note on this contract (sudo) that its paper, which may be registered as ``document``, is with the clerk."""
        if document and document.company_id != self.company_id:
            raise UserError(self.env._("The paper belongs to another company."))
        taken = document and self.search_count([("document_id", "=", document.id)], limit=1)
        if taken:
            raise UserError(self.env._("%(document)s is the paper of another contract.", document=document.reference))
        self.write(
            {
                "state": "filed",
                "filed_on": self._get_member_today(),
                "filed_by_id": self.env.uid,
                "document_id": document.id if document else False,
            }
        )
        self.env["sales.office.check"]._trigger()

    @api.model
    def _get_by_code(self, code):
        """Return the contract (sudo) with this number in the current companies."""
        plain = code.strip().upper()
        # sudo: the label says which contract it is; what is done with it is checked
        return self.sudo().search([("number", "=", plain), ("company_id", "in", self.env.companies.ids)], limit=1)

    @api.model
    def _get_kept_domain(self):
        """Return what is with the clerk and has to go on to finance."""
        return Domain("filed_on", "!=", False) & Domain("received_on", "=", False)

    def _is_kept_too_long(self):
        """Return whether it was filed in time, with a day left at least, and not with finance in time."""
        if not self.filed_on or self.filed_on >= self.receipt_deadline:
            return False
        if self.filing_deadline and self.filed_on > self.filing_deadline:
            return False
        return (self.received_on or fields.Date.context_today(self)) > self.receipt_deadline

    def _get_late_domain(self):
        """Return what was filed after its deadline, or is not filed and the deadline is over."""

        def is_late(model, alias, query):
            filed_on = model._field_to_sql(alias, "filed_on", query)
            return SQL("%s > %s", filed_on, model._field_to_sql(alias, "filing_deadline", query))

        open_since = fields.Date.context_today(self)
        waiting = Domain("state", "=", "signed") & Domain("filing_deadline", "<", open_since)
        return waiting | Domain.custom(to_sql=is_late)
