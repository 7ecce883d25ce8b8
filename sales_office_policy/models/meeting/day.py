from datetime import datetime, time, timedelta

from odoo import api, models

from ..workday.hours.shift import Evidence


class SalesOfficeDay(models.Model):
    _inherit = "sales.office.day"

    @api.model
    def _get_presence_evidence(self, employees, date_from, date_to):
        """Whoever was at a meeting was there that day, signed in or not (R001)."""
        evidence = super()._get_presence_evidence(employees, date_from, date_to)
        # sudo: that somebody was there is all that is told
        rows = self.env["sales.office.meeting.attendance"].sudo()
        rows = rows.search(
            [
                ("employee_id", "in", employees.ids),
                "|",
                ("state", "in", ("present", "late")),
                # excused, and came all the same
                *("&", ("state", "=", "excused"), ("signed_in_at", "!=", False)),
                ("meeting_state", "in", ("open", "closed")),
                ("company_id.sales_office_room_ids.code", "=", "meeting"),
                # a day more at both ends, whatever the time zone
                ("start", ">=", datetime.combine(date_from - timedelta(days=1), time.min)),
                ("start", "<", datetime.combine(date_to + timedelta(days=2), time.min)),
            ]
        )
        for row in rows:
            # late without a time: by the end at the latest, and not at the start
            by = row.signed_in_at or (row.meeting_id.stop if row.state == "late" else row.start)
            evidence.setdefault(row.employee_id.id, []).append(Evidence(by, row, row.meeting_id.stop))
        return evidence
