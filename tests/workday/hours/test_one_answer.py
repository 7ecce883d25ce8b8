"""When was somebody expected? One question with one answer, whichever room asks."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.fields import Command

from odoo.addons.sales_office_policy.models.organization.deadline.deadline import Term

from ...custody.common import CustodyCommon
from ..common import MONDAY, WorkdayCommon

SUNDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=number) for number in (6, 2, 3))
#: days of the week (1 is Monday) on which Rob is absent, expected at the morning meeting at 08:15, and on duty to close
#: the office at 18:00; the day of March on which three working days from Monday on are over; and in UTC, when a paper
#: that is drawn on Tuesday at nine is due, and Tuesday's work report
ANSWERS = {
    "office": ("12345", "12345", "12345", 13, "11 09:00", "11 10:00"),
    "nights": ("12345", "", "", 13, "11 22:00", "11 22:00"),
    "split shifts": ("12345", "12345", "12345", 13, "11 13:00", "11 13:00"),
    "evenings": ("12345", "", "12345", 13, "11 14:00", "11 14:00"),
    "mornings": ("12345", "12345", "", 13, "11 04:00", "11 10:00"),
    "two weeks": ("1245", "1245", "1245", 14, "11 09:00", "11 10:00"),
    "flexible": ("", "12345", "12345", 13, "11 09:00", "11 10:00"),
    "no schedule": ("", "12345", "12345", 13, "11 09:00", "11 10:00"),
    "until Wednesday": ("123", "123", "123", 13, "11 09:00", "11 10:00"),
    "from Thursday": ("45", "45", "45", 17, "13 00:00", None),
    "other hours from Thursday": ("12345", "123", "123", 13, "11 09:00", "11 10:00"),
    "moves on Wednesday": ("12345", "12", "12345", 13, "11 09:00", "11 10:00"),
    "leave": ("145", "145", "145", 17, "13 00:00", None),
    "half a day of leave": ("12345", "12345", "1345", 13, "11 04:00", "11 10:00"),
    "a morning of leave": ("12345", "1345", "12345", 13, "11 09:00", "11 10:00"),
    "a night of leave": ("1345", "", "", 14, "12 14:00", None),
    "holiday": ("1345", "1345", "1345", 14, "12 00:00", None),
    "holiday elsewhere": ("12345", "12345", "12345", 13, "11 09:00", "11 10:00"),
    "make-up day": ("123456", "123456", "123456", 13, "11 09:00", "11 10:00"),
    "New York": ("12345", "", "", 13, "11 12:00", "11 21:00"),
}


@freeze_time("2025-03-09 10:00:00")  # Sunday evening in Shanghai
class TestOneAnswer(CustodyCommon, WorkdayCommon):
    """The week from Monday 10 March 2025 in Shanghai, in which Rob comes to nothing."""

    def test_every_kind(self):
        """R002 R003 R010 R017 R046 R052: day, meeting, duty, deadline, paper and report go by the same hours."""
        for kind, answer in ANSWERS.items():
            with self.subTest(kind), self.env.cr.savepoint() as savepoint:
                self._have(kind)
                self.assertEqual(self._ask(), answer)
                savepoint.rollback()
            self.env.invalidate_all()

    def _have(self, kind):
        """Give Rob a week of that kind."""
        tuesday = "2025-03-10 16:00:00", "2025-03-11 15:59:59"
        versions = self.rep.version_ids.with_context(sync_contract_dates=True)
        kinds = {
            "office": lambda: None,
            "nights": self._work_nights,
            "split shifts": lambda: self._work((7, 10), (17, 21)),
            "evenings": lambda: self._work((14, 22)),
            "mornings": lambda: self._work((8, 12)),
            "two weeks": self._work_two_weeks,
            "flexible": lambda: self._work((8, 17), flexible_hours=True),
            "no schedule": lambda: self.rep.write({"resource_calendar_id": False}),
            "until Wednesday": lambda: versions.write(
                {"contract_date_start": "2024-01-01", "contract_date_end": WEDNESDAY}
            ),
            "from Thursday": lambda: versions.write({"contract_date_start": THURSDAY}),
            "other hours from Thursday": self._work_otherwise,
            "moves on Wednesday": lambda: self.rep.create_version(
                {"date_version": WEDNESDAY, "department_id": self.south.id}
            ),
            "leave": lambda: self._leave("2025-03-10 16:00:00", "2025-03-12 15:59:59"),
            "half a day of leave": lambda: self._leave("2025-03-11 05:00:00", "2025-03-11 09:00:00"),
            "a morning of leave": lambda: self._leave("2025-03-11 00:00:00", "2025-03-11 04:00:00"),
            "a night of leave": lambda: (self._work_nights(), self._leave(*tuesday)),
            "holiday": lambda: self._holiday(*tuesday),
            "holiday elsewhere": lambda: self._holiday(*tuesday, company=self.company_valley),
            "make-up day": lambda: self._makeup("2025-03-15"),
            "New York": lambda: self._work((8, 12), (13, 17), tz="America/New_York"),
        }
        kinds[kind]()

    def _create_schedule(self, *hours, **values):
        """Return a schedule of Monday to Friday."""
        lines = [
            Command.create({"name": "Hours", "dayofweek": str(day), "hour_from": start, "hour_to": stop})
            for day in range(5)
            for start, stop in hours
        ]
        values = {"name": "Own", "company_id": self.company.id, "tz": "Asia/Shanghai", **values}
        return self.env["resource.calendar"].create({**values, "attendance_ids": [Command.clear(), *lines]})

    def _work(self, *hours, **values):
        self.rep.resource_calendar_id = self._create_schedule(*hours, **values)

    def _work_two_weeks(self):
        """Wednesday is free in this week, and not in the next."""
        calendar = self.calendar.copy({"name": "Two weeks"})
        calendar.switch_calendar_type()
        week = str(self.env["resource.calendar.attendance"].get_week_type(MONDAY))
        free = calendar.attendance_ids.filtered(lambda line: line.dayofweek == "2" and line.week_type == week)
        free.unlink()
        self.rep.resource_calendar_id = calendar

    def _work_otherwise(self):
        """From Thursday on the shift begins when the office closes for most."""
        evenings = self._create_schedule((20, 24))
        self.rep.create_version({"date_version": THURSDAY, "resource_calendar_id": evenings.id})

    def _ask(self):
        """Return what all rooms say of the week, as in ``ANSWERS``."""
        schedule = self.env["sales.office.meeting.schedule"].create({"department_id": self.north.id})
        rows = schedule.plan_meetings(MONDAY, SUNDAY).attendance_ids
        meetings = rows.filtered(lambda row: row.employee_id == self.rep and row.state == "expected").meeting_id
        member = Command.create({"employee_id": self.rep.id})
        self.env["sales.office.closing.rota"].create({"department_id": self.sales.id, "line_ids": [member]})
        closings = self.env["sales.office.closing"].search([("employee_id", "=", self.rep.id), ("date", "<=", SUNDAY)])
        term = Term(3, MONDAY, self.rep, self.north, self.company)
        deadline = self.env["hr.employee"]._count_sales_office_deadlines([term])[0]
        with freeze_time("2025-03-11 00:30:00"):
            report = self._get_report()
        with freeze_time("2025-03-11 01:00:00"):
            loan = self.hand_out(self.contract, self.rep)
        with freeze_time("2025-03-17 12:00:00"):
            absent = self._refresh(self.rep, MONDAY, SUNDAY).filtered("absent")
        return (
            *(self._say(records.mapped("date")) for records in (absent, meetings, closings)),
            deadline.day.day,
            f"{loan.due_at:%d %H:%M}",
            f"{report.deadline:%d %H:%M}" if report else None,
        )

    def _get_report(self):
        """Return Rob's report of the day, made as by the job."""
        self.env.flush_all()
        reports = self.env["sales.office.work.report"]._for_company(self.company)
        reports._follow_up_people(reports._get_people())
        return reports.search([("employee_id", "=", self.rep.id), ("date_from", "=", date(2025, 3, 11))])

    def _say(self, days):
        return "".join(str(day.isoweekday()) for day in sorted(set(days)))
