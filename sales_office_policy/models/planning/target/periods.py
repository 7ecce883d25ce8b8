"""Years, quarters, months and weeks that fit into each other, free of the ORM.

A week is an ISO week, Monday to Sunday, cut where a month ends: 30 March to 5 April 2026 is the last week of
March with two days and the first one of April with five. So the weeks of a month are the month.
"""

from calendar import monthrange
from datetime import timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from odoo.tools.date_utils import end_of, start_of

#: into what a kind of period is split
NEXT = {"year": "quarter", "quarter": "month", "month": "week"}


def get_period(kind, day):
    """Return first and last day of the year, quarter, month or week that ``day`` is in."""
    if kind == "week":
        return max(start_of(day, "week"), start_of(day, "month")), min(end_of(day, "week"), end_of(day, "month"))
    return start_of(day, kind), end_of(day, kind)


def get_parts(kind, first, last):
    """Return the periods ``[(first, last)]`` of the next smaller kind between two days, both included."""
    parts = []
    while first <= last:
        parts.append(get_period(NEXT[kind], first))
        first = parts[-1][1] + timedelta(days=1)
    return parts


def get_year_months(day):
    """Return first and last day of each month of the year that ``day`` is in."""
    return [get_period("month", day.replace(month=month, day=1)) for month in range(1, 13)]


def get_last_year(kind, first, last):
    """Return the same period a year before; for a week the same weekdays, 52 weeks before."""
    if kind == "week":
        return first - timedelta(weeks=52), last - timedelta(weeks=52)
    return get_period(kind, first - relativedelta(years=1))


def get_equal_weight(kind, first, last):
    """Quarters and months weigh the same, a week, which may be cut, its days from Monday to Friday."""
    if kind != "week":
        return 1
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range((last - first).days + 1))


def get_seasonal_weight(weights, first, last):
    """Return the sum of the weights of the days of a period, each a share of its month's.

    :param dict weights: by number of the month; 1 where there is none
    """
    total, day = Fraction(0), first
    while day <= last:
        length = monthrange(day.year, day.month)[1]
        until = min(last, day.replace(day=length))
        total += Fraction(weights.get(day.month, 1)) * ((until - day).days + 1) / length
        day = until + timedelta(days=1)
    return total
