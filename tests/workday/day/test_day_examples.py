from datetime import date, timedelta

from freezegun import freeze_time

from ..common import MONDAY, TUESDAY, WorkdayCommon, utc

CHECKS = ("late_arrival", "early_leave", "away", "absence", "sign_in_missing", "sign_out_missing")


@freeze_time("2025-03-17 12:00:00")
class TestDayExamples(WorkdayCommon):
    """R001 R002: the examples of the specification, as rows and as what the checks find a week later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checks = cls.env["sales.office.check"]
        for code in CHECKS:
            check = cls.env.ref(f"sales_office_policy.check_{code}")
            check.write({"mode": "suspect", "enforced_from": "2025-03-01"})
            cls.checks |= check

    def _find(self, day=MONDAY, last=None, employee=None):
        """Return ``[(check, day)]`` of what is found."""
        employee = employee or self.rep
        self.checks.run(day, last or day, employees=employee)
        found = self.env["sales.office.finding"].search([("employee_id", "=", employee.id), ("state", "=", "open")])
        return sorted((finding.check_id.code, finding.date) for finding in found)

    def _work_nights(self):
        nights = self.calendar.copy({"name": "Nights"})
        nights.attendance_ids.unlink()
        nights.attendance_ids = [
            (0, 0, {"name": "Night", "dayofweek": str(day), "hour_from": begin, "hour_to": end, "day_period": period})
            for day in range(6)
            for begin, end, period in ((0, 6, "morning"), (22, 24, "afternoon"))
            if (day, begin) not in ((0, 0), (5, 22))
        ]
        self.rep.resource_calendar_id = nights

    def test_1_five_nights(self):
        """R002: in 21:54, out 06:06, five nights: six days without a breach."""
        self._work_nights()
        for number in range(5):
            self._attend(21.9, 30.1, day=MONDAY + timedelta(days=number))
        self.assertEqual(self._find(MONDAY, MONDAY + timedelta(days=5)), [])
        self.assertEqual(self.days.search_count([("employee_id", "=", self.rep.id), ("status", "=", "present")]), 5)
        self.assertEqual(self._day().expected_hours, 8)

    def test_2_one_hour_late(self):
        """R002: the same, one hour late: 60 minutes, once."""
        self._work_nights()
        self._attend(23, 30.1)
        self.assertEqual(self._find(MONDAY, TUESDAY)[-1:], [("late_arrival", MONDAY)])
        self.assertEqual(self._day().late_minutes, 60)

    def test_3_overtime_past_midnight(self):
        """R002: out at 00:30 by hand is on time."""
        self._attend(7.9, 24.5)
        self.assertEqual(self._find(), [])
        self.assertEqual(self._day().status, "present")

    def test_4_automatic_sign_out(self):
        """R001: closed by the software at 15:00, corrected by a person to 17:00: the suspicion withdraws."""
        attendance = self._attend(7.9, 15, out_mode="auto_check_out")
        self.assertEqual(self._find(), [("sign_out_missing", MONDAY)])
        attendance.check_out = utc(17, 18)[0][0]
        self.assertEqual(self._find(), [])
        self.assertEqual(self._day().status, "present")
        attendance.write({"check_out": utc(15, 18)[0][0], "out_mode": "auto_check_out"})
        self.assertEqual(self._day().status, "incomplete", "Closed by the software again")

    def test_5_early_visit(self):
        """R002: 06:00-06:30, then 10:00-17:00: late by 120."""
        self._attend(6, 6.5, 10, 17)
        self.assertEqual(self._find(), [("late_arrival", MONDAY)])
        finding = self.env["sales.office.finding"].search([("employee_id", "=", self.rep.id)])
        self.assertIn("10:00", finding.reason)
        self.assertIn("120 minutes", finding.reason)

    def test_6_away(self):
        """R002: away for the hours between; on time all the same."""
        self._attend(7.9, 9, 16.5, 17)
        self.assertEqual(self._find(), [("away", MONDAY)])
        self.assertEqual((self._day().status, self._day().away_minutes), ("present", 6 * 60 + 30))
        self.checks.filtered(lambda check: check.code == "away").grace_minutes = 390
        self.assertEqual(self._find(), [])

    def test_7_sign_out_forgotten(self):
        """R001: 08:25 closes what began on Monday, 17:55 opens a new one: nobody is late."""
        first = self._attend(7.9)
        first.check_out = utc(8.42, 9, day=TUESDAY)[0][0]
        self._attend(17.92, day=TUESDAY)
        self.assertEqual(self._find(MONDAY, TUESDAY), [("sign_in_missing", TUESDAY), ("sign_out_missing", MONDAY)])
        self.assertEqual(self._day(day=TUESDAY).attendance_text.replace("\u202f", " "), "- 8:25 AM, 5:55 PM -")

    def test_8_grace(self):
        """R002: with a grace of 10, who arrives at 08:05 is on time everywhere."""
        self._attend(8 + 5 / 60, 17)
        self.assertEqual(self._find(), [("late_arrival", MONDAY)])
        self.checks.filtered(lambda check: check.code == "late_arrival").grace_minutes = 10
        self.assertEqual(self._find(), [])
        day = self._day()
        self.assertEqual((day.status, day.late_minutes), ("present", 0))
        figures = self.env["sales.office.figures"]._get_figures(self.rep, MONDAY, MONDAY)
        self.assertEqual(figures[self.rep.id]["days_late"], 0)
        payroll = self.env["sales.office.payroll"]._get_days(self.company, MONDAY, MONDAY)
        self.assertEqual((payroll[self.rep.id]["late"], payroll[self.rep.id]["late_minutes"]), (0, 0))

    def test_8_told(self):
        """R002: so say the attendance button and the number on the employee."""
        self.checks.filtered(lambda check: check.code == "late_arrival").grace_minutes = 10
        with freeze_time("2025-03-10 09:30:00"):
            self._attend(8 + 5 / 60, 17)
            told = self.as_(self.rep, self.days)._get_systray_data()
            self.assertEqual((told["sales_office_day"], told["sales_office_late"]), ("You are on time today.", False))
            self.assertFalse(self.as_(self.leader, self.days)._count_breaches(self.rep.ids))
            self.assertFalse(self._day().filtered_domain(self.days._get_breach_domain()))

    def test_9_leave_validated_later(self):
        """R002: late on 10 March, leave for that hour validated on 21 April: the suspicion withdraws."""
        self._attend(9, 17)
        self.assertEqual(self._find(), [("late_arrival", MONDAY)])
        case = self.env["sales.office.violation"].search([("employee_id", "=", self.rep.id)])
        with freeze_time("2025-04-21 02:00:00"):
            self._leave("2025-03-10 00:00:00", "2025-03-10 01:00:00")
            self.assertEqual(self._find(), [])
        self.assertTrue(case.is_withdrawn)

    def test_9_beyond_the_look_back(self):
        """R046: the scheduled run withdraws it, too, though it looks back a month for what is new."""
        self._attend(9, 17)
        self._find()
        case = self.env["sales.office.violation"].search([("employee_id", "=", self.rep.id)])
        check = case.check_id.with_company(self.company)
        with freeze_time("2025-04-21 02:00:00"):
            self.assertLess(check.limit_days, 42)
            check._run_scheduled()
            self.assertEqual(case.state, "suspected")
            self._leave("2025-03-10 00:00:00", "2025-03-10 01:00:00")
            check._run_scheduled()
        self.assertTrue(case.is_withdrawn)

    def test_9_closed_already(self):
        """R046: closed by then, it stays, and says what the day shows now."""
        self._attend(9, 17)
        self._find()
        case = self.env["sales.office.violation"].search([("employee_id", "=", self.rep.id)])
        case.write({"state": "closed", "sanction": "warning", "decided_by_id": self.manager.user_id.id})
        with freeze_time("2025-04-21 02:00:00"):
            self._leave("2025-03-10 00:00:00", "2025-03-10 01:00:00")
            case.check_id.with_company(self.company)._run_scheduled()
        self.assertEqual(case.state, "closed")
        self.assertTrue(case.facts_changed_at)
        self.assertRegex(case.facts_now, "^Late: no longer found. .*expected .*there ")

    def test_13_hired_from_thursday(self):
        """R002: on no list before Thursday."""
        thursday = date(2025, 3, 13)
        with freeze_time("2025-03-10 01:00:00"):
            newcomer = self._create_member("Nell", "newcomer", self.north, "representative")
            newcomer.version_ids.with_context(sync_contract_dates=True).write({"contract_date_start": thursday})
        found = self._find(MONDAY, date(2025, 3, 14), newcomer)
        self.assertEqual(found, [("absence", thursday), ("absence", date(2025, 3, 14))])
