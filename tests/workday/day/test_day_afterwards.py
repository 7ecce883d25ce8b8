"""What becomes known afterwards about days of rarer kinds, and what the checks make of it."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError

from ..common import MONDAY, TUESDAY, WorkdayCommon, utc

CHECKS = ("late_arrival", "early_leave", "away", "absence", "sign_in_missing", "sign_out_missing")
#: weeks later
LATER = freeze_time("2025-04-21 02:00:00")


@freeze_time("2025-03-17 12:00:00")
class TestDayAfterwards(WorkdayCommon):
    """R002: looked at on Monday 17 March 2025, a week after the days they are about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checks = cls.env["sales.office.check"].union(
            *(cls.env.ref(f"sales_office_policy.check_{code}") for code in CHECKS)
        )
        cls.checks.write({"mode": "suspect", "enforced_from": "2025-03-01"})

    def _find(self, first=MONDAY, last=None):
        """Return ``[(check, day)]`` of what is found about Rob's days, by default Monday."""
        last = last or first
        self.checks.run(first, last, employees=self.rep)
        found = self.env["sales.office.finding"].search(
            [("employee_id", "=", self.rep.id), ("state", "=", "open"), ("date", ">=", first), ("date", "<=", last)]
        )
        return sorted((finding.check_id.code, finding.date) for finding in found)

    def _get_case(self):
        return self.env["sales.office.violation"].search([("employee_id", "=", self.rep.id)])

    def test_leave_of_a_part_of_the_night(self):
        """R002: late for a night, leave of its first hour validated weeks later: the suspicion withdraws."""
        self._work_nights()
        self._attend(23, 30.1)
        self.assertEqual(self._find(), [("late_arrival", MONDAY)])
        case = self._get_case()
        with LATER:
            self._leave("2025-03-10 14:00:00", "2025-03-10 15:00:00")
            self.assertEqual(self._find(), [])
        self.assertTrue(case.is_withdrawn)
        self.assertEqual((self._day().status, self._day().expected_hours), ("present", 7))

    def test_leave_of_the_other_part(self):
        """R002: leave of the hours in which they were there excuses nothing of those in which they were not."""
        self._work_nights()
        self._attend(23, 30.1)
        self._leave("2025-03-10 20:00:00", "2025-03-10 22:00:00")
        self.assertEqual(self._find(), [("late_arrival", MONDAY)])
        self.assertEqual((self._day().late_minutes, self._day().early_minutes), (60, 0))

    def test_half_a_day_of_an_absence(self):
        """R002: absent all day, leave of the morning validated later: absent from the other half."""
        self.assertEqual(self._find(), [("absence", MONDAY)])
        case = self._get_case()
        with LATER:
            self._leave("2025-03-10 00:00:00", "2025-03-10 04:00:00")
            self.assertEqual(self._find(), [("absence", MONDAY)])
            self.assertEqual((self._day().status, self._day().expected_hours), ("absent", 4))
            self._leave("2025-03-10 05:00:00", "2025-03-10 09:00:00")
            self.assertEqual(self._find(), [])
        self.assertTrue(case.is_withdrawn)

    def test_sign_out_of_a_night(self):
        """R001: a night closed by the software at two, corrected by a person to six: on time."""
        self._work_nights()
        attendance = self._attend(21.9, 26, out_mode="auto_check_out")
        self.assertEqual(self._find(), [("sign_out_missing", MONDAY)])
        with LATER:
            attendance.check_out = utc(30.1, 31)[0][0]
            self.assertEqual(self._find(), [])
        self.assertEqual(self._day().status, "present")

    def test_sign_out_of_a_night_forgotten(self):
        """R001: whoever closes the night in the evening after it: missing once on each day, late on neither."""
        self._work_nights()
        self._attend(21.9, 45.9)
        self._attend(30.2, day=TUESDAY)
        found = self._find(MONDAY, TUESDAY)
        self.assertEqual(found, [("sign_in_missing", TUESDAY), ("sign_out_missing", MONDAY)])

    def test_readings_around_midnight(self):
        """R001: out and in again within a minute, at midnight, is one stay."""
        self._work_nights()
        self._attend(21.9, 24 - 20 / 3600, 24 + 20 / 3600, 30.1)
        self.assertEqual(self._find(), [])
        self.assertEqual(self._refresh(self.rep, TUESDAY).filtered("attendance_intervals"), self.days)

    def test_technical_row_of_a_night(self):
        """R002: the row that Odoo makes for a night without attendance is no presence; given real hours, it is."""
        self._work_nights()
        attendance = self._attend(22, 22, in_mode="technical", out_mode="technical")
        self.assertEqual(self._find(), [("absence", MONDAY)])
        with LATER:
            attendance.write({"check_in": utc(21.9, 22)[0][0], "check_out": utc(30.1, 31)[0][0]})
            self.assertEqual(self._find(), [])

    def test_hours_become_flexible(self):
        """R002: a schedule whose hours are not fixed any more makes no past day free, and every coming one."""
        self.assertEqual(self._find(), [("absence", MONDAY)])
        self.calendar.flexible_hours = True
        self.assertEqual(self._find(), [("absence", MONDAY)])
        with LATER:
            self.assertEqual(self._find(date(2025, 4, 14), date(2025, 4, 18)), [])

    def test_clocks_of_the_employee(self):
        """R002: the clocks are those of the schedule, whatever the employee's own user shows."""
        self.rep.user_id.tz = "America/New_York"
        self.rep.tz = "America/New_York"
        self._attend(8, 17)
        self.assertEqual(self._find(), [])
        self.assertEqual(self._day().tz, "Asia/Shanghai")

    def test_moved_between_fact_and_waiver(self):
        """R135: the day stays with the department of then: its leader waives it, the new one does not."""
        self._attend(9, 17)
        self.assertEqual(self._find(), [("late_arrival", MONDAY)])
        self.rep.create_version({"date_version": date(2025, 3, 17), "department_id": self.south.id})
        day = self._day()
        self.assertEqual(day.department_id, self.north)
        with self.assertRaises(AccessError):
            self.as_(self.leader_south, day).action_grant_excuse("They are mine now.")
        self.as_(self.leader, day).action_grant_excuse("The bridge was closed.")
        self.assertEqual(self._find(), [])

    def test_back_after_the_archive(self):
        """R002: what was found before somebody was archived stands when they are back, and is followed as before."""
        self._attend(9, 17)
        self.assertEqual(self._find(), [("late_arrival", MONDAY)])
        case = self._get_case()
        self.rep.active = False
        self.assertEqual(self._find(), [("late_arrival", MONDAY)])
        with LATER:
            self.rep.active = True
            self.assertEqual(self._find(), [("late_arrival", MONDAY)])
            self.assertEqual(self._find(date(2025, 3, 24), date(2025, 4, 18)), [])
            self._leave("2025-03-10 00:00:00", "2025-03-10 01:00:00")
            self.assertEqual(self._find(), [])
        self.assertTrue(case.is_withdrawn)

    def test_wrong_day_of_an_attendance(self):
        """R002: an attendance entered for the wrong night is moved: the right one has it, the other none."""
        self._work_nights()
        attendance = self._attend(21.9, 30.1, day=TUESDAY)
        self.assertEqual(self._find(MONDAY, TUESDAY), [("absence", MONDAY)])
        day = timedelta(days=1)
        attendance.write({"check_in": attendance.check_in - day, "check_out": attendance.check_out - day})
        self.assertEqual(self._find(MONDAY, TUESDAY), [("absence", TUESDAY)])

    def test_split_shift_on_half_a_day_of_leave(self):
        """R002: leave of the evening part of a split shift leaves the morning, and nobody left early."""
        calendar = self.calendar.copy({"name": "Split"})
        calendar.attendance_ids.filtered(lambda line: line.day_period == "afternoon").write(
            {"hour_from": 17, "hour_to": 21}
        )
        self.rep.resource_calendar_id = calendar
        self._attend(8, 12)
        self.assertEqual(self._find(), [("early_leave", MONDAY)])
        self._leave("2025-03-10 09:00:00", "2025-03-10 13:00:00")
        self.assertEqual(self._find(), [])
        self.assertEqual((self._day().status, self._day().expected_hours), ("present", 4))
