from datetime import timedelta

from odoo import fields, models

from ..organization.local_time import get_local_day, get_zone


class SalesOfficeCheck(models.Model):
    _inherit = "sales.office.check"

    def _detect_visitor_left_inside(self, employees, date_from, date_to):
        """Return the visitors who were in the office after it closed, each with their host (R020)."""
        day, now = timedelta(days=1), fields.Datetime.now()
        grace = timedelta(minutes=self.grace_minutes)
        visitors = self.env["sales.office.visitor"].search(
            [
                ("employee_id", "in", employees.ids),
                ("company_id", "=", self.env.company.id),
                ("state", "in", ("inside", "left")),
                ("closes_at", ">=", fields.Datetime.to_datetime(date_from) - day),
                ("closes_at", "<", fields.Datetime.to_datetime(date_to) + 2 * day),
            ],
            order="closes_at, id",
        )
        found = []
        for visitor in visitors.filtered(lambda v: (v.left_at or now) > v.closes_at + grace):
            zone = get_zone(visitor.office_id._get_sales_office_tz(visitor.company_id))
            # the last instant before closing: midnight still belongs to the day
            last = visitor.closes_at - timedelta(seconds=1)
            closed_on = get_local_day(last, zone)
            if date_from <= closed_on <= date_to:
                found.append(self._prepare_finding(visitor.employee_id, closed_on, visitor._get_breach_text(), visitor))
        return found
