"""One clock for deadlines, without the ORM: working days are counted from one day to another, and it is told why."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from odoo import models

#: what a day can be; days off are none of these
WORKED, MADE_UP, HOLIDAY, LEAVE = "worked", "made_up", "holiday", "leave"
#: the ones that count
COUNTED = frozenset({WORKED, MADE_UP})


class Term(NamedTuple):
    """So many working days from a moment on: of a person, or of an office where nobody has to do it themselves."""

    days: int
    #: the day they are counted from, which does not count, or a moment (naive UTC) on it
    since: date | datetime
    #: ``hr.employee``, maybe empty
    employee: models.Model
    #: ``hr.department``, maybe empty: its office's days count where the person has none
    department: models.Model
    company: models.Model


class Deadline(NamedTuple):
    """When a term ends and what was met on the way."""

    day: date
    #: the last second of the day on the clocks that the person or office goes by then, naive UTC
    moment: datetime
    since: date
    days: int
    #: make-up days that counted
    made_up: tuple[date, ...] = ()
    #: first and last days of what did not
    holidays: tuple[tuple[date, date], ...] = ()
    leaves: tuple[tuple[date, date], ...] = ()

    def to_json(self):
        """Return how the term was counted, for a Json field."""
        return {
            "since": self.since.isoformat(),
            "days": self.days,
            "made_up": [day.isoformat() for day in self.made_up],
            "holidays": [[first.isoformat(), last.isoformat()] for first, last in self.holidays],
            "leaves": [[first.isoformat(), last.isoformat()] for first, last in self.leaves],
        }


class Counted(NamedTuple):
    """The last of so many working days, and what was met on the way."""

    day: date
    made_up: tuple[date, ...]
    holidays: tuple[tuple[date, date], ...]
    leaves: tuple[tuple[date, date], ...]


def count_days(kinds, since, days):
    """Return the :class:`Counted` of so many working days after ``since``; None where there are not that many.

    :param dict kinds: ``{day: kind}`` in order, days off left out
    """
    if days <= 0:
        return Counted(since, (), (), ())
    made_up, passed, running = [], {HOLIDAY: [], LEAVE: []}, set()
    for day, kind in kinds.items():
        if day <= since:
            continue
        if kind not in COUNTED:
            if kind in running:
                passed[kind][-1] = passed[kind][-1][0], day
            else:
                passed[kind].append((day, day))
                running.add(kind)
            continue
        running.clear()
        days -= 1
        if kind == MADE_UP:
            made_up.append(day)
        if not days:
            return Counted(day, tuple(made_up), tuple(passed[HOLIDAY]), tuple(passed[LEAVE]))
    return None


def count_plain_days(since, days):
    """Return the :class:`Counted` where no working days are known: days are just days."""
    return Counted(since + timedelta(days=days), (), (), ())
