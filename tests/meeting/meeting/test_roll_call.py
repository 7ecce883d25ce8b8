from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from ..common import MeetingCommon


@freeze_time("2025-03-04 00:20:00")  # Tuesday 08:20 in Shanghai
class TestRollCall(MeetingCommon):
    def test_chair_marks_in_the_list(self):
        """R003: the chair calls the roll in the meeting's list."""
        self.open()
        rows = self.meeting.attendance_ids
        index = list(rows).index
        with Form(self.as_(self.leader, self.meeting)) as form:
            with form.attendance_ids.edit(index(self.row(self.rep))) as line:
                line.state = "late"
            with form.attendance_ids.edit(index(self.row(self.colleague))) as line:
                line.state = "excused"
                line.reason = "With a customer"
        self.assertEqual(self.row(self.rep).state, "late")
        self.assertEqual(self.row(self.rep).signed_in_at, datetime(2025, 3, 4, 0, 20))
        self.assertEqual(self.row(self.colleague).state, "excused")
        self.assertFalse(self.row(self.colleague).signed_in_at)
        self.assertEqual((self.row(self.rep) | self.row(self.colleague)).marked_by_id, self.leader.user_id)

    def test_closed_list_takes_nobody_through_a_default(self):
        """R005: a meeting named by the caller's context is as locked as any other."""
        self.open()
        self.close()
        rows = self.as_(self.leader, self.attendances).with_context(default_meeting_id=self.meeting.id)
        with self.assertRaisesRegex(UserError, "is closed or cancelled, and locked"):
            rows.create({"employee_id": self.rep_south.id})

    def test_buttons(self):
        self.open()
        row = self.as_(self.leader, self.row(self.rep))
        row.action_mark_present()
        self.assertEqual((row.state, row.signed_in_at), ("present", datetime(2025, 3, 4, 0, 20)))
        with freeze_time("2025-03-04 00:25:00"):
            row.write({"state": "late"})
            self.assertEqual(row.signed_in_at, datetime(2025, 3, 4, 0, 20), "The time he came stays")
        row.action_mark_absent()
        self.assertFalse(row.signed_in_at)

    def test_nobody_marks_himself(self):
        """R046: the chair signs in like everybody else."""
        self.open()
        for employee in (self.leader, self.rep):
            for values in ({"state": "present"}, {"state": "excused", "reason": "Busy"}):
                with self.subTest(employee.name), self.assertRaises(AccessError):
                    self.as_(employee, self.row(employee)).write(values)
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.meeting).write(
                {"attendance_ids": [Command.update(self.row(self.leader).id, {"state": "present"})]}
            )

    def test_excuse_needs_reason_and_authority(self):
        """R005: another reason needs the chair's approval."""
        row = self.row(self.rep)
        with self.assertRaisesRegex(UserError, "why Rob"):
            self.as_(self.leader, row).write({"state": "excused"})
        for employee in (self.colleague, self.leader_south, self.clerk, self.finance, self.policy_admin):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, row).write({"state": "excused", "reason": "Friend"})
        self.as_(self.leader, row).write({"state": "excused", "reason": "Training"})
        with self.assertRaisesRegex(UserError, "why Rob"):
            self.as_(self.leader, row).write({"reason": ""})
        self.open()
        self.close()
        self.assertEqual(row.state, "excused", "Closing marks only those who are still expected")

    def test_superior_excuses_his_guest_but_calls_no_roll(self):
        self.as_(self.manager, self.meeting).write(
            {"attendance_ids": [Command.create({"employee_id": self.rep_south.id})]}
        )
        row = self.row(self.rep_south)
        self.open()
        with self.assertRaises(AccessError):
            self.as_(self.leader_south, row).write({"state": "present"})
        self.as_(self.leader_south, row).write({"state": "excused", "reason": "Needed at the fair"})
        self.assertEqual(row.state, "excused")

    def test_roll_only_while_open(self):
        for state in ("present", "late", "absent"):
            with self.subTest(state), self.assertRaisesRegex(UserError, "once the meeting is open"):
                self.as_(self.leader, self.row(self.rep)).write({"state": state})

    def test_guest_comes_while_open(self):
        self.open()
        row = self.as_(self.leader, self.attendances).create(
            {"meeting_id": self.meeting.id, "employee_id": self.rep_south.id, "state": "present"}
        )
        self.assertEqual((row.state, row.signed_in_at), ("present", datetime(2025, 3, 4, 0, 20)))
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.attendances).create({"meeting_id": self.meeting.id, "employee_id": self.manager.id})

    def test_marks_cannot_be_smuggled_in_on_creation(self):
        clerk = self.as_(self.clerk, self.attendances)
        values = {"meeting_id": self.meeting.id, "employee_id": self.rep_south.id}
        with self.assertRaises(AccessError):
            clerk.create({**values, "state": "excused", "reason": "Friend"})
        values["employee_id"] = self.leader_south.id
        with self.assertRaisesRegex(AccessError, "not entered by hand"):
            clerk.create({**values, "signed_in_at": "2025-03-04 00:00:00"})
        forged = clerk.with_context(default_state="present", default_signed_in_at="2025-03-04 00:00:00")
        row = forged.create(values)
        self.assertEqual((row.state, row.signed_in_at), ("expected", False))

    def test_taken_off_the_list_before_only(self):
        self.as_(self.clerk, self.row(self.colleague)).unlink()
        self.assertFalse(self.row(self.colleague))
        self.open()
        with self.assertRaisesRegex(UserError, "begun"):
            self.as_(self.leader, self.row(self.rep)).unlink()

    def test_nobody_takes_himself_off_the_list(self):
        office = self._create_meeting(self.sales)
        for employee, meeting in ((self.leader, self.meeting), (self.clerk, office), (self.director, office)):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.row(employee, meeting)).unlink()

    def test_row_stays_with_its_person_and_meeting(self):
        other = self._create_meeting(self.north, attendance_ids=[])
        for values in ({"employee_id": self.rep_south.id}, {"meeting_id": other.id}):
            with self.subTest(values), self.assertRaises(AccessError):
                self.as_(self.leader, self.row(self.rep)).write(values)

    def test_what_a_participant_said_is_not_made_up(self):
        """R005: who puts somebody on the list writes neither their request, their leave nor where they were."""
        meeting = self._create_meeting(self.north, attendance_ids=[])
        values = {"meeting_id": meeting.id, "employee_id": self.rep.id}
        rows = self.as_(self.leader, self.attendances)
        for forged in ({"request": "Hung over", "request_state": "asked"}, {"is_on_leave": True}, {"latitude": 1}):
            with self.subTest(forged), self.assertRaises(AccessError):
                rows.create({**values, **forged})
        row = rows.with_context(default_request="Hung over", default_request_state="asked").create(values)
        self.assertFalse(row.request or row.request_state)

    def test_sign_in_is_not_lost(self):
        """R003: excusing who came keeps their time, and a superior from elsewhere does not undo a sign-in."""
        guest = self.attendances.create({"meeting_id": self.meeting.id, "employee_id": self.rep_south.id})
        self.open()
        self.sign_in(self.rep_south)
        row = self.as_(self.leader_south, guest)
        with self.assertRaises(AccessError):
            row.write({"state": "expected"})
        row.write({"state": "excused", "reason": "Bus broke down"})
        self.assertEqual((guest.state, guest.signed_in_at), ("excused", datetime(2025, 3, 4, 0, 20)))

    def test_correction_makes_up_no_time(self):
        """R003: who is marked when the meeting is corrected days later did not come days later."""
        self.open()
        self.close()
        with freeze_time("2025-03-07 02:00:00"):
            self.as_(self.manager, self.meeting).action_reopen("Rob was there")
            self.as_(self.leader, self.row(self.rep)).action_mark_present()
        self.assertEqual((self.row(self.rep).state, self.row(self.rep).signed_in_at), ("present", False))
