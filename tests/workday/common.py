from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.fields import Command

from ..common import SalesOfficeCommon

MONDAY = date(2025, 3, 10)
TUESDAY = MONDAY + timedelta(days=1)
FRIDAY = MONDAY + timedelta(days=4)


def utc(*hours, day=MONDAY, offset=8):
    """Return intervals in UTC from pairs of local hours, e.g. ``utc(8, 12)``."""
    start = datetime.combine(day, datetime.min.time()) - timedelta(hours=offset)
    moments = [start + timedelta(hours=hour) for hour in hours]
    return list(zip(moments[::2], moments[1::2], strict=True))


class WorkdayCommon(SalesOfficeCommon):
    """The office on Monday 10 March 2025, 08:00-12:00 and 13:00-17:00 in Shanghai; tests freeze the clock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.company | cls.company_valley).sales_office_day_since = "2025-01-01"
        cls.days = cls.env["sales.office.day"]
        cls.tasks = cls.env["sales.office.day.task"]
        # what other tests' companies left waiting
        cls.tasks.search([]).unlink()

    def _attend(self, *hours, employee=None, day=MONDAY, offset=8, **values):
        """Return attendances of ``employee`` (Rob), from pairs of local hours; the last may be left out."""
        employee = employee or self.rep
        start = datetime.combine(day, datetime.min.time()) - timedelta(hours=offset)
        moments = [start + timedelta(hours=hour) for hour in hours] + [False] * (len(hours) % 2)
        return self.env["hr.attendance"].create(
            [
                {"employee_id": employee.id, "check_in": begin, "check_out": end, **values}
                for begin, end in zip(moments[::2], moments[1::2], strict=True)
            ]
        )

    def _leave(self, start, stop, employee=None, **values):
        """Return validated leave of ``employee`` (Rob), in UTC."""
        resource = (employee or self.rep).resource_id
        return self.env["resource.calendar.leaves"].create(
            {"name": "Private", "resource_id": resource.id, "date_from": start, "date_to": stop, **values}
        )

    def _holiday(self, start, stop, company=None, **values):
        leaves = self.env["resource.calendar.leaves"].with_company(company or self.company)
        return leaves.create({"name": "Holiday", "date_from": start, "date_to": stop, **values})

    def _makeup(self, day, weekday="0", **values):
        return self.env["sales.office.makeup.day"].create(
            {"date": day, "weekday": weekday, "company_id": self.company.id, **values}
        )

    def _work_nights(self):
        """Have Rob work from 22:00 to 6:00, five nights from Monday on."""
        hours = [(day, 22, 24) for day in range(5)] + [((day + 1) % 7, 0, 6) for day in range(5)]
        self.rep.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Nights",
                "company_id": self.company.id,
                "tz": "Asia/Shanghai",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create({"name": "N", "dayofweek": str(day), "hour_from": start, "hour_to": stop})
                    for day, start, stop in hours
                ],
            }
        )

    def _day(self, employee=None, day=MONDAY):
        """Return the row of that day as it is now, without looking at the facts again."""
        return self.days.search([("employee_id", "=", (employee or self.rep).id), ("date", "=", day)])

    def _refresh(self, employees=None, day=MONDAY, last=None):
        return self.days.refresh(self.rep if employees is None else employees, day, last or day)

    def _forget(self):
        """Know nothing about any day."""
        self.days.search([]).unlink()
        self.env["hr.employee"].search([]).write({"sales_office_days_from": False, "sales_office_days_to": False})

    def _work_off(self):
        """Have the job do what waits for it, without committing."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60):
            self.tasks._cron_refresh()
