"""Working days of kinds that are rarer than the examples."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo.fields import Command

from ..common import MONDAY, TUESDAY, WorkdayCommon

WEDNESDAY, FRIDAY = date(2025, 3, 12), date(2025, 3, 14)


#: when it was settled who would work when
BEFORE = freeze_time("2025-03-07 12:00:00")


class TestDayKinds(WorkdayCommon):
    """R002: Monday 10 March 2025 and the days after it in Shanghai, unless it says otherwise."""

    def _create_calendar(self, *hours, tz="Asia/Shanghai", **values):
        """Return a schedule of ``(weekdays, from, to)``."""
        lines = [
            Command.create({"name": "Hours", "dayofweek": str(day), "hour_from": start, "hour_to": stop})
            for days, start, stop in hours
            for day in days
        ]
        values = {"name": "Own", "company_id": self.company.id, "tz": tz, **values}
        return self.env["resource.calendar"].create({**values, "attendance_ids": [Command.clear(), *lines]})

    def _came(self, *moments, employee=None):
        """Make attendances from pairs of moments in UTC."""
        moments = list(map(datetime.fromisoformat, moments))
        employee_id = (employee or self.rep).id
        self.env["hr.attendance"].create(
            [
                {"employee_id": employee_id, "check_in": came, "check_out": left}
                for came, left in zip(moments[::2], moments[1::2], strict=True)
            ]
        )

    def _get_statuses(self, first, last, employee=None):
        """Return ``{day of the month: (status, hours expected)}``."""
        rows = self._refresh(employee or self.rep, first, last)
        return {row.date.day: (row.status, row.expected_hours) for row in rows.sorted("date")}

    @freeze_time("2025-11-10 12:00:00")
    def test_nights_of_the_clock_change(self):
        """R002: a night on which the clocks change is an hour shorter or longer, and who is there is on time."""
        self.rep.resource_calendar_id = self._create_calendar((range(7), 0, 6), (range(7), 22, 24), tz="Europe/Berlin")
        self._came("2025-03-29T20:54", "2025-03-30T04:06", "2025-10-25T19:54", "2025-10-26T05:06")
        for day, hours in ((date(2025, 3, 29), 7), (date(2025, 10, 25), 9)):
            with self.subTest(day=day):
                self.assertEqual(self._get_statuses(day, day), {day.day: ("present", hours)})
        self._came("2025-03-30T21:00", "2025-03-31T04:06")
        self.assertEqual(self._refresh(self.rep, date(2025, 3, 30)).late_minutes, 60)

    @freeze_time("2025-03-17 12:00:00")
    def test_nights_end_with_their_version(self):
        """R002: the last night before another schedule begins ends in the morning, and the day after it is one."""
        with BEFORE:
            self.rep.resource_calendar_id = self._create_calendar((range(7), 0, 6), (range(7), 22, 24))
            self.rep.create_version({"date_version": WEDNESDAY, "resource_calendar_id": self.calendar.id})
        self._came("2025-03-11T13:54", "2025-03-11T22:06", "2025-03-12T00:00", "2025-03-12T09:00")
        expected = {11: ("present", 8), 12: ("present", 8), 13: ("absent", 8)}
        self.assertEqual(self._get_statuses(TUESDAY, date(2025, 3, 13)), expected)

    @freeze_time("2025-03-17 12:00:00")
    def test_night_on_leave(self):
        """R002 R046: leave of the day on which a night begins is for all of that night; no deadline counts it."""
        self._work_nights()
        self._leave("2025-03-10 16:00:00", "2025-03-11 15:59:59")
        self._came("2025-03-10T13:54", "2025-03-10T22:06", "2025-03-12T13:54", "2025-03-12T22:06")
        expected = {10: ("present", 2), 11: ("excused", 0), 12: ("present", 8)}
        self.assertEqual(self._get_statuses(MONDAY, WEDNESDAY), expected)
        kinds = self.rep._get_sales_office_day_kinds(MONDAY, WEDNESDAY)[self.rep.id]
        self.assertEqual(list(kinds.values()), ["worked", "leave", "worked"])

    @freeze_time("2025-03-17 12:00:00")
    def test_part_of_a_night_on_leave(self):
        """R002: leave of some hours of it leaves the others."""
        self._work_nights()
        self._leave("2025-03-11 15:00:00", "2025-03-11 18:00:00")
        self._came("2025-03-11T13:54", "2025-03-11T15:00", "2025-03-11T18:30", "2025-03-11T22:06")
        row = self._refresh(self.rep, TUESDAY)
        self.assertEqual((row.expected_hours, row.away_minutes), (5, 30))

    @freeze_time("2025-03-17 12:00:00")
    def test_night_of_a_holiday(self):
        """R002 R046: a night that begins on a holiday is free, also once it is over."""
        self._work_nights()
        self._refresh(self.rep, MONDAY, WEDNESDAY)
        holiday = self._holiday("2025-03-10 16:00:00", "2025-03-11 15:59:59")
        self._work_off()
        self.assertEqual(self._get_statuses(TUESDAY, WEDNESDAY), {11: ("off", 0), 12: ("absent", 8)})
        kinds = self.rep._get_sales_office_day_kinds(MONDAY, WEDNESDAY)[self.rep.id]
        self.assertEqual(list(kinds.values()), ["worked", "holiday", "worked"])
        self._forget()
        self.assertEqual(self._get_statuses(TUESDAY, WEDNESDAY), {11: ("off", 0), 12: ("absent", 8)})
        holiday.unlink()
        self._work_off()
        self.assertEqual(self._get_statuses(TUESDAY, TUESDAY), {11: ("absent", 8)})

    @freeze_time("2025-03-17 12:00:00")
    def test_split_shift(self):
        """R002: the hours between two parts of a day are nobody's; late for the second is away, not late."""
        self.rep.resource_calendar_id = self._create_calendar((range(5), 7, 10), (range(5), 17, 21))
        self._attend(7, 10, 17, 21)
        self._attend(7, 10, 17.5, 21, day=TUESDAY)
        self._attend(17, 21, day=WEDNESDAY)
        rows = self._refresh(self.rep, MONDAY, WEDNESDAY).sorted("date")
        found = [(row.late_minutes, row.early_minutes, row.away_minutes) for row in rows]
        self.assertEqual(found, [(0, 0, 0), (0, 0, 30), (180, 0, 0)])

    @freeze_time("2025-03-24 12:00:00")
    def test_two_weeks(self):
        """R002: who is free every other Friday is absent on the other one; a make-up day has the hours of its week."""
        calendar = self.calendar.copy({"name": "Two weeks"})
        calendar.switch_calendar_type()
        week = str(self.env["resource.calendar.attendance"].get_week_type(MONDAY))
        lines = calendar.attendance_ids.filtered(lambda line: line.dayofweek == "4")
        lines.filtered(lambda line: line.week_type != week).unlink()
        self.rep.resource_calendar_id = calendar
        for saturday in (15, 22):
            self._makeup(date(2025, 3, saturday), weekday="4")
        found = self._get_statuses(FRIDAY, date(2025, 3, 22))
        absent = ("absent", 8)
        self.assertEqual(found, dict.fromkeys((14, 15, 17, 18, 19, 20), absent))

    @freeze_time("2025-03-17 12:00:00")
    def test_from_flexible_to_fixed(self):
        """R002: nobody is late on flexible hours, and from their first fixed day on they may be."""
        with BEFORE:
            self.rep.resource_calendar_id = self.calendar.copy({"name": "Flexible", "flexible_hours": True})
            self.rep.create_version({"date_version": WEDNESDAY, "resource_calendar_id": self.calendar.id})
        for day in (TUESDAY, WEDNESDAY):
            self._attend(10, 17, day=day)
        self.assertEqual(self._get_statuses(MONDAY, WEDNESDAY), {11: ("off", 0), 12: ("late", 8)})

    @freeze_time("2025-03-17 12:00:00")
    def test_another_zone(self):
        """R002: who moves to New York on Wednesday is judged by the clocks of each day."""
        with BEFORE:
            york = self.calendar.copy({"name": "New York", "tz": "America/New_York"})
            self.rep.create_version({"date_version": WEDNESDAY, "resource_calendar_id": york.id})
        self._came("2025-03-11T00:00", "2025-03-11T09:00", "2025-03-12T12:30", "2025-03-12T21:00")
        self.assertEqual(self._get_statuses(TUESDAY, WEDNESDAY), {11: ("present", 8), 12: ("late", 8)})
        self.assertEqual(self._day(day=WEDNESDAY).late_minutes, 30)

    @freeze_time("2025-03-17 12:00:00")
    def test_back_on_a_new_contract(self):
        """R002: who leaves and comes back in the same month is expected until then and from the day they are back."""
        with BEFORE:
            self.rep.version_ids.write({"contract_date_start": "2024-01-01", "contract_date_end": MONDAY})
            self.rep.create_version({"date_version": "2025-03-13", "contract_date_start": "2025-03-13"})
        expected = {10: ("absent", 8), 13: ("absent", 8), 14: ("absent", 8)}
        self.assertEqual(self._get_statuses(MONDAY, FRIDAY), expected)

    def test_back_from_the_archive(self):
        """R002: who was archived and comes back on Thursday was not absent in between, nor are they on that day."""
        both = self.rep | self.colleague
        self._go_on(9)
        with freeze_time("2025-03-10 12:00:00"):
            both.with_context(no_wizard=True).action_archive()
            self.rep.departure_date = MONDAY
        for number in (10, 11, 12):
            self._go_on(number)
        with freeze_time("2025-03-13 00:30:00"):
            both.action_unarchive()
        for number in (13, 14):
            self._go_on(number)
        with freeze_time("2025-03-17 12:00:00"):
            for employee in both:
                with self.subTest(employee.name):
                    self.assertEqual(list(self._get_statuses(TUESDAY, FRIDAY, employee)), [14])

    def _go_on(self, number):
        """Do what is done in the night after a day of March 2025."""
        with freeze_time(f"2025-03-{number:02} 18:00:00"):
            self.tasks._cron_enqueue()
            self._work_off()

    @freeze_time("2025-03-17 12:00:00")
    def test_half_a_day_of_each(self):
        """R002: leave in the morning and a holiday in the afternoon leave nothing to be absent from."""
        self._leave("2025-03-10 00:00:00", "2025-03-10 04:00:00")
        self._holiday("2025-03-10 05:00:00", "2025-03-10 09:00:00")
        self._leave("2025-03-11 00:00:00", "2025-03-11 04:00:00")
        self._attend(13.5, 17, day=TUESDAY)
        self.assertEqual(self._get_statuses(MONDAY, TUESDAY), {10: ("excused", 0), 11: ("late", 4)})

    @freeze_time("2025-03-17 12:00:00")
    def test_holiday_of_another_company(self):
        """R002: a holiday of another company, on a schedule that both share, frees nobody here."""
        self.calendar.company_id = False
        self._holiday("2025-03-09 16:00:00", "2025-03-10 15:59:59", self.company_valley, calendar_id=self.calendar.id)
        self.assertEqual(self._get_statuses(MONDAY, MONDAY), {10: ("absent", 8)})

    @freeze_time("2025-03-17 12:00:00")
    def test_holiday_in_another_zone(self):
        """R002: a day on which the whole company is closed is that day wherever its people work."""
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        york = self.calendar.copy({"name": "New York", "tz": "America/New_York"})
        with BEFORE:
            self.rep.resource_calendar_id = york
        self._holiday("2025-03-10 16:00:00", "2025-03-11 15:59:59")
        self.assertEqual(self._get_statuses(MONDAY, TUESDAY), {10: ("absent", 8), 11: ("off", 0)})
        kinds = york._get_sales_office_kinds_batch({(york, self.company, self.sales)}, MONDAY, TUESDAY)
        york.flexible_hours = True
        loose = york._get_sales_office_kinds_batch({(york, self.company, self.sales)}, MONDAY, TUESDAY)
        self.assertEqual([*kinds.values()], [{MONDAY: "worked", TUESDAY: "holiday"}])
        self.assertEqual(loose, kinds)

    @freeze_time("2025-03-17 12:00:00")
    def test_around_the_clock(self):
        """R002: who has a whole day of duty has one shift, and is on time when they stay until the next begins."""
        self.rep.resource_calendar_id = self._create_calendar((range(0, 7, 2), 8, 24), (range(1, 7, 2), 0, 8))
        self._came("2025-03-09T23:54", "2025-03-11T00:05")
        self.assertEqual(self._get_statuses(MONDAY, TUESDAY), {10: ("present", 24)})

    @freeze_time("2025-03-17 12:00:00")
    def test_without_a_break(self):
        """R002: attendances side by side, and readings twice within a minute, are one stay."""
        self._came(
            *("2025-03-10T00:00:00", "2025-03-10T00:00:40"),
            *("2025-03-10T00:01:00", "2025-03-10T04:30:00"),
            *("2025-03-10T04:30:00", "2025-03-10T09:00:00"),
        )
        row = self._refresh(self.rep)
        self.assertEqual((row.status, row.away_minutes), ("present", 0))
