"""What versions, schedules and leave say of an employee's time: the answers of ``hr.employee`` as plain tuples, and
how a deadline is counted on the days of an employee or an office: what of it needs no ORM.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import NamedTuple

from odoo import models

from ...organization.deadline.deadline import Deadline
from ...organization.local_time import get_last_moment, get_local_day, get_utc_time, get_zone
from ...organization.record.rows import read_rows
from ...organization.spans import DAY, get_spans
from .shift import EARLY, Interval
from .working_time import get_days, take_out

#: days for which an office is closed at most, the longest holidays included
LONGEST_CLOSURE = timedelta(days=31)
#: what of an employee says of which days it is known, now that they are over, whether they worked
LOOKED_AT = ("company_id", "sales_office_days_from", "sales_office_days_to")
#: without fixed hours it is a day of leave when somebody is away at both hours
AWAY_HOURS = (10, 16)


class Period(NamedTuple):
    """Days on which one version of an employee is valid."""

    first: date
    last: date
    version: models.Model
    zone: tzinfo  # tells the employee's days
    office: models.Model  # the sales office they belong to
    hired: date  # not at work before
    left: date  # nor after
    calendar_id: int | None = None
    department_id: int | None = None


class Plan(NamedTuple):
    """What an employee's schedule says of the shift that begins on a day."""

    hours: list[Interval]  # make-up days included; none on a day off of which something is kept
    opening: list[Interval]  # less public holidays
    calendar_id: int
    weekday: int | None  # whose hours are worked on a make-up day
    zone: tzinfo  # whose day it is
    kept_by: int | None = None  # company for which it stays as it was when the day was over, whatever changed since


class Workday(NamedTuple):
    """One working day of an employee, on which a shift of their begins; lists of intervals in naive UTC."""

    hours: list[Interval]  # by the schedule, make-up days included
    opening: list[Interval]  # less public holidays
    expected: list[Interval]  # less their own leave


class VersionRow(NamedTuple):
    """What a version says, as plain values; named as the fields of ``hr.version``."""

    employee_id: int
    date_version: date
    contract_date_start: date | None
    contract_date_end: date | None
    departure_date: date | None
    resource_calendar_id: int | None
    department_id: int | None


def group_versions(versions):
    """Return ``{employee id: [(version, VersionRow)]}`` of ``hr.version`` records, in their order."""
    by_employee = defaultdict(list)
    for version, values in zip(versions, read_rows(versions, VersionRow._fields), strict=True):
        row = VersionRow(*values)
        by_employee[row.employee_id].append((version, row))
    return dict(by_employee)


class Periods:
    """Makes the periods of many employees; what is the same for many versions is found out once."""

    def __init__(self, first, last):
        self._first, self._last = first, last
        self._zones, self._offices = {}, {}

    def get(self, versions):
        """Return the periods of an employee from the first to the last day, in order.

        :param versions: ``[(version, VersionRow)]`` of the employee, in order; the first one is open to the past
        """
        spans = get_spans([row.date_version for _version, row in versions])
        return [
            self._prepare(*versions[number], max(first, self._first), min(last, self._last), versions[0][1])
            for number, (first, last) in enumerate(spans)
            if first <= self._last and last >= self._first
        ]

    def _prepare(self, version, row, first, last, first_row):
        """Return the period of ``version``; it is told who was hired and left when, as far as versions know."""
        joined = first_row.date_version
        hired = row.contract_date_start or min(joined, first_row.contract_date_start or joined)
        left = min(row.contract_date_end or date.max, row.departure_date or date.max)
        calendar_id, department_id = row.resource_calendar_id, row.department_id
        if calendar_id not in self._zones:
            zone = version.resource_calendar_id.tz
            self._zones[calendar_id] = get_zone(zone) if zone else None
        if department_id not in self._offices:
            self._offices[department_id] = version.department_id.sales_office_id
        zone = self._zones[calendar_id] or get_zone(version._get_tz())
        return Period(first, last, version, zone, self._offices[department_id], hired, left, calendar_id, department_id)


def get_known_days(kept, span, date_from, date_to):
    """Return ``{day: Plan}`` of an employee's days that were looked at when they were over; ``None`` was free.

    :param dict kept: ``{day: Plan}`` of the days with a row, ``None`` for one that is not over yet
    :param span: the first and the last day of which it is known whether they worked, None if there is none
    """
    first, last = span
    known = {day: plan for day, plan in kept.items() if plan}
    if first:
        days = get_days(max(first, date_from), min(last, date_to))
        known.update((day, None) for day in days if day not in kept)
    return known


def keep_past_plans(plans, known, periods, own_company_id, get_weekdays, get_holidays):
    """Put what was known of past days in the place of what schedules say of them now, unless they are made up.

    :param dict known: what :func:`get_known_days` returned
    :param get_weekdays: returns ``{make-up day: weekday}`` of a company and an office, by their ids
    :param get_holidays: returns the holidays of a company for a schedule and a time zone
    """
    for day, plan in known.items():
        company_id = plan.kept_by if plan else own_company_id
        office_id = next((period.office.id for period in periods if period.first <= day <= period.last), False)
        weekday = get_weekdays(company_id, office_id).get(day)
        if weekday != (plan and plan.weekday) and (weekday is None or day in plans):
            continue
        if plan is None:
            plans.pop(day, None)
            continue
        cuts = get_holidays(company_id, plan.calendar_id, plan.zone) if weekday is None else []
        opening = take_out(plan.hours, cuts, partial(get_utc_time, day, 24, plan.zone)) if cuts else plan.hours
        plans[day] = plan._replace(opening=opening) if opening != plan.opening else plan


def stays_until(workday, end):
    """Return whether somebody works to the end of their shift, and the office closes then or soon after.

    :param end: when the office closes, None if nobody knows
    """
    if not workday.expected or workday.expected[-1][1] != workday.opening[-1][1]:
        return False
    return end is None or any(start <= end <= stop + EARLY for start, stop in workday.expected)


def is_away(leaves, day, zone):
    """Return whether one of ``leaves`` (see ``_get_sales_office_leaves``) covers a day without fixed hours."""
    moments = [get_utc_time(day, hour, zone) for hour in AWAY_HOURS] if leaves else ()
    return any(all(start <= moment < stop for moment in moments) for start, stop, _reason in leaves)


def get_reach(terms):
    """Return the first and last day from which ``terms`` are counted, generously, and how long they may last."""
    moments = [term.since for term in terms]
    # a day more at both ends, whatever the time zone
    first = min(since.date() - DAY if isinstance(since, datetime) else since for since in moments)
    last = max(since.date() + DAY if isinstance(since, datetime) else since for since in moments)
    return first, last, 2 * max(term.days for term in terms) * DAY + LONGEST_CLOSURE


def get_since(since, find_zone):
    """Return the day from which a term is counted on the clocks that go by then.

    :param find_zone: function of a day
    """
    if not isinstance(since, datetime):
        return since
    return get_local_day(since, find_zone(since.date()))


def get_zone_on(periods, day):
    """Return the time zone an employee goes by on a day, of their ``periods`` in order."""
    return next((period.zone for period in periods if day <= period.last), periods[-1].zone)


def prepare_deadline(counted, since, days, zone):
    """Return the :class:`Deadline` of a term whose last day was counted; it ends with that day in ``zone``."""
    moment = get_last_moment(counted.day, zone)
    return Deadline(counted.day, moment, since, days, counted.made_up, counted.holidays, counted.leaves)
