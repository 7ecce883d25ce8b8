from odoo import api, models
from odoo.fields import Domain


class SalesOfficeToday(models.AbstractModel):
    """Commission plans that were drafted and wait for a director."""

    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_commission_plan_lines()

    @api.model
    def _get_commission_plan_lines(self):
        """Return the line of the drafts that are ready, which a director may approve: not one he is paid by."""
        if not self.env.user.has_group("sales_office_policy.group_director"):
            return []
        ready = Domain("state", "=", "draft") & Domain("rule_ids", "!=", False) & Domain("member_ids", "!=", False)
        plans = self.env["sales.office.commission.plan"].search(
            ready & ~Domain("member_ids.user_id", "=", self.env.uid)
        )
        if not plans:
            return []
        return [
            self._prepare_line(
                "commission",
                "commission_plan_approve",
                self.env._("Commission plans to approve"),
                self._prepare_action("sales_office_policy.sales_office_commission_plan_action", plans),
                detail=plans.display_name if len(plans) == 1 else "",
                count=len(plans),
                icon="fa-thumbs-o-up",
            )
        ]
