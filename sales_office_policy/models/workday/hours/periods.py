"""What versions, schedules and leave say of an employee's time: the answers of ``hr.employee`` as plain tuples, and
how a deadline is counted on the days of an employee or an office: what of it needs no ORM.
"""

from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from odoo import models

from ...organization.deadline.deadline import Deadline
from ...organization.local_time import get_last_moment, get_local_day, get_utc_time, get_zone
from ...organization.spans import DAY, get_spans
from .shift import EARLY, Interval

#: days for which an office is closed at most, the longest holidays included
LONGEST_CLOSURE = timedelta(days=31)
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


def get_spells(versions):
    """Return ``(version, first day, last day)`` of an employee's versions, the first one open to the past."""
    spans = get_spans([version.date_version for version in versions])
    return [(version, *span) for version, span in zip(versions, spans, strict=True)]


def prepare_period(version, first, last, first_version):
    """Return the Period of ``version``; it is told who was hired and left when, as far as versions know."""
    joined = first_version.date_version
    hired = version.contract_date_start or min(joined, first_version.contract_date_start or joined)
    left = min(version.contract_date_end or date.max, version.departure_date or date.max)
    zone = get_zone(version._get_tz())
    return Period(first, last, version, zone, version.department_id.sales_office_id, hired, left)


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
