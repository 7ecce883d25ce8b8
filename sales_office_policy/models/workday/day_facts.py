"""What one day's expected hours and attendances say, without the ORM. All times are naive UTC."""

from datetime import datetime, timedelta
from typing import NamedTuple

from .working_time import clip, get_seconds, merge

#: who closes an attendance of an earlier day so long before work begins, or later, has come in
CAME_BEFORE = timedelta(hours=2)


class Presence(NamedTuple):
    """One attendance, counted for the local day on which it begins."""

    check_in: datetime
    check_out: datetime | None
    by_itself: bool = False  # closed by the software, so nobody knows when he left


def get_facts(expected, presences, now, midnight, seen=False):
    """Return what is known at ``now`` about one day.

    :param list expected: intervals in which the employee is expected
    :param list presences: his attendances of the day, in order
    :param datetime midnight: end of the day in his time zone
    :param bool seen: he is known to have been there, whatever the attendances say
    :return: dict of field values; ``settles_at`` is when time alone will change them
    """
    start, end = (expected[0][0], expected[-1][1]) if expected else (None, None)
    over = bool(expected) and now >= end
    last = presences[-1] if presences else None
    stays_on = bool(end and end >= midnight)  # work goes on after midnight
    is_open = bool(last and not last.check_out)
    unclosed = bool(last) and (
        last.by_itself or (now >= midnight if is_open else last.check_out > midnight and not stays_on)
    )
    left = last.check_out if last and not is_open and not unclosed else None
    there = merge((presence.check_in, presence.check_out or datetime.max) for presence in presences)
    came = any(clip(there, *interval) for interval in expected)
    facts = {
        "expected_start": start or False,
        "expected_end": end or False,
        "first_in": presences[0].check_in if presences else False,
        "last_out": left or False,
        "late_minutes": 0,
        "early_minutes": 0,
        "absent": over and not came and not seen,
        "missing_sign_in": over and not came and seen,
        "missing_sign_out": bool(expected) and unclosed,
        "settles_at": False,
    }
    if came:
        facts["late_minutes"] = int(get_seconds(clip(expected, end=presences[0].check_in)) // 60)
        if over and left:
            facts["early_minutes"] = int(get_seconds(clip(expected, begin=left)) // 60)
    if expected and not over:
        facts["settles_at"] = end
    elif is_open and now < midnight:
        facts["settles_at"] = midnight
    return facts


def get_status(facts, excused):
    """Return the status of a day with these facts."""
    if excused:
        return "excused"
    if not facts["expected_start"]:
        return "off"
    if facts["absent"]:
        return "absent"
    if facts["late_minutes"]:
        return "late"
    if facts["early_minutes"]:
        return "early"
    if facts["missing_sign_in"] or facts["missing_sign_out"]:
        return "incomplete"
    return "present" if facts["first_in"] else "expected"
