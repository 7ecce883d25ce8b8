"""One clock for deadlines: working days, holidays, make-up days and leave, and why (``spec/working_time.md``)."""

from datetime import date, timedelta

from freezegun import freeze_time
from lxml import etree
from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.fields import Command
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from odoo.addons.sales_office_policy.models.organization.deadline.deadline import (
    HOLIDAY,
    LEAVE,
    MADE_UP,
    WORKED,
    Term,
    count_days,
)

from ...conduct.common import ConductCommon
from ..common import MONDAY, WorkdayCommon

#: Monday 10 March 2025, ten o'clock in Shanghai
MONDAY_MORNING = "2025-03-10 02:00:00"


def march(day):
    return date(2025, 3, day)


@tagged("post_install", "-at_install", "standard")
class TestCountDays(BaseCase):
    """The arithmetic of it."""

    def test_kinds(self):
        """R046: make-up days count, holidays and leave do not; leave with a holiday in it is one leave."""
        kinds = {march(11): WORKED, march(12): LEAVE, march(13): HOLIDAY, march(14): LEAVE, march(15): MADE_UP}
        counted = count_days(kinds, march(10), 2)
        self.assertEqual(counted.day, march(15))
        self.assertEqual(counted.made_up, (march(15),))
        self.assertEqual(counted.leaves, ((march(12), march(14)),))
        self.assertEqual(counted.holidays, ((march(13), march(13)),))
        self.assertIsNone(count_days(kinds, march(10), 3))
        self.assertEqual(count_days(kinds, march(10), 0).day, march(10))


@freeze_time(MONDAY_MORNING)
class TestClock(WorkdayCommon):
    def test_shown_with_its_reason(self):
        """R046: wherever a form shows a deadline that is counted, it shows how it was."""
        seen = set()
        for name in self.registry.descendants(["sales.office.deadline.mixin"], "_inherit"):
            model = self.env[name]
            arch = etree.fromstring(model.get_view(view_type="form")["arch"]) if model._auto else etree.Element("form")
            shown = {field.get("name") for field in arch.iter("field")}
            for deadline in shown.intersection(model._deadline_days):
                self.assertIn(f"{deadline}_reason", shown, name)
                seen.add(deadline)
        self.assertGreater(seen, {"answer_deadline", "appeal_deadline", "confirm_by", "decide_by", "check_on"})

    def _count(self, days, employee=None, since=MONDAY, department=None):
        employee = self.rep if employee is None else employee
        department = department or employee.department_id
        term = Term(days, since, employee, department, self.company)
        return self.env["hr.employee"]._count_sales_office_deadlines([term])[0]

    def _explain(self, deadline, **context):
        clock = self.env["sales.office.deadline.mixin"].with_context(**context)
        return clock._explain_deadline(deadline.to_json())

    def test_holiday_of_another_company(self):
        """R046: example 10: another company's holiday on 12 March; three days from the 10th end on the 13th."""
        self._holiday("2025-03-11 16:00:00", "2025-03-12 15:59:59", company=self.company_valley)
        deadline = self._count(3)
        self.assertEqual((deadline.day, str(deadline.moment)), (march(13), "2025-03-13 15:59:59"))
        self.assertEqual(self._explain(deadline), "3 working days")

    def test_makeup_saturday(self):
        """R046: example 11: five days to answer from Monday 10 March with a make-up Saturday end on the 15th."""
        self._makeup("2025-03-15")
        deadline = self._count(5)
        self.assertEqual(deadline.day, march(15))
        self.assertEqual(self._explain(deadline), "5 working days; Sat, Mar 15 is worked")

    def test_holiday_of_this_company(self):
        """R046: this company's holiday does not count, and the reason names it."""
        self._holiday("2025-03-11 16:00:00", "2025-03-12 15:59:59")
        deadline = self._count(3)
        self.assertEqual(deadline.day, march(14))
        self.assertEqual(self._explain(deadline), "3 working days; March 12 is a holiday")

    def test_leave_in_the_middle(self):
        """R046: a deadline waits while the person is on leave."""
        self._leave("2025-03-11 16:00:00", "2025-03-14 15:59:59")
        deadline = self._count(3)
        self.assertEqual(deadline.day, march(18))
        self.assertEqual(self._explain(deadline), "3 working days; waits for leave Mar 12 – 14")

    def test_leave_over_the_last_day(self):
        """R046: leave that begins on the last day moves it past the weekend; other people's leave moves nothing."""
        self._leave("2025-03-13 00:00:00", "2025-03-17 09:00:00")
        deadline = self._count(3)
        self.assertEqual(deadline.day, march(18))
        self.assertEqual(deadline.leaves, ((march(13), march(17)),))
        self.assertEqual(self._count(3, self.colleague).day, march(13))

    def test_half_day(self):
        """R046: half a day of leave is a working day."""
        self._leave("2025-03-12 00:00:00", "2025-03-12 04:00:00")
        self.assertEqual(self._count(3).day, march(13))

    def test_leave_without_an_end(self):
        """R046: who is on leave for more than a year has the days of their office."""
        self._leave("2025-03-01 00:00:00", "2027-03-01 00:00:00")
        self.assertEqual(self._count(3).day, march(13))

    def test_long_leave(self):
        """R046: it waits for months of leave."""
        self._leave("2025-03-10 16:00:00", "2025-08-10 16:00:00")
        self.assertEqual(self._count(3).day, date(2025, 8, 13))

    def test_two_time_zones(self):
        """R046: the last day ends on the clocks of whoever it is about, and begins there, too."""
        new_york = self.calendar.copy({"name": "New York", "tz": "America/New_York"})
        self.colleague.resource_calendar_id = new_york
        moment = fields.Datetime.now()  # ten in the morning in Shanghai, ten in the evening of Sunday in New York
        here, there = self._count(1, since=moment), self._count(1, self.colleague, since=moment)
        self.assertEqual((here.day, str(here.moment)), (march(11), "2025-03-11 15:59:59"))
        self.assertEqual((there.day, str(there.moment)), (march(10), "2025-03-11 03:59:59"))

    def test_without_schedule(self):
        """R046: without a schedule, or on flexible hours, the days of the office count, less their leave."""
        flexible = self.env["resource.calendar"].create(
            {"name": "Flexible", "flexible_hours": True, "tz": "Asia/Shanghai", "company_id": self.company.id}
        )
        self._holiday("2025-03-11 16:00:00", "2025-03-12 15:59:59")
        self._makeup("2025-03-15")
        for calendar in (False, flexible.id):
            with self.subTest(calendar=calendar):
                self.rep.resource_calendar_id = calendar
                self.rep.tz = "Asia/Shanghai"
                deadline = self._count(4)
                self.assertEqual((deadline.day, str(deadline.moment)), (march(15), "2025-03-15 15:59:59"))
                self.assertEqual(deadline.holidays, ((march(12), march(12)),))
        self._leave("2025-03-13 00:00:00", "2025-03-13 09:00:00")
        self._leave("2025-03-14 00:00:00", "2025-03-14 04:00:00")
        self.assertEqual(self._count(4).day, march(17))

    def test_flexible_office(self):
        """R046: an office on flexible hours works Monday to Friday; its holiday covers noon."""
        self.calendar.write({"attendance_ids": [Command.clear()], "flexible_hours": True})
        self._holiday("2025-03-11 16:00:00", "2025-03-12 15:59:59")
        deadline = self._count(3, self.env["hr.employee"], department=self.north)
        self.assertEqual((deadline.day, deadline.holidays), (march(14), ((march(12), march(12)),)))

    def test_nights(self):
        """R046: a night shift is one working day, that on which it begins."""
        self._work_nights()
        # Friday's night ends on Saturday, which is no day of its own
        self.assertEqual(self._count(4).day, march(14))
        self.assertEqual(self._count(5).day, march(17))

    def test_who_left(self):
        """R046: after somebody left the days of their office count."""
        self.rep.version_id.write({"contract_date_start": "2020-01-01", "contract_date_end": "2025-03-11"})
        self.assertEqual(self._count(3).day, march(13))

    def test_office(self):
        """R046: what nobody has to do themselves goes by the office's days; without any, days are just days."""
        nobody = self.env["hr.employee"]
        self._makeup("2025-03-15", department_id=self.sales.id)
        self.assertEqual(self._count(5, nobody, department=self.north).day, march(15))
        self.calendar.attendance_ids.unlink()
        self.env["sales.office.makeup.day"].search([]).unlink()
        self.assertEqual(self._count(5).day, march(15))

    def test_words(self):
        """R046: the reason is a sentence in the reader's language."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self._makeup("2025-03-15")
        self._leave("2025-03-11 16:00:00", "2025-03-13 15:59:59")
        self.assertEqual(self._explain(self._count(1)), "1 working day")
        chinese = self._explain(self._count(4), lang="zh_CN")
        self.assertEqual(chinese, "4 个工作日；3月15日周六上班；3月12日至13日休假期间顺延")

    def test_batch(self):
        """R046: a constant number of queries for any number of people, offices and beginnings."""
        people = self.rep | self.colleague | self.rep_south | self.leader | self.leader_south | self.manager
        self._leave("2025-03-11 16:00:00", "2025-03-13 15:59:59", employee=self.colleague)

        def count(employees):
            terms = [
                Term(days, MONDAY + timedelta(days=days), employee, employee.department_id, self.company)
                for employee in employees
                for days in (3, 5)
            ]
            return self.env["hr.employee"]._count_sales_office_deadlines(terms)

        for employees in (people[:2], people):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(people=len(employees)), self.assertQueryCount(11):
                count(employees)


@freeze_time(MONDAY_MORNING)
class TestWaiting(ConductCommon, WorkdayCommon):
    """Deadlines of what is still open wait for leave that is validated later."""

    def test_waits(self):
        """R046: three days end on the 13th; leave validated on the 11th moves them, the case says it, to do as well."""
        case = self._reported()
        self.assertEqual(str(case.answer_deadline), "2025-03-13 15:59:59")
        leave = self._leave("2025-03-11 16:00:00", "2025-03-13 15:59:59")
        self.assertEqual(str(case.answer_deadline), "2025-03-17 15:59:59")
        self.assertEqual(case.answer_deadline_reason, "3 working days; waits for leave Mar 12 – 13")
        self.assertIn("Answer Until: Mon, Mar 17 now", case.message_ids[0].body)
        self.assertEqual(case.activity_ids.date_deadline, march(17))
        # once given, it is never taken back
        leave.unlink()
        self.assertEqual(str(case.answer_deadline), "2025-03-17 15:59:59")

    def test_makeup_day_taken_back(self):
        """R046: a Saturday that is worked no longer ends nothing; one that is added brings nothing nearer."""
        day = self._makeup("2025-03-15")
        case = self._decided()
        self.assertEqual(str(case.appeal_deadline), "2025-03-15 15:59:59")
        day.unlink()
        self.assertEqual(str(case.appeal_deadline), "2025-03-17 15:59:59")
        self.assertEqual(case.appeal_deadline_reason, "5 working days")
        self._makeup("2025-03-15")
        self.assertEqual(str(case.appeal_deadline), "2025-03-17 15:59:59")

    def test_answered(self):
        """R046: what is answered waits for nothing any more."""
        case = self._reported()
        self.as_(self.rep, case).action_answer("No")
        self._leave("2025-03-11 16:00:00", "2025-03-13 15:59:59")
        self.assertEqual(str(case.answer_deadline), "2025-03-13 15:59:59")

    def test_appeal(self):
        """R046: the time to appeal waits, too, and ends it does not come earlier with a second holiday."""
        case = self._decided()
        self.assertEqual(str(case.appeal_deadline), "2025-03-17 15:59:59")
        self.assertEqual(case.appeal_deadline_reason, "5 working days")
        self._leave("2025-03-12 00:00:00", "2025-03-12 10:00:00")
        self.assertEqual(str(case.appeal_deadline), "2025-03-18 15:59:59")

    def test_every_kind(self):
        """R046: each deadline of any kind says its days, what is open, and why it ends when it ends."""
        mixin = self.env["sales.office.deadline.mixin"]
        names = set()
        for model_name in self.registry.descendants([mixin._name], "_inherit"):
            model = self.env[model_name].sudo()
            for name, days in model._deadline_days.items():
                with self.subTest(model=model_name, name=name):
                    own = type(model)._get_deadline_days is not type(mixin)._get_deadline_days
                    self.assertTrue(own or days in self.company._fields)
                    self.assertEqual(model._fields[f"{name}_reason"].compute, "_compute_deadline_reasons")
                    model.search(model._get_open_deadline_domain(name), limit=1)
                    names.add(name)
        self.assertLessEqual({"answer_deadline", "appeal_deadline", "training_due", "confirm_by", "kept_until"}, names)

    def test_days_have_a_highest(self):
        """R136: whatever a deadline is counted by has a highest number, before no calendar reaches that far."""
        names = {"sales_office_gift_days", "sales_office_letter_days", "sales_office_complaint_days"}
        for model_name in self.registry.descendants(["sales.office.deadline.mixin"], "_inherit"):
            names.update(self.env[model_name]._deadline_days.values())
        for name in sorted(names & set(self.company._fields)):
            with (
                self.subTest(name),
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.company[name] = 366
                self.env.flush_all()

    def test_nobody_writes_it(self):
        """R135: nobody but the software says how a deadline was counted, nor reads it raw."""
        case = self._reported()
        for employee in (self.rep, self.leader, self.manager):
            own = self.as_(employee, case)
            with self.subTest(employee=employee.name):
                self.assertEqual(own.answer_deadline_reason, "3 working days")
                self.assertNotIn("deadline_counts", own.fields_get())

    def test_batch(self):
        """R046: leave of many people moves their deadlines in a constant number of queries."""
        people = (self.rep, self.colleague, self.rep_south, self.leader, self.leader_south)
        for employee in people:
            self._reported(employee, reporter=self.director)
            self._leave("2025-03-12 16:00:00", "2025-03-13 15:59:59", employee=employee)
        self.env["sales.office.violation"].search([]).answer_deadline = "2025-03-11 15:59:59"
        self.env["mail.activity"].search([("res_model", "=", "sales.office.violation")]).date_deadline = "2025-03-11"
        mixin, counts = self.env["sales.office.deadline.mixin"], []
        for some in (people[:1], people[1:]):
            employees = self.env["hr.employee"].union(*some)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            mixin._days_changed(employees)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_large(self):
        """R046: a holiday moves the deadlines of two people, and eight each of twelve, by as many queries."""
        people = [
            self._create_member(f"Member {number}", f"member_{number}", self.north, "representative")
            for number in range(12)
        ]

        def count(employees, cases):
            with self.env.cr.savepoint() as savepoint:
                for employee in employees:
                    for _number in range(cases):
                        self._reported(employee, reporter=self.director)
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self._holiday("2025-03-11 16:00:00", "2025-03-12 15:59:59")
                self.env.flush_all()
                count = self.env.cr.sql_log_count - before
                moved = self.Violation.search([("employee_id", "in", [employee.id for employee in employees])])
                self.assertEqual({str(case.answer_deadline) for case in moved}, {"2025-03-14 15:59:59"})
                savepoint.rollback()
            self.env.invalidate_all()
            return count

        count(people[:2], 1)
        self.assertLessEqual(count(people, 8), count(people[:2], 1))
