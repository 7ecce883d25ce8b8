from odoo import api, models


class SalesOfficeToday(models.AbstractModel):
    """What no statement takes waits for whoever decides about it."""

    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_untaken_lines()

    @api.model
    def _get_untaken_lines(self):
        if not self.env.user.has_groups("sales_office_policy.group_finance,sales_office_policy.group_director"):
            return []
        rows = self.env["sales.office.untaken"].search([("state", "=", "open"), ("user_id", "!=", self.env.uid)])
        if not rows:
            return []
        return [
            self._prepare_line(
                "commission",
                "in_no_statement",
                self.env._("Changes and documents that no statement takes"),
                self._prepare_action("sales_office_policy.sales_office_untaken_action"),
                detail=rows.display_name if len(rows) == 1 else "",
                count=len(rows),
                icon="fa-question-circle-o",
            )
        ]
