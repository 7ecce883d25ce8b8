"""The arithmetic of ladders: no database, milliseconds."""

from datetime import date
from unittest import TestCase

from odoo.addons.sales_office_policy.models.conduct.penalty.ladder import count_occurrence, find_fault, pick_step


class Step:
    def __init__(self, occurrence):
        self.occurrence = occurrence


class TestLadder(TestCase):
    def _pick(self, begins, occurrence):
        step = pick_step([Step(begin) for begin in begins], occurrence)
        return step and step.occurrence

    def test_a_step_lasts_until_the_next(self):
        """R060: from the n-th occurrence until the next step begins."""
        self.assertEqual([self._pick((1, 2, 4), n) for n in range(1, 7)], [1, 2, 2, 4, 4, 4])

    def test_order_of_steps_does_not_matter(self):
        """R060: steps are found by their number, not by their place."""
        self.assertEqual([self._pick((4, 1, 2), n) for n in (1, 3, 9)], [1, 2, 4])

    def test_one_step_is_the_same_every_time(self):
        """R027: a single step from the first occurrence answers every one."""
        self.assertEqual({self._pick((1,), n) for n in range(1, 50)}, {1})

    def test_nothing_before_the_first_step(self):
        self.assertIsNone(self._pick((2,), 1))
        self.assertIsNone(self._pick((), 1))

    def test_faults(self):
        """R136: a ladder begins at 1 and has each number once; numbers left out are covered."""
        faults = [find_fault(ladder) for ladder in ([], [2], [0, 1], [1, 1], [1, 3, 3], [1], [1, 3, 7])]
        self.assertEqual(faults, ["empty", "start", "start", "double", "double", None, None])

    def test_the_first_is_the_first(self):
        self.assertEqual(count_occurrence([], date(2026, 3, 15), 12), 1)

    def test_window_is_open_at_its_far_end(self):
        """R060: with twelve months the same day last year no longer counts, the day after does."""
        day = date(2026, 3, 15)
        self.assertEqual(count_occurrence([date(2025, 3, 15)], day, 12), 1)
        self.assertEqual(count_occurrence([date(2025, 3, 16)], day, 12), 2)

    def test_the_same_day_counts_and_later_days_do_not(self):
        day = date(2026, 3, 15)
        self.assertEqual(count_occurrence([day, day], day, 1), 3)
        self.assertEqual(count_occurrence([date(2026, 3, 16)], day, 1), 1)

    def test_window_at_the_end_of_a_short_month(self):
        """R060: one month before 31 March is 28 February."""
        day = date(2026, 3, 31)
        self.assertEqual(count_occurrence([date(2026, 2, 28)], day, 1), 1)
        self.assertEqual(count_occurrence([date(2026, 3, 1)], day, 1), 2)

    def test_no_window_never_forgets(self):
        self.assertEqual(count_occurrence([date(1999, 1, 1)], date(2026, 3, 15), 0), 2)
