"""The check on late work reports."""

from datetime import date

from freezegun import freeze_time

from .work_report_common import WorkReportCommon

WEDNESDAY = date(2026, 3, 4)


@freeze_time("2026-03-05 02:00:00")
class TestWorkReportCheck(WorkReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.check = cls.env.ref("sales_office_policy.check_work_report_late")
        cls.check.write({"mode": "suspect", "enforced_from": "2026-03-01"})
        cls.report = cls.write_report(cls.rep)

    def run_check(self):
        """Return the suspected cases of the check."""
        self.env.flush_all()
        return self.check.run("2026-03-01", "2026-03-05")

    def submit_at(self, moment):
        with freeze_time(moment):
            self.hand_in(self.report)

    def test_not_handed_in(self):
        """R052: a report that is missing is a suspected breach of the clause on reports."""
        case = self.run_check()
        self.assertEqual((case.employee_id, case.date), (self.rep, WEDNESDAY))
        self.assertEqual(case.type_id, self.env.ref("sales_office_policy.violation_type_report_late"))
        self.assertTrue(case.clause_id)
        self.assertIn("has not been handed in", case.description)
        self.assertEqual((case.res_model, case.res_id), (self.report._name, self.report.id))

    def test_handed_in_late(self):
        """R052: a report that came late is one, and says when it came."""
        self.submit_at("2026-03-04 11:00:00")
        self.assertIn("was handed in", self.run_check().description)

    def test_in_time(self):
        """R052: no breach when it came in time, or is not due yet."""
        self.submit_at("2026-03-04 09:59:00")
        self.write_report(self.colleague, "2026-03-05")
        self.assertFalse(self.run_check())

    def test_grace(self):
        """R052: minutes of grace are overlooked."""
        self.check.grace_minutes = 30
        self.submit_at("2026-03-04 10:30:00")
        self.assertFalse(self.run_check())
        self.check.grace_minutes = 29
        self.assertTrue(self.run_check())

    def test_second_run(self):
        """R052: a second run finds the same."""
        self.assertEqual(self.run_check(), self.run_check())

    def test_excused_later(self):
        """R052: excused by the superior, the suspicion withdraws itself."""
        case = self.run_check()
        self.as_(self.leader, self.report).action_excuse("At the fair")
        self.assertFalse(self.run_check())
        self.assertTrue(case.is_withdrawn)

    def test_leave_validated_later(self):
        """R052: on leave all day, the suspicion withdraws itself, and comes back with the refusal."""
        self.follow_up()
        case = self.run_check()
        leave = self.leave(self.rep, "2026-03-04", "2026-03-04")
        self.follow_up()
        self.run_check()
        self.assertTrue(case.is_withdrawn)
        leave.unlink()
        self.follow_up()
        self.assertEqual(self.run_check(), case)

    def test_who_left(self):
        """R052: who left before the deadline owes nothing; who was late before they left was late."""
        self.rep.active = False
        self.assertFalse(self.run_check())
        self.rep.active = True
        self.follow_up()
        self.rep.active = False
        self.assertTrue(self.run_check())

    def test_day_of_the_employee(self):
        """R052: the day is that of the employee's time zone."""
        self.report.write({"office_deadline": "2026-03-04 16:30:00", "deadline": "2026-03-04 16:30:00"})
        self.assertEqual(self.run_check().date, date(2026, 3, 5))
        self.assertFalse(self.check.run("2026-03-04", "2026-03-04"))

    def test_constant_queries(self):
        """R052: many late reports cost as many queries to find as one."""
        members = self.check.with_company(self.company)._get_members()
        counts = []
        for employee in (self.rep, self.colleague, self.leader, self.manager):
            if employee != self.rep:
                self.write_report(employee)
            self.env.flush_all()
            self.env.invalidate_all()
            begin = self.env.cr.sql_log_count
            self.check.with_company(self.company)._detect_work_report_late(members, WEDNESDAY, WEDNESDAY)
            counts.append(self.env.cr.sql_log_count - begin)
        self.assertLessEqual(counts[-1], counts[1] + 1)
