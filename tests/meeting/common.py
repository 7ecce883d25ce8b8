from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields

from ..common import SalesOfficeCommon


class MeetingCommon(SalesOfficeCommon):
    """The morning meeting of North, 08:15 to 08:35 in Shanghai on Tuesday 4 March 2025.

    Lea chairs it as the manager of North; Lea, Rob and Ann are expected.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.attendances = cls.env["sales.office.meeting.attendance"]
        cls.meeting = cls._create_meeting(cls.north)

    @classmethod
    def _create_meeting(cls, department, **values):
        return cls.env["sales.office.meeting"].create(
            {
                "department_id": department.id,
                "start": "2025-03-04 00:15:00",
                "stop": "2025-03-04 00:35:00",
                **values,
            }
        )

    def row(self, employee, meeting=None):
        """Return the employee's row on the list."""
        return (meeting or self.meeting).attendance_ids.filtered(lambda row: row.employee_id == employee)

    def open(self, meeting=None):
        self.as_(self.leader, meeting or self.meeting).action_open()

    def close(self, meeting=None):
        """Close now, or at the start when that is to come: nobody is absent before."""
        meeting = meeting or self.meeting
        with freeze_time(max(meeting.start, fields.Datetime.now())):
            self.as_(self.leader, meeting).action_close()

    def sign_in(self, employee, meeting=None):
        self.as_(employee, meeting or self.meeting).action_sign_in()


class ScheduleCommon(MeetingCommon):
    """The morning meeting of North as a schedule: 08:15 to 08:35 in Shanghai on working days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meeting.unlink()
        cls.schedule = cls._create_schedule(agenda="<p>Weather, visits, problems</p>")

    @classmethod
    def _create_schedule(cls, **values):
        return cls.env["sales.office.meeting.schedule"].create({"department_id": cls.north.id, **values})

    @classmethod
    def _create_york_office(cls):
        """Return an office that works Monday to Friday in New York's time."""
        calendar = cls._create_calendar(cls.company)
        calendar.tz = "America/New_York"
        cls.company.resource_calendar_id = cls.calendar
        return cls._create_department("York", is_sales_office=True, sales_office_calendar_id=calendar.id)

    @classmethod
    def _close(cls, day):
        """Make a day a public holiday in Shanghai's time."""
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": cls.company.id,
                "date_from": f"{day - timedelta(days=1)} 16:00:00",
                "date_to": f"{day} 15:59:59",
            }
        )

    @classmethod
    def _leave(cls, employee, first, last):
        """Return the employee's validated leave of whole days in Shanghai's time."""
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": employee.resource_id.id,
                "date_from": f"{first} 00:00:00",
                "date_to": f"{last} 09:00:00",
            }
        )

    @staticmethod
    def days(*numbers):
        """Return days of March 2025."""
        return [date(2025, 3, number) for number in numbers]

    def plan(self, first=3, last=7):
        """Plan the morning meeting for some days of March 2025."""
        return self.schedule.plan_meetings(date(2025, 3, first), date(2025, 3, last))

    def cron(self):
        """Run the planning as the scheduler does."""
        with self.enter_registry_test_mode():
            self.env.ref("sales_office_policy.ir_cron_plan_meetings").method_direct_trigger()
