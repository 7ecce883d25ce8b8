from datetime import date, datetime

from pytz import timezone

from odoo.tests import BaseCase, tagged

from odoo.addons.sales_office_policy.models.organization.local_time import get_day_bounds, get_local_time, to_naive_utc
from odoo.addons.sales_office_policy.models.workday.hours.working_time import (
    clip,
    get_days,
    get_first_end,
    get_open_end,
    get_seconds,
    merge,
    subtract,
    take_out,
)

BERLIN = timezone("Europe/Berlin")


@tagged("post_install", "-at_install", "standard")
class TestWorkingTime(BaseCase):
    """Plain arithmetic, no database. R002 R017."""

    def test_local_time(self):
        self.assertEqual(get_local_time(date(2025, 1, 6), 17.5, BERLIN).isoformat(), "2025-01-06T17:30:00+01:00")
        self.assertEqual(get_local_time(date(2025, 7, 7), 24, BERLIN).isoformat(), "2025-07-08T00:00:00+02:00")

    def test_days_of_the_clock_change(self):
        hours = [
            (stop - start).total_seconds() / 3600
            for start, stop in (
                get_day_bounds(day, BERLIN) for day in (date(2025, 3, 30), date(2025, 3, 31), date(2025, 10, 26))
            )
        ]
        self.assertEqual(hours, [23, 24, 25])

    def test_first_end(self):
        noon, five, six = (get_local_time(date(2025, 1, 6), hour, BERLIN) for hour in (12, 17, 18))
        self.assertEqual(get_first_end(noon, (five, six)), five)
        self.assertEqual(get_first_end(five, (five, six)), six, "An end that has come is no due time")
        self.assertEqual(get_first_end(noon, (None, six)), six)
        self.assertIsNone(get_first_end(six, (noon, None)))

    def test_whole_seconds(self):
        midnight = BERLIN.localize(datetime(2025, 1, 6, 23, 59, 59, 999999))
        self.assertEqual(to_naive_utc(midnight), datetime(2025, 1, 6, 23))

    def test_open_end(self):
        self.assertEqual(get_open_end(datetime(2025, 1, 6, 15, 59, 59)), datetime(2025, 1, 6, 16))
        self.assertEqual(get_open_end(datetime(2025, 1, 6, 16)), datetime(2025, 1, 6, 16))
        self.assertEqual(get_open_end(datetime(9999, 12, 31, 23, 59, 59)), datetime(9999, 12, 31, 23, 59, 59))

    def test_days(self):
        self.assertEqual(get_days(date(2025, 2, 28), date(2025, 3, 1)), [date(2025, 2, 28), date(2025, 3, 1)])
        self.assertEqual(get_days(date(2025, 3, 2), date(2025, 3, 1)), [])

    def test_merge(self):
        self.assertEqual(merge([(5, 6), (1, 3), (3, 4), (2, 3), (7, 7)]), [(1, 4), (5, 6)])

    def test_subtract(self):
        self.assertEqual(subtract([(8, 12), (13, 17)], [(11, 14)]), [(8, 11), (14, 17)])
        self.assertEqual(subtract([(8, 12)], [(0, 9), (10, 11), (12, 20)]), [(9, 10), (11, 12)])
        self.assertEqual(subtract([(8, 12)], [(8, 12)]), [])
        self.assertEqual(subtract([(8, 12)], []), [(8, 12)])

    def test_take_out(self):
        night = [(22, 30)]
        for cuts, left in (
            ([], night),
            ([(0, 24)], []),
            ([(20, 24)], []),
            ([(23, 26)], [(22, 23), (26, 30)]),
            ([(24, 48)], [(22, 24)]),
            ([(22, 23)], [(23, 30)]),
        ):
            with self.subTest(cuts=cuts):
                self.assertEqual(take_out(night, cuts, lambda: 24), left)
        self.assertEqual(take_out([], [(0, 24)], lambda: 24), [])
        self.assertEqual(take_out([(8, 12), (13, 17)], [(8, 13)], lambda: 24), [(13, 17)])

    def test_clip(self):
        self.assertEqual(clip([(8, 12), (13, 17)], 10, 15), [(10, 12), (13, 15)])
        self.assertEqual(clip([(8, 12), (13, 17)], end=13), [(8, 12)])
        self.assertEqual(clip([(8, 12), (13, 17)], 12), [(13, 17)])

    def test_seconds(self):
        hours = [
            (datetime(2025, 1, 6, 8), datetime(2025, 1, 6, 12)),
            (datetime(2025, 1, 6, 13), datetime(2025, 1, 6, 13, 1)),
        ]
        self.assertEqual(get_seconds(hours), 4 * 3600 + 60)
