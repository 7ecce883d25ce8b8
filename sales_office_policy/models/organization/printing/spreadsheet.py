"""Cells of files that are opened as spreadsheets: plain Python, no ORM."""

import re

#: what a spreadsheet begins to calculate at, full-width as typed on a Chinese keyboard, or skips before it does
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: what begins like that and calculates nothing: a telephone number, a negative number
FIGURES = re.compile(r"[+-][\d ().,/-]+")


def as_cell(value):
    """Return ``value`` as a cell of a file: a text that would be run as a formula is marked as text.

    >>> as_cell("=1+1"), as_cell("Ann"), as_cell("+86 571 8800"), as_cell(-5)
    ("'=1+1", 'Ann', '+86 571 8800', -5)
    """
    if not isinstance(value, str) or not value.startswith(FORMULA) or FIGURES.fullmatch(value):
        return value
    return f"'{value}"
