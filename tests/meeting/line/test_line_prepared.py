from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .lines import LinesCommon

BEFORE, START, AFTER = "2025-03-04 00:10:00", "2025-03-04 00:15:00", "2025-03-04 00:16:00"


@freeze_time(BEFORE)
class TestLinePrepared(LinesCommon):
    def test_a_line_makes_prepared(self):
        """R004: who has a line before the meeting begins is prepared, who deletes it is not."""
        self.assertTrue(self.row(self.rep).is_unprepared)
        line = self.report(self.rep)
        self.assertTrue(self.row(self.rep).prepared)
        self.as_(self.rep, line).unlink()
        self.assertFalse(self.row(self.rep).prepared)

    def test_nothing_to_report(self):
        """R004: who says that they have nothing to report is prepared; a line takes its place."""
        self.as_(self.rep, self.meeting).action_nothing_to_report()
        row = self.row(self.rep)
        self.assertTrue(row.prepared and row.nothing_to_report)
        line = self.report(self.rep)
        self.assertFalse(row.nothing_to_report)
        with self.assertRaisesRegex(UserError, "Delete"):
            self.as_(self.rep, self.meeting).action_nothing_to_report()
        self.as_(self.rep, line).unlink()
        self.assertTrue(row.is_unprepared)

    def test_frozen_at_the_start(self):
        """R004: what is added once the meeting has begun does not count any more."""
        self.open()
        with freeze_time(START):
            self.report(self.rep)
        with freeze_time(AFTER):
            self.report(self.colleague)
            with self.assertRaisesRegex(UserError, "has begun"):
                self.as_(self.leader, self.meeting).action_nothing_to_report()
            self.as_(self.rep, self.lines(self.rep)).unlink()
        self.assertTrue(self.row(self.rep).prepared, "He was when it began")
        self.assertFalse(self.row(self.colleague).prepared)

    def test_frozen_when_opened_late(self):
        """R004: a meeting that is opened late begins then."""
        with freeze_time(AFTER):
            self.report(self.rep)
            self.open()
            self.report(self.colleague)
        self.assertTrue(self.row(self.rep).prepared)
        self.assertFalse(self.row(self.colleague).prepared)

    def test_counted_and_visible(self):
        """R004: the number of the unprepared shows on the meeting, who they are in the roll call."""
        self.report(self.rep)
        self.assertEqual(self.meeting.unprepared_count, 2)
        self.assertEqual(self.as_(self.rep, self.meeting).unprepared_count, 2, "A participant sees the number")
        rows = self.as_(self.leader, self.attendances).search([("is_unprepared", "=", True)])
        self.assertEqual(rows.employee_id, self.leader | self.colleague)
        marks = {
            row["name"]: row["is_unprepared"] for row in self.as_(self.leader, self.meeting).get_roll_call()["rows"]
        }
        self.assertEqual(marks, {"Lea": True, "Rob": False, "Ann": True})
        self.as_(self.leader, self.row(self.colleague)).write({"state": "excused", "reason": "Training"})
        self.assertEqual(self.meeting.unprepared_count, 1, "Who is excused is not unprepared")
        self.assertTrue(self.as_(self.rep, self.meeting).is_prepared)
        self.assertFalse(self.as_(self.colleague, self.meeting).is_prepared)

    def test_called_in_at_the_last_moment(self):
        """R004: who is put on the list when the meeting has begun could not prepare."""
        self.open()
        with freeze_time(AFTER):
            row = self.as_(self.leader, self.attendances).create(
                {"meeting_id": self.meeting.id, "employee_id": self.rep_south.id, "state": "present"}
            )
        self.assertFalse(row.is_unprepared)

    def test_guest(self):
        """R004: a guest from elsewhere may report, and need not."""
        row = self.attendances.create({"meeting_id": self.meeting.id, "employee_id": self.relations.id})
        self.assertFalse(row.is_unprepared)
        self.report(self.relations)
        self.assertTrue(row.prepared)

    def test_only_meetings_that_ask(self):
        """R004: morning and weekly meetings are prepared, others need not be."""
        for kind, unprepared in (("weekly", True), ("other", False), ("monthly", False)):
            meeting = self._create_meeting(self.north, kind=kind)
            self.assertEqual(self.row(self.rep, meeting).is_unprepared, unprepared)
            self.assertEqual(meeting.asks_report, unprepared)

    def test_not_by_hand(self):
        """R004: nobody makes themselves or others prepared."""
        for values in ({"prepared": True}, {"nothing_to_report": True}, {"report_asked": False}):
            for employee in (self.rep, self.leader):
                with self.subTest(values, employee=employee.name), self.assertRaises(AccessError):
                    self.as_(employee, self.row(self.rep)).write(values)
            if not any(values.values()):
                continue  # what a new row begins with anyway
            with self.assertRaises(AccessError):
                self.as_(self.leader, self.attendances).create(
                    {"meeting_id": self.meeting.id, "employee_id": self.rep_south.id, **values}
                )

    def test_nothing_to_report_for_oneself_only(self):
        """R004: who is not on the list has nothing to say."""
        for employee in (self.rep_south, self.relations, self.finance):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.meeting).action_nothing_to_report()
        with self.assertRaisesRegex(UserError, "not on the list"):
            self.as_(self.clerk, self.meeting).action_nothing_to_report()


@freeze_time("2025-03-05 02:00:00")
class TestUnpreparedCheck(LinesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.check = cls.env.ref("sales_office_policy.check_meeting_unprepared").with_company(cls.company)
        cls.check.write({"mode": "suspect", "enforced_from": "2025-03-01"})

    def _hold(self, *prepared):
        """Hold the meeting with everybody there, these people prepared."""
        with freeze_time(BEFORE):
            for employee in prepared:
                self.report(employee)
            self.open()
            for employee in (self.leader, self.rep, self.colleague):
                self.sign_in(employee)
        with freeze_time("2025-03-04 00:35:00"):
            self.close()

    def _run(self):
        return self.check.run("2025-03-04", "2025-03-04")

    def test_breach(self):
        """R004: who came unprepared is suspected, with the clause and the meeting as the source."""
        self._hold(self.leader, self.colleague)
        case = self._run()
        self.assertEqual(case.employee_id, self.rep)
        self.assertEqual(case.type_id, self.env.ref("sales_office_policy.violation_type_meeting_unprepared"))
        self.assertEqual((case.res_model, case.res_id), ("sales.office.meeting.attendance", self.row(self.rep).id))
        self.assertIn("Morning Meeting, North", case.description)
        self.assertEqual(str(case.date), "2025-03-04")

    def test_no_breach(self):
        """R004: nobody who was prepared, absent or excused is suspected."""
        with freeze_time(BEFORE):
            self.report(self.leader)
            self.as_(self.leader, self.row(self.colleague)).write({"state": "excused", "reason": "Training"})
            self.open()
            self.sign_in(self.leader)
        self.close()
        self.assertEqual(self.row(self.rep).state, "absent")
        self.assertFalse(self._run())

    def test_excused_later(self):
        """R004: who turns out to be excused is suspected no longer."""
        self._hold(self.leader, self.colleague)
        case = self._run()
        self.as_(self.manager, self.meeting).action_reopen("Rob came straight from a customer")
        self.assertEqual(self._run(), case, "Nothing is withdrawn while the roll call is corrected")
        self.as_(self.leader, self.row(self.rep)).write({"state": "excused", "reason": "Came from a customer"})
        self.close()
        self.assertFalse(self._run())
        self.assertTrue(case.is_withdrawn)

    def test_second_run(self):
        """R004: a second run changes nothing."""
        self._hold()
        cases = self._run()
        self.assertEqual(len(cases), 3)
        self.assertEqual(self._run(), cases)

    def test_without_user(self):
        """R004: who has no user could not fill anything in."""
        self.colleague.user_id = False
        with freeze_time(BEFORE):
            self.report(self.leader)
            self.report(self.rep)
            self.open()
            self.as_(self.leader, self.row(self.colleague)).action_mark_present()
        self.close()
        self.assertFalse(self._run())

    def test_meetings_before_this_was_asked(self):
        """R004: meetings held before people could prepare accuse nobody."""
        self._hold()
        self.meeting.attendance_ids.report_asked = False
        self.assertFalse(self._run())
