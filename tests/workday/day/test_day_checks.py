from datetime import date

from freezegun import freeze_time

from ..common import MONDAY, TUESDAY, WorkdayCommon, utc


@freeze_time("2025-03-11 12:00:00")
class TestDayChecks(WorkdayCommon):
    """R001 R002: what the checks say on Tuesday evening about Rob's Monday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checks = cls.env["sales.office.check"]
        for code in ("late_arrival", "early_leave", "absence", "sign_in_missing", "sign_out_missing"):
            check = cls.env.ref(f"sales_office_policy.check_{code}")
            check.write({"mode": "suspect", "enforced_from": "2025-03-01"})
            cls.checks |= check
            setattr(cls, code, check)

    def _run(self, check, employee=None):
        """Return the suspicions about Monday."""
        return check.run(MONDAY, MONDAY, employees=employee or self.rep)

    def _assert_withdrawn(self, case, check):
        self.assertFalse(self._run(check))
        self.assertTrue(case.is_withdrawn)

    def test_late_arrival(self):
        """R002: late beyond the grace, with the facts and the clause; excused later; a second run."""
        self._attend(8.5, 12, 13, 17)
        case = self._run(self.late_arrival)
        self.assertEqual((case.employee_id, case.type_id.code, case.date), (self.rep, "late_arrival", MONDAY))
        self.assertEqual(case.clause_id, self.env.ref("sales_office_policy.clause_punctuality"))
        self.assertIn("8:30", case.description)
        self.assertIn("30 minutes", case.description)
        self.assertEqual(case.res_model, "sales.office.day")
        self.assertEqual(self.env["sales.office.day"].browse(case.res_id), self._day())
        self.assertEqual(self._run(self.late_arrival), case)
        self._leave("2025-03-10 00:00:00", "2025-03-10 00:30:00")
        self._assert_withdrawn(case, self.late_arrival)

    def test_late_within_grace(self):
        """R002: the minutes of grace are the company's."""
        self._attend(8.5, 12, 13, 17)
        self.late_arrival.grace_minutes = 30
        self.assertFalse(self._run(self.late_arrival))
        self.late_arrival.grace_minutes = 29
        self.assertTrue(self._run(self.late_arrival))
        self.late_arrival.with_company(self.company_valley).grace_minutes = 120
        self.assertTrue(self._run(self.late_arrival))

    def test_excuse(self):
        """R002: what the leader excuses is no breach; taken back, it is one again."""
        self._attend(8.5, 17)
        case = self._run(self.late_arrival)
        day = self._day()
        self.as_(self.rep, day).action_ask_excuse("The ferry did not run.")
        self.assertEqual(self._run(self.late_arrival), case, "Asking is not enough")
        self.as_(self.leader, day).action_grant_excuse()
        self._assert_withdrawn(case, self.late_arrival)
        self.as_(self.leader, day).action_refuse_excuse("It did run.")
        self.assertEqual(self._run(self.late_arrival), case)
        self.assertFalse(case.is_withdrawn)

    def test_early_leave(self):
        """R002: left early; corrected a week later."""
        attendance = self._attend(8, 16)
        self.early_leave.grace_minutes = 60
        self.assertFalse(self._run(self.early_leave))
        self.early_leave.grace_minutes = 5
        case = self._run(self.early_leave)
        self.assertIn("60 minutes", case.description)
        self.assertEqual(self._run(self.early_leave), case)
        with freeze_time("2025-03-18 12:00:00"):
            attendance.check_out = utc(17, 18)[0][0]
            self._assert_withdrawn(case, self.early_leave)

    def test_absence(self):
        """R002: absent without any row being made before; leave approved later and then refused."""
        case = self._run(self.absence)
        self.assertEqual(case.type_id.code, "absence")
        self.assertEqual(self._run(self.absence), case)
        self.assertFalse(self._run(self.late_arrival | self.early_leave | self.sign_in_missing | self.sign_out_missing))
        leave = self._leave("2025-03-10 00:00:00", "2025-03-10 09:00:00")
        self._assert_withdrawn(case, self.absence)
        leave.unlink()
        self.assertEqual(self._run(self.absence), case)
        self.assertEqual(case.state, "suspected")

    def test_no_absence(self):
        """R002: not before the day is over, nor on a free day."""
        with freeze_time("2025-03-10 08:59:00"):
            self.assertFalse(self._run(self.absence))
        self._attend(16, 17)
        self.assertFalse(self._run(self.absence))
        self.assertFalse(self.absence.run(date(2025, 3, 8), date(2025, 3, 9), employees=self.rep))

    def test_sign_in_missing(self):
        """R001: was there without signing in; an attendance entered later settles it."""
        attendance = self._attend(8)
        attendance.check_out = utc(8, 9, day=TUESDAY)[0][0]
        case = self.sign_in_missing.run(TUESDAY, TUESDAY)
        self.assertEqual((case.employee_id, case.type_id.code), (self.rep, "sign_in_missing"))
        self.assertEqual(self.sign_in_missing.run(TUESDAY, TUESDAY), case)
        self.assertNotIn(self.rep, self.absence.run(TUESDAY, TUESDAY).employee_id)
        attendance.check_out = utc(17, 18)[0][0]
        self._attend(8, 17, day=TUESDAY)
        self.assertFalse(self.sign_in_missing.run(TUESDAY, TUESDAY))
        self.assertTrue(case.is_withdrawn)

    def test_sign_out_missing(self):
        """R001: never signed out; corrected later."""
        attendance = self._attend(8)
        case = self._run(self.sign_out_missing)
        self.assertEqual(case.type_id.code, "sign_in_missing")
        self.assertIn("8:00", case.description)
        self.assertEqual(self._run(self.sign_out_missing), case)
        self.assertFalse(self._run(self.early_leave))
        attendance.check_out = utc(17, 18)[0][0]
        self._assert_withdrawn(case, self.sign_out_missing)

    def test_cited_day_stays(self):
        """R002: the row that a finding cites is there to be opened, even when it says nothing any more."""
        case = self._run(self.absence)
        day = self._day()
        self._holiday("2025-03-09 16:00:00", "2025-03-10 15:59:59")
        self._assert_withdrawn(case, self.absence)
        self.assertEqual((day.status, day.expected_hours), ("off", 0))

    def test_what_waits_is_done_first(self):
        """R002: a check does not go by rows that are out of date."""
        people = self.env["hr.employee"].search([("company_id", "=", self.company.id)])
        self._run(self.absence, people)
        self._holiday("2025-03-02 16:00:00", "2025-03-14 15:59:59")
        self.assertTrue(self.tasks.search([("employee_id", "=", self.rep.id)]))
        self.assertFalse(self._run(self.absence, people))

    def test_queries(self):
        """R002: once the rows are there, more people cost no more queries."""
        people = self._create_people()
        self._refresh(people)
        self._assert_same_cost(people, lambda some: self.absence._detect_absence(some, MONDAY, MONDAY))

    def test_queries_of_evidence(self):
        """R001: nor do those who were seen without having signed in."""
        people = self._create_people()
        for employee in people:
            self._attend(8, 33, employee=employee)
        self._refresh(people, TUESDAY)
        self._assert_same_cost(
            people, lambda some: self.sign_in_missing._detect_sign_in_missing(some, TUESDAY, TUESDAY)
        )

    def _create_people(self):
        return self.env["hr.employee"].create(
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

    def _assert_same_cost(self, people, detect):
        def count(employees):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(detect(employees)), len(employees))
            return self.env.cr.sql_log_count - before

        count(people)
        self.assertEqual(count(people[:4]), count(people))

    def test_seen_in_a_meeting(self):
        """R001: whoever was in the morning meeting was there, and only forgot to sign in."""
        self._assert_seen_in_a_meeting()

    def _assert_seen_in_a_meeting(self):
        meeting = self.env["sales.office.meeting"].create(
            {"department_id": self.north.id, "start": utc(8.25, 9)[0][0], "stop": utc(8.5, 9)[0][0]}
        )
        meeting.state = "closed"
        rows = meeting.attendance_ids.grouped("employee_id")
        rows[self.rep].write({"state": "late"})
        rows[self.colleague].write({"state": "absent"})
        people = self.rep | self.colleague
        self.assertEqual(self._run(self.absence, people).employee_id, self.colleague)
        case = self._run(self.sign_in_missing, people)
        self.assertEqual(case.employee_id, self.rep)
        self.assertIn(meeting.name, case.description)

    def test_seen_in_a_meeting_far_from_home(self):
        """R001: the day of a meeting is that of their schedule's clocks, whatever zone is noted on the employee."""
        self.rep.tz = "America/New_York"
        self._assert_seen_in_a_meeting()
