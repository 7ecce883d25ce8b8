from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .closing_common import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, ClosingCommon


@freeze_time("2025-03-03 02:00:00")
class TestClosingSwap(ClosingCommon):
    """Rob has duty on Monday, Ann on Tuesday, Ray on Wednesday."""

    def setUp(self):
        super().setUp()
        self.rota = self._create_rota()
        self.monday, self.tuesday, self.wednesday = map(self.list_of, (MONDAY, TUESDAY, WEDNESDAY))

    def ask(self, closing=None, employee=None, colleague=None, back=None):
        own = self.as_(employee or self.rep, closing or self.monday)
        own.action_ask_swap(colleague or self.colleague, back)

    def test_swap(self):
        """R010: Rob asks, Ann agrees, and both duties change hands; both see it in the chatter."""
        self.ask(back=self.tuesday)
        self.assertEqual(self.monday.employee_id, self.rep)
        self.as_(self.colleague, self.monday).action_accept_swap()
        self.assertEqual((self.monday.employee_id, self.tuesday.employee_id), (self.colleague, self.rep))
        self.assertFalse(self.monday.swap_employee_id)
        for closing in (self.monday, self.tuesday):
            self.assertIn("takes over from", "".join(closing.message_ids.mapped("body")))
        self.assertIn("Rob asks Ann", "".join(self.as_(self.colleague, self.monday).message_ids.mapped("body")))
        self.rota._plan_closings()
        self.assertEqual(self.duties(MONDAY, THURSDAY), "Ann Rob Ray Ann")

    def test_take_over(self):
        """R010: Ann takes over without anything in return."""
        self.ask()
        self.as_(self.colleague, self.monday).action_accept_swap()
        self.assertEqual((self.monday.employee_id, self.tuesday.employee_id), (self.colleague, self.colleague))

    def test_who_is_away(self):
        """R010: nobody takes over, or gets in return, an evening on which they are not at work."""
        self.ask(back=self.tuesday)
        self._leave(self.rep, TUESDAY)
        with self.assertRaisesRegex(UserError, "Rob is not at work in the evening of"):
            self.as_(self.colleague, self.monday).action_accept_swap()
        self._leave(self.colleague, MONDAY)
        for accept in (self.as_(self.colleague, self.monday).action_accept_swap, self.ask):
            with self.assertRaisesRegex(UserError, "Ann is not at work in the evening of"):
                accept()

    def test_all_lists_of_the_evening(self):
        """R011: both lists of the eve of a holiday go together."""
        self._holiday(TUESDAY)
        self.rota._plan_closings()
        self.ask()
        self.as_(self.colleague, self.monday).action_accept_swap()
        self.assertEqual(self.list_of(MONDAY, self.eve).employee_id, self.colleague)

    def test_refuse_and_withdraw(self):
        """R010: refused or no longer asked, everything stays."""
        self.ask(back=self.tuesday)
        self.as_(self.colleague, self.monday).action_refuse_swap()
        self.assertFalse(self.monday.swap_employee_id)
        self.assertIn("Ann cannot take over", "".join(self.monday.message_ids.mapped("body")))
        self.ask()
        self.as_(self.rep, self.monday).action_withdraw_swap()
        for method in ("action_accept_swap", "action_refuse_swap"):
            with self.assertRaises(AccessError):
                getattr(self.as_(self.colleague, self.monday), method)()
        with self.assertRaisesRegex(UserError, "Nobody is being asked"):
            self.as_(self.rep, self.monday).action_withdraw_swap()
        self.assertEqual(self.duties(MONDAY, TUESDAY), "Rob Ann")

    def test_only_own_duty(self):
        """R010: nobody gives away a colleague's duty, or answers in their place."""
        for employee in (self.colleague, self.leader, self.director):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.ask(employee=employee, colleague=self.rep_south)
        self.ask()
        for employee in (self.rep, self.rep_south, self.leader, self.rep_valley):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.monday).action_accept_swap()
        with self.assertRaises(AccessError):
            self.as_(self.colleague, self.monday).action_withdraw_swap()

    def test_colleague_of_another_office(self):
        """R010 R135: only somebody of the office, who can answer, is asked."""
        nobody = self.env["hr.employee"].create(
            {"name": "Una", "department_id": self.north.id, "company_id": self.company.id}
        )
        for employee in (self.outsider, self.rep_valley, self.rep, nobody):
            with (
                self.subTest(employee.name),
                self.assertRaisesRegex(UserError, "Only somebody who works in|Ask a colleague who can answer"),
            ):
                self.ask(colleague=employee)

    def test_not_after_the_end_time(self):
        """R010: neither asked nor agreed after the end time of either duty."""
        self.ask(self.tuesday, self.colleague, self.rep, self.monday)
        with freeze_time("2025-03-03 10:00:01"):
            with self.assertRaisesRegex(UserError, "had to be done by"):
                self.ask()
            with self.assertRaisesRegex(UserError, "had to be done by"):
                self.as_(self.rep, self.tuesday).action_accept_swap()
        self.assertEqual(self.duties(MONDAY, TUESDAY), "Rob Ann")

    def test_duty_in_return_is_his(self):
        """R010: what is taken in return is a duty of the colleague, when asked and when agreed."""
        with self.assertRaisesRegex(UserError, "is not a duty of"):
            self.ask(back=self.wednesday)
        self.ask(back=self.tuesday)
        self.as_(self.director, self.tuesday).action_assign(self.leader)
        with self.assertRaisesRegex(UserError, "not a duty of Ann any more"):
            self.as_(self.colleague, self.monday).action_accept_swap()

    def test_colleague_moved(self):
        """R010: somebody who left the office meanwhile does not take over."""
        self.ask()
        self.colleague.department_id = self._create_department("Elsewhere")
        with self.assertRaises(AccessError):
            self.as_(self.colleague, self.monday).action_accept_swap()
        self.assertEqual(self.monday.employee_id, self.rep)

    def test_assigned_meanwhile(self):
        """R010: a duty assigned by hand meanwhile is no longer asked about."""
        self.ask()
        self.as_(self.leader, self.monday).action_assign(self.leader)
        with self.assertRaises(AccessError):
            self.as_(self.colleague, self.monday).action_accept_swap()

    def test_weekly(self):
        """R010: in a weekly rota a day is swapped, which is no turn."""
        self.rota.period = "week"
        self.rota._plan_closings()
        self.assertEqual(self.duties(MONDAY, WEDNESDAY), "Rob Rob Rob")
        self.ask(self.tuesday)
        self.as_(self.colleague, self.tuesday).action_accept_swap()
        self.rota._plan_closings()
        self.assertEqual(self.duties(MONDAY, WEDNESDAY), "Rob Ann Rob")
        self.assertTrue(self.tuesday.stands_in)

    def test_today(self):
        """R010: who is asked reads it on Today."""
        self.ask()
        lines = self.as_(self.colleague, self.env["sales.office.today"]).get_lines()
        line = next(line for line in lines if line["key"] == f"closing_swap_{self.monday.id}")
        self.assertIn("Rob", line["title"])
        self.assertTrue(self.as_(self.colleague, self.monday).is_asked)
        self.assertFalse(self.as_(self.rep_south, self.monday).is_asked)

    def test_dialog(self):
        """R010: asked through the dialog."""
        dialog = self.as_(self.rep, self.env["sales.office.closing.dialog"]).create(
            {
                "operation": "swap",
                "closing_id": self.monday.id,
                "employee_id": self.colleague.id,
                "return_closing_id": self.tuesday.id,
            }
        )
        dialog.action_confirm()
        self.assertEqual((self.monday.swap_employee_id, self.monday.swap_closing_id), (self.colleague, self.tuesday))
