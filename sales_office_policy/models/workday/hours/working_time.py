"""Arithmetic of working time, without the ORM: local hours, day bounds, intervals.

Intervals are sorted lists of disjoint ``(start, stop)``.
"""

from datetime import MAXYEAR, datetime, time, timedelta

from pytz import utc


def get_local_time(day, hour, zone):
    """Return ``hour`` (float, 0 to 24) of ``day`` on the wall clock of ``zone``, aware of clock changes."""
    return zone.localize(datetime.combine(day, time.min) + timedelta(hours=hour))


def get_day_bounds(day, zone):
    """Return the first instant of ``day`` in ``zone`` and the first of the next day."""
    return get_local_time(day, 0, zone), get_local_time(day, 24, zone)


def get_last_moment(day, zone):
    """Return the last second of ``day`` in ``zone``, naive in UTC: midnight would be read as the next day."""
    return to_naive_utc(get_day_bounds(day, zone)[1]) - timedelta(seconds=1)


def get_first_end(moment, ends):
    """Return the first of ``ends`` that lies after ``moment``; ends that do not exist are None."""
    return next((end for end in ends if end and end > moment), None)


def to_naive_utc(moment):
    """Return an aware time as Odoo stores it, in whole seconds: schedules end at 23:59:59.999999 for 24:00."""
    moment = moment.astimezone(utc).replace(tzinfo=None)
    if moment.microsecond:
        moment = moment.replace(microsecond=0) + timedelta(seconds=1)
    return moment


def get_open_end(moment):
    """Return the end of leave that was entered until 23:59:59, or 11:59:59: not a second of work is left."""
    return moment + timedelta(seconds=1) if moment.second == 59 and moment.year < MAXYEAR else moment


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
    day = timedelta(days=1)
    if not first or days[0] > last + day:
        first = last = days[-1]
    known = set(days)
    while first - day in known:
        first -= day
    while last + day in known:
        last += day
    return first, last


def merge(intervals):
    """Return any intervals sorted, those that touch or overlap made one."""
    merged = []
    for start, stop in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        elif start < stop:
            merged.append((start, stop))
    return merged


def subtract(intervals, cuts):
    """Return what is left of ``intervals`` without the merged ``cuts``."""
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
