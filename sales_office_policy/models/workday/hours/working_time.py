"""Arithmetic of working time, without the ORM: local hours, day bounds, intervals, how much was worked between moments.

Intervals are sorted lists of disjoint ``(start, stop)``; shifts are ``{day: intervals}`` in naive UTC, as
``hr.employee._get_sales_office_work_intervals`` returns them.
"""

from datetime import MAXYEAR, time, timedelta

from odoo.tools.intervals import Intervals

from ...organization.local_time import get_utc_time, to_local
from ...organization.spans import DAY

#: Odoo's intervals belong to records
NOBODY = frozenset()


def get_first_end(moment, ends):
    """Return the first of ``ends`` that lies after ``moment``; ends that do not exist are None."""
    return next((end for end in ends if end and end > moment), None)


def get_open_end(moment):
    """Return the end of leave that was entered until 23:59:59, or 11:59:59: not a second of work is left."""
    return moment + timedelta(seconds=1) if moment.second == 59 and moment.year < MAXYEAR else moment


def move_days(span, zone, other):
    """Return whole days on the clocks of ``zone`` as the same days on those of ``other``; any other span as it is."""
    if span[1].year == MAXYEAR:  # without an end
        return span
    start, stop = (to_local(moment, zone) for moment in span)
    if (start.time(), stop.time()) != (time.min, time.min):
        return span
    return get_utc_time(start.date(), 0, other), get_utc_time(stop.date(), 0, other)


def get_days(first, last):
    """Return the days from ``first`` to ``last``, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def join_days(first, last, days):
    """Return ``(first, last)`` of the days from ``first`` to ``last`` and those of ``days`` that join them.

    With none yet, or ``days`` that all lie beyond a gap after them, those up to the last of ``days``.

    :param days: in order
    """
    if not days:
        return (first, last) if first else None
    if not first or days[0] > last + DAY:
        first = last = days[-1]
    known = set(days)
    while first - DAY in known:
        first -= DAY
    while last + DAY in known:
        last += DAY
    return first, last


def merge(intervals):
    """Return any intervals sorted, those that touch or overlap made one."""
    return [(start, stop) for start, stop, _nobody in Intervals((*interval, NOBODY) for interval in intervals)]


def subtract(intervals, cuts):
    """Return what is left of ``intervals`` without the merged ``cuts``.

    Odoo's own ``Intervals`` take 25 times as long for it, which counts in the days of a whole company.
    """
    left = []
    for start, stop in intervals:
        for cut_start, cut_stop in cuts:
            if cut_stop <= start or cut_start >= stop:
                continue
            if cut_start > start:
                left.append((start, cut_start))
            start = cut_stop
            if start >= stop:
                break
        if start < stop:
            left.append((start, stop))
    return left


def take_out(hours, cuts, get_midnight):
    """Return what is left of the hours of a shift without ``cuts``: holidays or leave.

    Nothing is when they take all of the day on which it begins: leave of a day is meant for the night that follows.

    :param get_midnight: returns when that day ends
    """
    left = subtract(hours, clip(cuts, hours[0][0], hours[-1][1])) if hours and cuts else hours
    begins_later = left and left[0][0] > hours[0][0]
    return [] if begins_later and left[0][0] >= get_midnight() else left


def clip(intervals, begin=None, end=None):
    """Return the part of ``intervals`` from ``begin`` to ``end``; None is open."""
    cut = [
        (start if begin is None else max(start, begin), stop if end is None else min(stop, end))
        for start, stop in intervals
    ]
    return [(start, stop) for start, stop in cut if start < stop]


def get_seconds(intervals):
    """Return the length of ``intervals`` in seconds."""
    return sum((stop - start).total_seconds() for start, stop in intervals)


def merge_spans(spans):
    """Return ``{employee id: (first day, last day)}`` that covers these ``(employee id, first day, last day)``."""
    merged = {}
    for employee_id, first, last in spans:
        known = merged.get(employee_id, (first, last))
        merged[employee_id] = min(first, known[0]), max(last, known[1])
    return merged


def add_worked(shifts, since, worked):
    """Return when so much was worked since a moment; None where the shifts do not reach that far.

    :param timedelta worked: more than nothing
    """
    left = worked
    for start, stop in _in_order(shifts):
        begin = max(start, since)
        if begin >= stop:
            continue
        if stop - begin >= left:
            return begin + left
        left -= stop - begin
    return None


def count_worked(shifts, since, until):
    """Return how much of the shifts lies between two moments, as a ``timedelta``."""
    parts = (min(stop, until) - max(start, since) for start, stop in _in_order(shifts))
    return sum((part for part in parts if part > timedelta()), timedelta())


def end_of_shift(shifts, since):
    """Return the end of the first working day that begins at a moment or later; None where there is none."""
    days = (hours for _day, hours in sorted(shifts.items()) if hours and hours[0][0] >= since)
    return next((hours[-1][1] for hours in days), None)


def _in_order(shifts):
    return sorted(interval for intervals in shifts.values() for interval in intervals)
