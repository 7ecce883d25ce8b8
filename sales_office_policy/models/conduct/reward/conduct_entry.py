from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import rpc
from ..penalty.violation_step import SANCTIONS
from .reward_type import KINDS


class SalesOfficeConductEntry(models.Model):
    """What an employee was rewarded with and punished by, in one timeline (R099).

    Only what is final: approved rewards and closed cases with a sanction. Read straight from both
    tables, so nothing is stored twice; the rules are those of the member mixin.
    """

    _name = "sales.office.conduct.entry"
    _description = "Reward or Sanction"
    _inherit = "sales.office.member.mixin"
    _auto = False
    _order = "date desc, id desc"
    _depends = {
        "sales.office.reward": [
            "employee_id", "department_id", "user_id", "company_id", "type_id", "kind", "date", "amount", "state"
        ],
        "sales.office.violation": [
            "employee_id", "department_id", "user_id", "company_id", "type_id", "sanction", "date", "fine_amount",
            "points", "state",
        ],
    }  # fmt: skip

    # of the records behind it, so nothing to compute and store here
    employee_id = fields.Many2one(default=False, required=False, readonly=True)
    department_id = fields.Many2one(compute=None, precompute=False, readonly=True)
    user_id = fields.Many2one(related=None, precompute=False, readonly=True)
    company_id = fields.Many2one(compute=None, precompute=False, readonly=True)
    date = fields.Date(readonly=True)
    direction = fields.Selection([("reward", "Reward"), ("sanction", "Sanction")], string="Type", readonly=True)
    reward_id = fields.Many2one("sales.office.reward", readonly=True)
    violation_id = fields.Many2one("sales.office.violation", string="Case", readonly=True)
    reward_type_id = fields.Many2one("sales.office.reward.type", readonly=True)
    violation_type_id = fields.Many2one("sales.office.violation.type", string="Violation", readonly=True)
    reward_kind = fields.Selection(KINDS, readonly=True)
    sanction = fields.Selection(SANCTIONS, readonly=True)
    amount = fields.Monetary(
        readonly=True,
        help="Bonus or benefit, or the fine (negative). A pay rise is paid every month, so it is in no total.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    points = fields.Integer(readonly=True, help="Points of the sanction.")
    name = fields.Char(string="Reward or Violation", compute="_compute_name")
    outcome = fields.Char(compute="_compute_name")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT 2 * reward.id AS id, 'reward' AS direction, reward.id AS reward_id, NULL::integer AS violation_id,
                   reward.type_id AS reward_type_id, NULL::integer AS violation_type_id,
                   reward.kind AS reward_kind, NULL::varchar AS sanction,
                   CASE WHEN reward.kind IN ('bonus', 'welfare') THEN reward.amount ELSE 0 END AS amount,
                   0 AS points, reward.date AS date,
                   reward.employee_id, reward.department_id, reward.user_id, reward.company_id
              FROM sales_office_reward reward
             WHERE reward.state IN ('approved', 'paid')
             UNION ALL
            SELECT 2 * violation.id + 1, 'sanction', NULL, violation.id,
                   NULL, violation.type_id,
                   NULL, violation.sanction,
                   -COALESCE(violation.fine_amount, 0), COALESCE(violation.points, 0), violation.date,
                   violation.employee_id, violation.department_id, violation.user_id, violation.company_id
              FROM sales_office_violation violation
             WHERE violation.state = 'closed' AND violation.sanction IS NOT NULL
            """
        )

    @api.depends("reward_type_id", "violation_type_id", "reward_kind", "sanction")
    @api.depends_context("lang")
    def _compute_name(self):
        kinds = dict(self._fields["reward_kind"]._description_selection(self.env))
        sanctions = dict(self._fields["sanction"]._description_selection(self.env))
        for entry in self:
            # sudo: a type of another company may be archived or out of sight, its name is no secret
            entry.name = (entry.reward_type_id or entry.violation_type_id).sudo().name
            entry.outcome = kinds.get(entry.reward_kind) or sanctions.get(entry.sanction)

    @api.depends("name", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = join_title(entry.name, format_date(self.env, entry.date))

    @rpc(one=True)
    def action_open_source(self):
        """Open the reward or the case."""
        return (self.reward_id or self.violation_id)._get_records_action()
