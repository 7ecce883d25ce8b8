"""The ladder against a slow, obvious model: random steps, days and windows."""

from calendar import monthrange
from collections import namedtuple
from datetime import date, timedelta
from unittest import TestCase

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from odoo.addons.sales_office_policy.models.conduct.penalty.ladder import (
    count_occurrence,
    find_expiry,
    find_fault,
    pick_step,
)

#: a busy machine is no failure
steady = settings(max_examples=200, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])

Step = namedtuple("Step", "occurrence")

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
windows = st.integers(0, 40)
begins = st.lists(st.integers(-2, 12), max_size=6)
sound_begins = st.sets(st.integers(2, 12), max_size=5).flatmap(lambda later: st.permutations([1, *later]))


def slow_begin(day, months):
    """Return the day ``months`` earlier, counted back month by month; the last of a month that is too short."""
    year, month = day.year, day.month
    for _month in range(months):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def slow_count(earlier, day, months):
    """Walk back day by day from the case to the far end of the window, counting what is met."""
    last = slow_begin(day, months) if months else min([*earlier, day]) - timedelta(days=1)
    count, walked = 1, day
    while walked > last:
        count += earlier.count(walked)
        walked -= timedelta(days=1)
    return count


def slow_steps(occurrences, number):
    """Climb from the first to the ``number``-th case, taking each step where it begins."""
    standing = [None]
    for n in range(min([1, *occurrences]), number + 1):
        standing.append(n if n in occurrences else standing[-1])
    return standing[-1]


class TestLadderProperty(TestCase):
    @steady
    @given(st.lists(days, max_size=20), days, windows)
    @example([date(2024, 2, 29), date(2023, 2, 28)], date(2024, 2, 29), 12)
    def test_counts_as_a_walk_through_the_calendar_does(self, earlier, day, months):
        """R060: the occurrence is what somebody finds who turns the pages back one by one."""
        self.assertEqual(count_occurrence(earlier, day, months), slow_count(earlier, day, months))

    @steady
    @given(days, windows.filter(bool))
    @example(date(2026, 1, 31), 1)
    @example(date(2026, 2, 28), 1)
    def test_expires_when_it_is_no_longer_counted(self, day, months):
        """R060: up to the day before its expiry a case is an occurrence, from then on it is none."""
        expiry = find_expiry(day, months)
        self.assertEqual(count_occurrence([day], expiry - timedelta(days=1), months), 2)
        self.assertEqual(count_occurrence([day], expiry, months), 1)

    @steady
    @given(st.lists(days, max_size=20), days, windows.filter(bool))
    def test_a_longer_window_never_counts_less(self, earlier, day, months):
        """R060: forgetting later can only add occurrences; never forgetting has the most."""
        counts = [count_occurrence(earlier, day, window) for window in (months, months + 1, 0)]
        self.assertEqual(counts, sorted(counts))

    @steady
    @given(st.lists(days, max_size=20), days, windows)
    def test_what_comes_later_or_in_another_order_changes_nothing(self, earlier, day, months):
        later = [day + timedelta(days=n) for n in range(1, 4)]
        self.assertEqual(
            count_occurrence([*later, *reversed(earlier)], day, months), count_occurrence(earlier, day, months)
        )

    @steady
    @given(begins, st.integers(1, 15))
    def test_steps_as_somebody_climbing_takes_them(self, occurrences, number):
        """R060: each step is reached at its occurrence and kept until the next."""
        step = pick_step([Step(n) for n in occurrences], number)
        self.assertEqual(step and step.occurrence, slow_steps(occurrences, number))

    @steady
    @given(sound_begins, st.integers(1, 30))
    def test_a_sound_ladder_answers_every_case(self, occurrences, number):
        """R136: no occurrence of a ladder without a fault is left open, and none climbs down."""
        steps = [Step(n) for n in occurrences]
        self.assertIsNone(find_fault(occurrences))
        self.assertLessEqual(pick_step(steps, number).occurrence, pick_step(steps, number + 1).occurrence)

    @steady
    @given(begins)
    def test_a_fault_is_a_case_with_no_answer_or_with_two(self, occurrences):
        """R136: a ladder is refused just when some case has no step, begins before 1 or has two steps."""
        bad = pick_step([Step(n) for n in occurrences], 1) is None or any(
            n < 1 or occurrences.count(n) > 1 for n in occurrences
        )
        self.assertEqual(find_fault(occurrences) is not None, bad)
