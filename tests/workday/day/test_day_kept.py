from datetime import date, timedelta

from freezegun import freeze_time

from ..common import MONDAY, TUESDAY, WorkdayCommon, utc

SATURDAY = date(2025, 3, 8)


@freeze_time("2025-03-12 12:00:00")
class TestDayKept(WorkdayCommon):
    """R002: on Wednesday evening, Monday and Tuesday were looked at when they were over: they stay what they were."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.both = cls.rep | cls.colleague
        office = cls()
        office._attend(8, 17)
        office._attend(8.5, 17, day=TUESDAY)
        office._refresh(cls.both, SATURDAY, TUESDAY)
        cls.before = office._show()

    def _show(self):
        self._refresh(self.both, SATURDAY, TUESDAY)
        days = [("date", ">=", SATURDAY), ("date", "<=", TUESDAY)]
        rows = self.days.search([("employee_id", "in", self.both.ids), *days], order="employee_id, date")
        return [
            (row.employee_id, row.date, row.status, row.late_minutes, row.expected_intervals, row.department_id, row.tz)
            for row in rows
        ]

    def _assert_kept(self):
        self._work_off()
        self.assertEqual(self._show(), self.before)

    def test_hours_edited_in_place(self):
        """R002: earlier hours and a Saturday more from now on."""
        self.calendar.attendance_ids.filtered(lambda line: line.day_period == "morning").hour_from = 7
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "0").copy({"dayofweek": "5"})
        self._assert_kept()

    def test_time_zone(self):
        """R002: the schedule's clocks are changed."""
        self.calendar.tz = "Asia/Tokyo"
        self._assert_kept()

    def test_schedule_replaced(self):
        """R002: another schedule on the same version, or none."""
        late = self.calendar.copy({"name": "Late"})
        late.attendance_ids.filtered(lambda line: line.day_period == "morning").hour_from = 10
        self.rep.resource_calendar_id = late
        self.colleague.resource_calendar_id = False
        self._assert_kept()

    def test_version(self):
        """R002: a version that is said to have begun earlier."""
        mornings = self.calendar.copy()
        mornings.attendance_ids.filtered(lambda line: line.day_period == "afternoon").unlink()
        self.rep.create_version({"date_version": MONDAY, "resource_calendar_id": mornings.id})
        self._assert_kept()

    def test_employment(self):
        """R002: a contract that is said to have ended on Sunday."""
        self.colleague.version_ids.write({"contract_date_start": "2024-01-01", "contract_date_end": "2025-03-09"})
        self._assert_kept()

    def test_hired_earlier_after_all(self):
        """R002: whoever was not expected is not absent because their contract is dated back."""
        with freeze_time("2025-03-08 01:00:00"):
            newcomer = self._create_member("Nell", "newcomer", self.north, "representative")
            newcomer.version_ids.with_context(sync_contract_dates=True).write({"contract_date_start": TUESDAY})
        self._refresh(newcomer, SATURDAY, TUESDAY)
        newcomer.version_ids.with_context(sync_contract_dates=True).write({"contract_date_start": SATURDAY})
        self._work_off()
        self._refresh(newcomer, SATURDAY, TUESDAY)
        rows = self.days.search([("employee_id", "=", newcomer.id), ("date", ">=", SATURDAY), ("date", "<=", TUESDAY)])
        self.assertEqual(rows.mapped("date"), [TUESDAY])

    def test_department(self):
        """R002: moved on the same version, or with the whole department."""
        self.rep.department_id = self.south
        self.north.parent_id = False
        self._assert_kept()

    def test_facts_still_count(self):
        """R002: attendances, leave, holidays and make-up days are facts: they change past days as before."""
        self.calendar.attendance_ids.filtered(lambda line: line.day_period == "morning").hour_from = 7
        self.rep.attendance_ids.filtered(lambda row: row.check_in > utc(24, 25)[0][0]).check_in = utc(
            8, 9, day=TUESDAY
        )[0][0]
        self.assertEqual(self._day(day=TUESDAY).status, "present")
        leave = self._leave("2025-03-10 00:00:00", "2025-03-10 09:00:00", self.colleague)
        self.assertEqual(self._day(self.colleague).status, "excused")
        leave.unlink()
        holiday = self._holiday("2025-03-09 16:00:00", "2025-03-10 15:59:59")
        self._work_off()
        self.assertEqual(self._day().status, "off")
        holiday.unlink()
        self._work_off()
        self.assertEqual((self._day().status, self._day().expected_hours), ("present", 8), "The hours it had")
        self._makeup(SATURDAY)
        self._work_off()
        self.assertEqual((self._day(day=SATURDAY).status, self._day(day=SATURDAY).expected_hours), ("absent", 9))

    def test_today_follows(self):
        """R002: what is not over yet follows the schedule."""
        self._refresh(self.rep, date(2025, 3, 12))
        self.calendar.attendance_ids.filtered(lambda line: line.day_period == "morning").hour_from = 7
        self._work_off()
        self.assertEqual(self._day(day=date(2025, 3, 12)).expected_hours, 9)

    def test_night_that_is_not_over(self):
        """R002: a night shift that still runs after midnight follows the schedule."""
        wednesday = date(2025, 3, 12)
        thursday = self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "3")
        with freeze_time("2025-03-12 02:00:00"):
            self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "2").write(
                {"hour_from": 22, "hour_to": 24}
            )
            thursday.write({"hour_from": 0, "hour_to": 6})
        with freeze_time("2025-03-12 17:00:00"):
            self._refresh(self.rep, wednesday)
            self.assertEqual(self._day(day=wednesday).expected_hours, 8)
            thursday.hour_to = 7
            self._work_off()
            self.assertEqual(self._day(day=wednesday).expected_hours, 9)

    def test_never_looked_at(self):
        """R002: a day nobody looked at follows the schedule as it is."""
        self.calendar.attendance_ids.filtered(lambda line: line.day_period == "morning").hour_from = 7
        self.assertEqual(self._refresh(self.rep, MONDAY - timedelta(days=7)).expected_hours, 9)

    def test_another_company(self):
        """R002 R135: who works for another company now keeps their days with the former one, and its holidays."""
        check = self.env.ref("sales_office_policy.check_late_arrival")
        for company in (self.company, self.company_valley):
            check.with_company(company).write({"mode": "suspect", "enforced_from": "2025-03-01"})
        check.run(MONDAY, TUESDAY, self.rep)
        finding = self.env["sales.office.finding"].search([("employee_id", "=", self.rep.id)])
        self.assertEqual((finding.date, finding.company_id), (TUESDAY, self.company))
        self._holiday("2025-03-09 16:00:00", "2025-03-11 15:59:59", self.company_valley)
        self.rep.company_id = self.company_valley
        self._assert_kept()
        rows = self.days.search([("employee_id", "=", self.rep.id), ("date", "in", (MONDAY, TUESDAY))])
        self.assertEqual(rows.company_id, self.company)
        check.with_context(allowed_company_ids=self.company_valley.ids).run(MONDAY, TUESDAY)
        self.assertEqual(self.env["sales.office.finding"].search([("employee_id", "=", self.rep.id)]), finding)
        self.assertEqual((finding.state, finding.violation_id.is_withdrawn), ("open", False), "Not theirs to withdraw")
        self._leave("2025-03-11 00:00:00", "2025-03-11 01:00:00")
        check.run(MONDAY, TUESDAY)
        self.assertEqual((finding.state, finding.violation_id.is_withdrawn), ("withdrawn", True))
