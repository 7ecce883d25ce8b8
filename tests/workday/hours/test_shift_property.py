"""The engine of the working day against a slow, obvious model that walks from minute to minute."""

import os
from datetime import date, datetime, timedelta
from functools import cache
from unittest import TestCase

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytz import timezone, utc

from odoo.addons.sales_office_policy.models.organization.local_time import get_local_time, to_naive_utc
from odoo.addons.sales_office_policy.models.workday.hours.shift import (
    NOTHING_SEEN,
    Evidence,
    Grace,
    Presence,
    assign,
    find_day,
    frame,
    join_hours,
    judge,
    leave_out_past,
)
from odoo.addons.sales_office_policy.models.workday.hours.working_time import (
    merge,
    subtract,
)

#: a busy machine is no failure; more examples by SALES_OFFICE_EXAMPLES
steady = settings(
    max_examples=int(os.environ.get("SALES_OFFICE_EXAMPLES", "60")),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

#: the clocks of three of these change within the days after
BEGINS = (
    ("Asia/Shanghai", date(2025, 3, 10)),
    ("Europe/Berlin", date(2025, 3, 28)),
    ("Europe/Berlin", date(2025, 10, 24)),
    ("America/New_York", date(2025, 3, 7)),
    ("Australia/Lord_Howe", date(2025, 4, 4)),
)
DAYS = 5
EPOCH = datetime(2025, 1, 1)
MINUTE = timedelta(minutes=1)
HOUR = 60
#: hours of one day: free, office, with a break, split, evening, night, early, around the clock
PATTERNS = (
    (),
    (8, 12, 13, 17),
    (8.5, 18),
    (6, 10, 16, 20),
    (14, 22),
    (22, 24),
    (0, 6, 22, 24),
    (0, 2, 2.5, 6, 20, 24),
    (0, 6),
    (0, 24),
)


@st.composite
def cases(draw):
    """Return a zone, hours by day, leave, readings, the present moment, the grace, and what else shows somebody."""
    zone, begin = draw(st.sampled_from(BEGINS))
    zone = timezone(zone)
    regular = draw(st.booleans())  # one week like the other, or each day otherwise, as in two weeks that alternate
    patterns = [draw(st.sampled_from(PATTERNS))] * DAYS if regular else draw(patterns_of_days)
    hours = {}
    for number, pattern in enumerate(patterns):
        day = begin + timedelta(days=number)
        bounds = [to_naive_utc(get_local_time(day, hour, zone)) for hour in pattern]
        if blocks := merge(zip(bounds[::2], bounds[1::2], strict=True)):
            hours[day] = blocks
    first = to_naive_utc(get_local_time(begin, 0, zone))
    steps = draw(st.lists(st.sampled_from((1, 2, 7, 59, 180, 239, 240, 481, 545, 720, 901)), max_size=14))
    moments = [first + MINUTE * sum(steps[: number + 1]) for number in range(len(steps))]
    by_itself = draw(st.sets(st.integers(0, 7), max_size=2))
    presences = [
        Presence(moments[number], moments[number + 1] if number + 1 < len(moments) else None, number // 2 in by_itself)
        for number in range(0, len(moments), 2)
    ]
    leave = first + MINUTE * draw(st.integers(0, DAYS * 24 * HOUR))
    now = max([first, *moments]) + MINUTE * draw(st.sampled_from((0, 1, 300, 5000)))
    grace = Grace(*(draw(st.sampled_from((0, 5, 10))) for _ in range(3)))
    moments = sorted(draw(st.lists(st.integers(0, DAYS * 24 * HOUR), max_size=3)))
    evidence = [
        Evidence(min(now, first + MINUTE * moment), until=first + MINUTE * (moment + stay), there=draw(st.booleans()))
        for moment in moments
        for stay in [draw(st.sampled_from((0, 20, 200)))]
    ]
    return zone, hours, (leave, leave + MINUTE * draw(st.integers(1, 600))), presences, now, grace, evidence


patterns_of_days = st.lists(st.sampled_from(PATTERNS), min_size=DAYS, max_size=DAYS)


def to_minute(moment):
    return round((moment - EPOCH) / MINUTE)


def get_local_day(moment, zone):
    return utc.localize(moment).astimezone(zone).date()


class SlowModel:
    """What the specification says, read aloud: every minute is asked by itself."""

    def __init__(self, zone, hours):
        self.zone = zone
        self.label = {
            minute: day
            for day, blocks in hours.items()
            for start, stop in blocks
            for minute in range(to_minute(start), to_minute(stop))
        }
        self.shifts = self._walk()  # {day: minutes in order}
        self.order = sorted(self.shifts, key=lambda day: self.shifts[day][0])
        # asked anew for every day, with the same answer
        self.find, self.find_home = cache(self.find), cache(self.find_home)

    def _walk(self):
        shifts, current, block, last = {}, None, None, None
        for minute in sorted(self.label):
            day = self.label[minute]
            new_chunk = last is None or minute != last + 1 or day != self.label[last]
            if new_chunk:
                chunk = minute
                while self.label.get(chunk) == day:
                    chunk += 1  # where this chunk of the day ends
                touches = last is not None and minute == last + 1
                if not touches:
                    block = minute
                if current is not None and day != current:
                    goes_on = chunk - block <= 24 * HOUR if touches else self._is_break(minute, chunk, day, last)
                    if not goes_on:
                        current, block = day, minute
                elif current is None:
                    current = day
                shifts.setdefault(current, [])
            shifts[current].append(minute)
            last = minute
        return shifts

    def _is_break(self, minute, chunk, day, last):
        gap = minute - (last + 1)
        later = [other for other in self.label if self.label[other] == day and other >= chunk]
        return gap <= 4 * HOUR and (not later or gap < min(later) - chunk)

    def find(self, moment):
        """Return the day of somebody who comes: that of the shift met first, walking both ways at once."""
        minute, day = to_minute(moment), get_local_day(moment, self.zone)
        near = next((found for step in range(24 * HOUR + 1) if (found := self._meet(minute, step))), None)
        if near is None:
            return day
        own = self.shifts[near]
        comes_for_it = own[0] - 2 * HOUR <= minute <= own[-1]
        return near if comes_for_it or day in self.shifts else day

    def find_home(self, presence, now):
        """Return the day of an attendance: on a day off that of the shift to come if they stay for its second half."""
        arrival, day = to_minute(presence.check_in), self.find(presence.check_in)
        coming = [other for other in self.order if self.shifts[other][0] > arrival]
        if day in self.shifts or presence.by_itself or not coming:
            return day
        own = self.shifts[coming[0]]
        nearer = not any(self._meet(arrival, step) not in (None, coming[0]) for step in range(own[0] - arrival))
        if not nearer or own[0] - arrival > 12 * HOUR:
            return day
        if presence.check_out:
            left = to_minute(presence.check_out)
            stays = own[0] + own[-1] + 1 <= 2 * left and self.ends(coming[0], arrival, left)
        else:
            stays = own[0] + own[-1] + 1 <= 2 * now
        return coming[0] if stays else day

    def _meet(self, minute, step):
        for day in self.order:  # one that is coming wins over one that is over
            if self.shifts[day][0] - step == minute or self.shifts[day][0] <= minute <= self.shifts[day][-1]:
                return day
        for day in self.order:
            if self.shifts[day][-1] + 1 + step == minute and step < 24 * HOUR:
                return day
        return None

    def ends(self, day, arrival, leaving):
        """Return whether a leaving ends what began on a day."""
        following = [self.shifts[other][0] for other in self.order if self.shifts[other][0] > arrival]
        if day not in self.shifts:
            return leaving <= min([arrival + 24 * HOUR, *(start - 2 * HOUR for start in following)])
        over = self.shifts[day][-1] + 1
        following = [self.shifts[other][0] for other in self.order if self.shifts[other][0] >= over]
        if not following:
            return leaving <= over + 24 * HOUR
        if leaving - over <= following[0] - leaving and leaving <= over + 24 * HOUR:
            return True
        return leaving <= over + 12 * HOUR and leaving <= following[0] - 2 * HOUR

    def judge(self, day, minutes, presences, now, grace, evidence):
        """Return late, early, away minutes, absent, sign-in and sign-out missing."""
        readings, waits = self._get_readings(day, presences, now)
        there, inside, without_arrival = self._walk_readings(readings, minutes)
        if not minutes:
            return 0, 0, 0, False, False, False
        touching = [span for span in there if span[0] <= minutes[-1] and span[1] > minutes[0] - grace.late]
        over = now > minutes[-1]
        if without_arrival:
            return 0, 0, 0, False, True, False
        missing_out = inside and not waits
        shown = [seen for seen in evidence if self.find(seen.at) == day]
        if not touching:
            unseen = over and not shown
            return 0, 0, 0, unseen, over and not unseen, missing_out and not (over and shown)
        came = touching[0][0]
        if any(
            seen.there and minutes[0] - grace.late <= to_minute(seen.until) and to_minute(seen.at) < came - 1
            for seen in shown
        ):
            return 0, 0, 0, False, True, False
        late = sum(minute < touching[0][0] for minute in minutes)
        early = sum(minute >= touching[-1][1] for minute in minutes) if over else 0
        away = sum(
            touching[0][0] <= minute < touching[-1][1] and not any(begin <= minute < end for begin, end in touching)
            for minute in minutes
        )
        counts = [n if n > least else 0 for n, least in zip((late, early, away), grace, strict=True)]
        return *counts, False, False, missing_out

    def _get_readings(self, day, presences, now):
        readings, waits = [], False
        for presence in presences:
            home = self.find_home(presence, now)
            arrival = to_minute(presence.check_in)
            if home == day:
                readings.append((arrival, "in"))
                waits = not presence.check_out and self.ends(home, arrival, now + 1)
            if presence.check_out and not presence.by_itself:
                leaving = to_minute(presence.check_out)
                there = home if self.ends(home, arrival, leaving) else self.find(presence.check_out)
                if there == day:
                    readings.append((leaving, "out"))
        return sorted(readings), waits

    def _walk_readings(self, readings, minutes):
        """Press the button, minute by minute."""
        spans, inside, without_arrival, waiting = [], False, False, readings
        while waiting:
            minute = waiting[0][0]
            pressed = [reading for reading in waiting if reading[0] <= minute + 1]
            waiting = waiting[len(pressed) :]
            kinds = {kind for _minute, kind in pressed}
            arrives = kinds == {"in"} or (len(kinds) == 2 and not inside)
            if arrives and not inside:
                spans.append([minute, float("inf")])
            elif not arrives and spans:
                spans[-1][1] = pressed[-1][0]
            elif not arrives and (not minutes or pressed[-1][0] > minutes[0] - 2 * HOUR):
                without_arrival = True
                spans.append([float("-inf"), pressed[-1][0]])
            inside = arrives
        return spans, inside, without_arrival


class TestShiftProperty(TestCase):
    """Random schedules, readings, evidence, clock changes; all by the engine and by the slow model. R001 R002."""

    @steady
    @given(cases())
    def test_engine(self, case):
        zone, hours, leave, presences, now, grace, evidence = case
        slow = SlowModel(zone, hours)
        shifts = join_hours(hours)
        self.assertEqual(
            {
                day: [to_minute(start) + n for start, stop in blocks for n in range(round((stop - start) / MINUTE))]
                for day, blocks in shifts.items()
            },
            slow.shifts,
        )
        framed = frame(shifts.items())
        by_day = {shift.day: shift for shift in framed}

        def get_day(moment):
            return get_local_day(moment, zone)

        seen = assign(presences, framed, get_day, now)
        off = range(to_minute(leave[0]), to_minute(leave[1]))
        for day in {*shifts, *seen}:
            shown = [one for one in evidence if find_day(one.at, framed, by_day, get_day) == day]
            expected = subtract(shifts.get(day, []), [leave])
            facts = judge(expected, seen.get(day, NOTHING_SEEN), now, grace, shown)
            minutes = [minute for minute in slow.shifts.get(day, []) if minute not in off]
            self.assertEqual(
                (
                    facts.late_minutes,
                    facts.early_minutes,
                    facts.away_minutes,
                    facts.absent,
                    facts.missing_sign_in,
                    facts.missing_sign_out,
                ),
                slow.judge(day, minutes, presences, to_minute(now), grace, evidence),
                day,
            )

    @steady
    @given(cases())
    def test_one_day_alone(self, case):
        """R002: what was over before a day has no part in it nor in the days after."""
        zone, hours, _leave, presences, now, _grace, _evidence = case
        shifts = frame(join_hours(hours).items())

        def assign_some(some):
            return assign(some, shifts, lambda moment: get_local_day(moment, zone), now)

        seen = assign_some(presences)
        for day in seen:
            midnight = to_naive_utc(get_local_time(day, 0, zone))
            alone = assign_some(leave_out_past(presences, day, shifts, [midnight]))
            for later in (other for other in {*seen, *alone} if other >= day):
                self.assertEqual(alone.get(later), seen.get(later), (day, later))
