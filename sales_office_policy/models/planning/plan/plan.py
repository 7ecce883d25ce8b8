from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...organization.posts.title import join_title
from ...organization.record.protected_mixin import Reason
from ...organization.rpc.rpc import rpc

#: what is carried out and no longer written
LOCKED = ("proposed", "approved", "closed")


class SalesOfficePlan(models.Model):
    """The plan of a department and all below it for a year: strategy, campaigns and targets (R045, R102).

    It comes into force so: draft --propose--> proposed --approve--> approved --close--> closed (R112). Once proposed it
    stands still; what was approved is revised by a new version: a copy that begins on a later day, edited, proposed and
    approved like the first.
    """

    _name = "sales.office.plan"
    _description = "Sales Plan"
    _inherit = ["sales.office.department.mixin", "sales.office.version.mixin", "mail.thread"]
    _order = "year desc, department_id, version desc, id desc"

    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year, tracking=True)
    date_from = fields.Date(
        string="In Force From",
        compute="_compute_date_from",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        tracking=True,
        help="First day of the year, or of a later version: what ended before stays as it was.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("proposed", "To Approve"), ("approved", "Approved"), ("closed", "Closed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    strategy = fields.Html(help="How the year's goals are to be reached.")
    market_notes = fields.Html(help="Customers, competitors, prices: what the plan takes for granted.")
    market_note_ids = fields.Many2many(
        "sales.office.market.note",
        "sales_office_market_note_plan_rel",
        "plan_id",
        "note_id",
        string="Because of What Was Learned",
        readonly=True,
        copy=False,
        help="Market notes that this version was written, or revised, because of; entered on the note.",
    )
    target_ids = fields.One2many("sales.office.target", "plan_id", string="Targets")
    root_target_ids = fields.One2many(
        "sales.office.target",
        "plan_id",
        string="Whole Targets",
        domain=[("parent_id", "=", False)],
        context={"active_test": False},
        help="Those that are no part of another.",
    )
    target_count = fields.Integer(compute="_compute_target_count")
    campaign_ids = fields.One2many("sales.office.campaign", "plan_id", string="Campaigns")
    currency_id = fields.Many2one(related="company_id.currency_id")
    campaign_budget = fields.Monetary(compute="_compute_campaign_budget", help="Sum of the campaigns' budgets.")
    supersedes_id = fields.Many2one(
        "sales.office.plan", string="Follows Version", readonly=True, copy=False, ondelete="restrict"
    )
    earlier_campaign_ids = fields.One2many(
        related="supersedes_id.campaign_ids",
        string="Campaigns of the Version Before",
        help="They go on in this version, with the budgets entered for it.",
    )
    proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    proposed_at = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)

    _year_range = models.Constraint("CHECK (year BETWEEN 2000 AND 2100)", "Enter the year with four digits.")
    _approved_uniq = models.UniqueIndex(
        "(department_id, year) WHERE state = 'approved'", "This department has an approved plan for that year already."
    )
    _supersedes_uniq = models.UniqueIndex(
        "(supersedes_id) WHERE supersedes_id IS NOT NULL", "This version has a successor already."
    )

    @api.depends("department_id.name", "year", "version")
    def _compute_display_name(self):
        for plan in self:
            version = plan.version > 1 and f"v{plan.version}"
            plan.display_name = join_title(plan.department_id.name, plan.year, version, by=" ")

    @api.depends("year")
    def _compute_date_from(self):
        for plan in self:
            if 2000 <= plan.year <= 2100 and (not plan.date_from or plan.date_from.year != plan.year):
                plan.date_from = date(plan.year, 1, 1)

    @api.depends_context("uid")
    def _compute_target_count(self):
        counts = dict(
            self.env["sales.office.target"]
            .with_context(active_test=False)
            ._read_group([("plan_id", "in", self.ids)], ["plan_id"], ["__count"])
        )
        for plan in self:
            plan.target_count = counts.get(plan, 0)

    @api.depends("campaign_ids.budget")
    def _compute_campaign_budget(self):
        for plan in self:
            plan.campaign_budget = sum(plan.campaign_ids.mapped("budget"))

    @api.constrains("year", "date_from", "supersedes_id")
    def _check_date_from(self):
        for plan in self:
            if plan.date_from.year != plan.year:
                raise ValidationError(self.env._("The plan comes into force within its year."))
            if plan.supersedes_id and plan.date_from <= plan.supersedes_id.date_from:
                raise ValidationError(self.env._("A new version comes into force after the one it follows."))

    @api.constrains("year", "department_id")
    def _check_targets_fit(self):
        self.target_ids._check_plan()

    def _check_editable(self, vals):
        self._check_open()
        if not {"year", "department_id"}.isdisjoint(vals) and self.sudo().supersedes_id:
            raise UserError(self.env._("A new version is of the same department and year as the one it follows."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_open()

    def _get_reasons(self):
        return {
            **super()._get_reasons(),
            "send_back": Reason(self.env._("Send Back"), self.env._("Say what should be changed in the plan.")),
        }

    @rpc
    def action_propose(self):
        """Hand drafts to the director, by the manager of the department or somebody above.

        :raises UserError: no draft, or without targets
        """
        self._check_leads("manager")
        for plan in self._begin("draft"):
            if not plan.target_ids:
                raise UserError(self.env._("Set at least one target: a plan without one cannot be measured."))
            plan.write({"state": "proposed", "proposed_by_id": self.env.uid, "proposed_at": fields.Datetime.now()})

    @rpc
    def action_approve(self):
        """Put proposed plans in force; the targets of the plans' own departments are agreed thereby.

        :raises AccessError: not a director, or proposed by themselves
        :raises UserError: not proposed
        """
        self._check_leads("director")
        if self.env.user in self.sudo().proposed_by_id and not self.env.su:
            raise AccessError(self.env._("You proposed this plan yourself: another director has to approve it."))
        for plan in self._begin("proposed"):
            plan._supersede()
            plan.write({"state": "approved", "approved_by_id": self.env.uid, "approved_at": fields.Datetime.now()})
            plan.target_ids.filtered(lambda t: t._is_of_plan() and t.state == "draft").state = "accepted"
            plan.target_ids._sync_team_targets()

    @rpc
    def action_send_back(self, reason: str):
        """Give proposed plans back for changes, by a director or by who proposed them.

        :raises UserError: not proposed, or no reason
        """
        if self.env.user != self.sudo().proposed_by_id:
            self._check_leads("director")
        reason = self._check_reason(reason, self.env._("Say what should be changed."))
        plans = self._begin("proposed")
        plans.write({"state": "draft", "proposed_by_id": False, "proposed_at": False})
        for plan in plans:
            plan.message_post(body=self.env._("Sent back: %(reason)s", reason=reason))

    @rpc
    def action_close(self):
        """End approved plans, once the year is over or given up; their targets stay as they are.

        :raises UserError: not in force
        """
        self._check_leads("manager")
        self._begin("approved").state = "closed"

    @rpc(one=True)
    def action_new_version(self):
        """Open the draft that will follow this plan, made from it; its first day can still be changed.

        :raises UserError: not in force
        """
        self._check_leads("manager")
        return self._get_successor().sudo(False)._get_records_action()

    @rpc(one=True)
    def action_open_targets(self):
        """Return the cascade of this plan's targets."""
        action = self.env["ir.actions.actions"]._for_xml_id("sales_office_policy.sales_office_target_action_cascade")
        context = {
            "default_plan_id": self.id,
            "default_department_id": self.department_id.id,
            "active_test": False,
            "search_default_group_period": 1,
        }
        return action | {"domain": [("plan_id", "=", self.id)], "context": context, "display_name": self.display_name}

    def _check_open(self):
        if not self.env.su and any(plan.state in LOCKED for plan in self):
            raise UserError(
                self.env._("A plan that was proposed is locked: have it sent back, or make a new version of it.")
            )

    def _covers(self, department):
        """Return whether the department belongs to this plan's, or there is no plan."""
        return not self or department.sudo()._is_sales_office_part(self.sudo().department_id)

    def _get_department_to_fill(self):
        """Return the department of what the current user adds to this plan: the one they act for, else the plan's."""
        department = self._default_department_id()
        return department if self._covers(department) else self.department_id

    def _make_version(self):
        month = fields.Date.context_today(self).replace(day=1) + relativedelta(months=1)
        earliest = self.date_from + relativedelta(days=1)
        begin = min(max(month, earliest), date(self.year, 12, 31))
        successor = self._copy_as_version({"year": self.year, "date_from": begin})
        self._copy_targets(successor, self.target_ids.filtered(lambda target: not target.parent_id))
        return successor

    def _copy_targets(self, successor, level, copies=None):
        """Copy targets and their parts into ``successor``, one level after the other.

        :param level: the topmost ones
        :param dict copies: ``{target: id of its copy}`` of those that ``level`` are parts of
        """
        while level:
            made = level.create(
                [
                    target.copy_data(
                        {
                            "plan_id": successor.id,
                            "parent_id": (copies or {}).get(target.parent_id),
                            "previous_id": target.id,
                        }
                    )[0]
                    for target in level
                ]
            )
            copies = {target: copy.id for target, copy in zip(level, made, strict=True)}
            level = level.child_ids

    def _supersede(self):
        """Put this version in the place of the one before; what is unchanged or over goes on as it was agreed."""
        before = self.supersedes_id
        if not before:
            return
        if before.state != "approved":
            raise UserError(self.env._("The version before is not in force any more."))
        self._take_over_since(before)
        replaced = before.target_ids
        replaced.active = False
        before.state = "closed"
        # before the next ones take their places in the indexes
        replaced.flush_recordset()
        before.flush_recordset()
        for target in self.target_ids.filtered("previous_id"):
            target._settle_like(target.previous_id)
        replaced.acknowledgement_ids.filtered(lambda row: row.state == "asked").unlink()
        before.campaign_ids._go_on_in(self)

    def _take_over_since(self, before):
        """Copy what was split or added under the version before while this one was being written.

        What this version has a part for already, or was deleted from it, is left as it was decided here.
        """

        def get_key(target):
            return target.employee_id or target.department_id, target.metric, target.period_type, target.date_from

        copies = {target.previous_id: target for target in self.target_ids if target.previous_id}
        known = set(map(get_key, self.target_ids))
        begun = min(copies.values(), key=lambda copy: copy.id, default=self.target_ids).id or 0

        def is_missing(target):
            place = copies.get(target.parent_id)
            return (
                target.id > begun
                and target not in copies
                and get_key(target) not in known
                and (not target.parent_id or bool(place) and not place.child_ids)
            )

        missing = before.target_ids.filtered(is_missing)
        self._copy_targets(self, missing, {target: copy.id for target, copy in copies.items()})
