from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command

from ..common import ScheduleCommon


@freeze_time("2025-03-02 10:00:00")
class TestMeetingCalendar(ScheduleCommon):
    """Meetings in the participants' Odoo calendars, without a single mail."""

    def setUp(self):
        super().setUp()
        self.meetings = self.plan()
        self.planned = self.meetings[0]
        self.event = self.planned.calendar_event_id

    def tearDown(self):
        domain = [("model", "in", ("calendar.event", "calendar.attendee"))]
        self.assertFalse(self.env["mail.mail"].search(domain), "Nobody gets a mail about it")
        super().tearDown()

    def _answers(self, event=None):
        return {attendee.partner_id.name: attendee.state for attendee in (event or self.event).attendee_ids}

    def test_one_event_for_each_meeting(self):
        """R003: one event with everybody on the list, who has accepted already."""
        events = self.meetings.calendar_event_id
        self.assertEqual(len(events), 5)
        self.assertEqual(
            (self.event.name, self.event.start, self.event.stop),
            ("Morning Meeting, North", datetime(2025, 3, 3, 0, 15), datetime(2025, 3, 3, 0, 35)),
        )
        self.assertEqual(self.event.user_id, self.leader.user_id)
        self.assertEqual(self._answers(), {"Lea": "accepted", "Rob": "accepted", "Ann": "accepted"})
        self.assertEqual((self.event.res_model, self.event.res_id), ("sales.office.meeting", self.planned.id))
        self.assertFalse(self.env["mail.activity"].search([("res_model", "=", "sales.office.meeting")]))
        self.assertFalse(self.event.message_ids.filtered("partner_ids"))
        self.assertEqual(self.plan().calendar_event_id, events, "A second run makes none")

    def test_seen_by_participants_only(self):
        """R135: everybody else sees that they are busy, not why."""
        Event = self.env["calendar.event"]
        mine = self.as_(self.rep, Event).search([("partner_ids", "in", self.rep.user_id.partner_id.ids)])
        self.assertEqual(mine.sudo(), self.meetings.calendar_event_id)
        self.env.invalidate_all()
        self.assertNotIn("Morning", self.as_(self.rep_south, self.event).display_name)

    def test_follows_changes(self):
        """R003: the event moves with its meeting, and gets its name and its chair."""
        self.as_(self.leader, self.planned).write(
            {"start": "2025-03-03 01:00:00", "name": "Start of the week", "chair_id": self.colleague.id}
        )
        self.assertEqual((self.event.start, self.event.stop), (datetime(2025, 3, 3, 1), datetime(2025, 3, 3, 1, 20)))
        self.assertEqual((self.event.name, self.event.user_id), ("Start of the week", self.colleague.user_id))
        self.assertEqual(set(self._answers().values()), {"accepted"})

    def test_follows_the_schedule(self):
        self.schedule.write({"start_time": 9, "end_time": 10})
        self.plan()
        self.assertEqual(self.event.start, datetime(2025, 3, 3, 1))

    def test_cancelled_and_back(self):
        """R003: a cancelled meeting leaves the calendars, one that comes back returns to them."""
        self.as_(self.leader, self.planned).action_cancel()
        self.assertFalse(self.event.active)
        other = self.meetings[1]
        holiday = self._close(other.date)
        self.plan()
        self.assertFalse(other.calendar_event_id.active)
        holiday.unlink()
        self.plan()
        self.assertTrue(other.calendar_event_id.active)

    def test_deleted(self):
        meeting = self._create_meeting(self.north, start="2025-03-05 05:00:00", stop="2025-03-05 06:00:00")
        event = meeting.calendar_event_id
        self.assertTrue(event)
        self.as_(self.leader, meeting).unlink()
        self.assertFalse(event.exists())

    def test_people_come_and_go(self):
        """R003: who comes on the list later has it in their calendar, who goes has not."""
        self.as_(self.leader, self.planned).write(
            {"attendance_ids": [Command.create({"employee_id": self.rep_south.id})]}
        )
        self.as_(self.leader, self.row(self.rep, self.planned)).unlink()
        self.assertEqual(self._answers(), {"Lea": "accepted", "Ann": "accepted", "Ray": "accepted"})
        self.colleague.department_id = self.south
        self.relations.department_id = self.north
        self.plan()
        self.assertEqual(self._answers(), {"Lea": "accepted", "Ray": "accepted", "Cora": "accepted"})

    def test_excused_people_decline(self):
        """R005: who is excused is shown as not coming, and as coming when they are expected again."""
        leave = self._leave(self.rep, "2025-03-03", "2025-03-03")
        self.assertEqual(self._answers()["Rob"], "declined")
        leave.unlink()
        self.assertEqual(self._answers()["Rob"], "accepted")
        self.as_(self.leader, self.row(self.colleague, self.planned)).write({"state": "excused", "reason": "Fair"})
        self.assertEqual(self._answers()["Ann"], "declined")

    def test_moved_or_deleted_in_the_calendar(self):
        """R003: what a participant does to the event does nothing to the meeting, and is put right again."""
        events = self.meetings.calendar_event_id
        quiet = {"no_mail_to_attendees": True, "dont_notify": True}
        mine = self.as_(self.rep, events).with_context(**quiet)
        mine[0].write({"start": "2025-03-03 05:00:00", "stop": "2025-03-03 06:00:00"})
        mine[1].unlink()
        mine[2].active = False
        self.assertEqual(self.planned.start, datetime(2025, 3, 3, 0, 15))
        self.assertEqual(len(self.plan()), 5)
        self.assertEqual(events[0].start, datetime(2025, 3, 3, 0, 15))
        self.assertTrue(all(self.meetings.calendar_event_id.mapped("active")))
        self.assertEqual(len(self.meetings.calendar_event_id), 5)

    def test_own_answer_stays(self):
        """R003: who declines in their calendar is not made to accept again."""
        attendee = self.event.attendee_ids.filtered(lambda a: a.partner_id == self.rep.user_id.partner_id)
        attendee.state = "declined"
        self.plan()
        self.assertEqual(self._answers()["Rob"], "declined")
        self.assertEqual(self.row(self.rep, self.planned).state, "expected", "That alone is no excuse")

    def test_without_user(self):
        self.rep.user_id = False
        meetings = self.schedule.plan_meetings("2025-03-10", "2025-03-10")
        self.assertEqual(set(self._answers(meetings.calendar_event_id)), {"Lea", "Ann"})

    def test_chair_from_elsewhere(self):
        """R003: the chair has the meeting in their calendar, whether or not they are on the list."""
        self.schedule.chair_id = self.manager
        self.plan()
        self.assertIn("Max", self._answers())

    def test_nothing_about_the_past(self):
        """R003: no event is made for a meeting that is over, and a running one stays as it is."""
        past = self._create_meeting(self.north, start="2025-02-03 01:00:00", stop="2025-02-03 02:00:00")
        self.assertFalse(past.calendar_event_id)
        with freeze_time("2025-03-03 00:15:00"):
            self.sign_in(self.rep, self.planned)
            self.close(self.planned)
        self.assertTrue(self.event.active)
        self.assertEqual(self._answers()["Ann"], "accepted")

    def test_defaults_of_the_caller(self):
        """R003: what the caller's context says about their own records does not reach the events."""
        meeting = self.env["sales.office.meeting"].with_context(
            default_name="Other", active_model="res.partner", active_id=1, default_privacy="public"
        )
        meeting = meeting.create(
            {
                "name": "Mine",
                "department_id": self.north.id,
                "start": "2025-03-05 05:00:00",
                "stop": "2025-03-05 06:00:00",
            }
        )
        event = meeting.calendar_event_id
        self.assertEqual((event.name, event.privacy, event.res_model), ("Mine", "private", "sales.office.meeting"))
        self.assertEqual(event.stop - event.start, timedelta(hours=1))

    def test_event_is_not_chosen_by_hand(self):
        """R003: nobody has somebody else's appointment changed or deleted through a meeting."""
        private = self.env["calendar.event"].create(
            {"name": "Doctor", "privacy": "private", "start": "2025-03-05 02:00:00", "stop": "2025-03-05 03:00:00"}
        )
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.planned).calendar_event_id = private
        values = {"department_id": self.north.id, "start": "2025-03-05 05:00:00"}
        meetings = self.as_(self.leader, self.env["sales.office.meeting"])
        with self.assertRaises(AccessError):
            meetings.create({**values, "calendar_event_id": private.id})
        meeting = meetings.with_context(default_calendar_event_id=private.id).create(values)
        self.assertNotEqual(meeting.sudo().calendar_event_id, private)
        meeting.unlink()
        self.assertEqual(private.exists().name, "Doctor")

    def test_schedule_is_not_chosen_in_the_context(self):
        """R003: a meeting made by hand belongs to no schedule, which would not know what to make of it."""
        forged = {"default_schedule_id": self.schedule.id, "default_schedule_day": "2025-03-12"}
        meeting = self.as_(self.leader, self.env["sales.office.meeting"]).with_context(**forged)
        meeting = meeting.create({"department_id": self.north.id, "start": "2025-03-12 05:00:00"}).sudo()
        self.assertFalse(meeting.schedule_id or meeting.schedule_day or meeting.plan)
        meetings = self.as_(self.leader, self.env["sales.office.meeting"]).with_context(default_plan={})
        with self.assertRaisesRegex(AccessError, "plan"):
            meetings.create({"department_id": self.north.id, "start": "2025-03-12 05:00:00"})
