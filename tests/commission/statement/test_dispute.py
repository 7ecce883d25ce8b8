from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..common import MARCH, CommissionCommon


@freeze_time("2026-05-04 02:00:00")
class TestDispute(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(cls.rep, "2026-03-10", 8000)
        cls.fine(cls, cls.rep, "2026-03-12", 25)
        cls.statement = cls.plan.generate_statements(*MARCH).filtered(lambda s: s.employee_id == cls.rep)
        cls.as_(cls, cls.finance, cls.statement).action_submit()
        cls.earning, cls.fined = cls.statement.line_ids

    def test_line(self):
        """R134: a line is disputed with a text and answered by a superior; who and when is kept."""
        self.as_(self.rep, self.fined).action_dispute("I was at the customer's")
        self.assertEqual((self.statement.state, self.fined.dispute_state), ("disputed", "open"))
        self.as_(self.leader, self.fined).action_answer("The meeting was moved, you knew")
        self.assertEqual((self.statement.state, self.fined.dispute_state), ("review", "answered"))
        self.assertEqual(self.fined.dispute_answered_by_id, self.leader.user_id)
        self.assertEqual(str(self.fined.dispute_answered_at), "2026-05-04 02:00:00")
        self.assertEqual(self.statement.activity_ids.user_id, self.rep.user_id)
        self.as_(self.rep, self.statement).action_confirm()

    def test_disputed_while_one_is_open(self):
        """R134: with two lines in dispute, answering one leaves the statement disputed."""
        for line in (self.earning, self.fined):
            self.as_(self.rep, line).action_dispute("No")
        self.as_(self.finance, self.fined).action_answer("Yes")
        self.assertEqual(self.statement.state, "disputed")
        with self.assertRaisesRegex(UserError, "is Disputed; this needs: In Review"):
            self.as_(self.rep, self.statement).action_confirm()
        self.as_(self.finance, self.earning).action_answer("Yes")
        self.assertEqual(self.statement.state, "review")

    def test_the_whole_and_a_line(self):
        """R134: a dispute about the whole stays open when a line is answered; one answer to all closes all."""
        self.as_(self.rep, self.statement).action_dispute("All of it")
        self.as_(self.rep, self.fined).action_dispute("And this")
        self.as_(self.leader, self.fined).action_answer("Yes")
        self.assertEqual(self.statement.state, "disputed")
        self.as_(self.rep, self.earning).action_dispute("This too")
        self.as_(self.leader, self.statement).action_answer("We went through it together")
        self.assertEqual(self.statement.state, "review")
        self.assertEqual(self.earning.dispute_answer, "We went through it together")
        self.assertEqual(self.fined.dispute_answer, "Yes")

    def test_who(self):
        """R134 R046: only the employee disputes, only a superior or finance answers, nobody about themselves."""
        for employee in (self.colleague, self.leader, self.finance, self.clerk, self.director):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.fined).action_dispute("No")
        self.as_(self.rep, self.fined).action_dispute("No")
        for employee in (self.rep, self.colleague, self.leader_south, self.clerk, self.policy_admin):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.fined).action_answer("Yes")

    def test_order(self):
        """R134: not without words, not twice, not once it is confirmed."""
        line = self.as_(self.rep, self.fined)
        with self.assertRaisesRegex(UserError, "Say why"):
            line.action_dispute(" ")
        with self.assertRaisesRegex(UserError, "is In Review; this needs: Disputed"):
            self.as_(self.leader, self.fined).action_answer("Nobody asked")
        line.action_dispute("No")
        for method, employee in (("action_dispute", self.rep), ("action_answer", self.leader)):
            words = "Still no" if method == "action_dispute" else "  "
            with self.subTest(method), self.assertRaisesRegex(UserError, "You have disputed this line already|Say why"):
                getattr(self.as_(employee, self.fined), method)(words)
        self.as_(self.leader, self.fined).action_answer("Yes")
        line.action_dispute("I have a witness")
        self.assertFalse(self.fined.dispute_answer)
        self.as_(self.leader, self.fined).action_answer("Who?")
        self.as_(self.rep, self.statement).action_confirm()
        with self.assertRaisesRegex(UserError, "is Confirmed; this needs: In Review, Disputed"):
            line.action_dispute("Too late")

    def test_reopening_is_an_answer(self):
        """R134: reopening answers what is open; the texts outlive the lines in the chatter."""
        self.as_(self.rep, self.fined).action_dispute("Not mine")
        self.as_(self.finance, self.statement).action_reopen("The fine is taken back")
        self.assertEqual(self.fined.dispute_state, "answered")
        self.settle(MARCH)
        self.as_(self.finance, self.statement).action_submit()
        self.assertEqual(self.statement.state, "review")
        self.assertFalse(self.statement.disputed_line_ids)
        bodies = "".join(self.statement.message_ids.mapped("body"))
        self.assertIn("Not mine", bodies)
        self.as_(self.rep, self.statement).action_confirm()

    def test_dialog(self):
        """R134: the words about a line are asked for in the same dialog."""
        for employee, operation, state in ((self.rep, "dispute", "open"), (self.leader, "answer", "answered")):
            self.say_why(employee, self.fined, operation, "Because")
            self.assertEqual(self.fined.dispute_state, state)

    def test_no_writing_by_hand(self):
        """R134: nobody writes a dispute or an answer past the actions."""
        for employee in (self.rep, self.leader, self.director, self.finance):
            for values in ({"dispute_state": "answered"}, {"dispute_answer": "Yes"}, {"amount": 1}):
                with self.subTest(employee=employee.name, values=values), self.assertRaises(AccessError):
                    self.as_(employee, self.fined).write(values)


@freeze_time("2026-05-04 02:00:00")
class TestDeadline(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sales_office_confirm_days = 5
        cls.statements = cls.plan.generate_statements(*MARCH)
        cls.statement = cls.statements.filtered(lambda s: s.employee_id == cls.rep)

    def run_at(self, moment):
        progress = patch.object(self.registry["ir.cron"], "_commit_progress", return_value=60)
        with freeze_time(moment), progress:
            self.env["sales.office.statement"]._cron_confirm_by_deadline()

    def test_deadline(self):
        """R134: shown on 4 May with five working days, it is the employee's until midnight of 11 May in Shanghai."""
        self.as_(self.finance, self.statement).action_submit()
        self.assertEqual(str(self.statement.confirm_by), "2026-05-11 15:59:59")
        self.assertEqual(self.statement.confirm_by_reason, "5 working days")
        self.run_at("2026-05-11 15:59:00")
        self.assertEqual(self.statement.state, "review")
        self.run_at("2026-05-11 15:59:59")
        self.assertEqual(self.statement.state, "confirmed")
        self.assertTrue(self.statement.confirmed_by_deadline)
        self.assertFalse(self.statement.confirmed_by_id | self.statement.activity_ids.user_id)
        self.assertIn("by deadline", self.statement.message_ids[0].body)
        self.as_(self.manager, self.statement).action_approve()

    def test_disputed_is_not_confirmed(self):
        """R134: a dispute stops the clock, an answer starts it anew."""
        self.as_(self.finance, self.statement).action_submit()
        self.as_(self.rep, self.statement.line_ids).action_dispute("No")
        self.run_at("2026-05-20")
        self.assertEqual(self.statement.state, "disputed")
        with freeze_time("2026-05-20 02:00:00"):
            self.as_(self.leader, self.statement.line_ids).action_answer("Yes")
        self.assertEqual(str(self.statement.confirm_by), "2026-05-27 15:59:59")

    def test_off(self):
        """R134: without a number of days, or with the room switched off, nothing is confirmed by itself."""
        self.company.sales_office_confirm_days = 0
        self.as_(self.finance, self.statement).action_submit()
        self.assertFalse(self.statement.confirm_by)
        self.company.sales_office_confirm_days = 5
        others = self.statements - self.statement
        self.as_(self.finance, others).action_submit()
        self.company.sales_office_room_ids = False
        self.run_at("2026-06-20")
        self.assertEqual(set(self.statements.mapped("state")), {"review"})

    def test_leaver(self):
        """R134: somebody who has left, archived with their user, is confirmed by deadline like everybody."""
        self.rep.user_id.active = False
        self.rep.active = False
        self.as_(self.finance, self.statement).action_submit()
        self.run_at("2026-05-20")
        self.assertTrue(self.statement.confirmed_by_deadline)

    def test_own_confirmation_is_not_by_deadline(self):
        """R134: reopened after the deadline and shown again, it is the employee's word that counts."""
        self.as_(self.finance, self.statement).action_submit()
        self.run_at("2026-05-20")
        self.as_(self.finance, self.statement).action_reopen("Again")
        self.as_(self.finance, self.statement).action_submit()
        self.as_(self.rep, self.statement).action_confirm()
        self.assertFalse(self.statement.confirmed_by_deadline)
