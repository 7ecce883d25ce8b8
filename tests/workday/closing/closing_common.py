from datetime import date, timedelta

from odoo.fields import Command

from ...common import SalesOfficeCommon

#: the week the tests live in, March 2025
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2025, 3, day) for day in range(3, 8))
NEXT_MONDAY = date(2025, 3, 10)


class ClosingCommon(SalesOfficeCommon):
    """The office Sales with a rota of Rob, Ann and Ray, who close it in turn until 18:00 in Shanghai.

    The tests freeze the clock themselves; nothing is planned before.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.closings = cls.env["sales.office.closing"]
        cls.daily = cls.env.ref("sales_office_policy.closing_template_daily")
        cls.eve = cls.env.ref("sales_office_policy.closing_template_holiday")

    @classmethod
    def _create_rota(cls, *members, office=None, **values):
        return cls.env["sales.office.closing.rota"].create(
            {
                "department_id": (office or cls.sales).id,
                "line_ids": [
                    Command.create({"employee_id": member.id, "sequence": number})
                    for number, member in enumerate(members or (cls.rep, cls.colleague, cls.rep_south))
                ],
                **values,
            }
        )

    def list_of(self, day, template=None, office=None):
        """Return the list of a day."""
        return self.closings.search(
            [
                ("date", "=", day),
                ("template_id", "=", (template or self.daily).id),
                ("office_id", "=", (office or self.sales).id),
            ]
        )

    def duties(self, first, last):
        """Return the names of who is on duty, day by day, with "-" where there is no list."""
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return " ".join(self.list_of(day).employee_id.name or "-" for day in days)

    def _leave(self, employee, first, last=None, hours=(0, 24)):
        """Give validated leave, in Shanghai's time, as it reaches the working schedule."""
        start, stop = (timedelta(hours=hour - 8) for hour in hours)
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": employee.resource_id.id,
                "calendar_id": employee.resource_calendar_id.id,
                "company_id": employee.company_id.id,
                "date_from": self._midnight(first) + start,
                "date_to": self._midnight(last or first) + stop,
            }
        )

    def _holiday(self, first, last=None):
        """Make days public holidays of the company."""
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "date_from": self._midnight(first) - timedelta(hours=8),
                "date_to": self._midnight(last or first) + timedelta(hours=16, seconds=-1),
            }
        )

    def _midnight(self, day):
        return self.env["resource.calendar.leaves"]._fields["date_from"].to_datetime(day)

    def tick_all(self, closing, employee=None):
        """Tick everything, as whoever is on duty unless somebody else is given."""
        self.as_(employee or closing.employee_id, closing).line_ids.action_tick()

    def finish(self, closing, employee=None):
        self.tick_all(closing, employee)
        self.as_(employee or closing.employee_id, closing).action_done()

    def run_cron(self, name):
        """Run one of the scheduled jobs about closing lists."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f"sales_office_policy.ir_cron_{name}").method_direct_trigger()
        self.env.invalidate_all()
