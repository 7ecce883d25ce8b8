from collections import Counter

from odoo import models


class SalesOfficeFigures(models.AbstractModel):
    """Visits that were reported count as visits of the work report; who met nobody visited nobody."""

    _inherit = "sales.office.figures"

    def _get_visit_rows(self, period):
        """Add the visits of room Customers; one that is an appointment with guests is counted as such already."""
        self.env["sales.office.visit"].flush_model()
        rows = self._query(
            """
            SELECT person.employee_id, COUNT(*) AS visits
              FROM %(people)s
              JOIN sales_office_visit visit ON visit.employee_id = person.employee_id
         LEFT JOIN calendar_event event ON event.id = visit.event_id
             WHERE visit.state = 'done' AND visit.outcome != 'not_met'
               AND visit.planned_start >= person.start AND visit.planned_start < person.stop
               AND (event.id IS NULL OR event.res_model = 'sales.office.visit')
          GROUP BY 1
            """,
            period,
        )
        counts = Counter()
        for row in (*super()._get_visit_rows(period), *rows):
            counts[row["employee_id"]] += row["visits"]
        return [{"employee_id": employee_id, "visits": count} for employee_id, count in counts.items()]
