from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..common import MONDAY, TUESDAY, WorkdayCommon


@freeze_time("2025-03-12 12:00:00")
class TestDayRecount(WorkdayCommon):
    """R002: what has been looked at is counted anew on purpose only; Monday's hours should have begun at nine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late = cls.env.ref("sales_office_policy.check_late_arrival")
        cls.late.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        cls.personnel = cls._create_member("Hanna", "hanna", cls.sales)
        cls.personnel.user_id.group_ids = [Command.link(cls.env.ref("hr.group_hr_user").id)]

    def setUp(self):
        super().setUp()
        self._attend(8.5, 17)
        self._attend(8, 17, employee=self.colleague)
        self._refresh(self.rep | self.colleague, last=TUESDAY)
        self.late.run(MONDAY, TUESDAY)
        self.case = self.env["sales.office.violation"].search([("employee_id", "=", self.rep.id)])
        mornings = self.calendar.attendance_ids.filtered(lambda line: line.day_period == "morning")
        mornings.hour_from = 9
        self._work_off()

    def _dialog(self, employee, people=None):
        people = self.rep if people is None else people
        dialog = self.as_(employee, self.env["sales.office.day.recount"])
        return dialog.create(
            {
                "employee_ids": [Command.set(people.ids)],
                "date_from": MONDAY,
                "date_to": TUESDAY,
                "reason": "Hours were wrong",
            }
        )

    def test_preview(self):
        """R002: personnel sees which days become what, and the cases that follow; nothing is counted yet."""
        dialog = self._dialog(self.personnel, self.rep | self.colleague)
        dialog.action_preview()
        monday = dialog.line_ids.filtered(lambda line: line.date == MONDAY and line.employee_id == self.rep)
        self.assertIn("Late (30 min)", monday.before)
        self.assertIn("On Time", monday.after)
        self.assertEqual((monday.open_case_count, monday.closed_case_count), (1, 0))
        self.assertEqual(len(dialog.line_ids), 4, "The hours of all these days are others")
        self.assertEqual(self._day().late_minutes, 30)

    def test_other_facts_meanwhile(self):
        """R002: who changes the hours again while the preview is open is shown what would become of the days now."""
        dialog = self._dialog(self.personnel)
        dialog.action_preview()
        self.calendar.attendance_ids.filtered(lambda line: line.day_period == "morning").hour_from = 8
        self.assertEqual(dialog.action_confirm()["res_id"], dialog.id)
        self.assertTrue(dialog.is_changed)
        self.assertEqual(self._day().late_minutes, 30, "Nothing is counted yet")

    def test_recount(self):
        """R002: the days follow the schedule of now, keep who said so and why, and the suspicion withdraws."""
        dialog = self._dialog(self.personnel)
        dialog.action_preview()
        dialog.action_confirm()
        day = self._day()
        self.assertEqual((day.status, day.late_minutes, day.expected_hours), ("present", 0, 7))
        self.assertEqual((day.recounted_by_id, day.recount_reason), (self.personnel.user_id, "Hours were wrong"))
        self.assertTrue(self.case.is_withdrawn)
        self.assertEqual(self._day(self.colleague).expected_hours, 8, "Nobody asked for hers")
        again = self._dialog(self.personnel)
        again.action_preview()
        self.assertFalse(again.line_ids)

    def test_policy_admin(self):
        """R002 R135: a policy administrator recounts without seeing whose days become what."""
        dialog = self.as_(self.policy_admin, self.env["sales.office.day.recount"]).create(
            {"department_ids": self.north.ids, "date_from": MONDAY, "date_to": TUESDAY, "reason": "Hours were wrong"}
        )
        dialog.action_preview()
        self.assertFalse(dialog.line_ids.employee_id)
        self.assertFalse(any(dialog.line_ids.mapped("date")))
        self.assertGreaterEqual(sum(dialog.line_ids.mapped("day_count")), 4)
        self.assertEqual(sum(dialog.line_ids.mapped("open_case_count")), 1)
        dialog.action_confirm()
        self.assertEqual(self._day().late_minutes, 0)

    def test_who_may(self):
        """R135: neither a leader nor the director recounts; nobody their own days, nor those of another company."""
        for employee in (self.rep, self.leader, self.manager, self.director):
            with self.subTest(employee.name), self.assertRaisesRegex(AccessError, "keeps the personnel data"):
                self.as_(employee, self.days).recount(self.rep.ids, MONDAY, TUESDAY, "Because")
        with self.assertRaisesRegex(AccessError, "Nobody recounts their own days"):
            self.as_(self.personnel, self.days).recount(self.personnel.ids, MONDAY, TUESDAY, "Because")
        with self.assertRaises(AccessError):
            self.as_(self.personnel, self.days).recount(self.rep_valley.ids, MONDAY, TUESDAY, "Because")

    def test_refused(self):
        """R002: not without a reason, without employees, or without a look at the preview."""
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.personnel, self.days).recount(self.rep.ids, MONDAY, TUESDAY, " ")
        with self.assertRaisesRegex(UserError, "Choose whose days"):
            self.as_(self.personnel, self.days).recount([], MONDAY, TUESDAY, "Because")
        dialog = self._dialog(self.personnel)
        with self.assertRaisesRegex(UserError, "preview first"):
            dialog.action_confirm()
        dialog.action_preview()
        dialog.date_to = TUESDAY + timedelta(days=1)
        with self.assertRaisesRegex(UserError, "preview first"):
            dialog.action_confirm()

    def test_closed_case_stays(self):
        """R002: a closed case is counted in the preview, and stays."""
        self.case.sudo().state = "closed"
        dialog = self._dialog(self.personnel)
        dialog.action_preview()
        self.assertEqual(sum(dialog.line_ids.mapped("closed_case_count")), 1)
        dialog.action_confirm()
        self.assertEqual(self.case.state, "closed")
