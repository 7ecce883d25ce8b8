"""What may be spent in a month, without the ORM: whom a line of the table is about, and what goes beyond it."""

from datetime import date
from typing import NamedTuple


class Limit(NamedTuple):
    """A line of the table; what is empty or 0 of ``post`` and ``product_id`` stands for every one."""

    id: int = 0
    #: "month": what one person spends; "collected": what a team spends, as a share of what it collected
    basis: str = "month"
    post: str = ""
    product_id: int = 0
    amount: float = 0.0
    percent: float = 0.0
    reaction: str = "warn"


class Spent(NamedTuple):
    """What was handed in of one kind in a month by somebody who belonged to a team then."""

    employee_id: int
    #: ids of their department and of those above it
    line: tuple
    product_id: int
    #: its first day
    month: date
    amount: float


class Passed(NamedTuple):
    """A line of the table by which more was spent than is allowed."""

    limit: Limit
    spent: float
    allowed: float


def find_passed(limits, asked, post, rows, collected, step=0.01):
    """Return the :class:`Passed` of each limit that is about an expense and that is spent more than.

    Whoever is exactly at a limit has not passed it.

    :param Spent asked: the expense; what it is of, its amount being among ``rows``
    :param str post: of who spends
    :param rows: all :class:`Spent` that may count, the expense included
    :param float collected: by the team in the month before
    :param step: the smallest amount of the currency
    """
    passed = []
    for limit in limits:
        if limit.post not in ("", post) or limit.product_id not in (0, asked.product_id):
            continue
        spent = get_spent(limit, asked, rows)
        allowed = limit.amount if limit.basis == "month" else collected * limit.percent / 100
        if spent - allowed > step / 2:
            passed.append(Passed(limit, spent, allowed))
    return passed


def get_spent(limit, asked, rows):
    """Return what was spent in the month of ``asked`` by whom a limit is about: the person, or the team."""
    return sum(row.amount for row in rows if _counts(row, limit, asked))


def _counts(row, limit, asked):
    if row.month != asked.month or limit.product_id not in (0, row.product_id):
        return False
    if limit.basis == "month":
        return row.employee_id == asked.employee_id
    return bool(asked.line) and asked.line[-1] in row.line
