"""Spans of days, the first and the last included, without the ORM."""

from datetime import date, timedelta

DAY = timedelta(days=1)


def get_spans(starts):
    """Return ``(first, last)`` of what begins on each of the days, in order, and goes on until the next one begins.

    The first is open to the past, the last to the future.
    """
    if len(starts) == 1:  # of thousands
        return [(date.min, date.max)]
    firsts = [date.min, *starts[1:]]
    lasts = [*(first - DAY for first in firsts[1:]), date.max]
    return list(zip(firsts, lasts, strict=True))


def subtract_spans(span, others):
    """Yield the parts of a span that none of the others covers.

    >>> list(subtract_spans((date(2026, 4, 1), date(2026, 4, 30)), [(date(2026, 4, 10), date.max)]))
    [(datetime.date(2026, 4, 1), datetime.date(2026, 4, 9))]
    """
    first, end = span
    for start, last in sorted(others):
        if first < start:
            yield first, min(start - DAY, end)
        first = max(first, last + DAY if last < date.max else date.max)
        if first > end:
            return
    if first <= end:
        yield first, end
