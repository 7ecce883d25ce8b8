from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...organization.rpc.rpc import core_door, rpc
from ..plan.plan import LOCKED

#: what the money is planned by: for who leads the department, not for who carries the campaign out
BUDGETED = {"plan_id", "budget", "department_id"}


class SalesOfficeCampaign(models.Model):
    """Displays, promotions and visits carried out together, with a budget and a result (R075).

    A budget that was approved with a plan is changed by the plan's next version.
    """

    _name = "sales.office.campaign"
    _description = "Campaign"
    _inherit = ["sales.office.department.mixin", "mail.thread"]
    _order = "date_from desc, id desc"

    name = fields.Char(required=True, tracking=True)
    plan_id = fields.Many2one(
        "sales.office.plan",
        string="Year Plan",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        help="The plan that has its budget; approved together with it.",
    )
    department_id = fields.Many2one(
        default=None, compute="_compute_department_id", store=True, precompute=True, readonly=False
    )
    responsible_id = fields.Many2one(
        "hr.employee", required=True, ondelete="restrict", default=lambda self: self.env.user.employee_id
    )
    # the public face of employees: a leader reads nothing else of them
    participant_ids = fields.Many2many("hr.employee.public", string="Taking Part")
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    currency_id = fields.Many2one(related="company_id.currency_id")
    budget = fields.Monetary(tracking=True)
    spent = fields.Monetary(tracking=True)
    goal = fields.Text(help="What the campaign should bring.")
    result = fields.Text(help="What it brought: turnover, new customers, what to do better.")
    activity_line_ids = fields.One2many("sales.office.campaign.activity", "campaign_id", string="Campaign Activities")
    done_percent = fields.Float(string="Done (%)", compute="_compute_done_percent")
    is_over_budget = fields.Boolean(compute="_compute_is_over_budget")
    state = fields.Selection(
        [("planned", "Planned"), ("running", "Running"), ("done", "Done"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    is_revised = fields.Boolean(
        compute="_compute_is_revised", compute_sudo=True, help="The next version of its plan is being written."
    )
    revised_budget = fields.Monetary(
        string="Budget in the Next Version",
        copy=False,
        tracking=True,
        help="Takes the place of the budget once the plan's next version is approved; 0 leaves it as it is.",
    )

    _dates_ordered = models.Constraint("CHECK (date_from <= date_to)", "A campaign's last day is not before its first.")
    _amounts_positive = models.Constraint(
        "CHECK (COALESCE(budget, 0) >= 0 AND COALESCE(spent, 0) >= 0)", "Budget and expenses are not negative."
    )
    _revised_positive = models.Constraint("CHECK (COALESCE(revised_budget, 0) >= 0)", "A budget is not negative.")

    @api.depends("plan_id")
    def _compute_department_id(self):
        for campaign in self:
            campaign.department_id = campaign.department_id or campaign.plan_id._get_department_to_fill()

    @api.depends("activity_line_ids.is_done")
    def _compute_done_percent(self):
        for campaign in self:
            lines = campaign.activity_line_ids
            campaign.done_percent = 100 * len(lines.filtered("is_done")) / len(lines) if lines else 0

    @api.depends("budget", "spent")
    def _compute_is_over_budget(self):
        for campaign in self:
            campaign.is_over_budget = campaign.spent > campaign.budget

    @api.depends("plan_id")
    def _compute_is_revised(self):
        revised = self._get_revised_plans()
        for campaign in self:
            campaign.is_revised = campaign.plan_id in revised

    @api.constrains("plan_id", "department_id")
    def _check_plan(self):
        for campaign in self.sudo().filtered("plan_id"):
            if not campaign.department_id._is_sales_office_part(campaign.plan_id.department_id):
                raise ValidationError(self.env._("The campaign is not below the plan's department."))

    @api.constrains("responsible_id", "participant_ids", "department_id")
    def _check_people(self):
        for campaign in self:
            campaign = campaign.sudo()  # sudo: only the companies of people are read
            employees = campaign.responsible_id | campaign.activity_line_ids.employee_id
            for person in (*employees, *campaign.participant_ids):
                if person.company_id != campaign.company_id:
                    raise ValidationError(self.env._("%(name)s works for another company.", name=person.name))

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Plan campaigns; a budget belongs into a plan that is open.

        :raises UserError: the plan is locked
        """
        campaigns = super().create(vals_list)
        campaigns.filtered("budget")._check_budget_open({"budget"})
        campaigns.filtered("revised_budget")._check_revised()
        return campaigns

    @core_door
    def write(self, vals):
        """Change campaigns; with a budget none moves into a plan that is locked.

        :raises UserError: the plan is locked
        """
        result = super().write(vals)
        if "plan_id" in vals:
            self._check_budget_open({"budget"})
        return result

    def _check_editable(self, vals):
        if "revised_budget" in vals:
            self._check_leads()
            self._check_revised()
        self._check_open()
        if not BUDGETED.isdisjoint(vals):
            self._check_leads()
        self._check_budget_open(vals.keys())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_open()
        self._check_budget_open({"budget"})

    @rpc
    def action_start(self):
        """Begin planned campaigns, by who leads the department.

        :raises AccessError: the user does not lead the department
        """
        self._check_leads()
        self._begin("planned").state = "running"

    @rpc
    def action_finish(self):
        """End campaigns once their result is written down.

        :raises UserError: no result
        """
        self._check_leads()
        campaigns = self._begin("planned", "running")
        for campaign in campaigns:
            campaign._check_reason(campaign.result, self.env._("Write down the result first."))
        campaigns.state = "done"

    @rpc
    def action_cancel(self):
        """Give campaigns up.

        :raises AccessError: the user does not lead the department
        """
        self._check_leads()
        self._begin("planned", "running").state = "cancelled"

    def _check_open(self):
        if not self.env.su and any(campaign.state in ("done", "cancelled") for campaign in self):
            raise UserError(self.env._("The campaign is over and locked."))

    def _check_budget_open(self, names):
        """What a director approved with the plan is not changed afterwards."""
        if self.env.su or BUDGETED.isdisjoint(names):
            return
        if any(campaign.sudo().plan_id.state in LOCKED for campaign in self):
            raise UserError(self.env._("The plan that has this budget is locked: make a new version of it."))

    def _check_revised(self):
        revised = self._get_revised_plans()
        if not self.env.su and not all(campaign.sudo().plan_id in revised for campaign in self):
            message = self.env._("Make a new version of the plan first: the budget changes when that is approved.")
            raise UserError(message)

    def _get_revised_plans(self):
        """Return (sudo) those of the campaigns' plans whose next version is being written."""
        plans = self.env["sales.office.plan"].sudo()
        drafts = plans.search([("supersedes_id", "in", self.sudo().plan_id.ids), ("state", "=", "draft")])
        return drafts.supersedes_id

    def _go_on_in(self, plan):
        """Belong to the next version (sudo), with the budget that was approved with it."""
        self.plan_id = plan
        for campaign in self.filtered("revised_budget"):
            campaign.write({"budget": campaign.revised_budget, "revised_budget": 0})
