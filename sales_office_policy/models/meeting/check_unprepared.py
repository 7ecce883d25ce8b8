from odoo import models


class SalesOfficeCheck(models.Model):
    _inherit = "sales.office.check"

    def _detect_meeting_unprepared(self, employees, date_from, date_to):
        """Who came to a meeting with nothing to report and without having said so (R004).

        Nobody who was absent or excused, has no user, or was put on the list when it had begun.
        """
        rows = self.env["sales.office.meeting.attendance"].search(
            [
                ("employee_id", "in", employees.ids),
                ("is_unprepared", "=", True),
                ("state", "in", ("present", "late")),
                ("meeting_id.closed_at", "!=", False),
                ("meeting_id.state", "!=", "cancelled"),
                ("meeting_id.date", ">=", date_from),
                ("meeting_id.date", "<=", date_to),
            ]
        )
        return [
            self._prepare_finding(
                row.employee_id,
                row.meeting_id.date,
                self.env._(
                    "%(meeting)s: came with nothing to report, and had not said before that there was nothing.",
                    meeting=row.meeting_id.name,
                ),
                row,
                minutes=(row.start, row.start),
            )
            for row in rows
        ]
