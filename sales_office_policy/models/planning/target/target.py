from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...books.metrics import METRICS, explained
from ...organization.posts.title import join_title
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.argument_types import Choice
from ...organization.rpc.rpc import core_door, rpc
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
#: what says that two versions ask the same
ASKED = ("department_id", "employee_id", "period_type", "date_from", "metric", "target_value")
#: what was agreed about a target holds for its unchanged copy too
SETTLED = ("state", "published_at", "published_by_id", "reason", "manual_value")
#: what the books said in the nights before
READ = ("achieved_snapshot", "progress_snapshot", "refreshed_at")


class SalesOfficeTarget(models.Model):
    """What a department or one person is to reach in a period (R045, R072, R123).

    Targets are a tree: each is split either into the next smaller periods of the same owner or among the
    departments and people below for the same period. The owner is the employee, or who manages the department.

    How a target is agreed between its owner and who stands above them::

        draft --propose--> proposed --accept--> accepted
                              |  ^                 ^
                           dispute  propose (with another value)
                              v  |                 |
                           disputed ----insist-----+      take_back: to draft, with a reason

    - ``rights``: who may change what
    - ``tree``: what is a part of what, parts that add up
    - ``achievement``: what the books say
    """

    _name = "sales.office.target"
    _description = "Sales Target"
    _inherit = ["sales.office.department.mixin", "sales.office.unfollowed.mixin"]
    _order = "date_from, period_type, department_id, employee_id, id"
    _parent_store = True

    # the owner is named, or the department of somebody else's employee could come with a context
    _never_by_context = frozenset({"employee_id", "department_id"})

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
        help="Of a person: their department on the first day. They keep the target when they move.",
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
    next_ids = fields.One2many("sales.office.target", "previous_id", string="In the Version After", readonly=True)
    acknowledgement_ids = fields.One2many(
        "sales.office.target.acknowledgement", "target_id", string="Shared with", readonly=True
    )
    can_publish = fields.Boolean(
        compute="_compute_can_publish", help="It, or a part of it, is not published and the current user may do so."
    )
    waits_for_me = fields.Boolean(
        string="Awaits My Acknowledgement",
        compute="_compute_acknowledged",
        help="The current user has not taken note yet.",
    )
    acknowledged = fields.Char(compute="_compute_acknowledged", help="How many of the team have taken note.")

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

    @api.depends("employee_id.name", "department_id.name", "period_type", "date_from", "date_to", "metric")
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

    @api.depends("published_at", "state", "child_ids.published_at", "child_ids.state")
    @api.depends_context("uid")
    def _compute_can_publish(self):
        led = self._origin._leads()
        tree = self.sudo().search([("id", "child_of", led.ids), ("active", "=", True)])
        waiting = tree.with_env(self.env)._get_publishable()
        wholes = waiting.union(*(target._get_wholes() for target in waiting))
        for target in self:
            origin = target._origin
            target.can_publish = origin in led & wholes and (origin in waiting or target.published_at)

    @api.depends("acknowledgement_ids.state")
    @api.depends_context("uid")
    def _compute_acknowledged(self):
        for target in self:
            asked = target.sudo().acknowledgement_ids  # sudo: only how many leaves this method
            read = asked.filtered(lambda row: row.state == "acknowledged")
            target.waits_for_me = self.env.user in (asked - read).user_id
            target.acknowledged = f"{len(read)} / {len(asked)}" if asked else ""

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

    @api.constrains("plan_id", "department_id", "employee_id", "date_from", "date_to")
    def _check_plan(self):
        for target in self.sudo():
            if target.date_from.year != target.plan_id.year:
                raise ValidationError(self.env._("%(target)s is not in the plan's year.", target=target.display_name))
            top = target.plan_id.department_id
            if target.company_id != target.plan_id.company_id or (
                not target.parent_id and not target.department_id._is_sales_office_part(top)
            ):
                raise ValidationError(
                    self.env._("%(target)s is not below the plan's department.", target=target.display_name)
                )

    @api.constrains("parent_id", "plan_id", "metric", "period_type", "department_id", "employee_id", "date_from")
    def _check_parent(self):
        self.env["sales.office.target"].browse({*self.ids, *self.sudo().child_ids.ids})._check_place()

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Set targets; the reason for a difference to their parts is asked anew.

        :raises AccessError: the owner is not below the user
        :raises UserError: the plan is locked, or what it is a part of agreed
        :raises ValidationError: the owner is not below that of the whole, or counts in it twice
        """
        targets = super().create([self._without_department_of_person(vals) for vals in vals_list])
        targets.filtered(lambda target: not target.sudo().previous_id)._check_owners()
        targets._check_may_change()
        targets.parent_id._check_leads()
        targets.filtered("manual_value")._check_may_measure()
        targets.sudo().parent_id._forget_difference_reason()
        return targets

    @core_door
    def write(self, vals):
        """Change targets; those of the next version that follow them change along.

        :raises AccessError: the owner is not below the user
        :raises UserError: the plan is locked, or the target agreed
        :raises ValidationError: the owner is not below that of the whole, or counts in it twice
        """
        vals = self._without_department_of_person(vals)
        agreed = not AGREED.isdisjoint(vals)
        before = self.sudo().parent_id if agreed else self.browse()
        followers = self._get_followers() if "target_value" in vals else self.browse()
        result = super().write(vals)
        if not {"parent_id", "employee_id", "department_id"}.isdisjoint(vals):
            self._check_owners()
        if followers:
            followers.target_value = vals["target_value"]
        if agreed:
            self._check_may_change()
            if vals.get("parent_id"):
                self.parent_id._check_leads()
            (self.sudo() | before | self.sudo().parent_id)._forget_difference_reason()
        return result

    def _without_department_of_person(self, vals):
        """Return the values without the department where a person is named, whose own it is."""
        return {name: value for name, value in vals.items() if name != "department_id" or not vals.get("employee_id")}

    def _check_editable(self, vals):
        if not AGREED.isdisjoint(vals):
            self._check_may_change()
        if "manual_value" in vals:
            self._check_may_measure()
        if "department_id" in vals and any(target.employee_id for target in self):
            raise UserError(self.env._("The department of a person's target is their own on its first day."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        self._check_may_change()
        if not self.env.su:
            self.sudo().with_context(active_test=False).search([("id", "child_of", self.ids)])._check_not_agreed()
        self.sudo().parent_id._forget_difference_reason()

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "dispute": Reason(
                self.env._("Dispute"),
                self.env._("Say why the target is not realistic, and what would be. Who stands above you answers."),
            ),
            "insist": Reason(
                self.env._("Keep as It Is"),
                self.env._("The target stays as it is. Answer what was said against it."),
                shown=("reason",),
            ),
            "take_back": Reason(
                self.env._("Take Back"),
                self.env._("The target becomes a draft again and is no longer published. Say why."),
            ),
            "accept_difference": Reason(
                self.env._("Accept the Difference"),
                self.env._("The parts do not add up to the whole. Say why that is all right."),
            ),
        }

    @rpc
    def action_propose(self):
        """Ask the owners whether the targets are realistic, by who stands above them.

        :raises UserError: asked already, or the plan is not approved
        """
        self._check_settable()
        targets = self._begin("draft", "disputed")
        targets._check_plan_approved()
        targets.state = "proposed"

    @rpc
    def action_accept(self):
        """Agree to one's own targets.

        :raises AccessError: somebody else's
        :raises UserError: nothing is proposed
        """
        self._check_owner()
        self._begin("proposed").write({"state": "accepted", "reason": False})

    @rpc
    def action_dispute(self, reason: str):
        """Say why one's own target is not realistic; who stands above answers with another value or insists.

        :raises AccessError: somebody else's
        :raises UserError: neither proposed nor accepted, or no reason
        """
        self._check_owner()
        reason = self._check_reason(reason, self.env._("Say why the target is not realistic, and what would be."))
        targets = self._begin("proposed", "accepted")
        targets.write({"state": "disputed", "reason": reason})
        targets._log(lambda target: self.env._("Disputed: %(reason)s", reason=reason))

    @rpc
    def action_insist(self, reason: str):
        """Keep a disputed target as it is, by who stands above its owner, with an answer.

        :param str reason: the answer, kept in the chatter
        :raises UserError: not disputed, or no answer
        """
        self._check_settable()
        reason = self._check_reason(reason, self.env._("Answer the dispute."))
        targets = self._begin("disputed")
        targets.state = "accepted"
        targets._log(lambda target: self.env._("Stays as it is: %(reason)s", reason=reason))

    @rpc
    def action_take_back(self, reason: str):
        """Open agreed or published targets for a change, by who stands above; the trace stays.

        :raises UserError: a draft, the plan's own targets, or no reason
        """
        self._check_settable()
        reason = self._check_reason(reason, self.env._("Say why it is taken back."))
        targets = self._begin("proposed", "accepted", "disputed")
        if any(target._is_of_plan() for target in targets):
            raise UserError(self.env._("The plan is locked: make a new version of it."))
        targets.write({"state": "draft", "reason": False, "published_at": False, "published_by_id": False})
        targets.acknowledgement_ids.unlink()
        targets._log(lambda target: self.env._("Taken back: %(reason)s", reason=reason))
        targets._sync_team_targets()

    @rpc
    def action_accept_difference(self, reason: str):
        """Let the parts differ from the whole, with a reason, by who leads the department.

        :raises UserError: they do not differ, or no reason
        """
        self._check_leads()
        self._check_in_use()
        reason = self._check_reason(reason, self.env._("Say why the parts may differ from the whole."))
        if not all(target.difference for target in self):
            raise UserError(self.env._("The parts add up: there is nothing to explain."))
        self.sudo().difference_reason = reason  # sudo: set by this method only
        self.sudo()._log(lambda target: self.env._("Difference accepted: %(reason)s", reason=reason))

    @rpc
    def action_publish(self):
        """Tell the team of a department its targets, all parts with it, and ask the owners of drafts to agree.

        By who leads the department. What nobody proposed to themselves yet they do not publish: their own part of their
        team's target stays a draft for who stands above them. Safe to run again: what is published stays as it is.

        :raises UserError: a part does not add up, the plan is not approved, or the target is still a draft above them
        """
        self._check_leads()
        targets = self._begin("draft", "proposed", "accepted", "disputed")
        targets._check_plan_approved()
        tree = self.sudo().search([("id", "child_of", self.ids), ("active", "=", True)])
        tree._check_adds_up()
        fresh = tree.with_env(self.env)._get_publishable()
        if unproposed := targets.filtered(lambda target: not target.published_at) - fresh:
            raise UserError(
                self.env._(
                    "%(target)s is still a draft: it is published once it was proposed to you.",
                    target=unproposed[0].display_name,
                )
            )
        fresh.filtered(lambda target: target.state == "draft").state = "proposed"
        fresh.write({"published_at": fields.Datetime.now(), "published_by_id": self.env.uid})
        # each department is told the widest of its own, not every part of it
        widest = tree.filtered(lambda target: not target.employee_id and target._get_axis() == "team")
        self.env["sales.office.target.acknowledgement"]._ask(targets | widest)
        tree._sync_team_targets()

    @rpc(one=True)
    def action_open_parts(self):
        """Return the list of this target's parts, to fill in."""
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "view_mode": "list,form",
            "views": [
                (self.env.ref("sales_office_policy.sales_office_target_view_list_parts").id, "list"),
                (False, "form"),
            ],
            "domain": [("parent_id", "=", self.id)],
            "context": {"active_test": False, "sales_office_adds_up": self._is_additive()},
        }

    @rpc
    def action_acknowledge(self):
        """Take note of one's team's targets."""
        rows = self.env["sales.office.target.acknowledgement"].search(
            [("target_id", "in", self.ids), ("user_id", "=", self.env.uid)]
        )
        rows.action_acknowledge()

    @rpc
    def action_split(
        self,
        by: Choice("by", "sales.office.target.split"),
        into: Choice("into", "sales.office.target.split") = "period",
    ):
        """Split each target and return its new parts, which add up to it (by hand: parts of 0 to fill in).

        A share or a mark is not divided: every part is to reach the same.

        :param str by: ``equal``, ``seasonal``, ``last_year`` or ``hand``
        :param str into: ``period``: the next smaller periods; ``team``: the departments below, or the people
        :raises UserError: split already, a week, nobody below, or nothing sold last year to go by
        """
        self._check_may_split()
        # sudo: a leader breaks down the target that they were set, but do not set it
        return self.sudo().create(self._prepare_split(by, into)).sudo(False)

    def _begin(self, *states):
        targets = super()._begin(*states)
        targets._check_in_use()
        return targets

    def _get_followers(self):
        """Return (sudo) the copies in a version that waits, unless somebody gave them another value there."""
        copies = self.sudo().next_ids.filtered(lambda copy: copy.active and copy.plan_state in ("draft", "proposed"))
        return copies.filtered(lambda copy: copy.target_value == copy.previous_id.target_value)

    def _settle_like(self, previous):
        """Take over what was agreed about ``previous`` (sudo) if this is the same, and what is known of it anyway."""
        self.write({name: previous[name] for name in READ})
        if any(self[name] != previous[name] for name in ASKED):
            return
        names = [*SETTLED, "difference_reason"] if self.difference == previous.difference else SETTLED
        self.write(self._convert_to_write({name: previous[name] for name in names}))
        previous.acknowledgement_ids.target_id = self

    def _sync_team_targets(self):
        """Tell Odoo's sales teams of these targets' companies what the month's target is now."""
        self.env["crm.team"]._get_synced_teams(self.sudo().company_id)._sync_invoiced_target()

    def _log(self, get_text):
        for target in self:
            target.message_post(body=get_text(target), author_id=self.env.user.partner_id.id)
