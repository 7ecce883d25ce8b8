"""What versions, schedules and leave say of an employee's time: the answers of ``hr.employee`` as plain tuples."""

from datetime import date, tzinfo
from typing import NamedTuple

from odoo import models

from ...organization.local_time import get_zone
from ...organization.spans import get_spans
from .shift import EARLY, Interval


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
    return end is None or any(start < end <= stop + EARLY for start, stop in workday.expected)
