"""What was marked as paid for payroll can be paid again as long as payroll has not got it."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..common import APRIL, MARCH, CommissionCommon


@freeze_time("2026-05-04 02:00:00")
class TestPaymentTakenBack(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(cls.rep, "2026-03-10", 8000)
        cls.invoice(cls.rep, "2026-04-10", 1000)
        cls.statement = cls.settle(cls, MARCH, cls.rep)
        cls.statement.with_user(cls.finance.user_id).action_submit()
        cls.statement.with_user(cls.rep.user_id).action_confirm()
        cls.statement.with_user(cls.director.user_id).action_approve()
        cls.statement.with_user(cls.finance.user_id).action_pay()

    def export(self, month, moment):
        with freeze_time(moment):
            Dialog = self.as_(self.finance, self.env["sales.office.payroll.dialog"])
            Dialog.create({"month": month[0]}).action_export()

    def take_back(self, employee=None, reason="The wrong month"):
        self.as_(employee or self.finance, self.statement).action_take_back_payment(reason)

    def test_taken_back(self):
        """R134: paid on 4 May and taken back: approved and payable again, with who, when and why; then paid anew."""
        self.assertEqual((self.statement.state, str(self.statement.paid_at)), ("paid", "2026-05-04 02:00:00"))
        with freeze_time("2026-05-05 03:00:00"):
            self.take_back()
        self.assertEqual(
            (self.statement.state, self.statement.paid_on, self.statement.paid_at), ("approved", False, False)
        )
        trace = self.statement.message_ids[0]
        self.assertIn("Payment taken back: The wrong month", trace.body)
        self.assertEqual((trace.author_id, str(trace.date)), (self.finance.user_id.partner_id, "2026-05-05 03:00:00"))
        self.as_(self.finance, self.statement).action_pay()
        self.assertEqual(self.statement.state, "paid")

    def test_paid_nobody_knows_when(self):
        """R134: entered as paid without a date, by an import: any export of the month may have had it."""
        self.statement.sudo().write({"paid_at": False, "paid_on": False})
        self.export(MARCH, "2026-05-03 02:00:00")
        with self.assertRaisesRegex(UserError, "was exported to payroll"):
            self.take_back()
        self.env["sales.office.payroll.export"].sudo().search([]).unlink()
        self.take_back()
        self.assertEqual(self.statement.state, "approved")

    def test_bonus(self):
        """R059 R134: a bonus on the statement waits with it again."""
        reward_type = self.env["sales.office.reward.type"].search([("kind", "=", "bonus")], limit=1)
        reward = self.env["sales.office.reward"].create(
            {
                "employee_id": self.rep.id,
                "type_id": reward_type.id,
                "date": "2026-04-10",
                "amount": 70,
                "reason": "Well done",
                "state": "approved",
            }
        )
        self.statement = self.lock(self.settle(APRIL, self.rep))
        self.as_(self.finance, self.statement).action_pay()
        self.assertEqual(reward.state, "paid")
        self.take_back()
        self.assertEqual(reward.state, "approved")

    def test_next_export(self):
        """R036 R134: exports before the payment, or of earlier months, do not matter; the next one of March does."""
        self.export(MARCH, "2026-05-03 02:00:00")
        with freeze_time("2026-05-05 03:00:00"):
            self.take_back()
            self.as_(self.finance, self.statement).action_pay()
        self.export(MARCH, "2026-05-06 02:00:00")
        with freeze_time("2026-05-07 03:00:00"), self.assertRaisesRegex(UserError, "exported .* by Fay"):
            self.take_back()
        self.assertEqual(self.statement.state, "paid")

    def test_export_of_the_following_month(self):
        """R036 R134: once April is exported March is past, too."""
        self.lock(self.settle(APRIL, self.rep))
        self.export(APRIL, "2026-05-06 02:00:00")
        with self.assertRaisesRegex(UserError, "exported"):
            self.take_back()

    def test_paid_before_the_moment_was_kept(self):
        """R134: a statement paid by an earlier version knows the day only: an export of that day counts as later."""
        self.statement.sudo().paid_at = False
        self.export(MARCH, "2026-05-04 01:00:00")
        with self.assertRaisesRegex(UserError, "exported"):
            self.take_back()

    def test_who(self):
        """R134 R046: finance only, and nobody for themselves."""
        for employee in (self.rep, self.leader, self.manager, self.director, self.clerk):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.take_back(employee)

    def test_what(self):
        """R134: with a reason; only what is paid, and by no document: that is cancelled or reversed instead."""
        with self.assertRaisesRegex(UserError, "Say why"):
            self.take_back(reason=" ")
        journal = self.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", self.company.id)], limit=1
        )
        move = self.env["account.move"].create({"move_type": "entry", "journal_id": journal.id})
        self.statement.sudo().payout_move_id = move
        with self.assertRaisesRegex(UserError, "cancel or reverse"):
            self.take_back()
        self.statement.sudo().payout_move_id = False
        self.take_back()
        with self.assertRaisesRegex(UserError, "this needs: Paid"):
            self.take_back()

    def test_dialog(self):
        """R134: the reason is asked for in the dialog."""
        self.say_why(self.finance, self.statement, "take_back_payment", "The wrong month")
        self.assertEqual(self.statement.state, "approved")
