from odoo import api, models


class SalesOfficeNews(models.AbstractModel):
    """How many questions wait for an answer."""

    _inherit = "sales.office.news"

    @api.model
    def _get_daily_news(self, day, zone):
        asked = self.env["sales.office.instruction"]._read_group(
            [("company_id", "=", self.env.company.id), ("state", "=", "asked")], ["department_id"], ["__count"]
        )
        counts = {department.id: count for department, count in asked}
        text = self.env._("Questions to a superior")
        return [*super()._get_daily_news(day, zone), *self._prepare_approvals("office", day, text, counts)]
