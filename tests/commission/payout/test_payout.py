from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from ..common import APRIL, MARCH, MAY, CommissionCommon


class PayoutCommon(CommissionCommon):
    """March is approved: Rob 400, Ann 50, Lea nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(cls.rep, "2026-03-10", 8000)
        cls.invoice(cls.colleague, "2026-03-10", 1000)
        cls.statements = cls.plan.generate_statements(*MARCH)
        cls.statements.with_user(cls.finance.user_id).action_submit()
        for statement in cls.statements:
            statement.with_user(statement.user_id).action_confirm()
        cls.statements.with_user(cls.director.user_id).action_approve()
        cls.statement = cls.statements.filtered(lambda s: s.employee_id == cls.rep)
        Account = cls.env["account.account"].with_company(cls.company)
        cls.expense = Account.search([("company_ids", "in", cls.company.id), ("account_type", "=", "expense")], limit=1)
        cls.liability = Account.search(
            [("company_ids", "in", cls.company.id), ("account_type", "=", "liability_current")], limit=1
        )

    @classmethod
    def _pay_by(cls, method, company=None):
        company = company or cls.company
        journal_type = "purchase" if method == "bill" else "general"
        company.write(
            {
                "sales_office_payout": method,
                "sales_office_payout_journal_id": cls.env["account.journal"]
                .search([("company_id", "=", company.id), ("type", "=", journal_type)], limit=1)
                .id,
                "sales_office_payout_expense_account_id": cls.expense.id,
                "sales_office_payout_liability_account_id": cls.liability.id,
            }
        )

    def pay(self, statements, *args):
        self.as_(self.finance, statements).action_pay(*args)
        return statements.payout_move_id


@freeze_time("2026-05-04 02:00:00")
class TestBill(PayoutCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._pay_by("bill")

    def test_bill(self):
        """R134: a posted vendor bill per employee over the net amount, linked to the statement; none over zero."""
        bills = self.pay(self.statements)
        self.assertEqual(set(self.statements.mapped("state")), {"paid"})
        self.assertEqual(len(bills), 2)
        bill = self.statement.payout_move_id
        self.assertEqual((bill.move_type, bill.state, bill.amount_total), ("in_invoice", "posted", 400))
        self.assertEqual(bill.partner_id, self.rep.work_contact_id)
        self.assertEqual(bill.invoice_line_ids.account_id, self.expense)
        self.assertEqual(str(bill.date), "2026-05-04")
        self.assertEqual(self.statement.payment_state, "not_paid")

    def test_twice(self):
        """R134: a second click makes no second bill."""
        self.pay(self.statements)
        with self.assertRaisesRegex(UserError, "is Paid; this needs: Approved"):
            self.pay(self.statements)
        self.assertEqual(self.env["account.move"].search_count([("partner_id", "=", self.rep.work_contact_id.id)]), 1)

    def test_cancelled(self):
        """R134: cancelling the bill makes the statement payable again, visibly, and a new bill can be made."""
        bill = self.pay(self.statement)
        bill.button_draft()
        bill.button_cancel()
        self.assertEqual(self.statement.state, "approved")
        self.assertFalse(self.statement.payout_move_id | self.env["account.move"].browse())
        self.assertTrue(self.statement.payout_undone)
        self.assertIn("payable again", self.statement.message_ids[0].body)
        second = self.pay(self.statement)
        self.assertNotEqual(second, bill)
        self.assertEqual(self.statement.payout_move_ids, bill | second)
        bill.button_draft()
        with self.assertRaisesRegex(UserError, "paid twice"):
            bill.action_post()

    def test_reset_and_posted_again(self):
        """R134: reset to draft it is not paid, posted again it is; a draft has to be dealt with first."""
        bill = self.pay(self.statement)
        bill.button_draft()
        self.assertEqual(self.statement.state, "approved")
        with self.assertRaisesRegex(UserError, "reset to draft"):
            self.pay(self.statement)
        bill.action_post()
        self.assertEqual((self.statement.state, self.statement.payout_move_id), ("paid", bill))

    def test_deleted(self):
        """R134: with the bill deleted the statement is simply payable."""
        bill = self.pay(self.statement)
        bill.button_draft()
        bill.with_context(force_delete=True).unlink()
        self.assertEqual(self.statement.state, "approved")
        self.assertTrue(self.pay(self.statement))

    def test_reversed(self):
        """R134: a full credit note re-opens, a partial one does not; without the credit note it is paid again."""
        bill = self.pay(self.statement)
        part = bill._reverse_moves([{"invoice_date": "2026-05-04"}])
        part.invoice_line_ids.price_unit = 100
        part.action_post()
        self.assertEqual(self.statement.state, "paid")
        rest = bill._reverse_moves([{"invoice_date": "2026-05-04"}])
        rest.invoice_line_ids.price_unit = 300
        rest.action_post()
        self.assertEqual(self.statement.state, "approved")
        rest.button_draft()
        self.assertEqual((self.statement.state, self.statement.payout_move_id), ("paid", bill))

    def test_settled_anew(self):
        """R134: a bill of old figures does not come back once the statement was reopened."""
        bill = self.pay(self.statement)
        bill.button_draft()
        self.as_(self.finance, self.statement).action_reopen("An invoice is missing")
        with self.assertRaisesRegex(UserError, "old figures"):
            bill.action_post()

    def test_locked_books(self):
        """R134: in a locked period the message says until when, and a later date goes through."""
        self.company.fiscalyear_lock_date = "2026-04-30"
        with self.assertRaisesRegex(UserError, "locked until 04/30/2026"):
            self.pay(self.statement, "2026-04-30")
        self.assertEqual(str(self.pay(self.statement, "2026-05-01").date), "2026-05-01")

    def test_not_configured(self):
        """R134: without an account, or for somebody without a contact, nothing is made, and the message says why."""
        self.company.sales_office_payout_expense_account_id = False
        with self.assertRaisesRegex(UserError, "Settings"):
            self.pay(self.statements)
        self._pay_by("bill")
        self.rep.work_contact_id = False
        with self.assertRaisesRegex(UserError, "Rob"):
            self.pay(self.statements)
        self.assertEqual(set(self.statements.mapped("state")), {"approved"})

    def test_leaver(self):
        """R134: an archived employee whose user is gone is settled, confirmed for and paid."""
        self.invoice(self.rep, "2026-04-10", 2000)
        self.rep.user_id.active = False
        self.rep.active = False
        april = self.settle(APRIL).filtered(lambda s: s.employee_id == self.rep)
        self.as_(self.finance, april).action_submit()
        self.as_(self.finance, april).action_confirm()
        self.as_(self.director, april).action_approve()
        self.assertEqual(self.pay(april).amount_total, 100)

    def test_dialog(self):
        """R134: the dialog shows what will be paid and asks for the date."""
        Pay = self.env["sales.office.statement.pay"]
        form = Form(self.as_(self.finance, Pay).with_context(active_ids=self.statements.ids))
        self.assertEqual((form.payable, form.payable_count), (450, 2))
        form.save().action_pay()
        self.assertEqual(set(self.statements.mapped("state")), {"paid"})
        for employee in (self.rep, self.leader, self.manager, self.director):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.as_(employee, Pay).create({"statement_ids": self.statements.ids})

    def test_documents_are_finances(self):
        """R134: the employee sees that they were paid, not the books."""
        self.pay(self.statement)
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.statement).read(["payout_move_id"])
        self.assertEqual(self.as_(self.rep, self.statement).payment_state, "not_paid")

    def test_foreign_accounts(self):
        """R134: a company pays by its own journal and accounts only, of the right kind."""
        with self.assertRaisesRegex(ValidationError, "The journal and the accounts"):
            self._pay_by("bill", self.company_valley)
        with self.assertRaisesRegex(ValidationError, "Vendor bills need a purchase journal"):
            self.company.sales_office_payout = "entry"


@freeze_time("2026-05-04 02:00:00")
class TestEntry(PayoutCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._pay_by("entry")

    def test_entry(self):
        """R134: one entry, expense against what is owed to each employee's contact."""
        entry = self.pay(self.statements)
        self.assertEqual((len(entry), entry.state, entry.amount_total), (1, "posted", 450))
        owed = entry.line_ids.filtered(lambda line: line.account_id == self.liability)
        self.assertEqual(
            {line.partner_id: line.credit for line in owed},
            {self.rep.work_contact_id: 400, self.colleague.work_contact_id: 50},
        )

    def test_reversed(self):
        """R134: reversing the entry makes all its statements payable again."""
        entry = self.pay(self.statements)
        entry._reverse_moves(cancel=True)
        paid = self.statements.filtered("payable")
        self.assertEqual(set(paid.mapped("state")), {"approved"})
        self.assertEqual(set((self.statements - paid).mapped("state")), {"paid"})

    def test_batch(self):
        """R134: approving and paying three statements asks the database as often as one."""
        statements = self.statements | self._next_months()
        counts = {}
        for size, batch in ((1, statements[:1]), (5, statements[1:])):
            self.as_(self.finance, batch).action_reopen("Measured")
            self.as_(self.finance, batch).action_submit()
            for statement in batch:
                self.as_(statement.employee_id, statement).action_confirm()
            counts["approve", size] = self._count(self.as_(self.director, batch).action_approve)
            self.company.sales_office_payout = "payroll"
            counts["payroll", size] = self._count(self.as_(self.finance, batch).action_pay)
        for step in ("approve", "payroll"):
            self.assertLessEqual(counts[step, 5], counts[step, 1] + 2, counts)

    def _next_months(self):
        plan = self._create_plan("Second", self.rep | self.colleague | self.leader)
        plan.with_user(self.director.user_id).action_approve()
        statements = self.settle(MARCH, plan=plan)
        for statement in statements:
            self.lock(statement)
        return statements

    def _count(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.cr.sql_log_count - before


@freeze_time("2026-06-04 02:00:00")
class TestBalance(PayoutCommon):
    def test_carried(self):
        """R134: April ends at -100 (2,000 credited x 5 %): no bill; May's 300 less 100 pays 200."""
        self._pay_by("bill")
        self.refund(self.rep, "2026-04-10", 2000)
        april = self.lock(self.settle(APRIL, self.rep))
        self.assertEqual((april.net, april.payable, april.balance_open), (-100, 0, 100))
        self.assertFalse(self.pay(april))
        self.assertEqual(april.state, "paid")
        self.invoice(self.rep, "2026-05-10", 6000)
        may = self.lock(self.settle(MAY, self.rep))
        self.assertEqual(self.figures(may), [("commission", 6000, 300), ("balance", 0, -100)])
        self.assertEqual((may.gross, may.balance_brought_forward, may.net), (300, 100, 200))
        self.assertEqual(may.line_ids[1].name, "Balance of April 2026")
        self.assertEqual(april.balance_open, 0)
        self.assertEqual(self.pay(may).amount_total, 200)
        source = self.as_(self.rep, may.line_ids[1]).action_open_source()
        self.assertEqual((source["res_model"], source["res_id"]), (april._name, april.id))

    def test_once(self):
        """R134: computed again and in a second plan, the balance is taken over once; deleted, it is open again."""
        self.refund(self.rep, "2026-04-10", 2000)
        april = self.lock(self.settle(APRIL, self.rep))
        second = self._create_plan("Second", self.rep)
        second.with_user(self.director.user_id).action_approve()
        may = self.settle(MAY, self.rep)
        other = self.settle(MAY, self.rep, second)
        self.settle(MAY)
        self.assertEqual((may.net, other.net), (-100, 0))
        self.as_(self.finance, may).unlink()
        self.assertEqual(april.balance_open, 100)

    def test_fines_are_capped_by_what_was_earned(self):
        """R134: 300 earned, 100 carried in, a fine of 90: at most 20 % of 300 = 60."""
        self.refund(self.rep, "2026-04-10", 2000)
        self.lock(self.settle(APRIL, self.rep))
        self.invoice(self.rep, "2026-05-10", 6000)
        self.fine(self.rep, "2026-05-11", 90)
        may = self.settle(MAY, self.rep)
        self.assertEqual((may.deductions, may.carried_forward, may.net), (60, 30, 140))

    def test_reopened(self):
        """R134: a balance in a draft is given back, one in a statement shown already keeps April closed."""
        self.refund(self.rep, "2026-04-10", 2000)
        april = self.lock(self.settle(APRIL, self.rep))
        may = self.settle(MAY, self.rep)
        self.as_(self.finance, may).action_submit()
        with self.assertRaisesRegex(UserError, "May 2026"):
            self.as_(self.finance, april).action_reopen("Wrong")
        self.as_(self.finance, may).action_reopen("Both")
        self.as_(self.finance, april).action_reopen("Both")
        self.assertEqual(may.net, 0)
