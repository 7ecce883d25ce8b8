from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..common import MeetingCommon, ScheduleCommon


@freeze_time("2025-03-02 10:00:00")
class TestLeave(ScheduleCommon):
    """Validated leave excuses from the meetings during it, whenever it is validated."""

    def _states(self, meetings, employee=None):
        return [self.row(employee or self.rep, meeting).state for meeting in meetings]

    def test_leave_before_planning(self):
        """R005: who is on leave is on the list, excused."""
        self._leave(self.rep, "2025-03-04", "2025-03-05")
        meetings = self.plan()
        self.assertEqual(self._states(meetings), ["expected", "excused", "excused", "expected", "expected"])
        self.assertTrue(self.row(self.rep, meetings[1]).is_on_leave)
        self.assertFalse(self.row(self.rep, meetings[1]).reason, "Why somebody is on leave is his own business")

    def test_leave_after_planning(self):
        """R005: leave approved later excuses at once, leave taken back does not any more."""
        meetings = self.plan()
        leave = self._leave(self.rep, "2025-03-04", "2025-03-05")
        self.assertEqual(self._states(meetings[:3]), ["expected", "excused", "excused"])
        leave.date_to = "2025-03-04 09:00:00"
        self.assertEqual(self._states(meetings[:3]), ["expected", "excused", "expected"])
        leave.unlink()
        self.assertEqual(self._states(meetings[:3]), ["expected"] * 3)
        self.assertFalse(any(meetings.attendance_ids.mapped("is_on_leave")))

    def test_leave_at_another_time(self):
        """R005: leave in the afternoon does not excuse from the morning."""
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.rep.resource_id.id,
                "date_from": "2025-03-03 05:00:00",
                "date_to": "2025-03-03 09:00:00",
            }
        )
        self.assertEqual(self._states(self.plan()[0]), ["expected"])

    def test_public_holiday_excuses_nobody(self):
        """R003: a public holiday calls the meeting off instead."""
        meetings = self.plan()
        self._close(meetings[1].date)
        self.assertEqual(self._states(meetings[1]), ["expected"])

    def test_leave_after_closing(self):
        """R005: who was absent is excused when leave is approved afterwards, and absent again if it is refused."""
        meeting = self._hold()
        row = self.row(self.rep, meeting)
        self.assertEqual(row.state, "absent")
        leave = self._leave(self.rep, "2025-03-03", "2025-03-03")
        self.assertEqual((row.state, row.is_on_leave), ("excused", True))
        leave.unlink()
        self.assertEqual((row.state, row.is_on_leave), ("absent", False))

    def test_came_late_on_leave(self):
        """R005: who came late though they were on leave is excused; without the leave they were late."""
        meeting = self._hold(late=self.rep)
        row = self.row(self.rep, meeting)
        leave = self._leave(self.rep, "2025-03-03", "2025-03-03")
        self.assertEqual((row.state, row.signed_in_at), ("excused", datetime(2025, 3, 3, 0, 30)))
        leave.unlink()
        self.assertEqual(row.state, "late")

    def test_came_in_time_on_leave(self):
        self._leave(self.rep, "2025-03-03", "2025-03-03")
        meeting = self.plan()[0]
        with freeze_time("2025-03-03 00:10:00"):
            self.sign_in(self.rep, meeting)
        self.assertEqual(
            (self.row(self.rep, meeting).state, self.row(self.rep, meeting).is_on_leave), ("present", False)
        )

    def test_marks_by_hand_stay(self):
        """R005: what the chair marked is not undone by leave that comes and goes."""
        meeting = self.plan()[0]
        row = self.row(self.rep, meeting)
        self.as_(self.leader, row).write({"state": "excused", "reason": "At the fair"})
        self._leave(self.rep, "2025-03-03", "2025-03-03").unlink()
        self.assertEqual((row.state, row.reason), ("excused", "At the fair"))

    def test_guest_added_by_hand(self):
        """R005: who is put on the list while on leave is excused too."""
        self._leave(self.rep_south, "2025-03-03", "2025-03-03")
        meeting = self.plan()[0]
        row = self.as_(self.clerk, self.attendances).create(
            {"meeting_id": meeting.id, "employee_id": self.rep_south.id}
        )
        self.assertEqual(row.sudo().state, "excused")

    def test_time_off(self):
        """R005: leave approved in Time Off excuses, refused leave does not, and waiting for approval neither."""
        if "hr.leave" not in self.env:
            self.skipTest("Time Off is not installed")
        meeting = self.plan()[0]
        row = self.row(self.rep, meeting)
        kind = self.env["hr.leave.type"].create(
            {"name": "Unpaid", "requires_allocation": False, "leave_validation_type": "hr"}
        )
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.rep.id,
                "holiday_status_id": kind.id,
                "request_date_from": "2025-03-03",
                "request_date_to": "2025-03-03",
            }
        )
        self.assertEqual(row.state, "expected")
        leave.action_approve()
        self.assertEqual(row.state, "excused")
        leave.action_refuse()
        self.assertEqual(row.state, "expected")

    def test_cost_of_leave(self):
        """R005: entering leave costs the same few queries however many meetings it covers, and others nothing more."""
        self.plan()
        self.env.flush_all()
        counts = []
        for employee, last in ((self.rep, "2025-03-03"), (self.colleague, "2025-03-07")):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self._leave(employee, "2025-03-03", last)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def _hold(self, late=None):
        """Return Monday's meeting, held without Rob or with him late."""
        meeting = self.plan()[0]
        with freeze_time("2025-03-03 00:10:00"):
            for employee in (self.leader, self.colleague):
                self.sign_in(employee, meeting)
        with freeze_time("2025-03-03 00:30:00"):
            if late:
                self.sign_in(late, meeting)
            self.close(meeting)
        return meeting


@freeze_time("2025-03-04 00:00:00")
class TestExcuse(MeetingCommon):
    """A participant asks, the chair decides."""

    def _ask(self, reason="My child is ill"):
        self.as_(self.rep, self.row(self.rep)).action_request_excuse(reason)
        return self.row(self.rep)

    def test_approved(self):
        """R005: the chair approves, with the participant's reason."""
        row = self._ask()
        self.assertEqual((row.state, row.request_state), ("expected", "asked"), "Asking alone excuses nobody")
        self.as_(self.leader, row).action_approve_excuse()
        self.assertEqual((row.state, row.reason, row.request_state), ("excused", "My child is ill", "approved"))
        self.assertEqual(row.marked_by_id, self.leader.user_id)

    def test_refused(self):
        """R005: not approved, they are expected all the same, and absent if they do not come."""
        row = self._ask()
        self.as_(self.leader, row).action_refuse_excuse()
        self.assertEqual((row.state, row.request_state), ("expected", "refused"))
        self.open()
        self.close()
        self.assertEqual(row.state, "absent")

    def test_not_asked_again(self):
        """R005: who was answered does not ask again; until then they may say it better."""
        self._ask()
        row = self._ask("My child is ill, and nobody else is there")
        self.as_(self.leader, row).action_refuse_excuse()
        with self.assertRaisesRegex(UserError, "was answered"):
            self._ask("Please")
        row.write({"state": "excused", "reason": "Told the chair", "request_state": False})
        with self.assertRaisesRegex(UserError, "You are excused"):
            self._ask("Again")

    def test_dialog(self):
        """R005: the button on the meeting asks for the reason."""
        meeting = self.as_(self.rep, self.meeting)
        self.assertTrue(meeting.can_ask_excuse)
        self.say_why(self.rep, meeting, "request_excuse", "At the embassy")
        self.assertEqual(self.row(self.rep).request, "At the embassy")
        self.env.invalidate_all()
        self.assertFalse(meeting.can_ask_excuse)

    def test_only_for_oneself(self):
        """R005: nobody asks for a colleague, and nobody answers for themselves."""
        with self.assertRaises(AccessError):
            self.as_(self.colleague, self.row(self.rep)).action_request_excuse("He is ill")
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.row(self.rep)).action_request_excuse("He is ill")
        row = self._ask()
        for employee in (self.rep, self.colleague, self.leader_south, self.clerk):
            for answer in ("action_approve_excuse", "action_refuse_excuse"):
                with self.subTest(employee=employee.name, answer=answer), self.assertRaises(AccessError):
                    getattr(self.as_(employee, row), answer)()
        self.as_(self.leader, self.row(self.leader)).action_request_excuse("Airport")
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.row(self.leader)).action_approve_excuse()
        self.as_(self.manager, self.row(self.leader)).action_approve_excuse()
        for values in ({"request_state": "approved"}, {"request": "Ill"}):
            with self.assertRaises(AccessError):
                self.as_(self.rep, row).write(values)

    def test_in_time_and_with_a_reason(self):
        """R005: before the meeting begins, and saying why."""
        with self.assertRaisesRegex(UserError, "why you cannot"):
            self._ask(" ")
        with freeze_time("2025-03-04 00:15:00"), self.assertRaisesRegex(UserError, "has begun"):
            self._ask()
        self.open()
        with self.assertRaisesRegex(UserError, "has begun"):
            self._ask()
        self.close()
        with self.assertRaisesRegex(UserError, "locked"):
            self._ask()

    def test_answered_once(self):
        row = self._ask()
        self.as_(self.leader, row).action_approve_excuse()
        with self.assertRaisesRegex(UserError, "decided already"):
            self.as_(self.manager, row).action_refuse_excuse()

    def test_on_today(self):
        """R005: the request waits on the chair's page."""
        self._ask()
        lines = self.as_(self.leader, self.env["sales.office.today"]).get_lines()
        (line,) = [line for line in lines if line["key"] == "meeting_excuse"]
        self.assertEqual((line["detail"], line["count"]), ("Rob", 1))
        self.as_(self.leader, self.row(self.rep)).action_approve_excuse()
        lines = self.as_(self.leader, self.env["sales.office.today"]).get_lines()
        self.assertNotIn("meeting_excuse", [line["key"] for line in lines])
