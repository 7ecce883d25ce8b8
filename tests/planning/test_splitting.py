"""The arithmetic of splitting alone, without a database."""

import unittest
from datetime import date
from decimal import Decimal as D
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.sales_office_policy.models.organization.splitting import split
from odoo.addons.sales_office_policy.models.planning.target.periods import (
    get_equal_weight,
    get_last_year,
    get_parts,
    get_period,
    get_seasonal_weight,
)

# how long an example takes says something about the machine only
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class TestSplit(unittest.TestCase):
    def test_equal(self):
        """R103: 100 in three is 33.34 + 33.33 + 33.33; the cent goes to the first."""
        self.assertEqual(split(D(100), [1, 1, 1]), [D("33.34"), D("33.33"), D("33.33")])

    def test_largest_remainder(self):
        """R103: 10 by 55 : 25 : 20 is 5.5, 2.5, 2: in whole numbers 6, 2, 2, the first of the equal remainders."""
        self.assertEqual(split(D(10), [55, 25, 20], D(1)), [6, 2, 2])

    def test_finer_than_the_unit(self):
        """R103: 10.005 in cents keeps its half cent: 3.34 + 3.335 + 3.33."""
        self.assertEqual(split(D("10.005"), [1, 1, 1]), [D("3.34"), D("3.335"), D("3.33")])

    def test_without_weights(self):
        """R103: nothing to go by is the same for all; a loss of last year weighs nothing."""
        self.assertEqual(split(D(4), [0, 0], D(1)), [2, 2])
        self.assertEqual(split(D(4), [-5, 1], D(1)), [0, 4])

    @UNHURRIED
    @given(
        st.decimals(0, 10**10, places=4),
        st.lists(st.fractions(-10, 10**6), min_size=1, max_size=60),
        st.sampled_from([D("0.001"), D("0.01"), D(1)]),
    )
    def test_always_adds_up(self, value, weights, unit):
        """R103: whatever is split by whatever, the parts add up, none is further than a unit from its share."""
        parts = split(value, weights, unit)
        self.assertEqual(sum(parts), value)
        shares = [max(weight, 0) for weight in weights]
        if total := sum(shares):
            for part, share in zip(parts, shares, strict=True):
                self.assertLess(abs(Fraction(part) - Fraction(value) * share / total), 2 * Fraction(unit))
                self.assertFalse(part and not share)


class TestPeriods(unittest.TestCase):
    def test_weeks_are_cut_at_month_ends(self):
        """R103: March 2026 begins on a Sunday, a week of one day, and ends on a Tuesday, one of two."""
        weeks = get_parts("month", date(2026, 3, 1), date(2026, 3, 31))
        self.assertEqual(
            [(first.day, last.day) for first, last in weeks], [(1, 1), (2, 8), (9, 15), (16, 22), (23, 29), (30, 31)]
        )
        self.assertEqual([get_equal_weight("week", *week) for week in weeks], [0, 5, 5, 5, 5, 2])

    def test_quarters(self):
        """R103: a year has four quarters of three months."""
        quarters = get_parts("year", date(2026, 1, 1), date(2026, 12, 31))
        self.assertEqual([first.month for first, _last in quarters], [1, 4, 7, 10])
        self.assertEqual(get_parts("quarter", *quarters[0])[2], (date(2026, 3, 1), date(2026, 3, 31)))

    @UNHURRIED
    @given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(["year", "quarter", "month"]))
    def test_parts_are_the_whole(self, day, kind):
        """R103: the parts of any period follow each other without a gap from its first day to its last."""
        first, last = get_period(kind, day)
        parts = get_parts(kind, first, last)
        self.assertEqual((parts[0][0], parts[-1][1]), (first, last))
        for (_start, stop), (start, _stop) in zip(parts, parts[1:], strict=False):
            self.assertEqual((start - stop).days, 1)

    def test_last_year(self):
        """R103: February of a leap year follows the whole of the one before; weeks keep their weekdays."""
        self.assertEqual(
            get_last_year("month", date(2028, 2, 1), date(2028, 2, 29)), (date(2027, 2, 1), date(2027, 2, 28))
        )
        self.assertEqual(get_last_year("week", date(2026, 3, 2), date(2026, 3, 8))[0], date(2025, 3, 3))

    def test_seasonal_weight(self):
        """R103: a quarter weighs what its months weigh, a week its days' share of the month."""
        weights = {3: 31, 4: 2}
        self.assertEqual(get_seasonal_weight(weights, date(2026, 1, 1), date(2026, 3, 31)), 33)
        self.assertEqual(get_seasonal_weight(weights, date(2026, 3, 2), date(2026, 3, 8)), 7)
