from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..common import ScheduleCommon


@freeze_time("2025-03-02 10:00:00")
class TestMeetingChecks(ScheduleCommon):
    """Monday's meeting of North: Lea came in time, Rob at 08:26, Ann not at all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late = cls.env.ref("sales_office_policy.check_meeting_late").with_company(cls.company)
        cls.absent = cls.env.ref("sales_office_policy.check_meeting_absent").with_company(cls.company)
        (cls.late | cls.absent).write({"mode": "suspect", "enforced_from": "2025-03-01"})
        office = cls()
        cls.held = office.plan()[0]
        with freeze_time("2025-03-03 00:10:00"):
            office.sign_in(cls.leader, cls.held)
        with freeze_time("2025-03-03 00:26:00"):
            office.sign_in(cls.rep, cls.held)

    def _close(self):
        with freeze_time("2025-03-03 00:35:00"):
            self.close(self.held)

    def _run(self, check):
        with freeze_time("2025-03-03 02:00:00"):
            return check.run("2025-03-01", "2025-03-03")

    def _findings(self, check):
        return self.env["sales.office.finding"].search([("check_id", "=", check.id), ("state", "=", "open")])

    def test_late(self):
        """R003: late for the meeting is suspected, with the clause, the day and the roll call it rests on."""
        self._close()
        case = self._run(self.late)
        self.assertEqual(case.employee_id, self.rep)
        self.assertEqual(str(case.date), "2025-03-03")
        self.assertEqual(case.clause_id.number, self.env.ref("sales_office_policy.clause_morning_meeting").number)
        self.assertIn("11 minutes after it began", case.description)
        self.assertEqual(
            (case.res_model, case.res_id), ("sales.office.meeting.attendance", self.row(self.rep, self.held).id)
        )

    def test_one_fact_of_the_day(self):
        """R046: late for work and so for the meeting is one suspicion; absent all day is one, too."""
        self.company.sales_office_day_since = "2025-01-01"
        checks = self.late | self.absent
        for code in ("late_arrival", "absence"):
            checks |= self.env.ref(f"sales_office_policy.check_{code}").with_company(self.company)
        checks.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        self._close()
        with freeze_time("2025-03-04 02:00:00"):
            self.env["hr.attendance"].create(
                {
                    "employee_id": self.rep.id,
                    "check_in": "2025-03-03 00:25:00",
                    "check_out": "2025-03-03 09:00:00",
                }
            )
            checks.run("2025-03-03", "2025-03-03", employees=self.rep | self.colleague)
        people = (self.rep | self.colleague).ids
        cases = self.env["sales.office.violation"].search([("employee_id", "in", people), ("state", "=", "suspected")])
        found = {(case.employee_id, case.check_id.code) for case in cases}
        self.assertEqual(found, {(self.rep, "late_arrival"), (self.colleague, "absence")})
        also = {finding.employee_id: finding.also for finding in cases.finding_ids}
        self.assertEqual(also, {self.rep: "Late for a meeting", self.colleague: "Absent from a meeting"})

    def test_one_fact_of_the_night(self):
        """R003 R046: absent from a night shift is one suspicion, though its meeting after midnight was missed, too."""
        self.company.sales_office_day_since = "2025-01-01"
        nights = self.calendar.copy({"name": "Nights"})
        mornings = nights.attendance_ids.filtered(lambda line: line.day_period == "morning")
        (nights.attendance_ids - mornings).write({"hour_from": 22, "hour_to": 24})
        mornings.filtered(lambda line: line.dayofweek == "0").unlink()
        mornings.exists().write({"hour_from": 0, "hour_to": 6})
        self.colleague.resource_calendar_id = nights
        absence = self.env.ref("sales_office_policy.check_absence").with_company(self.company)
        absence.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        times = {"start": "2025-03-03 18:00:00", "stop": "2025-03-03 18:20:00"}  # two o'clock in the night to Tuesday
        people = [Command.create({"employee_id": self.colleague.id})]
        meeting = self._create_meeting(self.north, **times, attendance_ids=people)
        with freeze_time(meeting.start):
            self.open(meeting)
            self.close(meeting)
        with freeze_time("2025-03-04 02:00:00"):
            for order in (absence | self.absent, self.absent | absence):
                order.run("2025-03-03", "2025-03-04", employees=self.colleague)
        found = [("employee_id", "=", self.colleague.id), ("state", "=", "suspected")]
        cases = self.env["sales.office.violation"].search(found)
        self.assertEqual((cases.check_id, str(cases.date)), (absence, "2025-03-03"))
        self.assertEqual(cases.finding_ids.also, "Absent from a meeting")

    def test_waived_with_the_day(self):
        """R046: who was waived for coming late or not at all is not held responsible for the meeting in that time."""
        self.company.sales_office_day_since = "2025-01-01"
        checks = self.late | self.absent
        for code in ("late_arrival", "absence"):
            checks |= self.env.ref(f"sales_office_policy.check_{code}").with_company(self.company)
        checks.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        self._close()
        people = self.rep | self.colleague
        with freeze_time("2025-03-04 02:00:00"):
            came = self.env["hr.attendance"].create(
                {
                    "employee_id": self.rep.id,
                    "check_in": "2025-03-03 00:25:00",
                    "check_out": "2025-03-03 09:00:00",
                }
            )
            checks.run("2025-03-03", "2025-03-03", employees=people)
            days = self.env["sales.office.day"].search([("employee_id", "in", people.ids), ("date", "=", "2025-03-03")])
            self.as_(self.leader, days).action_grant_excuse("The ferry did not run.")
            for _run in range(2):
                self.assertFalse(checks.run("2025-03-03", "2025-03-03", employees=people))
            self.assertFalse(self._findings(self.late) | self._findings(self.absent))
            came.check_in = "2025-03-03 00:10:00"
            case = checks.run("2025-03-03", "2025-03-03", employees=people)
        self.assertEqual(case.check_id, self.late, "They had come by then, and were late for the meeting all the same")

    def test_meeting_of_a_former_company(self):
        """R003 R135: whoever works for another company by now is not suspected there of what they missed before."""
        self._close()
        check = self.absent.with_context(allowed_company_ids=self.company_valley.ids)
        check.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        self.colleague.company_id = self.company_valley
        self.assertFalse(self._run(check))
        self.assertFalse(self._findings(check))

    def test_absent(self):
        """R005: absent from the meeting without an excuse is suspected."""
        self._close()
        case = self._run(self.absent)
        self.assertEqual(case.employee_id, self.colleague)
        self.assertEqual(case.type_id, self.env.ref("sales_office_policy.violation_type_meeting_absent"))

    def test_waived(self):
        """R003 R005: a manager above the chair excuses afterwards, from the suspicion; it withdraws itself."""
        self._close()
        cases = self._run(self.late) | self._run(self.absent)
        self.assertFalse(any(self.as_(self.leader, cases).mapped("can_waive")), "The chair corrects nothing afterwards")
        for employee in (self.leader, self.rep, self.leader_south, self.clerk):
            with self.subTest(employee.name), self.assertRaisesRegex(UserError, "cannot be waived|access"):
                self.as_(employee, cases).action_waive("I say so.")
        with freeze_time("2025-03-03 02:00:00"):
            self.as_(self.manager, cases).action_waive("The lift stood still.")
        rows = self.row(self.rep, self.held) | self.row(self.colleague, self.held)
        self.assertEqual(rows.mapped("state"), ["excused"] * 2)
        self.assertEqual(rows.mapped("reason"), ["The lift stood still."] * 2)
        self.assertTrue(all(cases.mapped("is_withdrawn")))
        self.assertIn("Excused afterwards", str(self.held.message_ids.mapped("body")))
        self.assertEqual(self.held.state, "closed")

    def test_waived_by_whom(self):
        """R005: nobody excuses themselves or anybody at a meeting that is not over."""
        rows = self.row(self.rep, self.held)
        for employee in (self.rep, self.colleague, self.leader_south, self.clerk):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, rows).action_waive("I say so.")
        with self.assertRaisesRegex(UserError, "at a closed meeting is excused by a manager"):
            self.as_(self.manager, rows).action_waive("Not over yet.")

    def test_no_breach(self):
        """R003 R005: nothing about a meeting that is not closed, nor about who came in time or was excused."""
        for check in (self.late, self.absent):
            self.assertFalse(self._run(check), "The meeting is still open")
        self.as_(self.leader, self.row(self.colleague, self.held)).write({"state": "excused", "reason": "Fair"})
        with freeze_time("2025-03-03 00:27:00"):
            self.as_(self.leader, self.row(self.rep, self.held)).action_mark_present()
        self._close()
        for check in (self.late, self.absent):
            self.assertFalse(self._run(check))

    def test_second_run(self):
        """R003 R005: running again suspects nobody twice."""
        self._close()
        for check in (self.late, self.absent):
            case = self._run(check)
            self.assertEqual(self._run(check), case)
            self.assertEqual(len(self._findings(check)), 1)

    def test_extra_grace(self):
        """R003: minutes overlooked by the check come on top of the meeting's own."""
        self._close()
        self.late.grace_minutes = 6  # five of the meeting's and six are eleven
        self.assertFalse(self._run(self.late))
        self.late.grace_minutes = 5
        self.assertTrue(self._run(self.late))

    def test_excused_by_leave_later(self):
        """R005: leave approved after the meeting withdraws both suspicions, refused again it brings them back."""
        self._close()
        cases = self._run(self.late) | self._run(self.absent)
        leaves = self._leave(self.rep, "2025-03-03", "2025-03-03")
        leaves |= self._leave(self.colleague, "2025-03-03", "2025-03-03")
        self._run(self.late | self.absent)
        self.assertEqual(set(cases.mapped("state")), {"dismissed"})
        self.assertTrue(all(cases.mapped("is_withdrawn")))
        leaves.unlink()
        self._run(self.late | self.absent)
        self.assertEqual(set(cases.mapped("state")), {"suspected"})

    def test_excused_by_the_chair_later(self):
        """R005: the manager reopens, the chair excuses, and the suspicion is withdrawn; not by reopening alone."""
        self._close()
        case = self._run(self.absent)
        self.as_(self.manager, self.held).action_reopen("Ann was at the hospital")
        self._run(self.absent)
        self.assertEqual(case.state, "suspected", "What is being corrected stands until it is")
        self.as_(self.leader, self.row(self.colleague, self.held)).write({"state": "excused", "reason": "Hospital"})
        self._run(self.absent)
        self.assertEqual(case.state, "dismissed")

    def test_day_of_the_office(self):
        """R003: a meeting in the evening in New York counts for that day, though it is the next in UTC."""
        york = self._create_york_office()
        yves = self._create_member("Yves", "yves", york, "representative")
        schedule = self._create_schedule(department_id=york.id, start_time=21, end_time=22)
        (meeting,) = schedule.plan_meetings("2025-03-03", "2025-03-03")
        with freeze_time("2025-03-04 02:10:00"):
            meeting.action_open()
            meeting.action_close()
            case = self.absent.run("2025-03-03", "2025-03-03", employees=yves)
        self.assertEqual(str(case.date), "2025-03-03")

    def test_marked_late_without_a_time(self):
        """R003: who is marked late by hand is told so, not a number of minutes that the clock does not say."""
        for employee in (self.leader, self.colleague):
            row = self.row(employee, self.held)
            self.as_(self.manager, row).write({"state": "late"})
        self.row(self.colleague, self.held).signed_in_at = False
        self._close()
        for employee in (self.leader, self.colleague):
            case = self._run(self.late).filtered(lambda case, employee=employee: case.employee_id == employee)
            self.assertIn("marked late in the roll call", case.description)

    def test_day_of_who_was_late_without_a_time(self):
        """R001 R003: who is marked late without a time had come by the end of the meeting, not at its start."""
        self.company.sales_office_day_since = "2025-01-01"
        self.as_(self.manager, self.row(self.rep, self.held)).write({"state": "late"})
        self.row(self.rep, self.held).signed_in_at = False
        self._close()
        times = {"check_in": "2025-03-03 00:25:00", "check_out": "2025-03-03 09:00:00"}
        with freeze_time("2025-03-04 02:00:00"):
            came = self.env["hr.attendance"].create({"employee_id": self.rep.id, **times})
            day = self.env["sales.office.day"].refresh(self.rep, "2025-03-03", "2025-03-03")
            self.assertEqual((day.late_minutes, day.missing_sign_in), (25, False))
            came.check_in = "2025-03-03 00:40:00"
            self.env["sales.office.day"].refresh(self.rep, "2025-03-03", "2025-03-03")
            self.assertEqual((day.late_minutes, day.missing_sign_in), (0, True))

    def test_called_off_after_all(self):
        """R005: nobody was absent from a meeting that turns out not to have been held."""
        self._close()
        case = self._run(self.absent)
        self.as_(self.manager, self.held).action_reopen("It was called off")
        self.as_(self.leader, self.held).action_cancel()
        self.assertFalse(self._run(self.absent) | self._run(self.late))
        self.assertEqual(case.state, "dismissed")

    def test_there_without_signing_in_at_the_door(self):
        """R001: who was at the meeting but never signed in that day forgot to, and was not absent from work."""
        self.company.sales_office_day_since = "2025-01-01"
        absence, forgotten = (
            self.env.ref(f"sales_office_policy.check_{code}").with_company(self.company)
            for code in ("absence", "sign_in_missing")
        )
        (absence | forgotten).write({"mode": "suspect", "enforced_from": "2025-03-01"})
        self._close()
        with freeze_time("2025-03-04 02:00:00"):
            self.env["sales.office.day"].refresh(self.rep | self.colleague, "2025-03-03", "2025-03-03")
            people = self.rep | self.colleague
            case = forgotten.run("2025-03-03", "2025-03-03", employees=people)
            self.assertEqual(case.employee_id, self.rep)
            self.assertEqual(absence.run("2025-03-03", "2025-03-03", employees=people).employee_id, self.colleague)
            self.as_(self.manager, self.held).action_reopen("Rob was not there")
            self.as_(self.leader, self.row(self.rep, self.held)).action_mark_absent()
            self.assertEqual(absence.run("2025-03-03", "2025-03-03", employees=people).employee_id, people)
            self.assertFalse(forgotten.run("2025-03-03", "2025-03-03", employees=people))

    def test_there_though_excused(self):
        """R001: who was excused and came late all the same was there, until the meeting turns out not to have been."""
        self.company.sales_office_day_since = "2025-01-01"
        missing = self.env.ref("sales_office_policy.check_sign_in_missing").with_company(self.company)
        missing.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        self.as_(self.leader, self.row(self.colleague, self.held)).write({"state": "excused", "reason": "Bus"})
        with freeze_time("2025-03-03 00:30:00"):
            self.sign_in(self.colleague, self.held)
        self._close()
        with freeze_time("2025-03-04 02:00:00"):
            self.env["sales.office.day"].refresh(self.colleague, "2025-03-03", "2025-03-03")
            self.assertTrue(missing.run("2025-03-03", "2025-03-03", employees=self.colleague))
            self.as_(self.manager, self.held).action_reopen("It was called off")
            self.as_(self.leader, self.held).action_cancel()
            self.assertFalse(missing.run("2025-03-03", "2025-03-03", employees=self.colleague))
