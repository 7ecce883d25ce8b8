from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from pytz import timezone, utc

from odoo import models

from .shift import Interval
from .working_time import clip, get_days, get_open_end, merge, subtract

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


class Plan(NamedTuple):
    """What an employee's schedule says of the shift that begins on a day."""

    hours: list[Interval]  # make-up days included; none on a day off of which something is kept
    opening: list[Interval]  # less public holidays
    calendar_id: int
    weekday: int | None  # whose hours are worked on a make-up day
    kept: bool = False  # as it was when the day was over, whatever the schedule says now


class Workday(NamedTuple):
    """One working day of an employee, on which a shift of his begins; lists of intervals in naive UTC."""

    hours: list[Interval]  # by the schedule, make-up days included
    opening: list[Interval]  # less public holidays
    expected: list[Interval]  # less his own leave


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
        hired or after he left. Days that are over say what they said then.

        :return: ``{employee id: {day: [(start, stop), ...]}}`` in naive UTC, the hours of the shift that begins on the
            local day; days without work left out
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

    def _get_sales_office_workdays(self, date_from, date_to, plans=None):
        """Return ``{employee id: {day: Workday}}``, the days on which a shift of the employee begins.

        :param plans: what :meth:`_get_sales_office_plans` returned for these days at least, where the caller knows it
        """
        employees = self.sudo()  # sudo: schedules and leave are HR-only, only times leave this method
        plans = employees._get_sales_office_plans(date_from, date_to) if plans is None else plans
        # a day more at both ends, whatever the time zone, and a night
        begin = datetime.combine(date_from - timedelta(days=1), time.min)
        end = datetime.combine(date_to + timedelta(days=3), time.min)
        leaves = employees._get_sales_office_leaves(begin, end)
        result = {}
        for employee in employees:
            cuts = merge((start, get_open_end(stop)) for start, stop, _reason in leaves[employee.id])
            workdays = result[employee.id] = {}
            for day, plan in plans[employee.id].items():
                if plan.hours and date_from <= day <= date_to:
                    hours, opening = plan.hours, plan.opening
                    expected = subtract(opening, clip(cuts, hours[0][0], hours[-1][1])) if cuts else opening
                    workdays[day] = Workday(hours, opening, expected)
        return result

    def _get_sales_office_plans(self, date_from, date_to, periods=None, recount=()):
        """Return ``{employee id: {day: Plan}}``, the shifts that begin on these days.

        Days that were looked at when they were over keep the hours they had, and stay free if they were; make-up
        days and public holidays count whenever they are entered.

        :param periods: what :meth:`_get_sales_office_periods` returned, where the caller knows it already
        :param recount: days of which it does not matter what was known
        """
        employees = self.sudo()  # sudo: as in _get_sales_office_workdays
        calendars = self.env["resource.calendar"].sudo()
        periods = employees._get_sales_office_periods(date_from, date_to) if periods is None else periods
        closures = calendars._get_sales_office_closures(employees.company_id, date_from, date_to)
        keys = {
            (period.version.resource_calendar_id, employee.company_id, period.office)
            for employee in employees
            for period in periods[employee.id]
        }
        schedules = calendars._get_sales_office_intervals_batch(keys, date_from, date_to, closures)
        kept = self.env["sales.office.day"].sudo()._get_kept_plans(employees, date_from, date_to)
        shared, result = {}, {}
        for employee in employees:
            plans = result[employee.id] = {}
            for period in periods[employee.id]:
                key = (period.version.resource_calendar_id, employee.company_id, period.office)
                if key not in shared:
                    weekdays = closures.get_weekdays(key[1].id, key[2].id)
                    shared[key] = {
                        day: Plan(*hours, key[0].id, weekdays.get(day)) for day, hours in schedules[key].items()
                    }
                first, last = max(period.first, period.hired), min(period.last, period.left)
                plans.update((day, plan) for day, plan in shared[key].items() if first <= day <= last)
            known = employee._get_known_days(kept.get(employee.id, {}), date_from, date_to)
            known = {day: plan for day, plan in known.items() if day not in recount}
            employee._keep_past_plans(plans, known, periods[employee.id], closures)
        return result

    def _get_known_days(self, kept, date_from, date_to):
        """Return ``{day: Plan}`` of the days that were looked at when they were over; ``None`` was free.

        :param dict kept: ``{day: Plan}`` of the days with a row, ``None`` for one that is not over yet
        """
        first, last = self.sales_office_days_from, self.sales_office_days_to
        known = {day: plan for day, plan in kept.items() if plan}
        if first:
            days = get_days(max(first, date_from), min(last, date_to))
            known.update((day, None) for day in days if day not in kept)
        return known

    def _keep_past_plans(self, plans, known, periods, closures):
        """Put what was known of past days in the place of what schedules say of them now, unless they are made up."""
        company_id, weekdays = self.company_id.id, {}
        for day, plan in known.items():
            office_id = next((period.office.id for period in periods if period.first <= day <= period.last), False)
            if office_id not in weekdays:
                weekdays[office_id] = closures.get_weekdays(company_id, office_id)
            weekday = weekdays[office_id].get(day)
            if weekday != (plan and plan.weekday) and (weekday is None or day in plans):
                continue
            if plan is None:
                plans.pop(day, None)
                continue
            cuts = closures.get_holidays(company_id, plan.calendar_id) if weekday is None else []
            plans[day] = plan._replace(opening=subtract(plan.hours, cuts) if cuts else plan.hours)

    def _get_sales_office_day(self, moment):
        """Return the day of a ``moment`` (naive UTC) on the clocks that the employee goes by then."""
        self.ensure_one()
        moment = utc.localize(moment)
        version = self._get_sales_office_version(moment.date())
        return moment.astimezone(timezone(version._get_tz() or "UTC")).date()

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
