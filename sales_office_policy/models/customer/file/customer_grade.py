from odoo import api, fields, models

from ...order.res_partner import GRADES
from ...organization.posts.title import join_title


class SalesOfficeCustomerGrade(models.Model):
    """What a grade means in a company: when it is proposed, and how often its customers are visited (R091, R113)."""

    _name = "sales.office.customer.grade"
    _description = "Customer Grade"
    _inherit = "sales.office.protected.mixin"
    _order = "company_id, grade, id"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    grade = fields.Selection(GRADES, required=True)
    min_amount = fields.Monetary(
        string="Invoiced from",
        help="Without taxes, in twelve months: what counts on which day is in docs/metrics.md.",
    )
    min_potential = fields.Monetary(
        string="Or Expected from", help="The expected revenue of the customer's open opportunities. 0: does not count."
    )
    min_margin = fields.Float(
        string="Margin from (%)",
        aggregator=None,
        groups="sales_office_policy.group_manager,sales_office_policy.group_policy_admin",
        help="Of what was invoiced. Nobody below a manager sees it.",
    )
    max_overdue_days = fields.Integer(
        string="Overdue up to (Days)", aggregator=None, help="0: it does not matter how late they pay."
    )
    visits = fields.Integer(string="Visits a Quarter", aggregator=None, help="0: none are asked for.")
    return_days = fields.Integer(
        string="Visit Again after (Days)",
        aggregator=None,
        help="Since the last contact on a visit, or the next working day of whoever serves them. 0: not asked for.",
    )
    customer_count = fields.Integer(string="Customers of the Grade", compute="_compute_counts", aggregator=None)
    visit_total = fields.Integer(string="Visits of All a Quarter", compute="_compute_counts", aggregator=None)

    _grade_uniq = models.Constraint("UNIQUE (company_id, grade)", "This grade has its line already.")
    _values = models.Constraint(
        "CHECK (visits BETWEEN 0 AND 100 AND return_days BETWEEN 0 AND 730 AND max_overdue_days BETWEEN 0 AND 3650"
        " AND min_amount >= 0 AND min_potential >= 0)",
        "Up to 100 visits a quarter, 730 days until the next one, and no amounts below 0.",
    )

    @api.depends("grade", "company_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        grades = dict(self._fields["grade"]._description_selection(self.env))
        for line in self:
            line.display_name = join_title(grades.get(line.grade), line.company_id.name)

    @api.depends("grade", "visits")
    def _compute_counts(self):
        """Count the customers that have a salesperson: what is asked of all of them before it is switched on."""
        for company, lines in self.grouped("company_id").items():
            # sudo: counted only
            partners = self.env["res.partner"].sudo()
            domain = partners._get_sales_office_file_domain(company)
            groups = partners._read_group(domain, ["sales_office_grade"], ["__count"])
            counts = dict(groups)
            for line in lines:
                line.customer_count = counts.get(line.grade, 0)
                line.visit_total = line.customer_count * line.visits

    @api.model
    def _get_of(self, company):
        """Return ``{grade: line}`` (sudo) of a company, the best grade first."""
        # sudo: limits of margin are the software's to read
        lines = self.sudo().search([("company_id", "=", company.id)], order="grade")
        return {line.grade: line for line in lines}

    def _fits(self, figures):
        """Return whether a customer with these ``Figures`` is of this grade."""
        sells = figures.amount >= self.min_amount or (self.min_potential and figures.potential >= self.min_potential)
        earns = not self.min_margin or figures.margin >= self.min_margin
        pays = not self.max_overdue_days or figures.overdue_days <= self.max_overdue_days
        return bool(sells and earns and pays)
