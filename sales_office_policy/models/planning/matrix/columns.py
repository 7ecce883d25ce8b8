"""The columns of the table of targets, and what is sent for its cells: plain Python, no ORM."""

from datetime import date
from typing import NamedTuple

from ...organization.rpc.argument_types import LARGEST_NUMBER, Refused
from ..target.periods import get_period

#: so many cells are saved at once at most
MOST_CELLS = 6000
MOST_LISTS = 1000
#: parts of all values that are split at once
MOST_PARTS = 24_000


class Column(NamedTuple):
    """A period of the year."""

    key: str  # year, quarter1, month3
    kind: str
    first: date
    last: date
    name: str  # 2026, 2026 Q1, 2026-03
    above: tuple[str, ...]  # keys of the periods it is in, the shortest first


def get_columns(year):
    """Return ``{key: Column}``: the year, then each quarter with its months."""
    columns = [Column("year", "year", *get_period("year", date(year, 1, 1)), str(year), ())]
    for quarter in range(1, 5):
        key, first = f"quarter{quarter}", date(year, 3 * quarter - 2, 1)
        columns.append(Column(key, "quarter", *get_period("quarter", first), f"{year} Q{quarter}", ("year",)))
        for month in range(first.month, first.month + 3):
            days = get_period("month", date(year, month, 1))
            columns.append(Column(f"month{month}", "month", *days, f"{year}-{month:02}", (key, "year")))
    return {column.key: column for column in columns}


class Change(NamedTuple):
    """What is typed in a cell."""

    owner: str  # d<id of a department> or e<id of an employee>
    column: str
    value: float
    was: float | None  # what stood there when the table was loaded


def _is_number(value):
    # compared only: a whole number of JSON may have more digits than a float can hold
    return type(value) in (int, float) and 0 <= value <= LARGEST_NUMBER


class Changes:
    """Cells of a table of targets: lists of owner, column, value and what it was, each cell once."""

    def convert(self, records, value):
        """Return ``[Change]``; raise ``Refused`` for what is none."""
        if not isinstance(value, (list, tuple)) or not 0 < len(value) <= MOST_CELLS:
            raise Refused
        changes = [self._convert_one(one) for one in value]
        if len({change[:2] for change in changes}) < len(changes):
            raise Refused
        return changes

    def _convert_one(self, value):
        if not isinstance(value, (list, tuple)) or len(value) != 4:
            raise Refused
        owner, column, number, was = value
        if not (isinstance(owner, str) and isinstance(column, str) and _is_number(number)):
            raise Refused
        if was is not None and was is not False and not _is_number(was):
            raise Refused
        return Change(owner, column, round(number, 2), None if was is None or was is False else was)

    def describe(self, records):
        """Say what it takes, in the reader's language."""
        return records.env._(
            "a list of at most %(count)s different cells such as %(example)s: owner, period, value not below zero, "
            "and the value that stood there",
            count=MOST_CELLS,
            example='["d1", "month3", 1200, null]',
        )


class Shares:
    """Values to be split: lists of a value and the weights of its parts."""

    def convert(self, records, value):
        """Return ``[(value, weights)]``; raise ``Refused`` for what is none."""
        if not isinstance(value, (list, tuple)) or len(value) > MOST_LISTS or not all(map(self._fits, value)):
            raise Refused
        if sum(len(weights) for _number, weights in value) > MOST_PARTS:
            raise Refused
        return [(number, list(weights)) for number, weights in value]

    def _fits(self, one):
        if not isinstance(one, (list, tuple)) or len(one) != 2 or not _is_number(one[0]):
            return False
        weights = one[1]
        if not isinstance(weights, (list, tuple)) or not 0 < len(weights) <= MOST_CELLS:
            return False
        return all(type(weight) in (int, float) and abs(weight) <= LARGEST_NUMBER for weight in weights)

    def describe(self, records):
        """Say what it takes, in the reader's language."""
        return records.env._(
            "a list such as %(example)s: a value, and the weights of its parts", example="[[100, [1, 2]]]"
        )
