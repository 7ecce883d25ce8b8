from odoo import api, models

from ...organization.rpc.rpc import core_door


class SalesOfficeCommissionPlanPart(models.AbstractModel):
    """Whatever belongs to a plan and is locked with it by the plan's approval."""

    _name = "sales.office.commission.plan.part"
    _description = "Part of a Commission Plan"
    _inherit = "sales.office.protected.mixin"
    _place_fields = frozenset({"plan_id", "rule_id"})

    def _get_plans(self):
        """Return the plans these records are part of."""
        return self.plan_id

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Add rules, tiers and the like to drafts of plans.

        :raises UserError: the plan is approved or closed
        """
        parts = super().create(vals_list)
        parts._get_plans()._check_open()
        return parts

    @core_door
    def write(self, vals):
        """Change parts of drafts, also where they move to another plan.

        :raises UserError: one of the plans is approved or closed
        """
        self.check_access("write")
        self._get_plans()._check_open()
        result = super().write(vals)
        self._get_plans()._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._get_plans()._check_open()
