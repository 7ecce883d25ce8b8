from pytz import timezone

from odoo import models
from odoo.exceptions import UserError

from ..hours.shift import EARLY
from ..hours.working_time import get_days, get_local_time, to_naive_utc

#: whoever has no fixed hours is away in the evening when his leave reaches beyond this hour
AFTERNOON = 13


class HrEmployee(models.Model):
    """Who can be on duty when the office is closed in the evening (R010)."""

    _inherit = "hr.employee"

    def _get_sales_office_evenings(self, date_from, date_to):
        """Return ``{employee: set of days on which he is at work until his office closes, or nearly so}``.

        Days off, holidays of his own schedule, leave that lasts until the end of the day and shifts that end long
        before or begin after that are none. Somebody without fixed hours is there every day on which he is employed
        and has no leave in the afternoon.
        """
        employees = self.sudo()  # sudo: schedules and leave are HR-only, only days leave this method
        if not employees:
            return {}
        periods = employees._get_sales_office_periods(date_from, date_to)
        workdays = employees._get_sales_office_workdays(date_from, date_to)
        ends = employees._get_office_ends(date_from, date_to)
        loose, result = {}, {}
        for employee in employees:
            result[employee] = {
                day for day, workday in workdays[employee.id].items() if _stays_until(workday, ends[employee].get(day))
            }
            for period in periods[employee.id]:
                if not period.version.resource_calendar_id._has_sales_office_hours():
                    days = get_days(max(period.first, period.hired), min(period.last, period.left))
                    loose.setdefault(employee, set()).update(days)
        without_hours = employees.filtered(lambda employee: employee in loose)
        for employee, days in without_hours._get_evenings_without_hours(date_from, date_to).items():
            result[employee] |= days & loose[employee]
        return result

    def _get_office_ends(self, date_from, date_to):
        """Return ``{employee: {day: when his office closes}}``; nothing without fixed hours of the office."""
        keys = {
            employee: (
                employee.department_id._get_sales_office_hours(employee.company_id),
                employee.company_id,
                employee.department_id.sales_office_id,
            )
            for employee in self
        }
        hours = self.env["resource.calendar"]._get_sales_office_intervals_batch(set(keys.values()), date_from, date_to)
        ends = {
            key: {day: opening[-1][1] for day, (_hours, opening) in days.items() if opening}
            for key, days in hours.items()
        }
        return {employee: ends[key] for employee, key in keys.items()}

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


def _stays_until(workday, end):
    """Return whether somebody works to the end of his shift, and the office closes then or soon after.

    :param end: when the office closes, None if nobody knows
    """
    if not workday.expected or workday.expected[-1][1] != workday.opening[-1][1]:
        return False
    return end is None or any(start < end <= stop + EARLY for start, stop in workday.expected)
