from odoo import api, fields, models, tools

from ...organization.posts.title import join_title
from ..res_partner import GRADES
from .limits import Limit

#: who may know the floor: whoever knows it and tries prices would find the cost
FLOOR_READERS = "sales_office_policy.group_manager,sales_office_policy.group_policy_admin"
POSTS = [
    ("representative", "Sales Representative"),
    ("team_leader", "Team Leader"),
    ("manager", "Sales Manager"),
    ("director", "Sales Director"),
]


class SalesOfficeDiscountLimit(models.Model):
    """A line of the table that says how far a post may go with prices and terms (R053, R096).

    Of the lines that fit, one counts: that for the very post before one for every post, then the closest product
    category, then the price list, then the customer's grade. For whom no line fits there is no limit. A company with
    lines of its own goes by these alone; the others share the lines without a company.
    """

    _name = "sales.office.discount.limit"
    _description = "Price Limit"
    _inherit = ["sales.office.remembered.mixin", "sales.office.reader.mixin"]
    _order = "company_id, max_discount, id"

    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Leave empty for all companies without lines of their own.",
    )
    post = fields.Selection(POSTS, string="Who Gives It", help="Empty: everybody for whose post there is no line.")
    categ_id = fields.Many2one(
        "product.category", string="Product Category", ondelete="cascade", help="With those below. Empty: every one."
    )
    pricelist_id = fields.Many2one(
        "product.pricelist", string="Price List", ondelete="cascade", help="Empty: every one."
    )
    customer_grade = fields.Selection(GRADES, help="Empty: every customer.")
    max_discount = fields.Float(
        string="Highest Discount (%)",
        help="Off what the customer's price list asks: prices cut by hand, discounts of lines and of the whole order, "
        "goods for nothing and discounts for paying early together.",
    )
    has_floor = fields.Boolean(string="Floor", groups=FLOOR_READERS)
    min_margin = fields.Float(
        string="Lowest Margin (%)",
        groups=FLOOR_READERS,
        help="By the cost of the product, whatever is entered in the quotation. Who gives the price is told that they "
        "are below the floor, never the cost or the margin. Of what has no cost any discount is below it.",
    )
    has_term = fields.Boolean(string="Term")
    max_term_days = fields.Integer(
        string="Longest Term (Days)",
        aggregator=None,
        help="Days until payment on average over the instalments. Terms that the customer has anyway never exceed it.",
    )
    min_prepayment = fields.Float(
        string="Prepayment (%)", help="Where less than that is to be paid online before the order, it is beyond."
    )
    reaction = fields.Selection(
        [("off", "Off"), ("warn", "Warn Only"), ("block", "Needs Approval")],
        string="Beyond That",
        required=True,
        default="warn",
        help="Warn only: the quotation says so, and nothing follows. Needs approval: it is neither sent nor accepted "
        "before somebody approves it who may.",
    )
    tolerance = fields.Float(
        string="Small Overruns (Points)",
        help="This many points beyond the highest discount may be given without asking, as often as is said beside.",
    )
    quota = fields.Integer(string="Times a Month", aggregator=None)

    _line_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), COALESCE(post, ''), COALESCE(categ_id, 0), COALESCE(pricelist_id, 0),"
        " COALESCE(customer_grade, ''))",
        "There is a line for this post, category, price list and grade already.",
    )
    _percentages = models.Constraint(
        "CHECK (max_discount BETWEEN 0 AND 100 AND min_margin <= 100 AND min_prepayment BETWEEN 0 AND 100)",
        "Percentages lie between 0 and 100; only a margin may be below.",
    )
    _not_negative = models.Constraint(
        "CHECK (max_term_days >= 0 AND tolerance >= 0 AND quota >= 0)",
        "Days, points and times are not negative.",
    )

    @api.depends("post", "categ_id.name", "pricelist_id.name", "customer_grade")
    @api.depends_context("lang")
    def _compute_display_name(self):
        posts = dict(self._fields["post"]._description_selection(self.env))
        grades = dict(self._fields["customer_grade"]._description_selection(self.env))
        for limit in self:
            limit.display_name = join_title(
                posts.get(limit.post) or self.env._("Every post"),
                limit.categ_id.name,
                limit.pricelist_id.name,
                grades.get(limit.customer_grade),
            )

    @api.model
    @tools.ormcache("company_id")
    def _get_table(self, company_id):
        """Return the tuple of :class:`.limits.Limit` that the company goes by."""
        # sudo: the table holds for everybody, and the floor is read by the software only
        lines = self.sudo().search([("company_id", "in", [company_id, False])])
        return tuple(line._make_limit() for line in lines.filtered("company_id") or lines)

    def _make_limit(self):
        self.ensure_one()
        return Limit(
            id=self.id,
            post=self.post or "",
            pricelist_id=self.pricelist_id.id or 0,
            categ_id=self.categ_id.id or 0,
            grade=self.customer_grade or "",
            max_discount=self.max_discount,
            min_margin=self.min_margin if self.has_floor else None,
            max_term_days=self.max_term_days if self.has_term else None,
            min_prepayment=self.min_prepayment,
            reaction=self.reaction,
            tolerance=self.tolerance,
            quota=self.quota,
        )
