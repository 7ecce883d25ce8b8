from datetime import datetime, time, timedelta

from odoo import models

from ..organization.local_time import get_local_day, get_zone, to_local
from ..organization.posts.title import join_title


class SalesOfficeMeetingAttendance(models.Model):
    """Visits are lines of the morning meeting, each once: one that is an appointment is taken from the calendar."""

    _inherit = "sales.office.meeting.attendance"

    def _get_planned_visits(self):
        """Add the visits that are planned for the day of each meeting, or were made that day."""
        planned = super()._get_planned_visits()
        days = {meeting: meeting.date for meeting in self.meeting_id}
        if not days:
            return planned
        taken = {(row, vals["res_id"]) for row, vals in planned if vals["res_model"] == "calendar.event"}
        rows = self.grouped("employee_id")
        for visit in self._search_visits(days):
            for row in rows[visit.employee_id]:
                zone = get_zone(row.meeting_id.tz)
                if get_local_day(visit.planned_start, zone) == days[row.meeting_id] and (
                    (row, visit.event_id.id) not in taken
                ):
                    planned.append((row, row._prepare_visit_vals(visit, zone)))
        return planned

    def _search_visits(self, days):
        """Return the visits (sudo) that these people could have on the ``days`` of their meetings."""
        first = datetime.combine(min(days.values()) - timedelta(days=1), time.min)
        last = datetime.combine(max(days.values()) + timedelta(days=2), time.min)
        return (
            self.env["sales.office.visit"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", self.employee_id.ids),
                    ("planned_start", ">=", first),
                    ("planned_start", "<", last),
                    ("state", "in", ("planned", "done")),
                    ("company_id.sales_office_room_ids.code", "=", "customer"),
                ],
                order="planned_start, id",
            )
        )

    def _prepare_visit_vals(self, visit, zone):
        start = to_local(visit.planned_start, zone)
        return {
            **self._prepare_customer_vals(visit.lead_id, visit.partner_id),
            "text": join_title(visit._get_customer_name(), visit.purpose, by=": ") or "",
            "time": start.hour + start.minute / 60,
            "res_model": visit._name,
            "res_id": visit.id,
        }
