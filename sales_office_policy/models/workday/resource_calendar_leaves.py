from odoo import models


class ResourceCalendarLeaves(models.Model):
    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "sales.office.day.source.mixin"]
    _day_source_fields = frozenset({"date_from", "date_to", "resource_id", "calendar_id", "company_id", "time_type"})
    _counts_days = True

    def _get_day_spans(self):
        spans = []
        leaves = self.sudo()  # sudo: leave is private, only times and people are read
        for leave in leaves:
            people = leave.resource_id.employee_id
            if not leave.resource_id:
                people = people._get_workday_members(companies=leave.company_id or self.env["res.company"].search([]))
            days = self._get_days_around(leave.date_from, leave.date_to)
            spans += [(person.id, *days) for person in people]
        return spans
