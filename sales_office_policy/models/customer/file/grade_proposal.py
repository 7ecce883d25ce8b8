from collections import namedtuple
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...order.res_partner import GRADES
from ...organization.posts.title import join_title
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import rpc

#: what a grade is proposed by: company currency without taxes, percent, days
Figures = namedtuple("Figures", ["amount", "margin", "overdue_days", "potential"])
#: a grade that was refused is not proposed again for so many days
REST = 90


class SalesOfficeGradeProposal(models.Model):
    """A grade that the books propose for a customer, with the figures it is proposed by (R113).

    Proposed by the nightly job, decided by who leads the customer's salesperson. Figures are frozen, so that later
    years still say why. What nobody decides expires and is made anew with the figures by then.
    """

    _name = "sales.office.grade.proposal"
    _description = "Proposed Customer Grade"
    _inherit = "sales.office.served.mixin"
    _order = "id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one("res.currency", readonly=True)
    user_id = fields.Many2one(related="partner_id.user_id", store=True, index=True)
    grade_before = fields.Selection(GRADES, readonly=True)
    grade = fields.Selection(GRADES, string="Proposed Grade", required=True, readonly=True)
    date_from = fields.Date(string="Books from", readonly=True)
    date_to = fields.Date(string="Books until", readonly=True)
    amount = fields.Monetary(
        string="Invoiced in the Year", readonly=True, help="Without taxes. What counts on which day: docs/metrics.md."
    )
    margin = fields.Float(
        string="Margin of It (%)", readonly=True, aggregator=None, groups="sales_office_policy.group_manager"
    )
    overdue_days = fields.Integer(string="Longest Overdue (Days)", readonly=True, aggregator="max")
    potential = fields.Monetary(
        string="Expected of Them", readonly=True, help="Expected revenue of the open opportunities on that day."
    )
    state = fields.Selection(
        [
            ("proposed", "Grade to Decide"),
            ("accepted", "Grade Given"),
            ("refused", "Left as It Was"),
            ("expired", "Replaced or Expired"),
        ],
        required=True,
        readonly=True,
        default="proposed",
        index=True,
    )
    valid_until = fields.Date(string="Stands until", readonly=True)
    decided_by_id = fields.Many2one("res.users", string="Grade Decided by", readonly=True)
    decided_at = fields.Datetime(string="Grade Decided At", readonly=True)
    reason = fields.Text(string="Why This Grade", readonly=True)
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _open_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE state = 'proposed'", "One grade at a time is proposed for a customer."
    )

    @api.depends("partner_id.name", "grade")
    @api.depends_context("lang")
    def _compute_display_name(self):
        grades = dict(self._fields["grade"]._description_selection(self.env))
        for proposal in self:
            name = proposal.sudo().partner_id.display_name  # sudo: who reads the proposal knows for whom
            proposal.display_name = join_title(name, grades.get(proposal.grade))

    @api.depends("state", "user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can_decide(self):
        decided = self._filter_decidable()
        for proposal in self:
            proposal.can_decide = proposal.state == "proposed" and proposal in decided

    def _get_reasons(self):
        shown = ("partner_id", "grade_before", "grade", "amount", "overdue_days", "potential")
        return {
            **super()._get_reasons(),
            "accept": Reason(
                self.env._("Give the Grade"), self.env._("Say why this is the customer's grade now."), shown=shown
            ),
            "refuse": Reason(
                self.env._("Leave as It Is"),
                self.env._("Say why the grade stays; it is not proposed again soon."),
                shown,
            ),
        }

    @rpc
    def action_accept(self, reason: str):
        """Give the customers these grades.

        :raises AccessError: nobody who leads the salesperson, or below a manager where prices go by the grade
        :raises UserError: no reason, or decided already
        """
        reason = self._check_reason(reason)
        proposals = self._decide("accepted", reason)
        if not self.env.su and self.env["res.partner"]._is_bound_to_terms():
            raise AccessError(self.env._("Prices go by the grade here, so a sales manager gives it."))
        for grade, given in proposals.grouped("grade").items():
            given.partner_id.sales_office_grade = grade

    @rpc
    def action_refuse(self, reason: str):
        """Leave the customers' grades as they are.

        :raises AccessError: nobody who leads the salesperson
        :raises UserError: no reason, or decided already
        """
        self._decide("refused", self._check_reason(reason))

    def _decide(self, state, reason):
        """Return these proposals (sudo), decided by the current user."""
        if not self.env.su and self - self._filter_decidable():
            raise AccessError(self.env._("Grades are decided by who leads the customer's salesperson."))
        proposals = self._begin("proposed")
        proposals.write(
            {"state": state, "reason": reason, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}
        )
        return proposals

    def _filter_decidable(self):
        """Return those of customers of somebody else whom the current user leads, or of the director's company."""
        others = self.filtered(lambda proposal: proposal.user_id != self.env.user)
        return others.filtered("in_office_scope") | others._where_post("director")

    @api.model
    def _propose(self, partners, company):
        """Propose grades of these customers where the books say another one; constant queries (sudo).

        An open proposal that still holds stays; one that does not, or has run out, is replaced.
        """
        lines = self.env["sales.office.customer.grade"]._get_of(company)
        if not company.sales_office_grade_proposals or not lines:
            return self.browse()
        proposals, partners = self.sudo(), partners.sudo()  # sudo: made by the software
        today = fields.Date.context_today(self)
        figures = proposals._get_figures(partners, company, today)
        recent = proposals._get_recent(partners, company, today)
        new, gone = [], self.sudo().browse()
        for partner in partners:
            grade = next((grade for grade, line in lines.items() if line._fits(figures[partner])), False)
            current, refused = recent.get(partner, (proposals.browse(), ()))
            if current and current.grade == grade and current.valid_until >= today:
                continue
            gone |= current
            if grade and grade != partner.sales_office_grade and grade not in refused:
                new.append(proposals._prepare_proposal(partner, company, grade, figures[partner], today))
        gone.state = "expired"
        gone.flush_recordset()
        return proposals.create(new)

    def _prepare_proposal(self, partner, company, grade, figures, today):
        return {
            "partner_id": partner.id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "grade_before": partner.sales_office_grade,
            "grade": grade,
            "date_from": today - relativedelta(years=1) + timedelta(days=1),
            "date_to": today,
            "valid_until": today + timedelta(days=company.sales_office_grade_days),
            **figures._asdict(),
        }

    @api.model
    def _get_recent(self, partners, company, today):
        """Return ``{customer: (open proposal, grades refused lately)}``."""
        since = fields.Datetime.to_datetime(today - timedelta(days=REST))
        lately = Domain("state", "=", "proposed") | (
            Domain("state", "=", "refused") & Domain("decided_at", ">=", since)
        )
        mine = Domain("partner_id", "in", partners.ids) & Domain("company_id", "=", company.id)
        recent = {}
        for partner, found in self.search(mine & lately).grouped("partner_id").items():
            is_open = found.filtered(lambda proposal: proposal.state == "proposed")
            recent[partner] = (is_open, set((found - is_open).mapped("grade")))
        return recent

    @api.model
    def _get_figures(self, partners, company, today):
        """Return ``{customer: Figures}`` of the twelve months until today, from the books."""
        books, days = self.env["sales.office.books"], (today - relativedelta(years=1) + timedelta(days=1), today)
        amounts, margins = (
            {partner_id: float(amount) for partner_id, amount in found.items()}
            for found in (books._get_by_customer(company, metric, *days, partners) for metric in ("invoiced", "margin"))
        )
        overdue = books._get_overdue_since(company, partners)
        potential = self._get_potential(partners, company)
        return {
            partner: Figures(
                amounts.get(partner.id, 0.0),
                100 * margins.get(partner.id, 0.0) / amounts[partner.id] if amounts.get(partner.id) else 0.0,
                max((today - overdue.get(partner.id, today)).days, 0),
                potential.get(partner.id, 0.0),
            )
            for partner in partners
        }

    @api.model
    def _get_potential(self, partners, company):
        """Return ``{partner id: expected revenue}`` of the open opportunities of each customer and their people."""
        pending = Domain("type", "=", "opportunity") & Domain("won_status", "=", "pending")
        here = Domain("company_id", "in", (company.id, False))
        whose = Domain("partner_id.commercial_partner_id", "in", partners.ids)
        leads = self.env["crm.lead"].sudo()
        potential = {}
        for partner, revenue in leads._read_group(pending & here & whose, ["partner_id"], ["expected_revenue:sum"]):
            customer = partner.commercial_partner_id.id
            potential[customer] = potential.get(customer, 0.0) + revenue
        return potential
