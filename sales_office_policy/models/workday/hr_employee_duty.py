from pytz import timezone

from odoo import models
from odoo.exceptions import UserError

from .working_time import get_days, get_local_time, to_naive_utc

#: whoever has no fixed hours is away in the evening when his leave reaches beyond this hour
AFTERNOON = 13


class HrEmployee(models.Model):
    """Who can be on duty when the office is closed in the evening (R010)."""

    _inherit = "hr.employee"

    def _get_sales_office_evenings(self, date_from, date_to):
        """Return ``{employee: set of days on which he is at work until the end of his working day}``.

        Days off, holidays of his own schedule and leave that lasts until the end of the day are
        none. Somebody without fixed hours is there every day on which he has no leave in the afternoon.
        """
        employees = self.sudo()  # sudo: schedules and leave are HR-only, only days leave this method
        workdays = employees._get_sales_office_workdays(date_from, date_to)
        evenings = {
            employee: {
                day
                for day, workday in workdays[employee.id].items()
                if workday.expected and workday.expected[-1][1] == workday.opening[-1][1]
            }
            for employee in employees
        }
        free = employees.filtered(lambda employee: not employee.resource_calendar_id._has_sales_office_hours())
        return evenings | free._get_evenings_without_hours(date_from, date_to)

    def _get_evenings_without_hours(self, date_from, date_to):
        """Return the same for people who come and go as they like."""
        dates = get_days(date_from, date_to)
        if not self or not dates:
            return {}
        bounds = {
            zone: {
                day: tuple(to_naive_utc(get_local_time(day, hour, timezone(zone))) for hour in (AFTERNOON, 24))
                for day in dates
            }
            for zone in {employee._get_tz() for employee in self}
        }
        edges = [moment for days in bounds.values() for day in (dates[0], dates[-1]) for moment in days[day]]
        leaves = self._get_sales_office_leaves(min(edges), max(edges))
        return {
            employee: {
                day
                for day, (noon, midnight) in bounds[employee._get_tz()].items()
                if not any(start < midnight and stop > noon for start, stop, _reason in leaves[employee.id])
            }
            for employee in self
        }

    def _check_works_in_office(self, office, company):
        """Raise a ``UserError`` unless this employee (sudo) works in a sales office now."""
        if not self.active or self.department_id.sales_office_id != office or self.company_id != company:
            raise UserError(
                self.env._(
                    "Only somebody who works in %(office)s can be on duty there.",
                    office=office.sudo().name,  # sudo: the name of an office is no secret
                )
            )
