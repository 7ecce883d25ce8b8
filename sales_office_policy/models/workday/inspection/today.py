from odoo import api, fields, models


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_inspection_lines()

    def _get_inspection_lines(self):
        """Return the walks the user has to make or to end."""
        Inspection = self.env["sales.office.inspection"]
        if not Inspection.has_access("read"):
            return []
        today = fields.Date.context_today(self)
        walks = Inspection.search(
            [("inspector_user_id", "=", self.env.uid), ("state", "=", "draft"), ("date", "<=", today)], order="date, id"
        )
        if not walks:
            return []
        return [
            self._prepare_line(
                "workday",
                "inspection",
                self.env._("Inspections to walk"),
                self._prepare_action("sales_office_policy.sales_office_inspection_action", walks),
                detail="; ".join(walks.mapped("display_name")),
                count=len(walks),
                urgent=walks[0].date < today,
                icon="fa-search",
            )
        ]
