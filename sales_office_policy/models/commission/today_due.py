from odoo import api, models


class SalesOfficeToday(models.AbstractModel):
    """What waits for somebody who is in no commission plan, so that it is not forgotten."""

    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_due_lines()

    @api.model
    def _get_due_lines(self):
        if not self.env.user.has_groups("sales_office_policy.group_finance,sales_office_policy.group_director"):
            return []
        dues = self.env["sales.office.due"].search([("user_id", "!=", self.env.uid)])
        if not dues:
            return []
        return [
            self._prepare_line(
                "commission",
                "due_without_plan",
                self.env._("Prizes, bonuses and fines that no commission plan takes up"),
                self._prepare_action("sales_office_policy.sales_office_due_action"),
                detail=dues.display_name if len(dues) == 1 else "",
                count=len(dues),
                icon="fa-hourglass-half",
            )
        ]
