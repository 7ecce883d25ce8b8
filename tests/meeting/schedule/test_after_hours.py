from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import Form

from ..common import ScheduleCommon


@freeze_time("2025-03-02 10:00:00")  # Sunday evening in Shanghai
class TestAfterHours(ScheduleCommon):
    """The office works from 08:00 to 12:00 and from 13:00 to 17:00, Monday to Friday."""

    def _is_after_hours(self, start, **values):
        """Return what a new schedule says of itself that begins at this hour."""
        new = {"department_id": self.south.id, "start_time": start, "end_time": start + 0.25, **values}
        return self.schedule.new(new).is_after_hours

    def _hours(self, *lines):
        """Let the office work other hours: ``(weekday, from, to)``."""
        self.calendar.attendance_ids = [
            Command.clear(),
            *(
                Command.create({"name": "Work", "dayofweek": str(weekday), "hour_from": begin, "hour_to": end})
                for weekday, begin, end in lines
            ),
        ]

    def test_within_and_beyond(self):
        """R003: within the hours of the office and up to two hours before there is no warning, beyond them there is."""
        for start, told in ((5.75, True), (6, False), (8.25, False), (15, False), (16.75, False), (17, True)):
            with self.subTest(start):
                self.assertEqual(self._is_after_hours(start), told)

    def test_while_typing(self):
        """R003: the form warns while the hour is typed, before anything is saved, and stops when it is mended."""
        with Form(self.as_(self.leader, self.schedule.browse())) as form:
            form.department_id = self.north
            form.kind, form.weekday = "weekly", "1"
            self.assertFalse(form.is_after_hours)
            form.start_time, form.end_time = 19, 20
            self.assertTrue(form.is_after_hours)
            form.start_time = 16
            self.assertFalse(form.is_after_hours)

    def test_without_department(self):
        """R003: nothing is said as long as nobody knows whose hours they are."""
        self.assertFalse(self.schedule.new({"start_time": 23}).is_after_hours)

    def test_office_without_hours(self):
        """R003: an office without hours of its own goes by the company's; where they are not fixed, at any time."""
        self.assertFalse(self.south.sales_office_calendar_id)
        self.assertTrue(self._is_after_hours(20))
        self.calendar.flexible_hours = True
        self.assertFalse(self._is_after_hours(20))

    def test_hours_of_its_own(self):
        """R003: an office with hours of its own goes by them, on its own clocks."""
        york = self._create_york_office()
        self.assertEqual([self._is_after_hours(hour, department_id=york.id) for hour in (8.25, 20)], [False, True])

    def test_nights(self):
        """R003: where people work from ten in the evening until six, the middle of the night is within hours."""
        self._hours(*((day, 22, 24) for day in range(5)), *((day, 0, 6) for day in range(1, 6)))
        told = [self._is_after_hours(hour) for hour in (8.25, 19.5, 20, 22.25, 1, 5.5, 6.5)]
        self.assertEqual(told, [True, True, False, False, False, False, True])

    def test_split_shift(self):
        """R003: in the free hours between two parts of a day nobody is there, but two hours before the second part."""
        self._hours(*((day, *part) for day in range(5) for part in ((8, 12), (17, 21))))
        told = [self._is_after_hours(hour) for hour in (11.75, 12.5, 14.5, 15.25, 20)]
        self.assertEqual(told, [False, True, True, False, False])

    def test_only_its_own_days_count(self):
        """R003: a weekly meeting is warned of when its weekday ends before, a daily one is held on the others."""
        self._hours(*((day, 8, 17) for day in range(4)), (4, 8, 12))
        self.assertTrue(self._is_after_hours(15, kind="weekly", weekday="4"))
        self.assertFalse(self._is_after_hours(15, kind="weekly", weekday="3"))
        self.assertFalse(self._is_after_hours(15))

    def test_month_end(self):
        """R009: a meeting on the last working day of the month is warned of as well."""
        self.assertEqual([self._is_after_hours(hour, kind="monthly") for hour in (16, 18)], [False, True])

    def test_later_beginning(self):
        """R003: a schedule that begins in half a year is warned of by the hours of then."""
        begins = {"date_from": "2025-09-01"}
        self.assertEqual([self._is_after_hours(hour, **begins) for hour in (8.25, 19)], [False, True])
        over = {"date_to": "2025-02-28"}
        self.assertFalse(self._is_after_hours(19, **over))

    def test_mistyped_year(self):
        """R003: a year that is mistyped stops nobody from typing on."""
        self.assertFalse(self._is_after_hours(19, date_from="9999-12-31"))

    def test_closed_for_long(self):
        """R003: an office that is closed on all coming days holds no meeting to warn of."""
        for number in range(60):
            self._close(self.days(3)[0] + timedelta(days=number))
        self.assertFalse(self._is_after_hours(19))

    def test_many(self):
        """R137: many schedules are asked about in as many queries as a few."""
        hours = (9, 11, 13, 18)
        made = self.schedule.union(
            *(
                self._create_schedule(department_id=self.south.id, start_time=hour, end_time=hour + 0.5)
                for hour in hours
            )
        )
        few, many = (self.count_queries(lambda some=some: some.mapped("is_after_hours")) for some in (made[:2], made))
        self.assertEqual(many, few)
