from odoo import models


class SalesOfficeMakeupDay(models.Model):
    _name = "sales.office.makeup.day"
    _inherit = ["sales.office.makeup.day", "sales.office.day.source.mixin"]
    _day_source_fields = frozenset({"date", "weekday", "company_id", "department_id"})
    _counts_days = True

    def _get_day_spans(self):
        Employee = self.env["hr.employee"]
        return [
            (employee.id, day.date, day.date)
            for day in self
            for employee in Employee._get_workday_members(companies=day.company_id)
        ]
