from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from ...organization.many import Many
from ...organization.posts.title import join_title
from ...organization.record.protected_mixin import Reason
from ...organization.record.reference import join_reference, split_reference
from ...organization.rpc.rpc import core_door, rpc
from .reward_type import KINDS

#: results that a reward can be for
REFERENCES = [("sale.order", "Sales Order"), ("crm.lead", "Opportunity")]
#: kinds that are handed out once, and then paid
PAID_KINDS = ("bonus", "welfare")
STATES = [
    ("draft", "Draft"),
    ("proposed", "Proposed"),
    ("approved", "Approved"),
    ("paid", "Paid"),
    ("refused", "Refused"),
    ("cancelled", "Taken Back"),
]


class SalesOfficeReward(models.Model):
    """A reward that a leader proposes for somebody they lead, and somebody above them approves (R059).

    The employee sees it once it is approved, not before: a refused proposal is no news for them.

    draft --propose--> proposed --approve--> approved --pay--> paid
      ^                  |   |                   |               |
      +----withdraw------+   +--refuse--> refused +---- cancel ---+--> cancelled

    - Propose, withdraw: the leader who wrote it.
    - Approve, refuse, take back: a manager who stands above the employee and above the proposer, or the
      director; never the proposer, and nobody about themselves (R046). What a director proposed may be
      countersigned by a manager above the employee, since there is often nobody above a director.
    - Pay: the commission statement that took the bonus up; what is on none, finance by hand.
    """

    _name = "sales.office.reward"
    _description = "Reward"
    _inherit = ["sales.office.member.mixin", "sales.office.unfollowed.mixin", "sales.office.source.mixin"]
    _order = "date desc, id desc"
    _member_date_field = "date"
    _mail_post_access = "read"
    _check_company_auto = True

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
    res_model = fields.Selection(REFERENCES, string="Result in a", readonly=False, copy=False)  # with the reference
    res_id = fields.Many2oneReference(string="Result's ID", readonly=False)
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
    can_propose = fields.Boolean(compute="_compute_can")
    can_withdraw = fields.Boolean(compute="_compute_can")
    can_decide = fields.Boolean(compute="_compute_can", search="_search_can_decide")
    can_cancel = fields.Boolean(compute="_compute_can")
    can_pay = fields.Boolean(compute="_compute_can")

    _amount_positive = models.Constraint("CHECK (amount >= 0)", "The amount of a reward must not be negative.")

    @api.depends("state", "kind", "user_id", "department_id", "proposer_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_can(self):
        judged = self.filtered_domain(self._get_judge_domain())
        payable_here = self._where_post("finance")
        for reward in self:
            mine = reward.proposer_id == self.env.user
            reward.can_propose = mine and reward.state == "draft"
            reward.can_withdraw = mine and reward.state == "proposed"
            reward.can_decide = reward.state == "proposed" and reward in judged
            reward.can_cancel = reward.state in ("approved", "paid") and reward in judged
            payable = reward.state == "approved" and reward.kind in PAID_KINDS
            reward.can_pay = reward in payable_here and payable and not reward.is_own

    def _search_can_decide(self, operator, value):
        return self._get_decidable_domain() if operator == "in" else NotImplemented

    @api.depends("type_id.name", "employee_id.name", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for reward in self:
            day = format_date(self.env, reward.date)
            parts = {"type": reward.type_id.name, "employee": reward.employee_id.name, "date": day}
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
        """Make drafts of rewards; ``reference`` may name the record that they are for."""
        return super().create([split_reference(vals) for vals in vals_list])

    @core_door
    def write(self, vals):
        """Change drafts of rewards; ``reference`` may name the record that they are for."""
        return super().write(split_reference(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if not self.env.su:
            self._check_state("draft")

    @api.model
    def _get_judge_domain(self):
        """Return the rewards the current user may decide by their post, whatever their state."""
        user = self.env.user
        find_id = self.env["ir.model.data"]._xmlid_to_res_id  # not env.ref, which asks whether it is still there
        director = find_id("sales_office_policy.group_director", raise_if_not_found=True)
        directing = [director, *self.env["res.groups"]._get_group_definitions().get_subset_ids([director])]
        above = (
            self._get_post_domain("director")
            | Domain("proposer_id.in_office_scope", "=", True)
            | Domain("proposer_id.group_ids", "in", directing)
        )
        others = Domain("proposer_id", "!=", user.id)
        return self._get_authority_domain() & self._get_post_domain("manager") & others & above

    @api.model
    def _get_decidable_domain(self):
        """Return what the current user could approve or refuse now."""
        return Domain("state", "=", "proposed") & self._get_judge_domain()

    def _get_reasons(self):
        example = self.env._("e.g. The contract was not signed in the end")
        return {
            **super()._get_reasons(),
            "refuse": Reason(
                self.env._("Refuse"),
                self.env._("Whoever proposed the reward reads your reasons; the employee is not told."),
                placeholder=example,
            ),
            "cancel": Reason(
                self.env._("Take Back"),
                self.env._(
                    "The employee and whoever proposed the reward read your reasons. The badge is withdrawn, and a "
                    "bonus that a statement paid already is taken off the next one. What was paid by hand has to be "
                    "claimed back by hand."
                ),
                placeholder=example,
            ),
        }

    def _get_many(self):
        judged = self.env._("is decided by somebody else above who proposed it")
        return {
            **super()._get_many(),
            "propose": Many(
                self.env._("Propose"), ["draft"], "can_propose", self.env._("is proposed by whoever wrote it")
            ),
            "approve": Many(self.env._("Approve"), ["proposed"], "can_decide", judged),
            "refuse": Many(self.env._("Refuse"), ["proposed"], "can_decide", judged),
            "pay": Many(
                self.env._("Mark as Paid"), ["approved"], "can_pay", self.env._("is nothing that you pay by hand")
            ),
        }

    def _get_obstacles(self, operation):
        obstacles = super()._get_obstacles(operation)
        if operation == "propose":
            bare = self.filtered(lambda reward: reward.kind == "bonus" and reward.currency_id.is_zero(reward.amount))
            obstacles = dict.fromkeys(bare, self.env._("has no amount yet")) | obstacles
        return obstacles

    @rpc
    def action_propose(self):
        """Hand a draft in for approval.

        :raises AccessError: not the author, or they do not lead the employee
        :raises UserError: not a draft, or a bonus without an amount
        """
        self._check_state("draft")
        self._check_proposer()
        self._check_authority()
        for reward in self:
            reward._check_reason(reward.reason)
            if reward.kind == "bonus" and reward.currency_id.is_zero(reward.amount):
                raise UserError(self.env._("Give the amount of the bonus."))
        # sudo: the state is closed to writing by hand; checked above
        self.sudo().write({"state": "proposed", "proposed_at": fields.Datetime.now()})

    @rpc
    def action_withdraw(self):
        """Take a proposal back to draft, where it can be changed or deleted.

        :raises AccessError: not the proposer
        :raises UserError: not proposed
        """
        self._check_state("proposed")
        self._check_proposer()
        self.sudo().write({"state": "draft", "proposed_at": False})  # sudo: as in action_propose

    @rpc
    def action_approve(self):
        """Approve: from now on the reward stands, the employee is told, and an honour's badge is theirs.

        :raises AccessError: not above the employee and the proposer
        :raises UserError: not proposed
        """
        self._check_state("proposed")
        self._check_judge()
        self._decide("approved")
        self._grant_badges()
        self._notify_users("user_id", lambda reward: reward._get_approval_text())
        self._notify_users("proposer_id", lambda reward: reward.env._("The reward you proposed was approved."))

    @rpc
    def action_refuse(self, reason: str):
        """Refuse, with reasons for the proposer.

        :param str reason: required
        :raises AccessError: not above the employee and the proposer
        :raises UserError: not proposed, or no reason
        """
        reason = self._check_reason(reason)
        self._check_state("proposed")
        self._check_judge()
        self._decide("refused", refusal_reason=reason)
        self._notify_users(
            "proposer_id",
            lambda reward: reward.env._("The reward you proposed was refused: %(reason)s", reason=reason),
        )

    @rpc
    def action_cancel(self, reason: str):
        """Take an approved reward back: the badge goes, the next statement corrects a bonus that was paid.

        :param str reason: required; the employee and the proposer read it
        :raises AccessError: not above the employee and the proposer
        :raises UserError: neither approved nor paid, or no reason
        """
        reason = self._check_reason(reason)
        self._check_state("approved", "paid")
        self._check_judge()
        cancelled = {"cancelled_by_id": self.env.uid, "cancelled_at": fields.Datetime.now(), "cancel_reason": reason}
        rewards = self.sudo()  # sudo: as in action_propose
        rewards.write({"state": "cancelled", **cancelled})
        rewards.badge_user_id.unlink()
        for user_field in ("user_id", "proposer_id"):
            self._notify_users(
                user_field,
                lambda reward: reward.env._(
                    "The reward %(reward)s was taken back: %(reason)s", reward=reward.display_name, reason=reason
                ),
            )

    @rpc
    def action_pay(self):
        """Record that a bonus or benefit was given outside the commission statements.

        :raises AccessError: not finance, or their own
        :raises UserError: not approved, nothing to pay, or on a statement already
        """
        self._check_state("approved")
        self._check_payable()
        self.sudo().write({"state": "paid"})  # sudo: as in action_propose

    def _check_editable(self, vals):
        self._check_state("draft")

    def _decide(self, state, **values):
        decision = {"decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}
        self.sudo().write({"state": state, **decision, **values})  # sudo: the callers check

    def _check_proposer(self):
        if not self.env.su and self.proposer_id - self.env.user:
            raise AccessError(self.env._("Only whoever wrote this proposal can do this."))

    def _check_judge(self):
        if self.env.su:
            return
        if self.env.user in self.proposer_id:
            raise AccessError(self.env._("You proposed this reward, so somebody above you has to decide it."))
        self._check_authority()
        if self - self.filtered_domain(self._get_judge_domain()):
            raise AccessError(
                self.env._("Rewards are decided by a manager who stands above the proposer, or by the director.")
            )

    def _check_payable(self):
        if not self.env.su and (not self._is_post_held("finance") or any(reward.is_own for reward in self)):
            raise AccessError(self.env._("Rewards are paid by finance, and nobody pays their own."))
        if any(reward.kind not in PAID_KINDS for reward in self):
            raise UserError(self.env._("Only a bonus or a benefit is paid."))

    def _grant_badges(self):
        """Give the badge of the type to each employee with a user."""
        BadgeUser = self.env["gamification.badge.user"].sudo()  # sudo: nobody grants these badges by hand
        honoured = self.sudo().filtered(lambda r: r.type_id.badge_id and r.user_id.active)
        badges = BadgeUser.create(
            [
                {
                    "user_id": reward.user_id.id,
                    "sender_id": self.env.uid,
                    "badge_id": reward.type_id.badge_id.id,
                    "comment": reward.type_id.name,  # not the reasons: badges are shown to everybody
                }
                for reward in honoured
            ]
        )
        for reward, badge in zip(honoured, badges, strict=True):
            reward.badge_user_id = badge

    def _get_approval_text(self):
        values = {"reward": self.type_id.name, "reason": self.reason}
        if not self.amount:
            return self.env._("You are rewarded: %(reward)s. %(reason)s", **values)
        amount = format_amount(self.env, self.amount, self.currency_id)
        return self.env._("You are rewarded: %(reward)s, %(amount)s. %(reason)s", amount=amount, **values)
