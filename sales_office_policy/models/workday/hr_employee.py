from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from pytz import timezone

from odoo import models

from .working_time import clip, get_open_end, merge, subtract

#: what is read of the versions of all employees in one query
VERSION_FIELDS = [
    "employee_id",
    "date_version",
    "contract_date_start",
    "contract_date_end",
    "departure_date",
    "resource_calendar_id",
    "department_id",
]


class Period(NamedTuple):
    """Days on which one version of an employee is valid."""

    first: date
    last: date
    version: models.Model
    zone: tzinfo  # tells the employee's days
    office: models.Model  # the sales office he belongs to
    hired: date  # not at work before
    left: date  # nor after


class Workday(NamedTuple):
    """One working day of an employee by his schedule; lists of intervals in naive UTC."""

    hours: list  # by the schedule, make-up days included
    opening: list  # less public holidays
    expected: list  # less his own leave


def _get_spans(versions):
    """Return ``(version, first day, last day)`` of an employee's versions, the first one open to the past."""
    starts = [date.min, *(version.date_version for version in versions[1:])]
    ends = [*(start - timedelta(days=1) for start in starts[1:]), date.max]
    return list(zip(versions, starts, ends, strict=True))


def _prepare_period(version, first, last, first_version):
    """Return the Period of ``version``; it is told who was hired and left when, as far as versions know."""
    joined = first_version.date_version
    hired = version.contract_date_start or min(joined, first_version.contract_date_start or joined)
    left = min(version.contract_date_end or date.max, version.departure_date or date.max)
    zone = timezone(version._get_tz() or "UTC")
    return Period(first, last, version, zone, version.department_id.sales_office_id, hired, left)


class HrEmployee(models.Model):
    """When people are expected at work, for many of them at once.

    The number of queries depends on the number of different schedules, not on the number of
    employees or days.
    """

    _inherit = "hr.employee"

    def _get_sales_office_work_intervals(self, date_from, date_to):
        """Return when each employee is expected at work (R002).

        By the schedule of his version of that day, less public holidays and validated leave, plus
        make-up days. Nobody is expected on flexible hours or without a schedule, before he was
        hired or after he left.

        :return: ``{employee id: {local day: [(start, stop), ...]}}`` in naive UTC, days without work left out
        """
        return {
            employee_id: {day: workday.expected for day, workday in workdays.items() if workday.expected}
            for employee_id, workdays in self._get_sales_office_workdays(date_from, date_to).items()
        }

    def _get_sales_office_leaves(self, start, stop):
        """Return the validated leave of each employee that overlaps a time; public holidays are not among it.

        :param datetime start: naive UTC
        :return: ``{employee id: [(start, stop, reason)]}`` in naive UTC; the reason tells nothing private
        """
        # sudo: leave is private, only its times leave this method
        employees, leaves = self.sudo(), self.env["resource.calendar.leaves"].sudo()
        leaves = leaves.search_fetch(
            [("resource_id", "in", employees.resource_id.ids), ("date_from", "<", stop), ("date_to", ">", start)],
            ["resource_id", "date_from", "date_to", "time_type"],
        ).grouped("resource_id")
        # what is not time off is a training or a trip, and was granted all the same
        reasons = {"leave": self.env._("On leave"), "other": self.env._("On duty elsewhere")}
        return {
            employee.id: [
                (leave.date_from, leave.date_to, reasons[leave.time_type or "leave"])
                for leave in leaves.get(employee.resource_id, ())
            ]
            for employee in employees
        }

    def _get_sales_office_workdays(self, date_from, date_to, periods=None):
        """Return ``{employee id: {local day: Workday}}``, the days on which the employee's schedule has hours.

        :param periods: what :meth:`_get_sales_office_periods` returned, where the caller knows it already
        """
        employees = self.sudo()  # sudo: schedules and leave are HR-only, only times leave this method
        periods = employees._get_sales_office_periods(date_from, date_to) if periods is None else periods
        offices = {
            (period.version.resource_calendar_id, employee.company_id, period.office)
            for employee in employees
            for period in periods[employee.id]
        }
        schedules = self.env["resource.calendar"].sudo()._get_sales_office_intervals_batch(offices, date_from, date_to)
        # a day more at both ends, whatever the time zone
        begin = datetime.combine(date_from - timedelta(days=1), time.min)
        end = datetime.combine(date_to + timedelta(days=2), time.min)
        leaves = employees._get_sales_office_leaves(begin, end)
        result = {}
        for employee in employees:
            cuts = merge((start, get_open_end(stop)) for start, stop, _reason in leaves[employee.id])
            workdays = result[employee.id] = {}
            for period in periods[employee.id]:
                days = schedules[period.version.resource_calendar_id, employee.company_id, period.office]
                first, last = max(period.first, period.hired), min(period.last, period.left)
                for day, (hours, opening) in days.items():
                    if first <= day <= last:
                        expected = subtract(opening, clip(cuts, hours[0][0], hours[-1][1])) if cuts else opening
                        workdays[day] = Workday(hours, opening, expected)
        return result

    def _get_sales_office_periods(self, date_from, date_to):
        """Return ``{employee id: [Period]}``, the versions valid from ``date_from`` to ``date_to``, in one query."""
        employees = self.sudo()  # sudo: versions are HR-only
        versions = self.env["hr.version"].sudo()
        versions = versions.search_fetch(
            [("employee_id", "in", employees.ids), ("date_version", "<=", date_to)],
            VERSION_FIELDS,
            order="date_version, id",
        ).grouped("employee_id")
        if missing := employees.filtered(lambda employee: employee not in versions):
            # hired later: his very first version says when
            versions |= missing.version_ids.sorted("date_version").grouped("employee_id")
        return {
            employee.id: [
                _prepare_period(version, max(first, date_from), min(last, date_to), own[0])
                for version, first, last in _get_spans(own)
                if first <= date_to and last >= date_from
            ]
            for employee in employees
            for own in [versions[employee]]
        }
