from datetime import date

from odoo import models


class ResourceCalendar(models.Model):
    _name = "resource.calendar"
    _inherit = ["resource.calendar", "sales.office.day.source.mixin"]
    _day_source_fields = frozenset({"tz", "schedule_type", "flexible_hours", "duration_based", "two_weeks_calendar"})

    def _get_day_spans(self):
        """Every day looked back: a schedule does not remember what it was."""
        if not self.ids:
            return []
        # sudo: versions are HR-only, only the people behind them are taken
        versions = self.env["hr.version"].sudo().search([("resource_calendar_id", "in", self.ids)])
        return [(employee.id, date.min, date.max) for employee in versions.employee_id]


class ResourceCalendarAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "sales.office.day.source.mixin"]
    _day_source_fields = frozenset({"calendar_id", "dayofweek", "hour_from", "hour_to", "day_period", "week_type"})

    def _get_day_spans(self):
        return self.calendar_id._get_day_spans()
