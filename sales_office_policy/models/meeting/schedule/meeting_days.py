"""Arithmetic of recurring meetings, without the ORM: which days, at what time, who is where already."""

from dateutil.relativedelta import relativedelta

from ...organization.spans import DAY
from ...workday.hours.shift import EARLY

#: the rarer meeting comes first: whoever is expected there is not expected at a more frequent one
RANKS = {"monthly": 0, "weekly": 1, "morning": 2}
#: a month-end meeting up to this day of the month is about the month before
LATE_DAYS = 7


def get_meeting_days(kind, weekday, working_days):
    """Return on which of the working days such a meeting is held.

    :param str kind: morning (each day), weekly (on ``weekday``, 0 is Monday) or monthly (the month's last day)
    :param working_days: set of dates that covers whole months for a monthly meeting
    """
    if kind == "weekly":
        return {day for day in working_days if day.weekday() == weekday}
    if kind == "monthly":
        last = {}
        for day in working_days:
            month = day.year, day.month
            last[month] = max(day, last.get(month, day))
        return set(last.values())
    return set(working_days)


def get_summed_month(kind, day):
    """Return the first day of the month that a monthly meeting on ``day`` sums up; False for others."""
    if kind != "monthly" or not day:
        return False
    return day.replace(day=1) - relativedelta(months=1 if day.day <= LATE_DAYS else 0)


def overlaps(first, second):
    """Return whether two (start, stop, ...) have more than their ends in common."""
    return first[0] < second[1] and second[0] < first[1]


def get_work_spans(openings, days):
    """Return ``{day: [(start, stop)]}``: when people are at work on each of ``days`` and those around it.

    :param openings: ``{day: hours}``, leave of one's own not taken out; days off left out. None where no hours are
        fixed: then nothing is known of any day
    """
    if openings is None:
        return {}
    return {day: [span for near in (day - DAY, day, day + DAY) for span in openings.get(near, ())] for day in days}


def is_at_work(spans, day, start, unknown=True):
    """Return whether somebody is expected at what begins at ``start``: not on a day off, after their shift, or long
    before it or a part of it.

    :param dict spans: ``{day: [(start, stop)]}`` of the shifts of the day and those around it, which may be a night's
        or by the clocks of another zone; none on a day off
    :param bool unknown: what to return for other days
    """
    return any(begin - EARLY <= start < end for begin, end in spans[day]) if day in spans else unknown


class Bookings:
    """Who is expected when: nobody can be at two meetings at once, and the first one booked counts."""

    def __init__(self):
        self._taken = {}

    def book(self, people, start, stop):
        """Return those of ``people`` who are free from ``start`` to ``stop``, and book them."""
        free = [
            person
            for person in people
            if not any(overlaps((start, stop), taken) for taken in self._taken.get(person, ()))
        ]
        for person in free:
            self._taken.setdefault(person, []).append((start, stop))
        return free
