from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from .closing_common import FRIDAY, MONDAY, NEXT_MONDAY, THURSDAY, TUESDAY, WEDNESDAY, ClosingCommon


@freeze_time("2025-03-03 02:00:00")  # Monday, ten o'clock in Shanghai
class TestRota(ClosingCommon):
    def test_two_weeks_ahead(self):
        """R010: the rota plans duties for two weeks, on working days only."""
        rota = self._create_rota()
        self.assertEqual(self.duties(MONDAY, NEXT_MONDAY), "Rob Ann Ray Rob Ann - - Ray")
        lists = self.closings.search([])
        self.assertEqual(max(lists.mapped("date")), MONDAY + timedelta(days=14))
        self.assertEqual(rota.line_ids.mapped("next_duty_date"), [MONDAY, TUESDAY, WEDNESDAY])
        self.assertFalse(rota.uncovered_date)

    def test_list(self):
        """R010: the list carries the items of the template and ends at its time on the office's clocks."""
        self._create_rota()
        closing = self.list_of(MONDAY)
        self.assertEqual(str(closing.deadline), "2025-03-03 10:00:00")
        self.assertEqual(str(closing.remind_at), "2025-03-03 09:30:00")
        self.assertEqual(closing.line_ids.mapped("name"), self.daily.line_ids.mapped("name"))
        self.assertEqual((closing.department_id, closing.company_id), (self.north, self.company))
        self.assertEqual(closing.duty_employee_id, self.rep)

    def test_not_moved_into_another_office(self):
        """R010 R135: neither a rota nor a place in one is moved into an office that its writer does not lead."""
        rota = self._create_rota()
        east = self._create_department("East", is_sales_office=True, sales_office_calendar_id=self.calendar.id)
        east.manager_id = self._create_member("Eva", "manager_east", east, "manager")
        clerk = self._create_member("Eli", "clerk_east", east, "clerk")
        other = self._create_rota(east.manager_id, office=east, active=False)
        for employee in (east.manager_id, clerk):
            with self.subTest(employee.name):
                with self.assertRaises(AccessError):
                    self.as_(employee, other).write({"department_id": self.sales.id, "line_ids": [Command.clear()]})
                with self.assertRaises(AccessError):
                    self.as_(employee, other.line_ids).write({"rota_id": rota.id, "employee_id": self.leader.id})

    def test_rows(self):
        """R010: a list is kept as Odoo's own create would have kept it."""
        rota = self._create_rota()
        made = self.list_of(MONDAY)
        vals = self.closings._prepare_closing_vals(rota, MONDAY, self.daily, made.employee_id, False)
        columns = self.columns(made)
        made.unlink()
        self.assertEqual(self.columns(self.closings.create({**vals, "by_hand": False})), columns)

    def test_second_run(self):
        """R010: planning twice is planning once, even by the scheduled job."""
        rota = self._create_rota()
        before = {closing: (closing.write_date, closing.employee_id) for closing in self.closings.search([])}
        rota._plan_closings()
        self.run_cron("plan_closings")
        self.assertEqual(before, {c: (c.write_date, c.employee_id) for c in self.closings.search([])})

    @freeze_time("2025-03-03 02:00:00", as_kwarg="clock")
    def test_goes_on_day_by_day(self, clock):
        """R010: the days roll on in the same turn."""
        rota = self._create_rota()
        clock.move_to("2025-03-10 02:00:00")
        rota._plan_closings()
        self.assertEqual(self.duties(NEXT_MONDAY, date(2025, 3, 21)), "Ray Rob Ann Ray Rob - - Ann Ray Rob Ann Ray")

    def test_public_holiday(self):
        """R011: a closed day has no list, and what was planned on it is taken back."""
        rota = self._create_rota()
        self._holiday(WEDNESDAY)
        rota._plan_closings()
        self.assertEqual(self.duties(MONDAY, FRIDAY), "Rob Ann - Ray Rob")

    def test_makeup_day(self):
        """R002 R010: a make-up day has one."""
        saturday = FRIDAY + timedelta(days=1)
        self.env["sales.office.makeup.day"].create({"date": saturday, "company_id": self.company.id})
        self._create_rota()
        self.assertEqual(self.duties(FRIDAY, NEXT_MONDAY), "Ann Ray - Rob")

    def test_leave(self):
        """R010: who is on leave is passed over and comes next."""
        self._leave(self.rep, MONDAY)
        self._create_rota()
        self.assertEqual(self.duties(MONDAY, THURSDAY), "Ann Rob Ray Ann")

    def test_leave_granted_later(self):
        """R010: leave granted after the duties were planned moves them, and the list says so."""
        rota = self._create_rota()
        closing = self.list_of(TUESDAY)
        self._leave(self.colleague, TUESDAY)
        rota._plan_closings()
        self.assertEqual(self.duties(MONDAY, FRIDAY), "Rob Ray Ann Rob Ray")
        self.assertEqual(closing, self.list_of(TUESDAY))
        self.assertIn("Ray is on duty instead of Ann", closing.message_ids[0].body)

    def test_leave_of_today(self):
        """R010: who falls ill on the day of their duty is replaced; who is there keeps it."""
        rota = self._create_rota()
        rota.line_ids[0].sequence = 99
        rota._plan_closings()
        self.assertEqual(self.list_of(MONDAY).employee_id, self.rep)
        self._leave(self.rep, MONDAY)
        rota._plan_closings()
        self.assertEqual(self.list_of(MONDAY).employee_id, self.colleague)

    def test_morning_off(self):
        """R010: leave in the morning keeps nobody from closing in the evening; in the afternoon it does."""
        self._leave(self.rep, MONDAY, hours=(0, 12))
        self._leave(self.colleague, TUESDAY, hours=(13, 24))
        self._create_rota()
        self.assertEqual(self.duties(MONDAY, WEDNESDAY), "Rob Ray Ann")

    def test_part_time(self):
        """R010: who does not work on a weekday is passed over on it."""
        calendar = self.calendar.copy()
        calendar.attendance_ids.filtered(lambda line: line.dayofweek == "0").unlink()
        self.rep.resource_calendar_id = calendar
        self._create_rota()
        self.assertEqual(self.duties(MONDAY, WEDNESDAY), "Ann Rob Ray")

    def test_after_his_shift(self):
        """R010: who works mornings or nights is not there when the office closes."""
        mornings, nights = self.calendar.copy({"name": "Mornings"}), self.calendar.copy({"name": "Nights"})
        mornings.attendance_ids.filtered(lambda line: line.day_period == "afternoon").unlink()
        nights.attendance_ids.filtered(lambda line: line.day_period == "morning").write({"hour_from": 0, "hour_to": 6})
        nights.attendance_ids.filtered(lambda line: line.day_period == "afternoon").write(
            {"hour_from": 22, "hour_to": 24}
        )
        self.rep.resource_calendar_id = mornings
        self.colleague.resource_calendar_id = nights
        self._create_rota()
        self.assertEqual(self.duties(MONDAY, WEDNESDAY), "Ray Ray Ray")

    def test_hired_from_thursday(self):
        """R010: nobody is on duty before their first day, with fixed hours or without."""
        for calendar in (self.calendar, self.env["resource.calendar"]):
            with self.subTest(calendar.name):
                newcomer = self._create_member(f"Nell {calendar.id}", f"newcomer{calendar.id}", self.sales)
                newcomer.resource_calendar_id = calendar
                newcomer.version_ids.date_version = THURSDAY
                rota = self._create_rota(newcomer)
                self.assertEqual(self.duties(MONDAY, FRIDAY), "- - - " + " ".join([newcomer.name] * 2))
                rota.unlink()

    def test_without_fixed_hours(self):
        """R010: who has flexible hours is there, unless on leave in the afternoon."""
        self.rep.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Flexible", "company_id": self.company.id, "tz": "Asia/Shanghai", "flexible_hours": True}
        )
        self._leave(self.rep, THURSDAY)
        self._create_rota()
        self.assertEqual(self.duties(MONDAY, FRIDAY), "Rob Ann Ray Ann Rob")

    def test_everybody_on_leave(self):
        """R010: a day on which everybody is away has no list; who leads the office reads it on Today."""
        for employee in (self.rep, self.colleague, self.rep_south):
            self._leave(employee, TUESDAY)
        rota = self._create_rota()
        self.assertEqual(self.duties(MONDAY, WEDNESDAY), "Rob - Ann")
        self.assertEqual(rota.uncovered_date, TUESDAY)
        keys = [line["key"] for line in self.as_(self.director, self.env["sales.office.today"]).get_lines()]
        self.assertIn(f"closing_uncovered_{rota.id}", keys)
        keys = [line["key"] for line in self.as_(self.rep, self.env["sales.office.today"]).get_lines()]
        self.assertNotIn(f"closing_uncovered_{rota.id}", keys)

    def test_uncovered_day_is_not_hidden(self):
        """R010: the day on which nobody is there follows from the plan, and nobody writes it."""
        for employee in (self.rep, self.colleague, self.rep_south):
            self._leave(employee, TUESDAY)
        rota = self._create_rota()
        with self.assertRaisesRegex(AccessError, "not entered by hand"):
            self.as_(self.clerk, rota).uncovered_date = False
        self.assertEqual(rota.uncovered_date, TUESDAY)

    def test_assign_uncovered_day(self):
        """R010: who leads the office puts somebody on duty for such a day, and it stays."""
        for employee in (self.rep, self.colleague, self.rep_south):
            self._leave(employee, TUESDAY)
        rota = self._create_rota()
        self.as_(self.director, rota).action_assign(TUESDAY, self.clerk)
        rota._plan_closings()
        self.assertEqual(self.list_of(TUESDAY).employee_id, self.clerk)
        self.assertTrue(self.list_of(TUESDAY).by_hand)
        self.assertFalse(rota.uncovered_date)

    def test_assign_refused(self):
        """R010: nobody else assigns for the office, nor for a closed day, the past, or somebody from elsewhere."""
        rota = self._create_rota()
        for employee in (self.rep, self.leader, self.manager, self.clerk):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, rota).action_assign(TUESDAY, self.rep)
        led = self.as_(self.director, rota)
        for day in (FRIDAY + timedelta(days=1), MONDAY - timedelta(days=3), MONDAY + timedelta(days=21)):
            with self.subTest(day), self.assertRaisesRegex(UserError, "Choose a day on which the office is open"):
                led.action_assign(day, self.rep)
        for employee in (self.outsider, self.rep_valley):
            with self.subTest(employee.name), self.assertRaisesRegex(UserError, "Only somebody who works in"):
                led.action_assign(TUESDAY, employee)

    def test_member_archived(self):
        """R010: who left has no more duties."""
        rota = self._create_rota()
        self.colleague.active = False
        rota._plan_closings()
        self.assertEqual(self.duties(MONDAY, THURSDAY), "Rob Ray Rob Ray")

    def test_member_moved(self):
        """R010: nor has who moved to another office."""
        other = self._create_department("Other", is_sales_office=True)
        rota = self._create_rota()
        self.colleague.department_id = other
        rota._plan_closings()
        self.assertEqual(self.duties(MONDAY, THURSDAY), "Rob Ray Rob Ray")

    def test_weekly(self):
        """R010: a weekly duty, with a stand-in for the day somebody is away."""
        self._leave(self.rep, WEDNESDAY)
        self._create_rota(period="week")
        self.assertEqual(self.duties(MONDAY, NEXT_MONDAY), "Rob Rob Ann Rob Rob - - Ann")
        self.assertTrue(self.list_of(WEDNESDAY).stands_in)

    @freeze_time("2025-03-03 02:00:00", as_kwarg="clock")
    def test_weekly_goes_on(self, clock):
        """R010: in the middle of the week it stays whose it is."""
        rota = self._create_rota(period="week")
        clock.move_to("2025-03-05 02:00:00")
        rota._plan_closings()
        self.assertEqual(self.duties(MONDAY, NEXT_MONDAY), "Rob Rob Rob Rob Rob - - Ann")
        clock.move_to("2025-03-10 02:00:00")
        rota._plan_closings()
        self.assertEqual(self.duties(NEXT_MONDAY, date(2025, 3, 17)), "Ann Ann Ann Ann Ann - - Ray")

    def test_changed_rota(self):
        """R010: coming duties follow a changed rota at once; today's stays."""
        rota = self._create_rota()
        rota.line_ids = [Command.clear(), Command.create({"employee_id": self.leader.id})]
        self.assertEqual(self.duties(MONDAY, WEDNESDAY), "Rob Lea Lea")

    def test_archived_rota(self):
        """R010: a rota that is archived or deleted takes its coming duties along; today's stays."""
        for method in ("action_archive", "unlink"):
            with self.subTest(method):
                rota = self._create_rota()
                getattr(rota, method)()
                self.assertEqual(self.closings.search([]).mapped("date"), [MONDAY])

    def test_changed_template(self):
        """R010: coming lists follow a changed template; the list of the day keeps its wording."""
        rota = self._create_rota()
        self.daily.write({"end_time": 19, "line_ids": [Command.create({"name": "Flowers are watered"})]})
        self.daily.line_ids[0].name = "All lights are off"
        rota._plan_closings()
        today, tomorrow = self.list_of(MONDAY), self.list_of(TUESDAY)
        self.assertEqual((len(today.line_ids), len(tomorrow.line_ids)), (6, 7))
        self.assertEqual((today.line_ids[0].name, tomorrow.line_ids[0].name), ("Lights are off", "All lights are off"))
        self.assertEqual(str(tomorrow.deadline), "2025-03-04 11:00:00")

    def test_wording_in_every_language(self):
        """R010: the list keeps the wording of its template in all languages."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.daily.line_ids[0].with_context(lang="fr_FR").name = "Lumières éteintes"
        self._create_rota()
        line = self.list_of(MONDAY).line_ids[0]
        self.assertEqual(line.with_context(lang="fr_FR").name, "Lumières éteintes")
        self.assertEqual(line.name, "Lights are off")

    def test_room_off(self):
        """R010: nothing is planned for a company that does not use the room."""
        self.company.sales_office_room_ids = False
        self._create_rota()
        self.run_cron("plan_closings")
        self.assertFalse(self.closings.search([]))

    def test_no_rota(self):
        """R010: an office without a rota has no lists."""
        self.run_cron("plan_closings")
        self.assertFalse(self.closings.search([]))

    def test_late_in_the_evening(self):
        """R010: no list is made whose end time has passed already."""
        with freeze_time("2025-03-03 11:00:00"):
            self._create_rota()
        self.assertEqual(self.duties(MONDAY, TUESDAY), "- Rob")

    def test_one_rota_an_office(self):
        """R010: an office has one rota, everybody is in it once, and it is of the office itself."""
        rota = self._create_rota()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_rota()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            rota.line_ids = [Command.create({"employee_id": self.rep.id})]
        with self.assertRaisesRegex(ValidationError, "does not work in"):
            self._create_rota(office=self.north)
        with self.assertRaisesRegex(ValidationError, "does not work in"):
            rota.line_ids = [Command.create({"employee_id": self.rep_valley.id})]

    def test_office_without_calendar(self):
        """R010: an office without hours of its own works by the company's."""
        self.sales.sales_office_calendar_id = False
        self._create_rota()
        self.assertEqual(self.duties(MONDAY, TUESDAY), "Rob Ann")
        self.assertEqual(str(self.list_of(MONDAY).deadline), "2025-03-03 10:00:00")

    def test_other_company(self):
        """R135: another company's rota, calendar and holidays are its own."""
        self._holiday(MONDAY)
        (self._create_rota() | self._create_rota(self.rep_valley, office=self.sales_valley))._plan_closings()
        self.assertFalse(self.list_of(MONDAY))
        closing = self.list_of(MONDAY, office=self.sales_valley)
        self.assertEqual((closing.employee_id, closing.company_id), (self.rep_valley, self.company_valley))
        self.assertFalse(self.as_(self.rep, self.closings).search([("id", "=", closing.id)]))

    def test_clock_change(self):
        """R010: the end time is on the office's clocks, whatever they do: New York goes to summer time."""
        self.calendar.tz = "America/New_York"
        with freeze_time("2025-03-07 15:00:00"):
            self._create_rota()
        self.assertEqual(str(self.list_of(FRIDAY).deadline), "2025-03-07 23:00:00")
        self.assertEqual(str(self.list_of(NEXT_MONDAY).deadline), "2025-03-10 22:00:00")

    def test_today_is_the_offices_day(self):
        """R010: the day is the office's: in New York it is still Sunday."""
        self.calendar.tz = "America/New_York"
        with freeze_time("2025-03-03 02:00:00"):
            self._create_rota()
        self.assertEqual(str(min(self.closings.search([]).mapped("date"))), "2025-03-03")

    def test_who_maintains(self):
        """R010 R135: who leads the office, the director and its clerk; everybody of the office reads it."""
        rota = self._create_rota()
        for employee in (self.director, self.clerk):
            with self.subTest(employee.name):
                self.as_(employee, rota).line_ids = [Command.clear(), Command.create({"employee_id": self.rep.id})]
        for employee in (self.rep, self.leader, self.manager, self.relations):
            with self.subTest(employee.name):
                self.assertTrue(self.as_(employee, rota).period)
                with self.assertRaises(AccessError):
                    self.as_(employee, rota).period = "week"
                with self.assertRaises(AccessError):
                    self.as_(employee, rota).line_ids[0].sequence = 5
        with self.assertRaises(AccessError):
            self.as_(self.rep_valley, rota).read(["period"])

    def test_form(self):
        """R010: the clerk writes the rota of their office by hand."""
        with Form(self.as_(self.clerk, self.env["sales.office.closing.rota"])) as form:
            self.assertEqual(form.department_id, self.sales)
            for employee in (self.rep, self.colleague):
                with form.line_ids.new() as line:
                    line.employee_id = employee
        self.assertEqual(self.duties(MONDAY, TUESDAY), "Rob Ann")

    def test_queries(self):
        """R010: planning many offices takes as many queries as planning a few."""
        (few, few_again), (many, many_again) = (self._count_queries(size) for size in (3, 9))
        self.assertEqual(many, few)
        self.assertEqual(many_again, few_again)

    def _count_queries(self, size):
        """Return the queries of planning so many new offices, and planning them again."""
        rotas = self.env["sales.office.closing.rota"]
        with freeze_time("2020-01-01"):  # so that nothing is planned yet
            for number in range(size):
                office = self._create_department(f"Office {size} {number}", is_sales_office=True)
                people = self.env["hr.employee"].create(
                    [
                        {"name": f"{size} {number} {n}", "department_id": office.id, "company_id": self.company.id}
                        for n in range(3)
                    ]
                )
                rotas |= self._create_rota(*people, office=office)
            self.closings.search([("office_id", "in", rotas.department_id.ids)]).unlink()
        counts = []
        for _run in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rotas._plan_closings()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        return counts
