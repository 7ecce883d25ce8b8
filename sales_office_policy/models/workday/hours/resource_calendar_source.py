from datetime import date, timedelta

from odoo import fields, models

#: by then every day has been looked at when it was over
UNSETTLED = timedelta(days=7)


class ResourceCalendar(models.Model):
    _name = "resource.calendar"
    _inherit = ["resource.calendar", "sales.office.day.source.mixin"]
    _day_source_fields = frozenset({"tz", "schedule_type", "flexible_hours", "duration_based", "two_weeks_calendar"})

    def _get_day_spans(self):
        """Days that are not over; those that are stay what they were, as soon as they were looked at."""
        if not self.ids:
            return []
        first = fields.Date.today() - UNSETTLED
        # sudo: versions are HR-only, only the people behind them are taken
        versions = self.env["hr.version"].sudo().search([("resource_calendar_id", "in", self.ids)])
        return [(employee.id, first, date.max) for employee in versions.employee_id]


class ResourceCalendarAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "sales.office.day.source.mixin"]
    _day_source_fields = frozenset({"calendar_id", "dayofweek", "hour_from", "hour_to", "day_period", "week_type"})

    def _get_day_spans(self):
        return self.calendar_id._get_day_spans()
