from datetime import date, datetime, timedelta

from ..common import MONDAY, WorkdayCommon, utc

SATURDAY = date(2025, 3, 15)


class TestExpectedHours(WorkdayCommon):
    """R002: when people are expected at work; Monday 10 March 2025 in Shanghai unless it says otherwise."""

    def _expected(self, employee=None, day=MONDAY, last=None):
        employee = employee or self.rep
        return employee._get_sales_office_work_intervals(day, last or day)[employee.id]

    def test_schedule(self):
        """R002: the hours of the schedule, none on a free day."""
        self.assertEqual(
            self._expected(last=MONDAY + timedelta(days=6)),
            {MONDAY + timedelta(days=n): utc(8, 12, 13, 17, day=MONDAY + timedelta(days=n)) for n in range(5)},
        )

    def test_schedule_of_that_day(self):
        """R002: a new schedule counts from its own day, a past one until then."""
        short = self.calendar.copy({"name": "Short"})
        short.attendance_ids.filtered(lambda a: a.day_period == "afternoon").unlink()
        tuesday = MONDAY + timedelta(days=1)
        self.rep.create_version({"date_version": tuesday, "resource_calendar_id": short.id})
        self.assertEqual(self._expected(last=tuesday), {MONDAY: utc(8, 12, 13, 17), tuesday: utc(8, 12, day=tuesday)})

    def test_personal_leave(self):
        """R002: leave of one's own cuts the day, whatever schedule it was entered for; a colleague's does not."""
        self._leave("2025-03-10 00:00:00", "2025-03-10 02:00:00", calendar_id=self.calendar.copy().id)
        self._leave("2025-03-10 05:00:00", "2025-03-10 09:00:00")
        self.assertEqual(self._expected(), {MONDAY: utc(10, 12)})
        self.assertEqual(self._expected(self.colleague), {MONDAY: utc(8, 12, 13, 17)})

    def test_leave_to_the_last_second(self):
        """R002: leave until 16:59:59 leaves no second to be absent in."""
        self._leave("2025-03-10 00:00:00", "2025-03-10 08:59:59")
        self.assertEqual(self._expected(), {})

    def test_training_is_an_excuse(self):
        """R002: who was sent elsewhere is not expected at the desk."""
        self._leave("2025-03-10 00:00:00", "2025-03-10 09:00:00", time_type="other")
        self.assertEqual(self._expected(), {})

    def test_public_holiday(self):
        """R002: closed for everybody of the company, and by the schedule it is entered for."""
        self._holiday("2025-03-09 16:00:00", "2025-03-10 04:59:59", self.company_valley)
        other = self._holiday("2025-03-09 16:00:00", "2025-03-10 15:59:59", calendar_id=self.calendar.copy().id)
        self.assertEqual(self._expected(), {MONDAY: utc(8, 12, 13, 17)})
        other.unlink()
        self._holiday("2025-03-10 04:00:00", "2025-03-10 15:59:59")
        self.assertEqual(self._expected(), {MONDAY: utc(8, 12)})

    def test_makeup_day(self):
        """R002: a make-up day has the hours of its weekday; a holiday does not cut it, one's own leave does."""
        self.calendar.attendance_ids.filtered(lambda a: a.dayofweek == "4" and a.day_period == "afternoon").hour_to = 15
        self._makeup(SATURDAY, weekday="4")
        self._holiday("2025-03-14 16:00:00", "2025-03-15 15:59:59")
        self.assertEqual(self._expected(day=SATURDAY), {SATURDAY: utc(8, 12, 13, 15, day=SATURDAY)})
        self._leave("2025-03-15 05:00:00", "2025-03-15 09:00:00")
        self.assertEqual(self._expected(day=SATURDAY), {SATURDAY: utc(8, 12, day=SATURDAY)})

    def test_makeup_day_of_another_office(self):
        """R002: a make-up day of one office is none of another."""
        other = self._create_department("Export", is_sales_office=True)
        self._makeup(SATURDAY, department_id=other.id)
        self.assertEqual(self._expected(day=SATURDAY), {})
        self.rep.department_id = other
        self.assertEqual(self._expected(day=SATURDAY), {SATURDAY: utc(8, 12, 13, 17, day=SATURDAY)})

    def test_makeup_day_without_such_hours(self):
        """R002: who never works on that weekday keeps their own hours."""
        self.calendar.attendance_ids.filtered(lambda a: a.dayofweek == "0").unlink()
        self._makeup(SATURDAY)
        self.assertEqual(self._expected(day=SATURDAY), {})

    def test_clock_changes(self):
        """R002: hours are those on the wall, before and after both clock changes."""
        york = self.calendar.copy({"name": "New York", "tz": "America/New_York"})
        self.rep.resource_calendar_id = york
        for day, offset in (
            (date(2025, 3, 7), 5),
            (date(2025, 3, 10), 4),
            (date(2025, 10, 31), 4),
            (date(2025, 11, 3), 5),
        ):
            with self.subTest(day):
                self.assertEqual(self._expected(day=day), {day: utc(8, 12, 13, 17, day=day, offset=-offset)})
        self._makeup(date(2025, 3, 9))
        self.assertEqual(
            self._expected(day=date(2025, 3, 9)),
            {date(2025, 3, 9): utc(8, 12, 13, 17, day=date(2025, 3, 9), offset=-4)},
        )

    def test_two_zones_at_once(self):
        """R002: people of one office in two time zones, asked for together."""
        self.colleague.resource_calendar_id = self.calendar.copy({"name": "New York", "tz": "America/New_York"})
        both = (self.rep | self.colleague)._get_sales_office_work_intervals(MONDAY, MONDAY)
        self.assertEqual(both[self.rep.id], {MONDAY: utc(8, 12, 13, 17)})
        self.assertEqual(both[self.colleague.id], {MONDAY: utc(8, 12, 13, 17, offset=-4)})

    def test_not_expected(self):
        """R002: flexible hours, durations without hours, and no schedule expect nobody."""
        flexible = self.calendar.copy({"name": "Flexible", "flexible_hours": True})
        durations = self.calendar.copy({"name": "Durations", "duration_based": True})
        for calendar in (flexible, durations, self.env["resource.calendar"]):
            with self.subTest(calendar.name):
                self.rep.resource_calendar_id = calendar
                self.assertEqual(self._expected(), {})

    def test_employment(self):
        """R002: nobody is expected before they were hired or after they left; before that also who is archived."""
        tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
        newcomer = self._create_member("Nell", "newcomer", self.north, "representative")
        newcomer.version_ids.date_version = tuesday
        self.assertEqual(list(self._expected(newcomer, last=wednesday)), [tuesday, wednesday])
        self.assertEqual(self._expected(newcomer), {}, "a day before the first version is known")
        newcomer.version_ids.with_context(sync_contract_dates=True).write({"contract_date_start": wednesday})
        self.assertEqual(list(self._expected(newcomer, last=wednesday)), [wednesday])
        self.rep.with_context(no_wizard=True).action_archive()
        self.rep.departure_date = tuesday
        self.assertEqual(list(self._expected(self.rep, last=wednesday)), [MONDAY, tuesday])
        self.colleague.version_ids.write({"contract_date_start": "2024-01-01", "contract_date_end": MONDAY})
        self.assertEqual(list(self._expected(self.colleague, last=wednesday)), [MONDAY])

    def test_two_weeks(self):
        """R002: schedules of two alternating weeks."""
        calendar = self.calendar.copy({"name": "Two weeks"})
        calendar.switch_calendar_type()
        week = str(self.env["resource.calendar.attendance"].get_week_type(MONDAY))
        calendar.attendance_ids.filtered(lambda a: a.dayofweek == "0" and a.week_type != week).unlink()
        self.rep.resource_calendar_id = calendar
        self.assertIn(MONDAY, self._expected())
        self.assertEqual(self._expected(day=MONDAY + timedelta(days=7)), {})

    def test_midnight(self):
        """R002: work until 24:00 ends at midnight."""
        self.calendar.attendance_ids.filtered(lambda a: a.day_period == "afternoon").hour_to = 24
        self.assertEqual(self._expected(), {MONDAY: utc(8, 12, 13, 24)})

    def test_leaves(self):
        """R003: leave that overlaps a meeting is told with its times, and nothing private."""
        self._leave("2025-03-10 00:00:00", "2025-03-10 02:00:00")
        self._holiday("2025-03-10 00:00:00", "2025-03-10 09:00:00")
        both = self.rep | self.colleague
        self.assertEqual(
            both._get_sales_office_leaves(datetime(2025, 3, 10, 1, 59), datetime(2025, 3, 10, 3)),
            {
                self.rep.id: [(datetime(2025, 3, 10), datetime(2025, 3, 10, 2), "On leave")],
                self.colleague.id: [],
            },
        )
        self.assertFalse(
            self.rep._get_sales_office_leaves(datetime(2025, 3, 10, 2), datetime(2025, 3, 10, 3))[self.rep.id]
        )

    def test_real_leave(self):
        """R002: time off counts once it is validated, and no longer when it is refused after that."""
        kind = self.env["hr.leave.type"].create(
            {"name": "Paid", "requires_allocation": False, "leave_validation_type": "hr", "company_id": self.company.id}
        )
        leave = (
            self.env["hr.leave"]
            .with_context(leave_skip_state_check=True)
            .create(
                {
                    "employee_id": self.rep.id,
                    "holiday_status_id": kind.id,
                    "request_date_from": MONDAY,
                    "request_date_to": MONDAY,
                }
            )
        )
        self.assertTrue(self._expected(), "a request is no leave")
        leave.action_approve()
        self.assertFalse(self._expected())
        leave.action_refuse()
        self.assertTrue(self._expected())

    def test_queries(self):
        """R002: ten times as many people cost no more queries."""
        few = self.rep | self.colleague | self.rep_south
        many = self.env["hr.employee"].create(
            [
                {
                    "name": f"Member {number}",
                    "company_id": self.company.id,
                    "department_id": self.north.id,
                    "resource_calendar_id": self.calendar.id,
                    "date_version": "2020-01-01",
                }
                for number in range(30)
            ]
        )

        def count(employees):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            employees._get_sales_office_work_intervals(MONDAY, MONDAY + timedelta(days=30))
            return self.env.cr.sql_log_count - before

        count(few)
        self.assertEqual(count(few), count(many))
