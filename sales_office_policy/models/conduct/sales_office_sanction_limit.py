from odoo import api, fields, models

from ..organization.title import join_title
from .sales_office_violation_step import SANCTIONS


class SalesOfficeSanctionLimit(models.Model):
    """A line of the authority table: which post may impose which sanction, with a fine up to which amount (R060).

    A company with lines of its own goes by these alone; the others share the lines without a company.
    What is not in the table may not be imposed.
    """

    _name = "sales.office.sanction.limit"
    _description = "Sanction Authority"
    _inherit = "sales.office.reader.mixin"
    _order = "company_id, post, sequence, id"

    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Leave empty for all companies without lines of their own.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    post = fields.Selection([("manager", "Sales Manager"), ("director", "Director")], required=True, default="manager")
    sanction = fields.Selection(SANCTIONS, required=True, default="warning")
    fine_limit = fields.Monetary(
        string="Fine up to",
        help="Highest fine that this post may impose together with the sanction, in the currency of the company "
        "a case is decided in. 0: any amount.",
    )

    _line_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), post, sanction)", "This post has a line for this sanction already."
    )
    _fine_limit_positive = models.Constraint("CHECK (fine_limit >= 0)", "A limit must not be negative.")

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for limit in self:
            limit.currency_id = (limit.company_id or self.env.company).currency_id

    @api.depends("post", "sanction")
    @api.depends_context("lang")
    def _compute_display_name(self):
        posts = dict(self._fields["post"]._description_selection(self.env))
        sanctions = dict(self._fields["sanction"]._description_selection(self.env))
        for limit in self:
            limit.display_name = join_title(posts.get(limit.post), sanctions.get(limit.sanction), by=": ")

    @api.model
    def _get_entitled(self, company, sanction, fine_amount):
        """Return the posts that may impose a sanction with a fine (company currency) in ``company``."""
        # sudo: the table holds for everybody, whatever companies he works in just now
        lines = self.sudo().search([("company_id", "in", [company.id, False])])
        lines = lines.filtered("company_id") or lines
        fitting = lines.filtered(
            lambda line: (
                line.sanction == sanction
                and (not line.fine_limit or company.currency_id.compare_amounts(fine_amount, line.fine_limit) <= 0)
            )
        )
        return set(fitting.mapped("post"))
