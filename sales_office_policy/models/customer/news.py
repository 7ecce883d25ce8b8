from odoo import api, models

from ..organization.local_time import get_day_bounds, to_naive_utc
from .complaint.complaint import OPEN


class SalesOfficeNews(models.AbstractModel):
    """How many customers wait for an answer (R051)."""

    _inherit = "sales.office.news"

    @api.model
    def _get_daily_news(self, day, zone):
        start, end = map(to_naive_utc, get_day_bounds(day, zone))
        waiting = [("company_id", "=", self.env.company.id), ("state", "in", OPEN)]
        waiting += [("resolve_by", ">=", start), ("resolve_by", "<", end)]
        groups = self.env["sales.office.complaint"]._read_group(waiting, ["department_id"], ["__count"])
        counts = {department.id: count for department, count in groups}
        text = self.env._("Complaints to answer")
        return [*super()._get_daily_news(day, zone), *self._prepare_deadlines("customer", day, text, counts)]
