from odoo import api, fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import core_door


class SalesOfficeCampaign(models.Model):
    """A budget that was approved with a plan is changed by the plan's next version."""

    _inherit = "sales.office.campaign"

    is_revised = fields.Boolean(
        compute="_compute_is_revised", compute_sudo=True, help="The next version of its plan is being written."
    )
    revised_budget = fields.Monetary(
        string="Budget in the Next Version",
        copy=False,
        tracking=True,
        help="Takes the place of the budget once the plan's next version is approved; 0 leaves it as it is.",
    )

    _revised_positive = models.Constraint("CHECK (COALESCE(revised_budget, 0) >= 0)", "A budget is not negative.")

    @api.depends("plan_id")
    def _compute_is_revised(self):
        revised = self._get_revised_plans()
        for campaign in self:
            campaign.is_revised = campaign.plan_id in revised

    def _get_revised_plans(self):
        """Return (sudo) those of the campaigns' plans whose next version is being written."""
        plans = self.env["sales.office.plan"].sudo()
        drafts = plans.search([("supersedes_id", "in", self.sudo().plan_id.ids), ("state", "=", "draft")])
        return drafts.supersedes_id

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        campaigns = super().create(vals_list)
        campaigns.filtered("revised_budget")._check_revised()
        return campaigns

    def _check_write(self, vals):
        if "revised_budget" in vals:
            self._check_leads()
            self._check_revised()
        return super()._check_write(vals)

    def _check_revised(self):
        revised = self._get_revised_plans()
        if not self.env.su and not all(campaign.sudo().plan_id in revised for campaign in self):
            message = self.env._("Make a new version of the plan first: the budget changes when that is approved.")
            raise UserError(message)

    def _go_on_in(self, plan):
        """Belong to the next version (sudo), with the budget that was approved with it."""
        self.plan_id = plan
        for campaign in self.filtered("revised_budget"):
            campaign.write({"budget": campaign.revised_budget, "revised_budget": 0})
