from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from ..common import ScheduleCommon

PLANNING = "odoo.addons.sales_office_policy.models.meeting.schedule.planning"
MONDAY, TUESDAY, FRIDAY = date(2025, 3, 3), date(2025, 3, 4), date(2025, 3, 7)


@freeze_time("2025-03-02 10:00:00")  # Sunday evening in Shanghai
class TestSchedule(ScheduleCommon):
    def test_each_working_day(self):
        """R003: a meeting each working day at the office's time, with the department's people and its manager."""
        meetings = self.schedule.plan_meetings(MONDAY, "2025-03-09")
        self.assertEqual(meetings.mapped("schedule_day"), [date(2025, 3, day) for day in range(3, 8)])
        first = meetings[0]
        self.assertEqual((first.start, first.stop), (datetime(2025, 3, 3, 0, 15), datetime(2025, 3, 3, 0, 35)))
        self.assertEqual(first.attendance_ids.employee_id, self.leader | self.rep | self.colleague)
        self.assertEqual((first.state, first.kind, first.chair_id), ("planned", "morning", self.leader))
        self.assertEqual(first.date, MONDAY)
        self.assertIn("Weather", first.minutes)

    def test_rows(self):
        """R003: a meeting and its list are kept as Odoo's own create would have kept them."""
        self._leave(self.rep, MONDAY, MONDAY)
        made = self.plan(last=3)
        self.assertEqual(made.attendance_ids.grouped("state").keys(), {"expected", "excused"})
        rows = "meeting_id", "calendar_event_id"
        columns = self.columns(made, *rows), self.columns(made.attendance_ids.sorted("employee_id"), *rows)
        names = ("name", "kind", "department_id", "start", "stop", "chair_id", "deputy_chair_id", "minutes")
        vals = {name: made.plan[name] for name in names}
        vals |= {name: made[name] for name in ("schedule_day", "plan")} | {"schedule_id": made.schedule_id.id}
        people = made.attendance_ids.employee_id.ids
        made.unlink()
        lines = [Command.create({"employee_id": id_}) for id_ in sorted(people)]
        created = self.env["sales.office.meeting"].create({**vals, "attendance_ids": lines})
        self.assertEqual(
            (self.columns(created, *rows), self.columns(created.attendance_ids.sorted("employee_id"), *rows)), columns
        )

    def test_twice_is_once(self):
        """R003: planning again makes nothing and changes nothing."""
        meetings = self.plan()
        self.assertEqual(self.plan(), meetings)
        self.assertEqual(len(self.schedule.meeting_ids), 5)

    def test_weekly(self):
        """R003: a weekly meeting on its day only."""
        schedule = self._create_schedule(kind="weekly", weekday="4", start_time=16, end_time=17)
        self.assertEqual(schedule.plan_meetings(MONDAY, "2025-03-31").mapped("date"), self.days(7, 14, 21, 28))

    def test_month_end(self):
        """R009: the last working day of the month, which need not be its last day."""
        schedule = self._create_schedule(kind="monthly", start_time=16, end_time=18)
        meetings = schedule.plan_meetings("2025-03-10", "2025-05-31")
        # 31 March and 30 April are working days, 31 May is a Saturday
        self.assertEqual(meetings.mapped("date"), [date(2025, 3, 31), date(2025, 4, 30), date(2025, 5, 30)])
        self.assertFalse(schedule.plan_meetings("2025-06-02", "2025-06-10"), "Not the last day of the period")

    def test_within_its_dates(self):
        self.schedule.write({"date_from": "2025-03-04", "date_to": "2025-03-06"})
        self.assertEqual(self.plan().mapped("date"), self.days(4, 5, 6))

    def test_closed_days_and_makeup_days(self):
        """R003: none on a public holiday, one on a Saturday that is worked to make up for it."""
        self._close(TUESDAY)
        self.env["sales.office.makeup.day"].create({"date": "2025-03-08", "company_id": self.company.id})
        self.assertEqual(self.plan(last=9).mapped("date"), self.days(3, 5, 6, 7, 8))

    def test_day_becomes_closed_and_open_again(self):
        """R003: a planned meeting is called off when the office closes that day, and comes back with its marks."""
        meeting = self.plan()[1]
        row = self.row(self.rep, meeting)
        self.as_(self.leader, row).write({"state": "excused", "reason": "At the fair"})
        holiday = self._close(TUESDAY)
        self.assertEqual(self.plan().mapped("date"), self.days(3, 5, 6, 7))
        self.assertEqual((meeting.state, meeting.is_called_off), ("cancelled", True))
        holiday.unlink()
        self.assertIn(meeting, self.plan())
        self.assertEqual(meeting.state, "planned")
        self.assertEqual(row.state, "excused")

    def test_cancelled_stays_cancelled(self):
        """R003: what somebody cancelled is not made again, nor may they delete it for that."""
        meeting = self.plan()[1]
        with self.assertRaisesRegex(UserError, "Cancel it instead"):
            self.as_(self.leader, meeting).unlink()
        self.as_(self.leader, meeting).action_cancel()
        self.assertNotIn(meeting, self.plan())
        self.assertEqual(meeting.state, "cancelled")

    def test_follows_the_schedule(self):
        """R003: hours, chair and agenda of planned meetings follow; what was changed by hand stays."""
        meetings = self.plan()
        moved, renamed = meetings[0], meetings[1]
        moved.write({"start": "2025-03-03 02:00:00", "stop": "2025-03-03 02:20:00"})
        renamed.name = "With the hotel manager"
        self.as_(self.leader, self.schedule).write(
            {"start_time": 8.5, "end_time": 9, "chair_id": self.colleague.id, "name": "Start", "agenda": "<p>New</p>"}
        )
        self.plan()
        self.assertEqual(moved.start, datetime(2025, 3, 3, 2, 0), "Moved by hand")
        self.assertEqual(renamed.start, datetime(2025, 3, 4, 0, 30))
        self.assertEqual(renamed.stop, datetime(2025, 3, 4, 1, 0))
        self.assertEqual((moved.name, renamed.name), ("Start", "With the hotel manager"))
        self.assertEqual((moved | renamed).chair_id, self.colleague)
        self.assertIn("New", moved.minutes)

    def test_begun_meetings_stay(self):
        """R003: nothing is changed about a meeting once it is open, closed or over."""
        meetings = self.plan()
        with freeze_time("2025-03-03 00:10:00"):
            self.open(meetings[0])
        with freeze_time("2025-03-04 02:00:00"):
            self.schedule.write({"start_time": 10, "end_time": 11})
            self.plan()
        starts = [datetime(2025, 3, 3, 0, 15), datetime(2025, 3, 4, 0, 15), datetime(2025, 3, 5, 2)]
        self.assertEqual(meetings.mapped("start")[:3], starts)

    def test_people_join_and_leave(self):
        """R003: who moves into the department is expected, who leaves is not, guests by hand stay."""
        meetings = self.plan()
        marked = meetings[0]
        marked.attendance_ids = [Command.create({"employee_id": self.relations.id})]
        self.as_(self.leader, self.row(self.colleague, marked)).write({"state": "excused", "reason": "Fair"})
        self.as_(self.leader, self.row(self.rep, marked)).unlink()
        self.rep_south.department_id = self.north
        self.colleague.department_id = self.south
        self.plan()
        self.assertEqual(
            marked.attendance_ids.employee_id, self.leader | self.relations | self.colleague | self.rep_south
        )
        self.assertEqual(meetings[1].attendance_ids.employee_id, self.leader | self.rep | self.rep_south)

    def test_archived_employee(self):
        """R003: whoever left is not expected any more."""
        meetings = self.plan()
        self.rep.active = False
        self.plan()
        self.assertEqual(meetings.attendance_ids.employee_id, self.leader | self.colleague)

    def test_moves_on_a_day_to_come(self):
        """R003: somebody who changes departments on Wednesday is expected in each on their days there."""
        south = self._create_schedule(department_id=self.south.id)
        self.rep.create_version({"date_version": "2025-03-05", "department_id": self.south.id})
        for schedule, days in ((self.schedule, [3, 4]), (south, [5, 6, 7])):
            meetings = schedule.plan_meetings(MONDAY, FRIDAY)
            expected = meetings.filtered(lambda meeting: self.rep in meeting.attendance_ids.employee_id)
            self.assertEqual(expected.mapped("date"), self.days(*days))

    def test_further_departments_and_guests(self):
        self.schedule.write(
            {"further_department_ids": [Command.set(self.south.ids)], "guest_ids": [Command.set(self.finance.ids)]}
        )
        people = self.leader | self.rep | self.colleague | self.leader_south | self.rep_south | self.finance
        self.assertEqual(self.plan()[0].attendance_ids.employee_id, people)

    def test_department_and_all_below(self):
        schedule = self._create_schedule(department_id=self.retail.id, kind="weekly", start_time=16, end_time=17)
        (meeting,) = schedule.plan_meetings(MONDAY, FRIDAY)
        people = self.leader | self.rep | self.colleague | self.leader_south | self.rep_south
        self.assertEqual(meeting.attendance_ids.employee_id, people)
        self.assertEqual(meeting.chair_id, self.manager)

    def test_rarer_meeting_counts(self):
        """R009: at the month's end nobody is expected at the morning meeting held at the same time."""
        office = self._create_schedule(kind="monthly", department_id=self.retail.id, end_time=10)
        both = self.schedule | office
        both.plan_meetings("2025-03-31", "2025-03-31")
        self.assertFalse(self.schedule.meeting_ids, "All of North are at the month-end meeting")
        self.assertIn(self.rep, office.meeting_ids.attendance_ids.employee_id)
        self.schedule.guest_ids = self.finance
        both.plan_meetings("2025-03-31", "2025-03-31")
        self.assertEqual(self.schedule.meeting_ids.attendance_ids.employee_id, self.finance)

    def test_own_hours(self):
        """R003: nobody is expected on a day on which they do not work by their own schedule."""
        half = self._create_calendar(self.company)
        half.attendance_ids.filtered(lambda line: line.dayofweek == "1").unlink()
        self.company.resource_calendar_id = self.calendar
        self.rep.resource_calendar_id = half
        self.colleague.resource_calendar_id = False
        meetings = self.plan()
        self.assertNotIn(self.rep, meetings[1].attendance_ids.employee_id)
        self.assertIn(self.rep, meetings[0].attendance_ids.employee_id)
        self.assertIn(self.colleague, meetings[1].attendance_ids.employee_id, "Without a schedule he always comes")

    def test_without_user(self):
        """R003: somebody without a user is expected, and marked by the chair."""
        self.rep.user_id = False
        meeting = self.plan()[0]
        self.assertIn(self.rep, meeting.attendance_ids.employee_id)
        with freeze_time("2025-03-03 00:16:00"):
            self.open(meeting)
            self.as_(self.leader, self.row(self.rep, meeting)).action_mark_present()
        self.assertEqual(self.row(self.rep, meeting).state, "present")

    def test_nobody_expected(self):
        empty = self._create_department("Empty", parent_id=self.retail.id)
        self.assertFalse(self._create_schedule(department_id=empty.id).plan_meetings(MONDAY, FRIDAY))

    def test_archived_schedule(self):
        """R003: the coming meetings of an archived schedule are called off, and come back with it."""
        meetings = self.plan()
        with freeze_time("2025-03-04 02:00:00"):
            self.as_(self.leader, self.schedule).active = False
            self.assertEqual(meetings.mapped("state"), ["planned"] * 2 + ["cancelled"] * 3)
            self.schedule.active = True
            self.plan()
        self.assertEqual(set(meetings.mapped("state")), {"planned"})

    def test_deleted_schedule(self):
        schedule = self._create_schedule(start_time=10, end_time=11)
        meetings = schedule.plan_meetings(MONDAY, FRIDAY)
        self.as_(self.leader, meetings[0]).action_cancel()
        schedule.unlink()
        self.assertEqual(meetings.exists(), meetings[0], "What somebody cancelled stays on record")
        held = self.plan()[0]
        with freeze_time(held.start):
            self.open(held)
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.schedule.unlink()


@freeze_time("2025-03-02 10:00:00")
class TestScheduleRefused(ScheduleCommon):
    """What is refused, and how it is said."""

    def test_end_before_start(self):
        """R003: a meeting has to end after it starts, on the same day."""
        for hours in ((9, 8.5), (9, 9), (23, 25), (-1, 1)):
            with self.subTest(hours), mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
                self._create_schedule(start_time=hours[0], end_time=hours[1], department_id=self.south.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._create_schedule(department_id=self.south.id, date_from="2025-03-05", date_to="2025-03-04")
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._create_schedule(department_id=self.south.id, kind="weekly", weekday=False)

    def test_nobody_at_two_at_once(self):
        """R003: nobody is expected twice at overlapping times on the same kind of day."""
        with self.assertRaisesRegex(ValidationError, "Ann .*Morning Meeting, North.*Morning Meeting, Retail"):
            self._create_schedule(department_id=self.retail.id, start_time=8, end_time=8.5)
        south = self._create_schedule(department_id=self.south.id)
        with self.assertRaisesRegex(ValidationError, "Rob"):
            south.guest_ids = self.rep
        with self.assertRaisesRegex(ValidationError, "Leo"):
            self.schedule.further_department_ids = self.south
        later = self._create_schedule(department_id=self.retail.id, start_time=8 + 35 / 60, end_time=9)
        with self.assertRaisesRegex(ValidationError, "at the same time"):
            later.start_time = 8.5

    def test_what_does_not_overlap(self):
        """R003: another day of the week, other dates, another kind, or archived."""
        values = {"department_id": self.retail.id, "kind": "weekly"}
        weekly = self._create_schedule(**values, weekday="0")
        self._create_schedule(**values, weekday="1")
        with self.assertRaisesRegex(ValidationError, "would be expected at"):
            self._create_schedule(**values, weekday="0")
        weekly.date_to = "2025-06-30"
        self._create_schedule(**values, weekday="0", date_from="2025-07-01")
        self.schedule.active = False
        self._create_schedule(department_id=self.retail.id)
        with self.assertRaisesRegex(ValidationError, "would be expected at"):
            self.schedule.active = True

    def test_overlap_across_time_zones(self):
        """R003: 08:15 in New York is 20:15 or 21:15 in Shanghai."""
        york = self._create_york_office()
        self._create_schedule(department_id=york.id, start_time=8.25, end_time=8.5, guest_ids=self.rep.ids)
        self._create_schedule(start_time=19, end_time=20)
        for start, end in ((20.25, 20.5), (21.25, 21.5)):
            with self.subTest(start), self.assertRaisesRegex(ValidationError, "Rob"):
                self._create_schedule(start_time=start, end_time=end)

    def test_other_company(self):
        """R135: chair, guests and departments are of the schedule's own company."""
        for values in (
            {"chair_id": self.rep_valley.id},
            {"deputy_chair_id": self.rep_valley.id},
            {"guest_ids": self.rep_valley.ids},
            {"further_department_ids": self.sales_valley.ids},
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, "company inconsistencies"):
                self.schedule.write(values)

    def test_department_outside_of_an_office(self):
        kitchen = self._create_department("Kitchen")
        with self.assertRaisesRegex(ValidationError, "not part of a sales office"):
            self._create_schedule(department_id=kitchen.id)

    def test_period(self):
        for period in (("2025-03-05", "2025-03-04"), ("2025-03-05", "2026-03-06"), ("soon", "later"), (False, False)):
            with (
                self.subTest(period),
                self.assertRaisesRegex(UserError, "The last day must not be before the first|“date_from” has to be"),
            ):
                self.schedule.plan_meetings(*period)


@freeze_time("2025-03-02 10:00:00")
class TestScheduleAccess(ScheduleCommon):
    def test_who_plans(self):
        """R003: who leads the department, its clerk, the director and the policy administrator."""
        for employee in (self.leader, self.manager, self.director, self.clerk, self.policy_admin):
            with self.subTest(employee.name):
                schedule = self.as_(employee, self.schedule)
                schedule.name = f"Morning of {employee.name}"
                self.assertEqual(len(schedule.plan_meetings(MONDAY, FRIDAY)), 5)
        for employee in (self.rep, self.leader_south, self.finance, self.director_valley, self.outsider):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.schedule).plan_meetings(MONDAY, FRIDAY)
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.schedule).action_plan_ahead()

    def test_clerk_does_not_name_the_chair(self):
        clerk = self.as_(self.clerk, self.schedule)
        for values in ({"chair_id": self.clerk.id}, {"deputy_chair_id": self.clerk.id}):
            with self.subTest(values), self.assertRaises(AccessError):
                clerk.write(values)
            with self.subTest(values), self.assertRaises(AccessError):
                clerk.create({"department_id": self.south.id, **values})
        self.as_(self.leader, self.schedule).deputy_chair_id = self.rep

    def test_form(self):
        """R003: a clerk types a schedule; the name and the hours are proposed."""
        with Form(self.as_(self.clerk, self.schedule.browse())) as form:
            form.department_id = self.south
            form.guest_ids.add(self.finance)
        schedule = form.record
        self.assertEqual(schedule.name, "Morning Meeting, South")
        self.assertEqual((schedule.start_time, round(schedule.end_time, 4)), (8.25, 8.5833))
        self.assertEqual(schedule.tz, "Asia/Shanghai")
        self.assertEqual(schedule.sudo().guest_ids, self.finance)
        with Form(schedule) as form:
            form.guest_ids.remove(self.finance.id)
        self.assertFalse(schedule.sudo().guest_ids)

    def test_guests_are_not_edited(self):
        """R135: the list of guests is no way to change or see employees."""
        for command in (
            Command.update(self.rep.id, {"name": "Bob"}),
            Command.create({"name": "Bob"}),
            Command.delete(self.rep.id),
            Command.link(self.rep_valley.id),
        ):
            with self.subTest(command), self.assertRaises(AccessError):
                self.as_(self.clerk, self.schedule).guest_ids = [command]
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.schedule).guest_ids = [Command.link(self.finance.id)]

    def test_planning_fields_are_not_written_by_hand(self):
        """R003: nobody makes a meeting pass for one of the schedule."""
        meeting = self.plan()[0]
        for values in ({"schedule_day": "2025-03-10"}, {"plan": {}}, {"schedule_id": False}, {"is_called_off": True}):
            with self.subTest(values), self.assertRaises(AccessError):
                self.as_(self.leader, meeting).write(values)
        with self.assertRaises(AccessError):
            self.as_(self.leader, meeting).create({"department_id": self.north.id, "schedule_id": self.schedule.id})
        with self.assertRaises(AccessError):
            self.as_(self.rep, meeting).read(["plan"])

    def test_deputy_chair_conducts(self):
        """R003: the deputy may open the meeting and call the roll, whoever chairs."""
        self.schedule.deputy_chair_id = self.rep
        meeting = self.plan()[0]
        with freeze_time(meeting.start):
            self.as_(self.rep, meeting).action_open()
            self.as_(self.rep, self.row(self.colleague, meeting)).action_mark_present()
            self.as_(self.rep, meeting).action_close()
        self.assertEqual(meeting.state, "closed")

    def test_deputy_chairs_while_the_chair_is_away(self):
        """R003: on leave or gone, the deputy chairs; back from leave, the chair does."""
        self.schedule.deputy_chair_id = self.rep
        leave = self._leave(self.leader, "2025-03-04", "2025-03-05")
        meetings = self.plan()
        chairs = [self.leader, self.rep, self.rep, self.leader, self.leader]
        self.assertEqual([meeting.chair_id for meeting in meetings], chairs)
        leave.unlink()
        self._leave(self.rep, "2025-03-04", "2025-03-04")
        self.plan()
        self.assertEqual(meetings.chair_id, self.leader)
        self.schedule.chair_id = self.colleague
        self.colleague.active = False
        self.plan()
        self.assertEqual(meetings[1].chair_id, self.colleague, "Both are away: the schedule's chair")
        self.assertEqual(meetings[2].chair_id, self.rep)


class TestScheduleTime(ScheduleCommon):
    @freeze_time("2025-03-06 10:00:00")
    def test_daylight_saving(self):
        """R003: in New York the meeting is at the same hour before and after the clocks change."""
        york = self._create_york_office()
        yves = self._create_member("Yves", "yves", york, "representative")
        yves.resource_calendar_id = york.sales_office_calendar_id
        schedule = self._create_schedule(department_id=york.id)
        meetings = schedule.plan_meetings("2025-03-07", "2025-03-10")
        self.assertEqual(meetings.mapped("start"), [datetime(2025, 3, 7, 13, 15), datetime(2025, 3, 10, 12, 15)])
        self.assertEqual(meetings.mapped("date"), [date(2025, 3, 7), date(2025, 3, 10)])

    @freeze_time("2025-03-02 10:00:00")
    def test_office_in_two_zones(self):
        """R003: people in another zone take part at the office's time."""
        self.rep.tz = "America/New_York"
        self.rep.user_id.tz = "America/New_York"
        meeting = self.plan()[0]
        self.assertIn(self.rep, meeting.attendance_ids.employee_id)
        with freeze_time("2025-03-03 00:16:00"):
            self.sign_in(self.rep, meeting)
        self.assertEqual(self.row(self.rep, meeting).state, "present")

    @freeze_time("2025-03-02 17:00:00")  # Monday 01:00 in Shanghai, Sunday 12:00 in New York
    def test_cron_today_is_the_office_s(self):
        """R003: the scheduled run begins with today where the office is."""
        york = self._create_york_office()
        yves = self._create_member("Yves", "yves", york, "representative")
        yves.resource_calendar_id = york.sales_office_calendar_id
        west = self._create_schedule(department_id=york.id)
        self.company.sales_office_meeting_days_ahead = 1
        self.cron()
        self.assertEqual(sorted(self.schedule.meeting_ids.mapped("date")), self.days(3, 4))
        self.assertEqual(west.meeting_ids.mapped("date"), self.days(3), "Sunday and Monday")

    @freeze_time("2025-03-03 01:00:00")  # Monday 09:00 in Shanghai
    def test_cron(self):
        """R003: the scheduled run makes what is to come, and a second one nothing more."""
        self.cron()
        self.assertEqual(sorted(self.schedule.meeting_ids.mapped("date")), self.days(4, 5, 6, 7, 10))
        self.cron()
        self.assertEqual(len(self.schedule.meeting_ids), 5)
        self.company.sales_office_meeting_days_ahead = 9
        self.cron()
        self.assertEqual(len(self.schedule.meeting_ids), 7)

    @freeze_time("2025-03-02 10:00:00")
    def test_cron_survives_a_schedule_it_cannot_plan(self):
        """R003: what is wrong with one schedule keeps no other one from being planned."""
        south = self._create_schedule(department_id=self.south.id)
        Meeting = type(self.env["sales.office.meeting"])
        create_planned = Meeting._create_planned

        def fail_for_north(meetings, plans):
            if any(schedule_id == self.schedule.id for schedule_id, _day in plans):
                raise ValidationError("Out of order")
            return create_planned(meetings, plans)

        with patch.object(Meeting, "_create_planned", fail_for_north), self.assertLogs(PLANNING, "ERROR") as logs:
            self.cron()
        self.assertTrue(south.meeting_ids)
        self.assertFalse(self.schedule.meeting_ids)
        self.assertIn(f"schedule {self.schedule.id} ", logs.output[0])

    @freeze_time("2025-03-02 10:00:00")
    def test_people_who_moved_to_another_company(self):
        """R003: a chair, a deputy or a guest who works for another company now is not expected any more."""
        self.schedule.write(
            {"chair_id": self.rep_south.id, "deputy_chair_id": self.outsider.id, "guest_ids": self.outsider.ids}
        )
        (self.rep_south | self.outsider).company_id = self.company_valley
        meeting = self.plan()[0]
        self.assertEqual((meeting.chair_id, meeting.deputy_chair_id.id), (self.leader, False))
        self.assertNotIn(self.outsider, meeting.attendance_ids.employee_id)

    @freeze_time("2025-03-02 10:00:00")
    def test_guest_while_employed(self):
        """R003: a guest is expected neither before their first day nor after their last."""
        versions = self.rep_south.version_ids.with_context(sync_contract_dates=True)
        versions.write({"contract_date_start": "2025-03-04", "contract_date_end": "2025-03-06"})
        self.schedule.guest_ids = self.rep_south
        invited = self.plan().filtered(lambda meeting: self.rep_south in meeting.attendance_ids.employee_id)
        self.assertEqual(invited.mapped("date"), self.days(4, 5, 6))

    @freeze_time("2025-03-02 10:00:00")
    def test_office_given_up(self):
        """R003: a department that is no sales office any more does not meet, and holds nobody up."""
        office = self._create_department("Fair", is_sales_office=True)
        fair = self._create_schedule(department_id=office.id, guest_ids=self.outsider.ids)
        self.company.sales_office_meeting_days_ahead = 2
        self.cron()
        self.assertEqual(fair.meeting_ids.mapped("state"), ["planned"] * 2)
        office.is_sales_office = False
        self.company.sales_office_meeting_days_ahead = 3
        self.cron()
        self.assertEqual(fair.meeting_ids.mapped("state"), ["cancelled"] * 2)
        self.assertEqual(len(self.schedule.meeting_ids), 3)

    @mute_logger("odoo.sql_db")
    def test_at_least_a_minute(self):
        """R003: a meeting whose end is the same minute as its start could not be planned."""
        for start, end in ((8.25, 8.252), (23.995, 24)):
            with self.subTest(start=start), self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self._create_schedule(start_time=start, end_time=end)

    @freeze_time("2025-03-02 10:00:00")
    def test_cron_only_where_meetings_are_switched_on(self):
        """R003: nothing runs for a company that does not use the room."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_meeting")
        self.cron()
        self.assertFalse(self.schedule.meeting_ids)

    @freeze_time("2025-03-02 10:00:00")
    def test_two_companies(self):
        """R135: somebody who works in two companies is expected in each, as the employee they are there."""
        user = self.rep.user_id
        user.company_ids |= self.company_valley
        other = self.env["hr.employee"].create(
            {
                "name": "Rob in the valley",
                "user_id": user.id,
                "company_id": self.company_valley.id,
                "department_id": self.sales_valley.id,
                "resource_calendar_id": self.company_valley.resource_calendar_id.id,
            }
        )
        valley = self._create_schedule(department_id=self.sales_valley.id)
        meetings = (self.schedule | valley).plan_meetings(MONDAY, MONDAY)
        self.assertEqual(len(meetings), 2)
        self.assertIn(other, valley.meeting_ids.attendance_ids.employee_id)
        self.assertNotIn(other, self.schedule.meeting_ids.attendance_ids.employee_id)
        meeting = valley.meeting_ids.with_user(user).with_context(allowed_company_ids=self.company_valley.ids)
        with freeze_time("2025-03-03 00:10:00"):
            meeting.action_sign_in()
        self.assertEqual(self.row(other, valley.meeting_ids).state, "present")
        self.assertEqual(self.row(self.rep, self.schedule.meeting_ids).state, "expected")


@freeze_time("2025-03-02 10:00:00")
class TestScheduleEngine(ScheduleCommon):
    """R003: the working day says who is expected; the week from Monday 3 March 2025."""

    def _expected(self, employee):
        """Return the days on which the employee is expected at a meeting of the week."""
        meetings = self.schedule.plan_meetings("2025-03-03", "2025-03-07")
        rows = meetings.attendance_ids.filtered(lambda row: row.employee_id == employee)
        return sorted(rows.meeting_id.mapped("date"))

    def test_hired_from_thursday(self):
        """R003: nobody is expected before their first day."""
        newcomer = self._create_member("Nell", "newcomer", self.north, "representative")
        newcomer.version_ids.date_version = "2025-03-06"
        self.assertEqual(self._expected(newcomer), self.days(6, 7))

    def test_version_of_the_day(self):
        """R003: nor on a day on which their version of that day does not work."""
        short = self.calendar.copy({"name": "Three days"})
        short.attendance_ids.filtered(lambda line: line.dayofweek in "34").unlink()
        self.rep.create_version({"date_version": "2025-03-05", "resource_calendar_id": short.id})
        self.assertEqual(self._expected(self.rep), self.days(3, 4, 5))

    def test_after_his_shift(self):
        """R003: nor after their shift, or long before it."""
        night = self.calendar.copy({"name": "Nights"})
        mornings = night.attendance_ids.filtered(lambda line: line.day_period == "morning")
        mornings.filtered(lambda line: line.dayofweek == "0").unlink()
        mornings.exists().write({"hour_from": 0, "hour_to": 6})
        (night.attendance_ids - mornings).write({"hour_from": 22, "hour_to": 24})
        self.rep.resource_calendar_id = night
        self.assertEqual(self._expected(self.rep), [])

    def test_between_the_parts_of_a_shift(self):
        """R003: nor in the free hours between the parts of a split shift; a break keeps nobody away."""
        split = self.calendar.copy({"name": "Split"})
        split.attendance_ids.filtered(lambda line: line.day_period == "afternoon").write(
            {"hour_from": 17, "hour_to": 21}
        )
        self.rep.resource_calendar_id = split
        for start, is_expected in ((8.25, True), (12.5, False), (16, True)):
            self.schedule.write({"start_time": start, "end_time": start + 0.25})
            with self.subTest(start):
                self.assertEqual(bool(self._expected(self.rep)), is_expected)
                self.assertTrue(self._expected(self.colleague))

    def test_holiday_of_another_company(self):
        """R003 R135: another company's holiday calls off no meeting here, on a schedule that both share either."""
        self.calendar.company_id = False
        leaves = self.env["resource.calendar.leaves"].with_company(self.company_valley)
        for day, values in ((3, {}), (4, {"calendar_id": self.calendar.id})):
            times = {"date_from": f"2025-03-0{day} 16:00:00", "date_to": f"2025-03-0{day + 1} 15:59:59"}
            leaves.create({"name": "Holiday", **times, **values})
        self.assertEqual(self._expected(self.rep), self.days(3, 4, 5, 6, 7))

    def test_two_weeks(self):
        """R003: who is free every other Friday is expected on the others."""
        calendar = self.calendar.copy({"name": "Two weeks"})
        calendar.switch_calendar_type()
        week = str(self.env["resource.calendar.attendance"].get_week_type(FRIDAY))
        fridays = calendar.attendance_ids.filtered(lambda line: line.dayofweek == "4")
        fridays.filtered(lambda line: line.week_type == week).unlink()
        self.rep.resource_calendar_id = calendar
        meetings = self.schedule.plan_meetings("2025-03-06", "2025-03-14")
        listed = meetings.filtered(lambda meeting: self.rep in meeting.attendance_ids.employee_id)
        self.assertEqual(sorted(listed.mapped("date")), self.days(6, 10, 11, 12, 13, 14))

    def test_after_the_hours_of_the_office(self):
        """R003: after the office's hours nobody is expected but who works then, and the schedule says so."""
        evening = self._create_schedule(department_id=self.south.id, start_time=17.5, end_time=18)
        self.assertEqual((evening | self.schedule).mapped("is_after_hours"), [True, False])
        self.leader_south.resource_calendar_id = False  # comes whenever the office is open
        self.assertFalse(evening.plan_meetings("2025-03-03", "2025-03-03"))
        late = self.calendar.copy({"name": "Late"})
        late.attendance_ids.filtered(lambda line: line.day_period == "afternoon").hour_to = 20
        self.rep_south.resource_calendar_id = late
        meeting = evening.plan_meetings("2025-03-03", "2025-03-03")
        self.assertEqual(meeting.attendance_ids.employee_id, self.rep_south)
        self.rep_south.resource_calendar_id = self.calendar
        evening.plan_meetings("2025-03-03", "2025-03-03")
        self.assertEqual(meeting.state, "cancelled")

    def test_hours_not_fixed(self):
        """R003: where neither the office nor its people have fixed hours, everybody is expected at any time."""
        self.calendar.flexible_hours = True
        evening = self._create_schedule(department_id=self.south.id, start_time=19, end_time=20)
        self.assertFalse(evening.is_after_hours)
        meeting = evening.plan_meetings("2025-03-03", "2025-03-03")
        self.assertEqual(meeting.attendance_ids.employee_id, self.leader_south | self.rep_south)

    def test_closed_at_noon(self):
        """R003: on a day on which the office closes at noon nobody is expected in the afternoon."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Half a holiday",
                "company_id": self.company.id,
                "date_from": "2025-03-04 04:00:00",
                "date_to": "2025-03-04 09:00:00",
            }
        )
        self.schedule.write({"start_time": 16, "end_time": 16.5})
        self.assertEqual(self._expected(self.rep), self.days(3, 5, 6, 7))

    def test_rivals_only(self):
        """R003: planning some schedules looks at those only who may be expected elsewhere as well."""
        south = self._create_schedule(department_id=self.south.id, start_time=10, end_time=10.5)
        weekly = self._create_schedule(department_id=self.sales.id, kind="weekly", weekday="0")
        rivals, departments = self.schedule._get_rivals()
        self.assertIn(weekly, rivals)
        self.assertNotIn(south, rivals)
        self.assertIn(self.north.id, departments)
        self.assertNotIn(self.south.id, departments)
        south.guest_ids = self.rep
        self.assertIn(south, self.schedule._get_rivals()[0])
