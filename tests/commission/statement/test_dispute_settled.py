"""A dispute that the employee wins is settled by an amount with a reason."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..common import APRIL, MARCH, CommissionCommon


@freeze_time("2026-05-04 02:00:00")
class TestDisputeSettled(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(cls.rep, "2026-03-10", 8000)
        cls.statement = cls.plan.generate_statements(*MARCH).filtered(lambda s: s.employee_id == cls.rep)
        cls.as_(cls, cls.finance, cls.statement).action_submit()
        cls.earning = cls.statement.line_ids

    def _settle_dispute(self, amount=50, reason="The fair in Xiamen was promised to him"):
        self.as_(self.rep, self.earning).action_dispute("The fair is missing")
        self.as_(self.finance, self.earning).action_settle_dispute(amount, reason)
        return self.statement.line_ids - self.earning

    def test_line(self):
        """R134: 400 and 50 agreed after a dispute: 450, confirmed by Rob and approved like the rest. The dispute is
        answered with the reason and shows the line and its amount."""
        agreed = self._settle_dispute()
        self.assertEqual((agreed.kind, agreed.amount, self.statement.net), ("adjustment", 50, 450))
        self.assertEqual(agreed.name, "Agreed after the dispute about “Invoiced sales”")
        self.assertEqual(agreed.explanation, "50.00: The fair in Xiamen was promised to him (Fay)")
        self.assertEqual(self.earning.agreed_line_ids, agreed)
        self.assertEqual((self.earning.agreed_amount, self.earning.dispute_state), (50, "answered"))
        self.assertEqual(self.earning.dispute_answer, "The fair in Xiamen was promised to him")
        self.assertEqual(self.statement.state, "review")
        self.as_(self.rep, self.statement).action_confirm()
        self.as_(self.director, self.statement).action_approve()
        self.assertEqual((self.statement.state, self.statement.payable), ("approved", 450))
        bodies = "".join(self.statement.message_ids.mapped("body"))
        self.assertIn("50.00: The fair in Xiamen was promised to him", bodies)

    def test_whole(self):
        """R134: a dispute about the statement as a whole is settled in the same way."""
        self.as_(self.rep, self.statement).action_dispute("Something is missing")
        self.as_(self.finance, self.statement).action_settle_dispute(30, "Rounded up as agreed")
        agreed = self.statement.line_ids - self.earning
        self.assertEqual((agreed.name, self.statement.net), ("Agreed after the dispute", 430))
        self.assertEqual((self.statement.state, self.statement.dispute_answer), ("review", "Rounded up as agreed"))

    def test_who(self):
        """R134 R046: finance only, and nobody for themselves."""
        self.as_(self.rep, self.earning).action_dispute("The fair is missing")
        for employee in (self.rep, self.leader, self.manager, self.director, self.clerk, self.policy_admin):
            for subject in (self.earning, self.statement):
                with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                    self.as_(employee, subject).action_settle_dispute(50, "Yes")

    def test_what(self):
        """R134: not without a dispute, a reason or an amount."""
        line = self.as_(self.finance, self.earning)
        with self.assertRaisesRegex(UserError, "this needs: Disputed"):
            line.action_settle_dispute(50, "Nobody asked")
        self.as_(self.rep, self.earning).action_dispute("The fair is missing")
        with self.assertRaisesRegex(UserError, "Say why"):
            line.action_settle_dispute(50, " ")
        for amount in (0, 0.001):
            with self.assertRaisesRegex(UserError, "Enter the amount"):
                line.action_settle_dispute(amount, "Nothing")
        with self.assertRaisesRegex(UserError, "no open dispute"):
            self.as_(self.finance, self.statement).action_settle_dispute(50, "The whole is not disputed")

    def test_computed_again(self):
        """R134: reopened and computed anew the statement keeps the 50 agreed, once; no rule has paid them."""
        agreed = self._settle_dispute()
        self.as_(self.finance, self.statement).action_reopen("An invoice was wrong")
        self.invoice(self.rep, "2026-03-11", 2000)
        for _run in range(2):
            self.assertEqual(self.settle(MARCH, self.rep), self.statement)
        self.assertCountEqual(self.figures(self.statement), [("commission", 10000, 500), ("adjustment", 0, 50)])
        self.assertEqual(agreed.name, "Agreed after the dispute about “Invoiced sales”")
        self.lock(self.statement)
        self.assertEqual(self.settle(APRIL, self.rep).net, 0, "nothing to correct")

    def test_kept_without_anything_else(self):
        """R134: an agreed amount keeps its draft when the employee is no member any more."""
        self._settle_dispute()
        self.as_(self.finance, self.statement).action_reopen("He was in another plan")
        self.plan.member_ids.filtered(lambda m: m.employee_id == self.rep).date_to = "2026-02-28"
        self.settle(MARCH, self.rep)
        self.assertEqual(self.figures(self.statement), [("adjustment", 0, 50)])

    def test_taken_off(self):
        """R134: finance takes an agreed amount off a draft, with a trace; not off what the employee has been shown."""
        agreed = self._settle_dispute()
        with self.assertRaisesRegex(UserError, "this needs: Draft"):
            self.as_(self.finance, agreed).action_take_off("A mistake")
        self.as_(self.finance, self.statement).action_reopen("A mistake")
        for employee in (self.leader, self.director):
            with self.assertRaises(AccessError):
                self.as_(employee, agreed).action_take_off("A mistake")
        with self.assertRaisesRegex(UserError, "agreed after a dispute"):
            self.as_(self.finance, self.earning).action_take_off("Commission")
        self.as_(self.finance, agreed).action_take_off("A mistake")
        self.assertFalse(agreed.exists())
        self.assertIn("A mistake", self.statement.message_ids[0].body)

    def test_fines(self):
        """R134: what was agreed is earned: 400 + 100 let fines take 20 % of 500 = 100."""
        agreed = self._settle_dispute(100)
        self.as_(self.finance, self.statement).action_reopen("A fine was forgotten")
        self.fine(self.rep, "2026-03-12", 300)
        self.assertEqual((self.settle(MARCH, self.rep).deductions, agreed.amount), (100, 100))

    def test_dialog(self):
        """R134: amount and reason are asked for in the dialog of the dispute."""
        self.as_(self.rep, self.earning).action_dispute("The fair is missing")
        context = {
            "default_statement_id": self.statement.id,
            "default_line_id": self.earning.id,
        }
        form = Form(self.as_(self.finance, self.env["sales.office.statement.settle"]).with_context(**context))
        form.amount = 50
        form.reason = "Promised"
        form.save().action_apply()
        self.assertEqual((self.statement.net, self.earning.agreed_amount), (450, 50))
