from odoo import api, fields, models

from ...organization.posts.title import join_title
from .violation_step import SANCTIONS


class SalesOfficeSanctionLimit(models.Model):
    """A line of the authority table: which post may impose which sanction, with a fine up to which amount (R060).

    A company with lines of its own goes by these alone; the others share the lines without a company.
    What is not in the table may not be imposed. A post's line for a fine bounds all it may deduct, whatever the
    sanction is called; without that line it deducts nothing.
    """

    _name = "sales.office.sanction.limit"
    _description = "Sanction Authority"
    _inherit = "sales.office.reader.mixin"
    _order = "company_id, post, sequence, id"

    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Leave empty for all companies without lines of their own.")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.company.currency_id,
        help="Converted at the day of the case where the company has another currency.",
    )
    post = fields.Selection([("manager", "Sales Manager"), ("director", "Director")], required=True, default="manager")
    sanction = fields.Selection(SANCTIONS, required=True, default="warning")
    fine_limit = fields.Monetary(
        string="Fine up to",
        help="Highest amount that this post may deduct together with the sanction, and never more than its line for a "
        "fine allows. 0: nothing is deducted.",
    )
    is_unlimited = fields.Boolean(
        string="Any Amount",
        help="No highest amount of its own. The post's line for a fine bounds what it deducts with other sanctions.",
    )

    _line_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), post, sanction)", "This post has a line for this sanction already."
    )
    _fine_limit_positive = models.Constraint("CHECK (fine_limit >= 0)", "A limit must not be negative.")

    @api.depends("post", "sanction")
    @api.depends_context("lang")
    def _compute_display_name(self):
        posts = dict(self._fields["post"]._description_selection(self.env))
        sanctions = dict(self._fields["sanction"]._description_selection(self.env))
        for limit in self:
            limit.display_name = join_title(posts.get(limit.post), sanctions.get(limit.sanction), by=": ")

    @api.model
    def _get_lines(self, company):
        """Return the lines (sudo) that ``company`` goes by."""
        # sudo: the table holds for everybody, whatever companies they work in just now
        lines = self.sudo().search([("company_id", "in", [company.id, False])])
        return lines.filtered("company_id") or lines

    def _get_entitled(self, case, sanction, fine_amount):
        """Return the posts that may, by these lines, impose a sanction with an amount of ``case``'s own currency."""
        fitting = self.filtered(lambda line: line._admits(case, fine_amount))
        posts = set(fitting.filtered(lambda line: line.sanction == sanction).mapped("post"))
        if case.currency_id.is_zero(fine_amount):
            return posts
        return posts & set(fitting.filtered(lambda line: line.sanction == "fine").mapped("post"))

    def _admits(self, case, amount):
        self.ensure_one()
        if self.is_unlimited:
            return True
        limit = case._convert_amount(self.fine_limit, self.currency_id)
        return case.currency_id.compare_amounts(amount, limit) <= 0
