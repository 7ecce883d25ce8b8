"""The engine of the working day: plain functions, no database. R001 R002."""

from datetime import date, datetime, timedelta

from odoo.tests import BaseCase, tagged

from odoo.addons.sales_office_policy.models.workday.hours.shift import (
    NO_GRACE,
    NOTHING_SEEN,
    Evidence,
    Grace,
    Presence,
    assign,
    assign_moments,
    frame,
    join_hours,
    judge,
    pair_moments,
)

MONDAY = date(2025, 3, 10)


def at(hour, day=0):
    """Return an hour of the Monday, or of a day after it."""
    return datetime(2025, 3, 10) + timedelta(days=day, hours=hour)


def hours(*bounds, day=0):
    return [(at(begin, day), at(end, day)) for begin, end in zip(bounds[::2], bounds[1::2], strict=True)]


def week(*bounds, days=5):
    """Return ``{day: intervals}`` of so many days with the same hours."""
    return {MONDAY + timedelta(days=day): hours(*bounds, day=day) for day in range(days)}


OFFICE = week(8, 12, 13, 17)
NIGHTS = {
    MONDAY: hours(22, 24),
    **{MONDAY + timedelta(days=day): hours(0, 6, 22, 24, day=day) for day in range(1, 5)},
    MONDAY + timedelta(days=5): hours(0, 6, day=5),
}


@tagged("post_install", "-at_install", "standard")
class TestShift(BaseCase):
    """R001 R002: what the week from Monday 10 March 2025 on says; now is Sunday unless it says otherwise."""

    def _judge(self, schedule, *readings, now=None, grace=NO_GRACE, evidence=(), **expected):
        """Return the facts by day number. Readings are hours since Monday: in, out, in, ...; negative: by itself."""
        now = now or at(0, 6)
        presences = []
        for number in range(0, len(readings), 2):
            begin, end = readings[number], readings[number + 1] if number + 1 < len(readings) else None
            presences.append(Presence(at(begin), None if end is None else at(abs(end)), end is not None and end < 0))
        shifts = join_hours(schedule)
        seen = assign(presences, frame(shifts.items()), lambda moment: moment.date(), now)
        return {
            (day - MONDAY).days: judge(
                expected.get(f"day{(day - MONDAY).days}", shifts.get(day, [])),
                seen.get(day, NOTHING_SEEN),
                now,
                grace,
                evidence,
            )
            for day in {*shifts, *seen}
        }

    def _assert_breaches(self, facts, **breaches):
        """Assert that of the day's breaches there are precisely these."""
        names = ("late_minutes", "early_minutes", "away_minutes", "absent", "missing_sign_in", "missing_sign_out")
        self.assertEqual({name: getattr(facts, name) for name in names if getattr(facts, name)}, breaches)

    def test_join(self):
        """R002: hours that touch at midnight are one shift of the day they begin on; a break is none of its hours."""
        joined = join_hours(NIGHTS)
        self.assertEqual(list(joined), list(NIGHTS)[:5])
        self.assertEqual(joined[MONDAY], [(at(22), at(30))])
        self.assertEqual(join_hours(OFFICE), OFFICE)

    def test_join_break_at_night(self):
        """R002: a break after midnight is one inside the shift, the next evening is not."""
        nights = {MONDAY: hours(20, 24), MONDAY + timedelta(days=1): hours(0, 1, 2, 5, 20, 24, day=1)}
        self.assertEqual(join_hours(nights)[MONDAY], [(at(20), at(25)), (at(26), at(29))])
        self.assertEqual(join_hours(nights)[MONDAY + timedelta(days=1)], [(at(44), at(48))])

    def test_join_around_the_clock(self):
        """R002: who is expected around the clock has a shift every day."""
        self.assertEqual(list(join_hours(week(0, 24))), list(OFFICE))

    def test_frame(self):
        """R002: free time is divided in its middle, and no shift reaches further than a day."""
        monday, *_others, friday = frame(OFFICE.items())
        self.assertEqual((monday.begin, monday.end, monday.until), (at(8 - 24), at(24.5), at(29)))
        self.assertEqual((friday.begin, friday.end), (at(0.5, 4), at(17, 5)))

    def test_example_1_five_nights(self):
        """R002: example 1: six days without a breach."""
        readings = [hour for day in range(5) for hour in (21.9 + 24 * day, 30.1 + 24 * day)]
        facts = self._judge(NIGHTS, *readings)
        self.assertEqual(sorted(facts), list(range(5)))
        for day in facts.values():
            self._assert_breaches(day)

    def test_example_2_one_hour_late(self):
        """R002: example 2: 60 minutes, once."""
        facts = self._judge({day: NIGHTS[day] for day in list(NIGHTS)[:2]} | {}, 23, 30.1)
        self._assert_breaches(facts[0], late_minutes=60)

    def test_example_3_overtime_past_midnight(self):
        """R002: example 3: out at 00:30 by hand is on time; a leaving after midnight is a leaving."""
        for out in (24.5, 25, 28.9):
            with self.subTest(out):
                facts = self._judge(OFFICE, 7.9, out)
                self._assert_breaches(facts[0])
                self._assert_breaches(facts[1], absent=True)

    def test_example_4_automatic_sign_out(self):
        """R001: example 4: an automatic sign-out at 15:00 is a missing one; corrected to 17:00 it is on time."""
        self._assert_breaches(self._judge(OFFICE, 7.9, -15)[0], missing_sign_out=True)
        self._assert_breaches(self._judge(OFFICE, 7.9, 17)[0])

    def test_example_5_early_visit(self):
        """R002: example 5: a visit at six does not make ten punctual."""
        facts = self._judge(OFFICE, 6, 6.5, 10, 17)[0]
        self._assert_breaches(facts, late_minutes=120)
        self.assertEqual(facts.first_in, at(10))

    def test_example_6_away(self):
        """R002: example 6: away for the expected hours between."""
        facts = self._judge(week(8.5, 12, 13, 18), 8.47, 9, 17.5, 18)[0]
        self._assert_breaches(facts, away_minutes=3 * 60 + 4 * 60 + 30)

    def test_example_7_sign_out_forgotten(self):
        """R001: example 7: Monday sign-out missing, Tuesday sign-in missing, nobody is late."""
        for schedule in (week(8.5, 18), OFFICE):
            facts = self._judge(schedule, 7.9, 24 + 8.42, 24 + 17.92)
            self._assert_breaches(facts[0], missing_sign_out=True)
            self._assert_breaches(facts[1], missing_sign_in=True)

    def test_example_8_grace(self):
        """R002: example 8: within the grace of ten minutes is on time, beyond it every minute counts."""
        grace = Grace(late=10, early=10)
        self._assert_breaches(self._judge(OFFICE, 8 + 5 / 60, 16.9, grace=grace)[0])
        facts = self._judge(OFFICE, 8 + 11 / 60, 16.8, grace=grace)[0]
        self._assert_breaches(facts, late_minutes=11, early_minutes=12)

    def test_example_9_leave_for_that_hour(self):
        """R002: example 9: with leave until nine who came at nine is on time."""
        self._assert_breaches(self._judge(OFFICE, 9, 17, day0=hours(9, 12, 13, 17))[0])

    def test_sign_in_before_midnight(self):
        """R002: a sign-in at 23:48 for 00:00 is that shift's."""
        facts = self._judge({MONDAY + timedelta(days=1): hours(0, 8, day=1)}, 23.8, 32)
        self.assertEqual(list(facts), [1])
        self._assert_breaches(facts[1])

    def test_long_before_a_shift(self):
        """R002: an attendance is that of the shift it overlaps, though it began hours before it, on a day off."""
        monday = {MONDAY + timedelta(days=1): hours(0, 8, day=1)}
        facts = self._judge(monday, 21, 32)
        self.assertEqual(list(facts), [1])
        self._assert_breaches(facts[1])
        self.assertEqual(list(self._judge(monday, 21, None, now=at(29))), [1], "Still there")
        facts = self._judge(monday, 21, 24.2, 32.1)
        self._assert_breaches(facts[1], missing_sign_in=True)
        self.assertEqual(facts[0].first_in, at(21), "A sign-out forgotten on the day off")

    def test_touching_the_grace(self):
        """R002: who was there within the grace came in time, whatever they did then."""
        facts = self._judge(OFFICE, 7.5, 7 + 55 / 60, 9, 17, grace=Grace(late=10))[0]
        self._assert_breaches(facts, away_minutes=60)

    def test_double_readings(self):
        """R002: readings within a minute are one: the arrival in the morning, the leaving in the evening."""
        once = 20 / 3600
        facts = self._judge(OFFICE, 7.9, 7.9 + once, 12, 17.1)[0]
        self._assert_breaches(facts)
        facts = self._judge(OFFICE, 7.9, 17.1, 17.1 + once, now=at(23))[0]
        self._assert_breaches(facts)
        facts = self._judge(OFFICE, 7.9, 32, 32 + once, 24 + 17.1)
        self._assert_breaches(facts[0], missing_sign_out=True)
        self._assert_breaches(facts[1])

    def test_goes_on(self):
        """R002: an attendance that begins where another ends goes on with it."""
        facts = self._judge(OFFICE, 8, 12, 12, now=at(16))[0]
        self._assert_breaches(facts)
        self.assertIsNone(facts.last_out)
        self._assert_breaches(self._judge(OFFICE, 8, 12, 12, 17)[0])

    def test_seen_without_a_sign_in(self):
        """R001: who was seen, there or elsewhere for their work, and never signed in was not absent."""
        for there in (True, False):
            facts = self._judge(week(8, 17, days=1), evidence=[Evidence(at(8.25), there=there)])[0]
            self._assert_breaches(facts, missing_sign_in=True)
        self._assert_breaches(self._judge(week(8, 17, days=1), evidence=[Evidence(at(8.25))], now=at(16))[0])

    def test_seen_before_the_sign_in(self):
        """R001: who was seen there before they signed in came earlier, nobody knows when: never also late."""
        office, meeting = week(8, 17, days=1), [Evidence(at(8.25))]
        for readings in ((10, 17), (16.9,)):  # pressed the button when they left
            with self.subTest(readings):
                self._assert_breaches(self._judge(office, *readings, evidence=meeting)[0], missing_sign_in=True)
        facts = self._judge(office, 10, 17, evidence=meeting, now=at(11))[0]
        self._assert_breaches(facts, missing_sign_in=True)

    def test_seen_but_not_there_before(self):
        """R001 R002: before the shift, elsewhere, after the sign-in or just before it: no excuse."""
        office = week(8, 17, days=1)
        for evidence in (at(7.9), at(10.5), at(10), at(9 + 3599 / 3600)):
            with self.subTest(evidence):
                self._assert_breaches(self._judge(office, 10, 17, evidence=[Evidence(evidence)])[0], late_minutes=120)
        elsewhere = [Evidence(at(8.25), there=False)]
        self._assert_breaches(self._judge(office, 10, 17, evidence=elsewhere)[0], late_minutes=120)
        facts = self._judge(office, 10, 17, evidence=[Evidence(at(7.9))], grace=Grace(late=10))[0]
        self._assert_breaches(facts, missing_sign_in=True)

    def test_seen_until_the_shift(self):
        """R001: a meeting that lasts into the shift shows that they were there when it began, no other."""
        office = week(8, 17, days=1)
        for until, breaches in ((8.1, {"missing_sign_in": True}), (7.9, {"late_minutes": 30})):
            with self.subTest(until):
                meeting = [Evidence(at(7.5), until=at(until))]
                self._assert_breaches(self._judge(office, 8.5, 17, evidence=meeting)[0], **breaches)

    def test_not_over_yet(self):
        """R002: late is known at once, the rest when the shift is over, a missing sign-out when the night is."""
        facts = self._judge(week(8, 17, days=1), now=at(12))[0]
        self._assert_breaches(facts)
        self.assertEqual(facts.settles_at, at(17))
        facts = self._judge(week(8, 17, days=1), 9, now=at(18))[0]
        self._assert_breaches(facts, late_minutes=60)
        self.assertEqual(facts.settles_at, at(17, 1))
        facts = self._judge(week(8, 17, days=1), 9, now=at(17, 1))[0]
        self._assert_breaches(facts, late_minutes=60, missing_sign_out=True)
        self.assertIsNone(facts.settles_at)

    def test_after_hours(self):
        """R002: who only came after hours was absent."""
        self._assert_breaches(self._judge(OFFICE, 18, 19)[0], absent=True)

    def test_day_off(self):
        """R002: what is done on a day off is that day's, and breaks nothing."""
        facts = self._judge(OFFICE, 7.9, 17, 5 * 24 + 10, 5 * 24 + 14)
        self._assert_breaches(facts[5])
        self.assertEqual((facts[5].first_in, facts[5].last_out), (at(10, 5), at(14, 5)))
        self.assertEqual(facts[4].first_in, None)

    def test_early_is_not_told_of_a_mistaken_reading(self):
        """R001: a sign-in taken for a sign-out says nothing about when they left."""
        facts = self._judge(week(8, 17, days=2), 8, 24 + 8)
        self._assert_breaches(facts[0], missing_sign_out=True)
        self._assert_breaches(facts[1], missing_sign_in=True)


@tagged("post_install", "-at_install", "standard")
class TestMoments(BaseCase):
    """R001: readings of which nobody says who comes and who goes; hours since Monday 10 March 2025."""

    def _assign(self, schedule, *moments):
        """Return the hours of the readings by the number of their day."""
        shifts = frame(join_hours(schedule).items())
        days = assign_moments([at(hour) for hour in moments], shifts, lambda moment: moment.date())
        return {
            (day - MONDAY).days: [(moment - at(0)) / timedelta(hours=1) for moment in own] for day, own in days.items()
        }

    def _pair(self, *moments, expected=OFFICE[MONDAY]):
        """Return the hours of attendances and of a leaving without an arrival."""
        pairs, lone = pair_moments([at(hour) for hour in moments], expected)
        spans = [tuple(moment and (moment - at(0)) / timedelta(hours=1) for moment in pair) for pair in pairs]
        return spans, lone and (lone - at(0)) / timedelta(hours=1)

    def test_days(self):
        """R001: overtime past midnight is the evening's, a forgotten sign-out is not made up by the next morning."""
        self.assertEqual(self._assign(OFFICE, 8, 24.5, 32, 41), {0: [8, 24.5], 1: [32, 41]})
        self.assertEqual(self._assign(OFFICE, 8, 32, 41), {0: [8], 1: [32, 41]})
        self.assertEqual(self._assign(NIGHTS, 21.9, 30.1, 45.8, 54), {0: [21.9, 30.1], 1: [45.8, 54]})

    def test_day_off(self):
        """R001: on a day off whoever came leaves within twelve hours."""
        saturday = 5 * 24
        self.assertEqual(self._assign(OFFICE, saturday + 20, saturday + 25), {5: [140, 145]})
        self.assertEqual(self._assign(OFFICE, saturday + 10, saturday + 33), {5: [130], 6: [153]})

    def test_long_before_a_shift(self):
        """R001: readings are those of the shift that somebody stays for, though they came hours before it."""
        night = {MONDAY + timedelta(days=1): hours(0, 8, day=1)}
        self.assertEqual(self._assign(night, 21, 32), {1: [21, 32]})
        self.assertEqual(self._assign(night, 21, 21.01, 28.5, 29, 32), {1: [21, 21.01, 28.5, 29, 32]})
        self.assertEqual(self._assign(night, 21), {0: [21]}, "Nobody knows whether they stayed")
        self.assertEqual(self._assign(night, 21, 24.2, 32.1), {0: [21], 1: [24.2, 32.1]})

    def test_pairs(self):
        """R001: readings take turns; a missing one is told by where the last one lies."""
        self.assertEqual(self._pair(8, 17), ([(8, 17)], None))
        self.assertEqual(self._pair(8, 12, 13, 17), ([(8, 12), (13, 17)], None))
        self.assertEqual(self._pair(8), ([(8, None)], None))
        self.assertEqual(self._pair(17), ([], 17))
        self.assertEqual(self._pair(8, 12, 13), ([(8, 12), (13, None)], None))
        self.assertEqual(self._pair(8, 12, 17), ([(8, 17)], None))
        self.assertEqual(self._pair(8, 12, 13, 14, 17), ([(8, 12), (13, 17)], None))
        self.assertEqual(self._pair(13, expected=hours(13, 17)), ([(13, None)], None))
        self.assertEqual(self._pair(10, expected=[]), ([(10, None)], None))

    def test_echo(self):
        """R001: readings within a minute are one: the first that arrives, the last that leaves."""
        second = 1 / 3600
        self.assertEqual(self._pair(8, 8 + 30 * second, 17, 17 + 60 * second), ([(8, 17 + 60 * second)], None))
        self.assertEqual(self._assign(OFFICE, 8, 8.01, 17), {0: [8, 8.01, 17]})
