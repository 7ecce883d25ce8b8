from datetime import date, datetime, timedelta

from freezegun import freeze_time

from ..common import MONDAY, TUESDAY, WorkdayCommon, utc

EVENING = "2025-03-10 12:00:00"  # 20:00 in Shanghai


@freeze_time(EVENING)
class TestDay(WorkdayCommon):
    """R002: what the row of Monday says in the evening."""

    def test_on_time(self):
        self._attend(7.9, 12, 13, 17.1)
        day = self._refresh()
        self.assertEqual(day.status, "present")
        self.assertEqual((day.late_minutes, day.early_minutes, day.absent, day.excused), (0, 0, False, False))
        self.assertEqual((day.first_in, day.last_out), (utc(7.9, 17.1)[0]))
        self.assertEqual((day.expected_start, day.expected_end, day.expected_hours), (*utc(8, 17)[0], 8))
        self.assertAlmostEqual(day.worked_hours, 8.2)
        self.assertEqual(day.department_id, self.north)
        self.assertEqual((day.user_id, day.company_id, day.tz), (self.rep.user_id, self.company, "Asia/Shanghai"))

    def test_late(self):
        """R002: minutes late are expected minutes missed."""
        self._attend(14, 17)
        day = self._refresh()
        self.assertEqual((day.status, day.late_minutes), ("late", 300))

    def test_seconds_are_not_minutes(self):
        """R002: fifty-nine seconds are not a minute."""
        self._attend(8 + 59 / 3600, 17 - 59 / 3600)
        self.assertEqual(self._refresh().status, "present")

    def test_left_early(self):
        """R002: going out and coming back is not leaving early."""
        self._attend(8, 9, 11, 16.5)
        day = self._refresh()
        self.assertEqual((day.status, day.early_minutes, day.late_minutes), ("early", 30, 0))

    def test_absent(self):
        """R002: absent who was not there at all in the expected time."""
        day = self._refresh()
        self.assertEqual((day.status, day.absent, day.late_minutes), ("absent", True, 0))
        self._attend(18, 19)
        self.assertTrue(day.absent, "After hours is not there")

    def test_sign_out_missing(self):
        """R001: whoever never signs out; twelve hours after work they may, as long as the next day has not begun."""
        attendance = self._attend(8)
        day = self._refresh()
        self.assertEqual((day.status, day.missing_sign_out, day.early_minutes), ("present", False, 0))
        with freeze_time("2025-03-10 21:00:00"):
            day._settle()
            self.assertEqual((day.status, day.missing_sign_out, day.last_out), ("incomplete", True, False))
            attendance.check_out = utc(8.2, 8.3, day=TUESDAY)[0][0]
            self.assertTrue(day.missing_sign_out, "Closed on the next day")
            attendance.check_out = utc(17, 18)[0][0]
            self.assertEqual((day.status, day.missing_sign_out), ("present", False))

    def test_automatic_check_out(self):
        """R001: what the software closes says nothing about when they left."""
        self._attend(8, 15, out_mode="auto_check_out")
        day = self._refresh()
        self.assertEqual((day.missing_sign_out, day.early_minutes, day.last_out), (True, 0, False))

    def test_technical_attendance(self):
        """R002: attendances that core makes for absences are none, until a person gives them real hours."""
        attendance = self._attend(0, 0.0003, in_mode="technical", out_mode="technical")
        self.assertEqual(self._refresh().status, "absent")
        [(start, stop)] = utc(8, 17)
        attendance.write({"check_in": start, "check_out": stop})
        self.assertEqual(self._day().status, "present")

    def test_took_the_sign_in_for_a_sign_out(self):
        """R001: who closes yesterday's attendance in the morning was there, but did not sign in."""
        attendance = self._attend(8)
        attendance.check_out = utc(7.9, 8, day=TUESDAY)[0][0]
        with freeze_time("2025-03-11 12:00:00"):
            day = self._refresh(day=TUESDAY)
            self.assertEqual((day.status, day.absent, day.missing_sign_in), ("incomplete", False, True))
            self.assertEqual(day.evidence_text, attendance.display_name)
            attendance.check_out = utc(1, 2, day=TUESDAY)[0][0]
            self.assertTrue(day.absent, "Overtime past midnight is not coming in")

    def test_expected(self):
        """R002: nobody is absent before the day is over; late is known at once."""
        with freeze_time("2025-03-10 02:00:00"):
            day = self._refresh()
            self.assertEqual((day.status, day.absent), ("expected", False))
            self.assertEqual(day.settles_at, utc(17, 18)[0][0])
            self._attend(9, 10)
            self.assertEqual((day.status, day.late_minutes, day.early_minutes), ("late", 60, 0))
        day._settle()
        self.assertEqual((day.early_minutes, day.settles_at), (7 * 60 - 60, False))

    def test_leave(self):
        """R002: who is on leave is excused; half a day leaves the other half."""
        self._leave("2025-03-10 05:00:00", "2025-03-10 09:00:00")
        self._attend(8.5, 12)
        day = self._refresh()
        self.assertEqual((day.status, day.late_minutes, day.early_minutes), ("late", 30, 0))
        self.assertEqual((day.expected_hours, day.leave_hours, day.excused, day.excuse_kind), (4, 4, False, "leave"))
        self._leave("2025-03-10 00:00:00", "2025-03-10 04:00:00")
        self.assertEqual((day.status, day.late_minutes, day.excused, day.expected_hours), ("excused", 0, True, 0))

    def test_public_holiday(self):
        """R002: half a holiday is told; a whole one is a day off, and what was worked is shown."""
        holiday = self._holiday("2025-03-10 04:00:00", "2025-03-10 15:59:59")
        day = self._refresh()
        self.assertEqual((day.status, day.expected_hours, day.excuse_kind), ("absent", 4, "holiday"))
        holiday.date_from = "2025-03-09 16:00:00"
        self.assertEqual((day.status, day.absent, day.excuse_kind), ("off", False, "holiday"))
        self._attend(9, 11)
        self.assertEqual((day.status, day.worked_hours, day.late_minutes), ("off", 2, 0))

    def test_makeup_day(self):
        """R002: a Saturday to be worked is a day like others."""
        saturday = date(2025, 3, 8)
        self.assertFalse(self._refresh(day=saturday))
        makeup = self._makeup(saturday)
        self.assertEqual(self._day(day=saturday).status, "absent")
        makeup.unlink()
        self.assertFalse(self._day(day=saturday))

    def test_day_is_the_employees(self):
        """R002: 23:30 UTC on Sunday is Monday morning in Shanghai, and Sunday in New York."""
        self.env["hr.attendance"].create(
            {"employee_id": self.rep.id, "check_in": "2025-03-09 23:30:00", "check_out": "2025-03-10 09:00:00"}
        )
        self.assertEqual(self._day().status, "present")
        self.rep.resource_calendar_id = self.calendar.copy({"tz": "America/New_York"})
        self.assertEqual(self._day(day=date(2025, 3, 9)).status, "off")
        self.assertEqual(self._day().status, "expected")

    def test_clock_changes(self):
        """R002: late is late by the wall clock, before and after both clock changes."""
        self.rep.resource_calendar_id = self.calendar.copy({"tz": "America/New_York"})
        for day, offset in (
            (date(2025, 3, 7), -5),
            (date(2025, 3, 10), -4),
            (date(2025, 10, 31), -4),
            (date(2025, 11, 3), -5),
        ):
            with self.subTest(day), freeze_time(day + timedelta(days=2)):
                self._attend(8.25, 17, day=day, offset=offset)
                row = self._day(day=day)
                self.assertEqual((row.status, row.late_minutes, row.tz), ("late", 15, "America/New_York"))
                self.assertIn("8:15", row.attendance_text)

    def test_two_employees_of_one_user(self):
        """R002: who works for two companies has a day in each."""
        twin = self.env["hr.employee"].create(
            {
                "name": "Rob in the valley",
                "company_id": self.company_valley.id,
                "user_id": self.rep.user_id.id,
                "department_id": self.sales_valley.id,
                "resource_calendar_id": self.company_valley.resource_calendar_id.id,
                "date_version": "2020-01-01",
            }
        )
        self._attend(8, 12, 13, 17)
        rows = self._refresh(self.rep | twin)
        self.assertEqual(
            {row.company_id: row.status for row in rows}, {self.company: "present", self.company_valley: "absent"}
        )

    def test_without_user_or_department(self):
        """R002: no user is no matter; without a department nobody looks."""
        self.rep.user_id = False
        self.assertEqual(self._refresh().status, "absent")
        self.rep.department_id = False
        self.assertFalse(self._refresh())

    def test_without_schedule(self):
        """R002: nobody is late without hours, but it is seen that they were there."""
        self.rep.resource_calendar_id = False
        self.assertFalse(self._refresh())
        self._attend(15)
        day = self._day()
        self.assertEqual((day.status, day.late_minutes, day.missing_sign_out), ("off", 0, False))

    def test_archived(self):
        """R002: who left is looked at for the days before."""
        self._attend(9, 17)
        self.rep.with_context(no_wizard=True).action_archive()
        self.rep.departure_date = MONDAY
        with freeze_time("2025-03-11 12:00:00"):
            rows = self._refresh(day=MONDAY, last=TUESDAY)
        self.assertEqual(rows.mapped("date"), [MONDAY])
        self.assertEqual(rows.status, "late")

    def test_archived_without_a_date(self):
        """R002: nobody is expected after they were archived, even when no day of leaving is known."""
        with freeze_time("2025-03-10 02:00:00"):
            self._refresh()
            self.rep.with_context(no_wizard=True).action_archive()
            self.assertFalse(self._day())
        self.assertFalse(self._refresh())

    def test_again_changes_nothing(self):
        """R002: looking again writes nothing."""
        self._attend(8.5, 12, 13, 17)
        self._leave("2025-03-10 05:00:00", "2025-03-10 06:00:00", self.colleague)
        people = self.rep | self.colleague | self.leader
        rows = self._refresh(people, last=TUESDAY)
        self.env.cr.execute("UPDATE sales_office_day SET write_date = '2000-01-01'")
        rows.invalidate_recordset()
        self.assertEqual(self._refresh(people, last=TUESDAY), rows)
        self.assertEqual(set(rows.mapped("write_date")), {datetime(2000, 1, 1)})

    def test_queries(self):
        """R002: three times as many people cost no more queries."""
        people = self.env["hr.employee"].create(
            [
                {
                    "name": f"Member {number}",
                    "company_id": self.company.id,
                    "department_id": self.north.id,
                    "resource_calendar_id": self.calendar.id,
                    "date_version": "2020-01-01",
                }
                for number in range(12)
            ]
        )
        for number, employee in enumerate(people):
            if number % 4:
                self._attend(7.5 + number % 4 / 2, 17, employee=employee)

        def count(employees):
            self._forget()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._refresh(employees, last=MONDAY + timedelta(days=20))
            return self.env.cr.sql_log_count - before

        count(people[:4])
        self.assertEqual(count(people[:4]), count(people))
