from collections import defaultdict

from odoo import models


class SalesOfficeClosingRota(models.Model):
    """Who can be on duty, and whose last turn was when."""

    _inherit = "sales.office.closing.rota"

    def _get_members(self):
        """Return those in the rota (sudo) who still work in its office, in order."""
        self.ensure_one()
        employees = self.line_ids.employee_id.sudo()  # sudo: whether and where somebody works is all that is asked
        return employees.filtered(
            lambda employee: (
                employee.active
                and employee.company_id == self.company_id
                and employee.department_id.sales_office_id == self.department_id
            )
        )

    def _get_presence(self, closings, days):
        """Return a function ``(employee, day)``: is he at work in one of these offices that evening?"""
        on_duty = self.env["sales.office.closing"].union(*closings.values()).employee_id.sudo()
        employees = (self.line_ids.employee_id.sudo() | on_duty).filtered(
            lambda employee: employee.active and employee.department_id.sales_office_id in self.department_id
        )
        dates = [day for today, open_days in days.values() for day in (today, *open_days)]
        evenings = employees._get_sales_office_evenings(min(dates), max(dates))
        return lambda employee, day: day in evenings.get(employee, ())

    def _get_last_turns(self, closings, days):
        """Return ``{rota: {employee: last day of a turn of his own, before today}}``."""
        first = min(today for today, _open_days in days.values())
        groups = self.env["sales.office.closing"]._read_group(
            [
                ("office_id", "in", self.department_id.ids),
                ("employee_id", "in", self.line_ids.employee_id.ids),
                ("stands_in", "=", False),
                ("date", "<", first),
            ],
            ["office_id", "employee_id"],
            ["date:max"],
        )
        by_office = defaultdict(dict)
        for office, employee, day in groups:
            by_office[office][employee] = day
        last_turns = {rota: dict(by_office[rota.department_id]) for rota in self}
        # in offices further east the day has changed already
        for (rota, day), lists in sorted(closings.items(), key=lambda item: item[0][1]):
            if day < days[rota][0]:
                last_turns[rota] |= {closing.employee_id: day for closing in lists if not closing.stands_in}
        return last_turns
