from datetime import date, timedelta

from freezegun import freeze_time

from ..common import MONDAY, TUESDAY, WorkdayCommon, utc

WEEK_LATER = "2025-03-17 02:00:00"


@freeze_time("2025-03-10 12:00:00")
class TestRecompute(WorkdayCommon):
    """R002: the row follows the facts, whoever changes them."""

    def test_attendance(self):
        """R002: an attendance made, edited a week later, moved to another day and deleted."""
        attendance = self._attend(9, 17)
        self.assertEqual(self._day().late_minutes, 60)
        with freeze_time(WEEK_LATER):
            attendance.check_in = utc(8, 9)[0][0]
            self.assertEqual(self._day().status, "present")
            attendance.write({"check_in": utc(8.5, 9, day=TUESDAY)[0][0], "check_out": utc(9, 17, day=TUESDAY)[0][1]})
            self.assertTrue(self._day().absent)
            self.assertEqual(self._day(day=TUESDAY).late_minutes, 30)
            attendance.unlink()
            self.assertTrue(self._day(day=TUESDAY).absent)

    def test_attendance_of_somebody_else(self):
        """R002: an attendance that was entered for the wrong person."""
        attendance = self._attend(8, 17)
        attendance.employee_id = self.colleague
        self.assertTrue(self._day().absent)
        self.assertEqual(self._day(self.colleague).status, "present")

    def test_old_attendance(self):
        """R002: what is older than the days looked back is corrected where it is known, and not made."""
        old = MONDAY - timedelta(days=40)
        self._attend(9, 17, day=date(2025, 1, 29))
        self.assertFalse(self._day(day=date(2025, 1, 29)))
        self._refresh(day=date(2025, 1, 29))
        self._attend(9, 17, day=date(2025, 1, 30), employee=self.colleague)
        self.rep.attendance_ids.unlink()
        self.assertTrue(self._day(day=date(2025, 1, 29)).absent)
        self.assertFalse(self.days.search([("date", "=", old), ("employee_id", "=", self.colleague.id)]))

    def test_leave_refused_after_approval(self):
        """R002: real time off, approved and then refused."""
        self._refresh()
        kind = self.env["hr.leave.type"].create(
            {"name": "Paid", "requires_allocation": False, "leave_validation_type": "hr", "company_id": self.company.id}
        )
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.rep.id,
                "holiday_status_id": kind.id,
                "request_date_from": MONDAY,
                "request_date_to": MONDAY,
            }
        )
        self.assertTrue(self._day().absent)
        leave.action_approve()
        self.assertEqual((self._day().status, self._day().excuse_kind), ("excused", "leave"))
        leave.action_refuse()
        self.assertTrue(self._day().absent)

    def test_schedule(self):
        """R002: changed hours, another schedule, another time zone."""
        self._attend(8, 17)
        lines = self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "0")
        lines.filtered(lambda line: line.day_period == "morning").hour_from = 7
        self._work_off()
        self.assertEqual(self._day().late_minutes, 60)
        self.rep.resource_calendar_id = self.calendar.copy({"flexible_hours": True})
        self.assertEqual(self._day().status, "off")
        self.rep.resource_calendar_id = self.calendar
        self.assertEqual(self._day().late_minutes, 60)
        self.calendar.tz = "Asia/Tokyo"
        self._work_off()
        self.assertEqual((self._day().late_minutes, self._day().tz), (120, "Asia/Tokyo"))
        lines.unlink()
        self._work_off()
        self.assertEqual(self._day().status, "off")

    def test_version(self):
        """R002: a version that begins today, made later."""
        self._attend(8, 12)
        self.assertEqual(self._day().early_minutes, 240)
        mornings = self.calendar.copy()
        mornings.attendance_ids.filtered(lambda line: line.day_period == "afternoon").unlink()
        version = self.rep.create_version({"date_version": MONDAY, "resource_calendar_id": mornings.id})
        self.assertEqual(self._day().status, "present")
        version.unlink()
        self.assertEqual(self._day().early_minutes, 240)

    def test_department(self):
        """R002: the row keeps the department of its day; who leaves the office is no longer looked at."""
        with freeze_time("2025-03-11 12:00:00"):
            self._refresh(last=TUESDAY)
            self.rep.create_version({"date_version": TUESDAY, "department_id": self.south.id})
            self.assertEqual(self._day().department_id, self.north)
            self.assertEqual(self._day(day=TUESDAY).department_id, self.south)
            self.rep.version_ids[-1].department_id = False
            self.assertTrue(self._day())
            self.assertFalse(self._day(day=TUESDAY))
            self.north.parent_id = False
            self._work_off()
            self.assertTrue(self._day(), "It was in the office when the day was over")

    def test_holiday_of_everybody(self):
        """R002: what concerns many is left to the job, which works it off in steps."""
        people = self.env["hr.employee"].search([("company_id", "=", self.company.id)])
        self._refresh(people)
        holiday = self._holiday("2025-03-02 16:00:00", "2025-03-14 15:59:59")
        self.assertTrue(self.tasks.search([("employee_id", "=", self.rep.id)]))
        self.assertTrue(self._day().absent, "Not yet")
        self._work_off()
        self.assertEqual(self._day().status, "off")
        self.assertFalse(self.tasks.search([]))
        holiday.unlink()
        self._work_off()
        self.assertTrue(self._day().absent)

    def test_every_night(self):
        """R002: the job looks back, and makes the rows of today and tomorrow; twice is once."""
        self.tasks._cron_enqueue()
        self.assertFalse(self._day())
        self._work_off()
        self.assertEqual(self._day().status, "absent")
        self.assertEqual(self._day(day=TUESDAY).status, "expected")
        self.assertEqual(self._day(day=date(2025, 2, 7)).status, "absent", "31 days ago")
        self.assertFalse(self._day(day=date(2025, 2, 6)))
        self.assertFalse(self._day(self.outsider))
        rows = self.days.search([])
        self.tasks._cron_enqueue()
        self._work_off()
        self.assertEqual(self.days.search([]), rows)

    def test_time_goes_by(self):
        """R002: the job sees that a day is over."""
        with freeze_time("2025-03-10 02:00:00"):
            self._refresh()
            self.assertEqual(self._day().status, "expected")
        self._work_off()
        self.assertEqual(self._day().status, "absent")

    def test_since(self):
        """R002: nobody was absent before the room was switched on."""
        self.company.sales_office_day_since = MONDAY
        self._work_off()
        self.assertEqual(self.days.search([("employee_id", "=", self.rep.id)]).mapped("date"), [TUESDAY, MONDAY])
        fresh = self._create_company("Hill Hotel")
        fresh.sales_office_room_ids = self.env.ref("sales_office_policy.room_workday")
        self.assertEqual(fresh.sales_office_day_since, MONDAY)

    def test_not_asked_into_being(self):
        """R002: nor when somebody asks for the days before."""
        self.company.sales_office_day_since = MONDAY
        rows = self.as_(self.leader, self.days).refresh(self.rep.ids, "2025-02-01", TUESDAY)
        self.assertEqual(rows.sorted("date").mapped("date"), [MONDAY, TUESDAY])

    def test_leave_without_an_end(self):
        """R002: leave and holidays entered until the last day there is are taken as they are."""
        self._leave("2025-03-09 16:00:00", "9999-12-31 15:59:59")
        self._work_off()
        self.assertEqual(self._day().status, "excused")
        self._holiday("2025-03-09 16:00:00", "9999-12-31 23:59:59")
        self._work_off()
        self.assertEqual(self._day().status, "off")

    def test_room_is_off(self):
        """R002: nothing happens for a company that does not use the room."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_workday")
        self._attend(9, 17)
        self.assertFalse(self._day())
        self.assertFalse(self._refresh())
        self.tasks._cron_enqueue()
        self.assertFalse(self.tasks.search([("employee_id", "=", self.rep.id)]))

    def test_cost_for_others(self):
        """R002: whoever is in no sales office pays one query for an attendance."""
        self.env.flush_all()
        module = type(self.env["hr.employee"])
        calls = []
        original = module._get_workday_members

        def counted(model, *args, **kwargs):
            before = model.env.cr.sql_log_count
            result = original(model, *args, **kwargs)
            calls.append((len(result), model.env.cr.sql_log_count - before))
            return result

        self.patch(module, "_get_workday_members", counted)
        self._attend(8, employee=self.outsider)
        self.assertEqual([found for found, _queries in calls], [0])
        self.assertEqual(calls[0][1], 1)

    def test_employee_entered_by_mistake(self):
        """R002: rows keep nobody from being deleted."""
        mistake = self._create_member("Twice", "twice", self.north)
        self._refresh(mistake)
        self.assertTrue(self._day(mistake))
        mistake.unlink()
        self.assertFalse(self._day(mistake))

    def test_without_the_job(self):
        """R002: somebody deleted the job; people sign in all the same."""
        self.env.ref("sales_office_policy.ir_cron_refresh_days").unlink()
        self._holiday("2025-03-02 16:00:00", "2025-03-14 15:59:59")
        self._attend(8)
        self.assertTrue(self._day())
