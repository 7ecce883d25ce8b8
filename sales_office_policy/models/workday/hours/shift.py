"""When somebody was expected and whether they were there: the working day as shifts, without the ORM.

Hours are joined into shifts (:func:`join_hours`), shifts reach to the middle of the free time around them
(:func:`frame`), readings find their shift (:func:`assign`), and a shift says what it knows (:func:`judge`).
All times are naive UTC; intervals are sorted lists of disjoint ``(start, stop)``.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from ...organization.spans import DAY
from .working_time import clip, get_seconds, merge, subtract

Interval = tuple[datetime, datetime]

#: readings so close to each other are one
ECHO = timedelta(minutes=1)
#: whoever presses the button so long before a shift, or later, has come for it
EARLY = timedelta(hours=2)
#: a leaving by hand so long after a shift still ends it
OVERTIME = timedelta(hours=12)
#: no shift reaches further into the free time around it
REACH = timedelta(hours=24)
#: the longest break inside a shift that goes on after midnight
BREAK = timedelta(hours=4)
#: so many days around a day may hold the shifts next to it
AROUND = timedelta(days=4)


class Shift(NamedTuple):
    """Hours that belong together, on the day they begin."""

    day: date
    start: datetime
    stop: datetime
    begin: datetime  # the middle of the free time before
    end: datetime  # the middle of the free time after
    until: datetime  # a leaving until then ends this shift, one after that was meant as the next arrival


class Presence(NamedTuple):
    """One attendance."""

    check_in: datetime
    check_out: datetime | None
    by_itself: bool = False  # closed by the software, so nobody knows when they left
    id: int | None = None
    hours: float = 0.0  # breaks left out


class Reading(NamedTuple):
    """Somebody pressed the button."""

    at: datetime
    arrives: bool


class Seen(NamedTuple):
    """What belongs to one day."""

    presences: list[Presence]  # that begin there
    readings: list[Reading]
    open_until: datetime | None  # they may still leave until then
    closed: Presence | None = None  # that began on another day: the sign-in was taken for a sign-out


class Evidence(NamedTuple):
    """Something but a reading shows that somebody was at work."""

    at: datetime
    source: object = None  # the record that shows it
    until: datetime | None = None  # they stayed until then
    there: bool = True  # where they were expected, not elsewhere for their work


class Grace(NamedTuple):
    """Minutes that are overlooked."""

    late: int = 0
    early: int = 0
    away: int = 0


class Facts(NamedTuple):
    """What is known about a day; named as the fields of ``sales.office.day``."""

    expected_start: datetime | None
    expected_end: datetime | None
    first_in: datetime | None
    last_out: datetime | None
    late_minutes: int
    early_minutes: int
    away_minutes: int
    absent: bool
    missing_sign_in: bool
    missing_sign_out: bool
    settles_at: datetime | None  # when time alone will change it


NOTHING_SEEN = Seen([], [], None)
NO_GRACE = Grace()


def join_hours(hours: dict[date, list[Interval]]) -> dict[date, list[Interval]]:
    """Return the hours of each shift by the day it begins on; the first day of ``hours`` may lack its evening before.

    Blocks of one day are one shift, breaks between them included. Blocks that touch at midnight go on, and so do
    those after a short break that is nearer to them than to what follows on their own day.
    """
    blocks = sorted((start, stop, day) for day, intervals in hours.items() for start, stop in intervals)
    shifts: dict[date, list[Interval]] = {}
    current: date | None = None
    for number, (start, stop, day) in enumerate(blocks):
        shift = shifts.get(current, []) if current else []
        if shift and day != current and not _goes_on(shift[-1], blocks, number):
            shift = []
        if not shift:
            current = day
            shift = shifts.setdefault(day, [])
        if shift and start <= shift[-1][1]:
            shift[-1] = (shift[-1][0], max(stop, shift[-1][1]))
        else:
            shift.append((start, stop))
    return shifts


def _goes_on(last: Interval, blocks: list, number: int) -> bool:
    """Return whether a block of the next day belongs to the shift whose last block is ``last``."""
    start, stop, day = blocks[number]
    if start <= last[1]:
        return stop - last[0] <= DAY  # who works around the clock begins anew at midnight
    following = next((other for other in blocks[number + 1 :] if other[2] == day), None)
    return start - last[1] <= BREAK and (following is None or start - last[1] < following[0] - stop)


def frame(shifts: Iterable[tuple[date, list[Interval]]]) -> list[Shift]:
    """Return shifts in order with the free time that is theirs."""
    spans = sorted((hours[0][0], hours[-1][1], day) for day, hours in shifts if hours)
    middles = [_get_middle(before[1], after[0]) for before, after in pairwise(spans)]
    begins = [begin for _end, begin in middles]
    ends = [end for end, _begin in middles]
    framed = []
    for number, (start, stop, day) in enumerate(spans):
        begin = begins[number - 1] if number else start - REACH
        end = ends[number] if number < len(ends) else stop + REACH
        following = spans[number + 1][0] if number < len(ends) else stop + 2 * REACH
        framed.append(Shift(day, start, stop, begin, end, max(end, min(following - EARLY, stop + OVERTIME))))
    return framed


def _get_middle(stop: datetime, start: datetime) -> Interval:
    """Return how far the shift before some free time reaches into it, and from when on the one after it does."""
    half = (start - stop) / 2
    return stop + min(half, REACH), start - min(half, REACH)


def leave_out_past(
    presences: Iterable[Presence], day: date, shifts: list[Shift], midnights: Iterable[datetime]
) -> list[Presence]:
    """Return those that may belong to ``day`` or a later one: what was over before then belongs to days before.

    :param midnights: when that day begins, on each of the clocks that may tell it
    """
    begin = min((*midnights, *(shift.begin for shift in shifts if shift.day >= day)), default=datetime.min)
    return [presence for presence in presences if not presence.check_out or presence.check_out >= begin]


def assign(
    presences: list[Presence], shifts: list[Shift], get_day: Callable[[datetime], date], now: datetime
) -> dict[date, Seen]:
    """Return what belongs to which day: to that of its shift, on days off to the day itself.

    :param presences: in order
    :param get_day: the local day of a moment
    """
    seen: dict[date, Seen] = {}
    by_day = {shift.day: shift for shift in shifts}
    for presence in presences:
        day = find_home(presence, shifts, by_day, get_day, now)
        until = _get_last_leaving(day, presence, shifts, by_day)
        known = seen.get(day, NOTHING_SEEN)
        readings = [*known.readings, Reading(presence.check_in, arrives=True)]
        if presence.check_out and not presence.by_itself:
            if presence.check_out <= until:
                readings.append(Reading(presence.check_out, arrives=False))
            else:
                later = find_day(presence.check_out, shifts, by_day, get_day)
                taken = seen.get(later, NOTHING_SEEN)
                leaving = Reading(presence.check_out, arrives=False)
                seen[later] = taken._replace(readings=[*taken.readings, leaving], closed=presence)
        is_open = not presence.check_out and now < until
        seen[day] = Seen([*known.presences, presence], readings, until if is_open else None, known.closed)
    return seen


def assign_moments(
    moments: list[datetime], shifts: list[Shift], get_day: Callable[[datetime], date]
) -> dict[date, list[datetime]]:
    """Return which readings belong to which day, where nobody says which of them arrive and which leave.

    Whoever is there leaves with their next reading, as long as that may still end their shift: it is that of an
    attendance from the one to the other (:func:`find_home`).

    :param moments: in order
    :param get_day: the local day of a moment
    """
    by_day = {shift.day: shift for shift in shifts}
    days: dict[date, list[datetime]] = {}
    current: date | None = None
    for moment in moments:
        own = days.get(current, [])
        until = _get_last_leaving(current, Presence(own[0], None), shifts, by_day) if own else moment
        if own and current not in by_day:
            until = min(until, own[-1] + OVERTIME)
        if len(join_echoes([*own, moment])) % 2 or moment > until:
            following = bisect_right(moments, moment + ECHO)
            leaving = moments[following] if following < len(moments) else None
            current = find_home(Presence(moment, leaving), shifts, by_day, get_day, moment)
        days.setdefault(current, []).append(moment)
    return days


def join_echoes(moments: list[datetime]) -> list[datetime]:
    """Return readings in order, those within a minute of each other as one: the first that arrives, the last that
    leaves."""
    joined: list[list[datetime]] = []
    for moment in moments:
        if joined and moment - joined[-1][0] <= ECHO:
            joined[-1].append(moment)
        else:
            joined.append([moment])
    return [echoes[-1 if number % 2 else 0] for number, echoes in enumerate(joined)]


def pair_moments(
    moments: list[datetime], expected: list[Interval]
) -> tuple[list[tuple[datetime, datetime | None]], datetime | None]:
    """Return what the readings of one day say: ``[(came, left)]``, and a leaving that no arrival precedes.

    They take turns. Where one is missing, a last reading in the second half of what was expected is the leaving, and
    what lies between it and the last arrival was presence, for all that is known; else nobody knows when they left.

    :param expected: the hours of the shift, none on a day off
    """
    readings = join_echoes(moments)
    if len(readings) % 2 == 0:
        return list(zip(readings[::2], readings[1::2], strict=True)), None
    last = readings[-1]
    leaves = False
    if expected:
        start, stop = expected[-1 if len(readings) > 1 else 0][0], expected[-1][1]
        leaves = last >= start + (stop - start) / 2
    if leaves and len(readings) == 1:
        return [], last
    if leaves:
        readings = [*readings[:-2], last]
        return list(zip(readings[::2], readings[1::2], strict=True)), None
    return [*zip(readings[:-1:2], readings[1::2], strict=True), (last, None)], None


def find_day(
    moment: datetime, shifts: list[Shift], by_day: dict[date, Shift], get_day: Callable[[datetime], date]
) -> date:
    """Return the day to which somebody who comes at ``moment`` comes."""
    for shift in shifts:
        if shift.begin <= moment < shift.end and (
            shift.start - EARLY <= moment < shift.stop or get_day(moment) in by_day
        ):
            return shift.day
    return get_day(moment)


def find_home(
    presence: Presence,
    shifts: list[Shift],
    by_day: dict[date, Shift],
    get_day: Callable[[datetime], date],
    now: datetime,
) -> date:
    """Return the day an attendance belongs to: who comes hours before a shift, on a day off, and stays came for it.

    They stayed who are there in its second half: a leaving before was meant as the arrival.
    """
    day = find_day(presence.check_in, shifts, by_day, get_day)
    if day in by_day or presence.by_itself:
        return day
    following = next((shift for shift in shifts if shift.start > presence.check_in), None)
    if not following or presence.check_in < max(following.begin, following.start - OVERTIME):
        return day
    there_until = presence.check_out or min(now, following.until)
    middle = following.start + (following.stop - following.start) / 2
    return following.day if middle <= there_until <= following.until else day


def _get_last_leaving(day: date, presence: Presence, shifts: list[Shift], by_day: dict[date, Shift]) -> datetime:
    """Return until when a leaving ends what began with this presence."""
    if day in by_day:
        return by_day[day].until
    following = [shift.start for shift in shifts if shift.start > presence.check_in]
    return min([presence.check_in + DAY, *(start - EARLY for start in following)])


def judge(
    expected: list[Interval],
    seen: Seen,
    now: datetime,
    grace: Grace = NO_GRACE,
    evidence: Sequence[Evidence] = (),
) -> Facts:
    """Return what is known at ``now`` about one shift.

    :param expected: its hours, less holidays and leave
    :param evidence: when they were seen, whatever the readings say
    """
    spans, inside = get_spans(seen.readings, expected[0][0] if expected else None)
    runs_until = seen.open_until if seen.open_until and now < seen.open_until else None
    if not expected:
        came, left = _get_ends(spans, spans)
        return Facts(None, None, came, left, 0, 0, 0, False, False, False, runs_until)
    facts = _judge_shift(expected, spans, now, grace, evidence)
    return facts._replace(
        missing_sign_out=inside and not runs_until and not facts.missing_sign_in,
        settles_at=facts.settles_at or runs_until,
    )


def _judge_shift(
    expected: list[Interval], spans: list[Interval], now: datetime, grace: Grace, evidence: Sequence[Evidence]
) -> Facts:
    """Return what these spans tell about a shift; whether a sign-out is missing the last reading says, not they."""
    start, stop = expected[0][0], expected[-1][1]
    over = now >= stop
    touching = [span for span in spans if _touches(span, start, stop, timedelta(minutes=grace.late))]
    missing_sign_in = _lacks_arrival(spans) or _were_seen_before(
        evidence, touching, start - timedelta(minutes=grace.late), over
    )
    came, left = _get_ends(touching or spans, spans)
    late = early = away = 0
    if touching and not missing_sign_in:
        late, early, away = _count_missed(expected, touching, came, left if over else None, grace)
    return Facts(
        expected_start=start,
        expected_end=stop,
        first_in=came,
        last_out=left,
        late_minutes=late,
        early_minutes=early,
        away_minutes=away,
        absent=over and not touching and not missing_sign_in,
        missing_sign_in=missing_sign_in,
        missing_sign_out=False,
        settles_at=None if over else stop,
    )


def _count_missed(
    expected: list[Interval], touching: list[Interval], came: datetime, left: datetime | None, grace: Grace
) -> tuple[int, int, int]:
    """Return the expected minutes missed before somebody came, after they left, and in between.

    :param left: None as long as that is not to be asked
    """
    late = _count(clip(expected, end=came), grace.late)
    early = _count(clip(expected, begin=left), grace.early) if left else 0
    return late, early, _count(_get_gaps(expected, touching), grace.away)


def _get_ends(there: list[Interval], spans: list[Interval]) -> tuple[datetime | None, datetime | None]:
    """Return when somebody came and left, as far as that is known.

    :param there: those of ``spans`` that tell
    """
    came = there[0][0] if there and not _lacks_arrival(spans) else None
    left = there[-1][1] if there and there[-1][1] != datetime.max else None
    return came, left


def _were_seen_before(evidence: Sequence[Evidence], touching: list[Interval], begin: datetime, over: bool) -> bool:
    """Return whether somebody was there before the arrival that is known, or without any.

    Who was seen there in the shift, or its grace, did not come with a later sign-in: nobody knows when they came.

    :param begin: when the grace before the shift begins
    :param over: whether the shift is: until then they may still sign in
    """
    if not touching:
        return over and bool(evidence)
    came = touching[0][0]
    return any(seen.there and begin <= (seen.until or seen.at) and seen.at + ECHO < came for seen in evidence)


def _lacks_arrival(spans: list[Interval]) -> bool:
    """Return whether the first span begins with a leaving."""
    return bool(spans) and spans[0][0] == datetime.min


def get_spans(readings: list[Reading], start: datetime | None = None) -> tuple[list[Interval], bool]:
    """Return when somebody was there, and whether the last reading is an arrival.

    A leaving that nothing precedes ends a span without a beginning, unless it was long before the shift began; an
    arrival that nothing follows begins one without an end. What lies between two arrivals was presence, for all
    that is known.
    """
    spans: list[Interval] = []
    inside = False
    for at, arrives in _merge_echoes(sorted(readings)):
        if arrives and not inside:
            spans.append((at, datetime.max))
        elif not arrives and spans:
            spans[-1] = (spans[-1][0], at)
        elif not arrives and not (start and at <= start - EARLY):
            spans.append((datetime.min, at))
        inside = arrives
    return spans, inside


def _merge_echoes(readings: list[Reading]) -> Iterable[Reading]:
    """Yield readings, those within a minute of each other as one: whatever comes next, arriving or leaving.

    An attendance that begins in the very moment in which another one ends goes on with it.
    """
    inside, number = False, 0
    while number < len(readings):
        first, following = readings[number], number + 1
        if following == len(readings) or readings[following].at - first.at > ECHO:
            inside, number = first.arrives, following
            yield first
            continue
        echoes = [reading for reading in readings[number:] if reading.at - first.at <= ECHO]
        number += len(echoes)
        kinds = {reading.arrives for reading in echoes}
        if inside and len(kinds) > 1 and echoes[-1].at == first.at:
            continue
        inside = not inside if len(kinds) > 1 else kinds.pop()
        yield Reading(first.at if inside else echoes[-1].at, inside)


def _touches(span: Interval, start: datetime, stop: datetime, grace: timedelta) -> bool:
    """Return whether a span has something in common with a shift, or with the grace before it."""
    return span[0] < stop and span[1] > start - grace


def _get_gaps(expected: list[Interval], spans: list[Interval]) -> list[Interval]:
    """Return the expected time between the first and the last of ``spans`` that none of them covers."""
    if len(spans) == 1:  # of thousands
        return []
    between = clip(expected, spans[0][0], spans[-1][1])
    return subtract(between, merge(spans))


def _count(intervals: list[Interval], grace: int) -> int:
    """Return whole minutes, none if they are not more than the grace."""
    minutes = int(get_seconds(intervals) // 60)
    return minutes if minutes > grace else 0
