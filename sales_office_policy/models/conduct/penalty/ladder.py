"""The arithmetic of a penalty ladder: plain Python, no ORM.

A ladder is made of steps, each valid from its n-th occurrence until the next step begins.
Occurrences are counted in a rolling window of months that ends on the day of the case.
"""

from dateutil.relativedelta import relativedelta


def count_occurrence(earlier_dates, date, window_months):
    """Return the ordinal case one of ``date`` is, counting itself.

    The window is open at its far end: with 12 months a case of the same day last year
    no longer counts. Cases after ``date`` never count; ``window_months`` 0 never forgets.
    """
    begin = date - relativedelta(months=window_months) if window_months else None
    return 1 + sum(1 for earlier in earlier_dates if earlier <= date and (begin is None or earlier > begin))


def find_expiry(date, window_months):
    """Return the first day on which a case of ``date`` is no longer counted, for a window that forgets.

    That is the same day so many months later; where that month is too short, the first of the next one.
    """
    day = date + relativedelta(months=window_months)
    return day if day.day == date.day else day + relativedelta(days=1)


def pick_step(steps, occurrence):
    """Return the step that applies to the ``occurrence``-th case, ``None`` when none does.

    :param steps: objects with an ``occurrence``, in any order
    """
    begun = [step for step in steps if step.occurrence <= occurrence]
    return max(begun, key=lambda step: step.occurrence, default=None)


def find_milder(steps, rank):
    """Return the first ``(earlier, later)`` of a ladder whose later step is milder; ``None`` when it only rises.

    The same sanction is milder with a lower fine, or with the same fine and fewer points; a lower sanction, unless more
    money or more points come with it.

    :param steps: objects with ``occurrence``, ``sanction``, ``fine_amount`` and ``points``, in any order
    :param dict rank: sanctions by gravity
    """
    ordered = sorted(steps, key=lambda step: step.occurrence)
    for number, later in enumerate(ordered):
        for earlier in ordered[:number]:
            rise = rank[later.sanction] - rank[earlier.sanction]
            money, points = later.fine_amount - earlier.fine_amount, later.points - earlier.points
            if (rise == 0 and (money, points) < (0, 0)) or (rise < 0 and money <= 0 and points <= 0):
                return earlier, later
    return None


def find_fault(occurrences):
    """Return what is wrong with a ladder whose steps begin at ``occurrences``.

    :return: "empty", "start" (some first occurrence has no step), "double", or ``None``.
        Numbers left out between two steps are no fault: the earlier step lasts until the later one.
    """
    if not occurrences:
        return "empty"
    if min(occurrences) != 1:
        return "start"
    if len(set(occurrences)) != len(occurrences):
        return "double"
    return None
