from freezegun import freeze_time

from odoo.fields import Command

from ..common import ScheduleCommon


@freeze_time("2025-03-02 10:00:00")
class TestMeetingSpeed(ScheduleCommon):
    """What does not cost more when there is more of it."""

    def _queries(self, function, *args):
        """Return how many queries it takes from an empty cache until all is written."""
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        function(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - start

    def _create_offices(self, number):
        """Return the schedules of so many offices with three members each, who have users."""
        offices = self.env["hr.department"].create(
            [
                {
                    "name": f"Office {number}-{office}",
                    "company_id": self.company.id,
                    "is_sales_office": True,
                    "sales_office_calendar_id": self.calendar.id,
                }
                for office in range(number)
            ]
        )
        users = self.env["res.users"].create(
            [{"name": f"{office.name} {n}", "login": f"{office.id}-{n}"} for office in offices for n in range(3)]
        )
        employees = self.env["hr.employee"].create(
            [
                {"name": user.name, "user_id": user.id, "company_id": self.company.id, "department_id": office.id}
                for office, user in zip([office for office in offices for _n in range(3)], users, strict=True)
            ]
        )
        for office, manager in zip(offices, employees[::3], strict=True):
            office.manager_id = manager
        return self.env["sales.office.meeting.schedule"].create([{"department_id": office.id} for office in offices])

    def test_planning(self):
        """R003: the morning run takes as many queries for many offices as for few: making, keeping and adapting."""
        counts = {}
        for number in (2, 6):  # rows are inserted by the hundred, and these are ninety
            schedules = self._create_offices(number)
            make = self._queries(schedules._plan_ahead)
            keep = self._queries(schedules._plan_ahead)
            self._change(schedules)
            counts[number] = {"make": make, "keep": keep, "adapt": self._queries(schedules._plan_ahead)}
            self.assertEqual(len(schedules.meeting_ids), 5 * number)
        for what in ("make", "keep", "adapt"):
            with self.subTest(what):
                self.assertLessEqual(counts[6][what], counts[2][what])

    def _change(self, schedules):
        """Another chair, and leave for one of each office."""
        schedules.chair_id = self.manager
        members = self.env["hr.employee"].search([("department_id", "in", schedules.department_id.ids)])
        for employee in members[1::3]:
            self._leave(employee, "2025-03-04", "2025-03-04")

    def test_roll_call(self):
        """R003: opening the roll call of 50 takes no more queries than that of 5."""
        counts = []
        for number in (5, 50):
            people = self.env["hr.employee"].create(
                [{"name": f"Guest {n}", "company_id": self.company.id} for n in range(number)]
            )
            meeting = self._create_meeting(
                self.north,
                start="2025-03-03 00:15:00",
                stop="2025-03-03 00:35:00",
                attendance_ids=[Command.create({"employee_id": employee.id}) for employee in people],
            )
            with freeze_time("2025-03-03 00:10:00"):
                self.as_(self.leader, meeting).get_roll_call()  # rights and rules are read once
                counts.append(self._queries(self.as_(self.leader, meeting).get_roll_call))
        self.assertLessEqual(counts[1], counts[0])
        self.assertLess(counts[0], 40)

    def test_marking_and_closing(self):
        """R003: a mark takes the same few queries in a long list, closing too."""
        counts = []
        for number in (5, 50):
            people = self.env["hr.employee"].create(
                [{"name": f"Guest {n}", "company_id": self.company.id} for n in range(number)]
            )
            meeting = self._create_meeting(
                self.north,
                attendance_ids=[Command.create({"employee_id": employee.id}) for employee in people],
            )
            with freeze_time("2025-03-04 00:15:00"):
                self.open(meeting)
                row = self.as_(self.leader, meeting.attendance_ids[0])
                counts.append((self._queries(row.action_mark, "present"), self._queries(self.close, meeting)))
        self.assertLessEqual(counts[1][0], counts[0][0])
        self.assertLessEqual(counts[1][1], counts[0][1])
