from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "sales.office.day.source.mixin"]
    _day_source_fields = frozenset({"date_from", "date_to", "resource_id", "calendar_id", "company_id", "time_type"})

    @api.model
    def _day_facts_changed(self, spans):
        """What is still open waits for leave, whenever that is validated."""
        employees = self.env["hr.employee"].browse({employee_id for employee_id, _first, _last in spans})
        self.env["sales.office.deadline.mixin"]._leave_changed(employees)
        return super()._day_facts_changed(spans)

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
