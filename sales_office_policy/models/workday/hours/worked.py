"""So much working time from a moment on, and how much there was between two, without the ORM.

Shifts are ``{day: [(start, stop)]}`` in naive UTC, as ``hr.employee._get_sales_office_work_intervals`` returns them.
"""

from datetime import timedelta


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
