"""Arithmetic of work reports, without the ORM: which periods wait for a report, on which day it is due."""

from datetime import timedelta
from typing import NamedTuple

from odoo.tools.date_utils import end_of, start_of

from ...organization.deadline.deadline import COUNTED
from ...organization.local_time import get_utc_time, to_local


def get_periods(kind, today):
    """Return the periods ``[(first day, last day)]`` of a kind that one can write about on ``today``.

    A daily report is written on its day and a weekly one in its week (from Monday on); a monthly
    one once the month has come to its last day.
    """
    if kind == "daily":
        return [(today, today)]
    if kind == "weekly":
        return [(start_of(today, "week"), end_of(today, "week"))]
    first, last = start_of(today, "month"), end_of(today, "month")
    last_month = (start_of(first - timedelta(days=1), "month"), first - timedelta(days=1))
    return [last_month, (first, last)] if today == last else [last_month]


def get_due_day(kind, period, open_days, weekday=0, nth=1):
    """Return on which day a report of the period is due, None when there is none to write.

    :param open_days: the office's working days, in order, until some time after the period
    :param int weekday: of a weekly report, 0 is Monday; on a closed day it is due the next working day
    :param int nth: of a monthly report, which working day after the period
    """
    first, last = period
    if not any(first <= day <= last for day in open_days):
        return None
    if kind == "daily":
        return first
    if kind == "weekly":
        return next((day for day in open_days if day >= first + timedelta(days=weekday)), None)
    following = [day for day in open_days if day > last][:nth]
    return following[-1] if len(following) == nth else None


def get_away_days(kinds, days):
    """Return ``{employee id: set of those days}`` on which somebody need not work at all, mostly for leave.

    :param kinds: as of ``hr.employee._get_sales_office_day_kinds``
    """
    return {
        employee_id: days.difference(day for day, kind in own.items() if kind in COUNTED)
        for employee_id, own in kinds.items()
    }


def get_shifts(workdays):
    """Return ``{employee id: {day: (start, stop)}}`` of what people work.

    :param workdays: as of ``hr.employee._get_sales_office_workdays``
    """
    return {
        employee_id: {
            day: (workday.expected[0][0], workday.expected[-1][1]) for day, workday in own.items() if workday.expected
        }
        for employee_id, own in workdays.items()
    }


class Attendance(NamedTuple):
    """When the offices are open and who is away, by the ids of departments and employees."""

    #: working days of each department's office, in order
    open_days: dict
    zones: dict
    #: working days on which somebody need not work at all, mostly for leave
    away_days: dict
    #: when each department's office closes, by day; offices without fixed hours left out
    closing: dict
    #: when work begins and ends for each employee, by day
    shifts: dict

    def get_own_deadline(self, employee_id, department_id, deadline):
        """Return the deadline of somebody: away that day, the same time of the next working day they are there.

        At work until after the office's time, it is the end of their shift of that day. None when they are away for as
        long as the days are known.

        :param deadline: that of the office, naive in UTC, as the result
        """
        away = self.away_days.get(employee_id, ())
        zone = self.zones.get(department_id)
        if not zone:
            return deadline
        # a minute earlier, so that midnight belongs to the day it ends
        last = to_local(deadline - timedelta(minutes=1), zone)
        if last.date() not in away:
            return self._wait_for_shift(employee_id, department_id, last.date(), deadline)
        following = (day for day in self.open_days[department_id] if day > last.date() and day not in away)
        own_day = next(following, None)
        if not own_day:
            return None
        same_time = get_utc_time(own_day, last.hour + (last.minute + 1) / 60, zone)
        return self._wait_for_shift(employee_id, department_id, own_day, same_time)

    def _wait_for_shift(self, employee_id, department_id, day, deadline):
        """Return the end of the shift of ``day`` where somebody works past the deadline, else the deadline.

        What is due while the office is open is due in the middle of the work of whoever is there by then.
        """
        start, stop = self.shifts.get(employee_id, {}).get(day, (deadline, deadline))
        closing = self.closing.get(department_id, {}).get(day)
        ends_day = closing is not None and closing <= deadline
        return max(deadline, stop) if ends_day or start >= deadline else deadline

    def is_away(self, employee_id, department_id, period):
        """Return whether somebody is away on all working days of the period."""
        first, last = period
        days = [day for day in self.open_days.get(department_id, ()) if first <= day <= last]
        return bool(days) and self.away_days.get(employee_id, set()).issuperset(days)
