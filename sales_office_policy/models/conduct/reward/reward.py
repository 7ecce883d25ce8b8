from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.posts.title import join_title
from ...organization.record.reference import join_reference, split_reference
from ...organization.rpc.rpc import core_door
from .reward_type import KINDS

#: results that a reward can be for
REFERENCES = [("sale.order", "Sales Order"), ("crm.lead", "Opportunity")]
STATES = [
    ("draft", "Draft"),
    ("proposed", "Proposed"),
    ("approved", "Approved"),
    ("paid", "Paid"),
    ("refused", "Refused"),
    ("cancelled", "Taken Back"),
]


class SalesOfficeReward(models.Model):
    """A reward that a leader proposes for somebody he leads, and somebody above him approves (R059).

    The employee sees it once it is approved, not before: a refused proposal is no news for him.
    How it moves is in the file ``_flow``.
    """

    _name = "sales.office.reward"
    _description = "Reward"
    _inherit = ["sales.office.decision.mixin", "sales.office.source.mixin"]
    _order = "date desc, id desc"
    _member_date_field = "date"
    _check_company_auto = True
    _facts = frozenset({"employee_id", "type_id", "date", "amount", "reason", "reference", "res_model", "res_id"})

    employee_id = fields.Many2one(default=False, tracking=True)
    type_id = fields.Many2one(
        "sales.office.reward.type",
        string="Reward",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    kind = fields.Selection(KINDS, compute="_compute_from_type", store=True, precompute=True)
    date = fields.Date(required=True, default=fields.Date.context_today, index=True, tracking=True)
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        precompute=True,
        readonly=False,
        tracking=True,
        help="Bonus: paid with the next commission statement. Pay rise: more per month. In company currency.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id", store=True, precompute=True)
    reason = fields.Text(required=True, help="What was achieved; the employee reads this.")
    res_model = fields.Selection(REFERENCES, string="Result in a", readonly=True, copy=False)
    res_id = fields.Many2oneReference(string="Result's ID")
    reference = fields.Reference(REFERENCES, string="Result Record", compute="_compute_reference", readonly=False)
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, index=True, tracking=True
    )
    proposer_id = fields.Many2one(
        "res.users",
        string="Proposed By",
        default=lambda self: self.env.user,
        readonly=True,
        required=True,
        copy=False,
        index=True,
    )
    proposed_at = fields.Datetime(string="Proposed on", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_at = fields.Datetime(string="Decided on", readonly=True, copy=False)
    refusal_reason = fields.Text(string="Refused Because", readonly=True, copy=False)
    cancelled_by_id = fields.Many2one("res.users", string="Taken Back By", readonly=True, copy=False)
    cancelled_at = fields.Datetime(string="Taken Back on", readonly=True, copy=False)
    cancel_reason = fields.Text(string="Taken Back Because", readonly=True, copy=False)
    badge_user_id = fields.Many2one("gamification.badge.user", string="Award Badge", readonly=True, copy=False)

    _amount_positive = models.Constraint("CHECK (amount >= 0)", "The amount of a reward must not be negative.")

    @api.depends("type_id.name", "employee_id.name", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for reward in self:
            parts = {"type": reward.type_id.name, "employee": reward.employee_id.name, "date": reward.date}
            reward.display_name = (
                self.env._("%(type)s: %(employee)s, %(date)s", **parts)
                if all(parts.values())
                else join_title(*parts.values())
            )

    @api.depends("type_id")  # not on its kind: what was proposed stays what it was
    def _compute_from_type(self):
        for reward in self:
            reward.kind = reward.type_id.kind

    @api.depends("type_id")
    def _compute_amount(self):
        for reward in self:
            reward.amount = reward.type_id.amount

    @api.depends("res_model", "res_id")
    def _compute_reference(self):
        for reward in self:
            reward.reference = join_reference(reward)

    @api.constrains("res_model", "res_id")
    def _check_reference(self):
        """The result exists, the author may read it, and it is of the employee's company."""
        for reward in self.filtered("res_model"):
            result = self.env[reward.res_model].browse(reward.res_id or 0).sudo(False)
            if not result.sudo().exists():
                raise UserError(self.env._("The result that the reward is for does not exist."))
            result.check_access("read")
            if result.sudo().company_id not in (reward.company_id, result.sudo().company_id.browse()):
                raise UserError(self.env._("The result belongs to another company."))

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        return super().create([split_reference(vals) for vals in vals_list])

    @core_door
    def write(self, vals):
        return super().write(split_reference(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if not self.env.su:
            self._check_state("draft")

    @api.model
    def _get_closed_values(self):
        return super()._get_closed_values() | {"proposer_id": self.env.uid}
