from datetime import timedelta

from odoo import models

#: days for which an office is closed at most, the longest holidays included
LONGEST_CLOSURE = 31


class HrDepartment(models.Model):
    """The working days of a sales office, by its own hours or its company's."""

    _inherit = "hr.department"

    def _get_sales_office_hours(self, company=None):
        """Return the schedule (``resource.calendar``, sudo) of the office this department belongs to, or its company's.

        No department, as on a form that is not filled in yet, has its company's.

        :param company: whose schedule a department shared by companies falls back on; the current one when not given
        """
        if self:
            self.ensure_one()
        department = self.sudo()  # sudo: schedules are no secret, departments of other offices are
        company = department.company_id or company or department.env.company
        return department.sales_office_id.sales_office_calendar_id or company.resource_calendar_id

    def _get_sales_office_tz(self, company=None):
        """Return the name of the time zone the office works in."""
        return self._get_sales_office_hours(company).tz or "UTC"

    def _get_sales_office_working_days(self, date_from, date_to):
        """Return ``{department: set of dates}``, the days from ``date_from`` to ``date_to`` its office is open.

        Public holidays are closed, make-up days are open; a night shift is one day. A schedule without fixed hours
        stands for Monday to Friday. The number of queries does not depend on the number of departments, as long as
        schedules have fixed hours.
        """
        departments = self.sudo()  # sudo: as in _get_sales_office_hours
        calendars = departments.env["resource.calendar"]
        company = departments.env.company
        closures = calendars._get_sales_office_closures(departments.company_id | company, date_from, date_to)
        keys = {
            department: (
                department._get_sales_office_hours(),
                department.company_id or company,
                department.sales_office_id,
            )
            for department in departments
        }
        hours = calendars._get_sales_office_intervals_batch(set(keys.values()), date_from, date_to, closures)
        loose, opened = {}, {}
        for key in set(keys.values()):
            calendar, owner, office = key
            if calendar._has_sales_office_hours():
                days = {day for day, (_hours, opening) in hours[key].items() if opening}
            else:
                if (calendar, owner) not in loose:
                    loose[calendar, owner] = calendar._get_sales_office_open_days(owner, date_from, date_to)
                days = loose[calendar, owner]
            opened[key] = days.union(closures.get_weekdays(owner.id, office.id))
        return {department.with_env(self.env): opened[key] for department, key in keys.items()}

    def _get_sales_office_days_later(self, day, days):
        """Return ``{department: the last of so many working days after a day}``, where there are none that many days.

        :param int days: how many, from the day after on
        """
        first, last = day + timedelta(days=1), day + timedelta(days=2 * days + LONGEST_CLOSURE)
        later = {}
        for department, opened in self._get_sales_office_working_days(first, last).items():
            coming = sorted(opened)[:days]
            later[department] = coming[-1] if coming and len(coming) == days else day + timedelta(days=days)
        return later
