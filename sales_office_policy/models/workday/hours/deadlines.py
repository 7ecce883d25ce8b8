"""How a deadline is counted on the days of an employee or an office: what of it needs no ORM."""

from datetime import datetime, timedelta

from ...organization.deadline.deadline import Deadline
from ...organization.local_time import get_last_moment, get_local_day, get_utc_time

#: days for which an office is closed at most, the longest holidays included
LONGEST_CLOSURE = timedelta(days=31)
#: without fixed hours it is a day of leave when somebody is away at both hours
AWAY_HOURS = (10, 16)
DAY = timedelta(days=1)


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
