from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...books.metrics import METRICS, explained
from ...organization.posts.title import join_title
from .periods import get_period

#: what the books know, and what is measured elsewhere and entered by hand
TARGET_METRICS = [*METRICS, ("market_share", "Market Share (%)"), ("satisfaction", "Satisfaction (%)")]
#: a whole is the sum of its parts; of a share or a mark it is not
ADDITIVE = tuple(key for key, _label in METRICS)
#: what may not change any more once the owner was asked
AGREED = {
    "plan_id",
    "parent_id",
    "department_id",
    "employee_id",
    "period_type",
    "date_from",
    "date_to",
    "metric",
    "target_value",
}


class SalesOfficeTarget(models.Model):
    """What a department or one person is to reach in a period (R045, R072, R123).

    Targets are a tree: each is split either into the next smaller periods of the same owner or among the
    departments and people below for the same period. The owner is the employee, or who manages the department.

    - ``_tree``: what is a part of what; ``_rights``: who may change what
    - ``_flow``: proposed, accepted, disputed; ``_publish``: told to the team
    - ``_split``: parts that add up; ``_achievement``: what the books say
    """

    _name = "sales.office.target"
    _description = "Sales Target"
    _inherit = ["sales.office.decided.mixin", "sales.office.unfollowed.mixin"]
    _order = "date_from, period_type, department_id, employee_id, id"
    _parent_store = True

    plan_id = fields.Many2one("sales.office.plan", string="Year Plan", required=True, index=True, ondelete="cascade")
    plan_state = fields.Selection(related="plan_id.state", string="Plan State")
    parent_id = fields.Many2one(
        "sales.office.target",
        string="Part of",
        index=True,
        ondelete="cascade",
        domain="[('plan_id', '=', plan_id), ('metric', '=', metric)]",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("sales.office.target", "parent_id", string="Parts")
    employee_id = fields.Many2one(
        "hr.employee", index=True, ondelete="restrict", help="Empty for the target of a whole department."
    )
    department_id = fields.Many2one(
        default=None,  # computed below, which a default would prevent
        compute="_compute_department_id",
        store=True,
        precompute=True,
        readonly=False,
        help="Of a person: his department on the first day. He keeps the target when he moves.",
    )
    user_id = fields.Many2one(
        "res.users", string="Employee's User", related="employee_id.user_id", store=True, precompute=True, index=True
    )
    period_type = fields.Selection(
        [("year", "Full Year"), ("quarter", "Quarter"), ("month", "Month"), ("week", "Week")],
        string="Period",
        required=True,
        default="year",
        help="A week is Monday to Sunday, cut where a month ends.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        index=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1, month=1),
    )
    date_to = fields.Date(string="To", compute="_compute_date_to", store=True, precompute=True)
    metric = fields.Selection(
        TARGET_METRICS,
        required=True,
        default="invoiced",
        help=explained(
            "Amounts are without taxes in company currency; margin is invoiced less cost. A customer counts as new in "
            "amounts for the months that the settings say, from the first invoice on; New Customers are those whose "
            "first invoice lies in the period. Statements, contests and reports count in the same way."
        ),
    )
    target_value = fields.Float(string="Target", digits=(16, 2), required=True, tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("draft", "Draft"), ("proposed", "To Agree"), ("accepted", "Accepted"), ("disputed", "Disputed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    reason = fields.Text(string="Why It Is Disputed", readonly=True, copy=False)
    published_at = fields.Datetime(string="Published on", readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", string="Published by", readonly=True, copy=False)
    active = fields.Boolean(default=True, readonly=True, copy=False, help="Of the plan's version in force.")
    previous_id = fields.Many2one(
        "sales.office.target",
        string="In the Version Before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    _value_positive = models.Constraint("CHECK (target_value >= 0)", "A target is not negative.")
    _department_uniq = models.UniqueIndex(
        "(plan_id, department_id, metric, period_type, date_from) WHERE employee_id IS NULL",
        "The plan has this department's target for that period already.",
    )
    _employee_uniq = models.UniqueIndex(
        "(plan_id, employee_id, metric, period_type, date_from) WHERE employee_id IS NOT NULL",
        "The plan has this person's target for that period already.",
    )
    _published_department_uniq = models.UniqueIndex(
        "(department_id, metric, period_type, date_from)"
        " WHERE employee_id IS NULL AND active AND published_at IS NOT NULL",
        "A target of this department for that period is published already, in another plan.",
    )
    _published_employee_uniq = models.UniqueIndex(
        "(employee_id, metric, period_type, date_from)"
        " WHERE employee_id IS NOT NULL AND active AND published_at IS NOT NULL",
        "A target of this person for that period is published already, in another plan.",
    )

    @api.depends("employee_id.name", "department_id.name", "period_type", "date_from", "metric")
    def _compute_display_name(self):
        metrics = dict(self._fields["metric"]._description_selection(self.env))
        for target in self:
            owner = target.employee_id.name or target.sudo().department_id.name
            title = join_title(owner, target._get_period_name(), by=" ")
            target.display_name = join_title(title, metrics.get(target.metric))

    def _get_period_name(self):
        """Return the period in a few characters: 2026, 2026 Q1, 2026-03, or the days of a week."""
        first, last = self.date_from, self.date_to
        match self.period_type:
            case "year" if first:
                return f"{first:%Y}"
            case "quarter" if first:
                return f"{first:%Y} Q{(first.month + 2) // 3}"
            case "month" if first:
                return f"{first:%Y-%m}"
            case "week" if last:
                return f"{first:%Y-%m-%d}–{last:%d}"
        return ""

    @api.depends("employee_id", "date_from", "plan_id")
    def _compute_department_id(self):
        days = {target: (target.employee_id, target.date_from) for target in self if target.employee_id}
        days = {target: day for target, day in days.items() if day[1]}
        departments = self.env["sales.office.membership"]._get_departments(days.values())
        for target in self:
            if target in days:
                target.department_id = departments[days[target]]
            elif not target.department_id or not (target._origin or target.plan_id._covers(target.department_id)):
                target.department_id = target.plan_id._get_department_to_fill()

    @api.depends("period_type", "date_from")
    def _compute_date_to(self):
        for target in self:
            known = target.period_type and target.date_from
            target.date_to = get_period(target.period_type, target.date_from)[1] if known else False

    @api.constrains("period_type", "date_from")
    def _check_period(self):
        for target in self:
            if get_period(target.period_type, target.date_from)[0] != target.date_from:
                raise ValidationError(
                    self.env._(
                        "A target begins on the first day of its year, quarter, month or week; "
                        "a week begins on Monday or on the first of a month."
                    )
                )
