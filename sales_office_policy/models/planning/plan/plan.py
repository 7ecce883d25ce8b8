from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...organization.posts.title import join_title
from ...organization.rpc.rpc import rpc

#: what is carried out and no longer written
LOCKED = ("proposed", "approved", "closed")


class SalesOfficePlan(models.Model):
    """The plan of a department and all below it for a year: strategy, campaigns and targets (R045, R102).

    Once proposed it stands still; what was approved is revised by a new version that begins on a later day.
    How it moves is in the file ``_flow``, how it is revised in ``_version``.
    """

    _name = "sales.office.plan"
    _description = "Sales Plan"
    _inherit = ["sales.office.decided.mixin", "mail.thread"]
    _order = "year desc, department_id, version desc, id desc"

    _decided_values = {
        "state": "draft",
        "version": 1,
        "supersedes_id": False,
        "proposed_by_id": False,
        "proposed_at": False,
        "approved_by_id": False,
        "approved_at": False,
    }

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
    version = fields.Integer(default=1, readonly=True, copy=False)
    supersedes_id = fields.Many2one(
        "sales.office.plan", string="Follows Version", readonly=True, copy=False, ondelete="restrict"
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

    def _check_write(self, vals):
        self._check_open()
        if not {"year", "department_id"}.isdisjoint(vals) and self.sudo().supersedes_id:
            raise UserError(self.env._("A new version is of the same department and year as the one it follows."))
        return super()._check_write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_open()

    def _check_open(self):
        if not self.env.su and any(plan.state in LOCKED for plan in self):
            raise UserError(
                self.env._("A plan that was proposed is locked: have it sent back, or make a new version of it.")
            )

    def _covers(self, department):
        """Return whether the department belongs to this plan's, or there is no plan."""
        return not self or (department.sudo().parent_path or "").startswith(self.sudo().department_id.parent_path)

    def _get_department_to_fill(self):
        """Return the department of what the current user adds to this plan: the one he acts for, else the plan's."""
        department = self._default_department_id()
        return department if self._covers(department) else self.department_id

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
