"""Which periods wait for a report and when it is due, without a database."""

from datetime import date, datetime, timedelta

from pytz import timezone

from odoo.tests import BaseCase, tagged

from odoo.addons.sales_office_policy.models.meeting.work_report.report_days import (
    Attendance,
    get_due_day,
    get_periods,
)
from odoo.addons.sales_office_policy.models.organization.local_time import get_utc_time

SHANGHAI, NEW_YORK = timezone("Asia/Shanghai"), timezone("America/New_York")
MONDAY = date(2026, 3, 2)
#: every Monday to Friday of three months
OPEN = [day for n in range(120) if (day := date(2026, 2, 1) + timedelta(days=n)).weekday() < 5]
WEEK = (MONDAY, date(2026, 3, 8))
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


@tagged("post_install", "-at_install", "standard")
class TestReportDays(BaseCase):
    def test_periods(self):
        """R052: the day, the week from Monday, the month once it has come to its last day."""
        self.assertEqual(get_periods("daily", MONDAY), [(MONDAY, MONDAY)])
        for day in (MONDAY, date(2026, 3, 8)):
            self.assertEqual(get_periods("weekly", day), [WEEK])
        self.assertEqual(get_periods("monthly", date(2026, 4, 10)), [MARCH])
        february = (date(2026, 2, 1), date(2026, 2, 28))
        self.assertEqual(get_periods("monthly", date(2026, 3, 31)), [february, MARCH])

    def test_due_day(self):
        """R052: Friday; on a closed Friday the next working day; the third working day of the next month."""
        friday = date(2026, 3, 6)
        self.assertEqual(get_due_day("weekly", WEEK, OPEN, weekday=4), friday)
        self.assertEqual(get_due_day("weekly", WEEK, [d for d in OPEN if d != friday], weekday=4), date(2026, 3, 9))
        self.assertEqual(get_due_day("monthly", MARCH, OPEN, nth=3), date(2026, 4, 3))
        self.assertEqual(get_due_day("daily", (friday, friday), OPEN), friday)

    def test_nothing_due_without_work(self):
        """R052: no report of a closed day, week or month."""
        self.assertIsNone(get_due_day("daily", (WEEK[1], WEEK[1]), OPEN))
        self.assertIsNone(get_due_day("weekly", WEEK, [d for d in OPEN if not WEEK[0] <= d <= WEEK[1]], weekday=4))
        self.assertIsNone(get_due_day("monthly", MARCH, []))

    def test_deadline_in_its_time_zone(self):
        """R052: six in the evening is that of the office, also when the clocks were changed the night before."""
        self.assertEqual(get_utc_time(MONDAY, 18, SHANGHAI), datetime(2026, 3, 2, 10))
        self.assertEqual(get_utc_time(date(2026, 3, 7), 18, NEW_YORK), datetime(2026, 3, 7, 23))
        self.assertEqual(get_utc_time(date(2026, 3, 8), 18, NEW_YORK), datetime(2026, 3, 8, 22))
        self.assertEqual(get_utc_time(date(2026, 3, 7), 24, NEW_YORK), datetime(2026, 3, 8, 5))
        self.assertEqual(get_utc_time(MONDAY, 17.5, SHANGHAI), datetime(2026, 3, 2, 9, 30))

    def _attendance(self, *away, zone=SHANGHAI, closing=None, shifts=None):
        return Attendance({1: OPEN}, {1: zone}, {7: set(away)}, {1: closing or {}}, {7: shifts or {}})

    def test_own_deadline(self):
        """R052: who is on leave that day has until the same time of the next day they are there."""
        friday_evening = datetime(2026, 3, 6, 10)
        there = self._attendance()
        self.assertEqual(there.get_own_deadline(7, 1, friday_evening), friday_evening)
        away = self._attendance(date(2026, 3, 6), date(2026, 3, 9))
        self.assertEqual(away.get_own_deadline(7, 1, friday_evening), datetime(2026, 3, 10, 10))
        self.assertEqual(away.get_own_deadline(8, 1, friday_evening), friday_evening)
        midnight = datetime(2026, 3, 6, 16)  # Friday 24:00 belongs to Friday
        self.assertEqual(away.get_own_deadline(7, 1, midnight), datetime(2026, 3, 10, 16))

    def _there(self, start, stop, *away, closes=9):
        """The same of an office that closes at 17:00 in Shanghai, for shifts from one hour (UTC) to another."""
        midnights = {day: datetime.combine(day, datetime.min.time()) for day in OPEN}
        return self._attendance(
            *away,
            closing={day: begin + timedelta(hours=closes) for day, begin in midnights.items()},
            shifts={
                day: (begin + timedelta(hours=start), begin + timedelta(hours=stop)) for day, begin in midnights.items()
            },
        )

    def test_deadline_of_a_later_shift(self):
        """R052: who works until after the office's time has until the end of their shift; who left before has not."""
        evening = datetime(2026, 3, 6, 10)
        for start, stop, due in (
            (14, 22, datetime(2026, 3, 6, 22)),  # 22:00 to 6:00
            (6, 14, datetime(2026, 3, 6, 14)),  # 14:00 to 22:00
            (0, 9, evening),
        ):
            with self.subTest(start=start):
                self.assertEqual(self._there(start, stop).get_own_deadline(7, 1, evening), due)
        away = self._there(14, 22, date(2026, 3, 6))
        self.assertEqual(away.get_own_deadline(7, 1, evening), datetime(2026, 3, 9, 22))

    def test_deadline_while_the_office_is_open(self):
        """R052: what is due at nine in the morning waits for nobody but those who have not come by then."""
        morning = datetime(2026, 3, 6, 1)
        self.assertEqual(self._there(0, 9).get_own_deadline(7, 1, morning), morning)
        self.assertEqual(self._there(6, 14).get_own_deadline(7, 1, morning), datetime(2026, 3, 6, 14))

    def test_own_deadline_over_a_clock_change(self):
        """R052: a deadline that moves over the change of the clocks keeps its hour."""
        away = self._attendance(date(2026, 3, 6), zone=NEW_YORK)
        self.assertEqual(away.get_own_deadline(7, 1, datetime(2026, 3, 6, 23)), datetime(2026, 3, 9, 22))

    def test_away_for_long(self):
        """R052: somebody who is away for as long as is known has no deadline."""
        self.assertIsNone(self._attendance(*OPEN).get_own_deadline(7, 1, datetime(2026, 3, 6, 10)))

    def test_away_in_the_period(self):
        """R052: away means on all working days of the period, and a closed one is nobody's leave."""
        week = [date(2026, 3, day) for day in range(2, 7)]
        self.assertTrue(self._attendance(*week).is_away(7, 1, WEEK))
        self.assertFalse(self._attendance(*week[1:]).is_away(7, 1, WEEK))
        self.assertFalse(self._attendance(*week).is_away(7, 1, (WEEK[1], WEEK[1])))
        self.assertFalse(self._attendance().is_away(7, 2, WEEK))
