from datetime import date

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Command

from ..books import BooksCommon
from ..common import APRIL, MARCH, MAY


@freeze_time("2026-06-01 02:00:00")
class TestUnpaid(BooksCommon):
    """By a plan by which what is unpaid 30 days after it was due counts as nothing, on 1 June."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strict = cls._plan_with_rule(basis="invoiced", rate=10, unpaid_days=30)

    @classmethod
    def account(cls, kind):
        """Return the account of bad debts: the first one of expenses is for losses of exchange rates."""
        if kind != "expense":
            return super().account(kind)
        code = "449990"
        found = cls.env["account.account"].search([("code", "=", code)], limit=1)
        return (
            found or cls.env["account.account"].create({"code": code, "name": "Bad Debts", "account_type": kind})
        ).id

    def owe(self, amount, day="2026-03-10", due="2026-04-10", **values):
        return self.invoice(self.rep, day, amount, invoice_date_due=due, invoice_payment_term_id=False, **values)

    def strict_base(self, month=MARCH):
        self.env.flush_all()
        return self.base(month, plan=self.strict)

    def test_unpaid_counts_as_nothing(self):
        """R119: 30 days after it was due an unpaid invoice earns nothing, by this plan only."""
        self.owe(1000)
        self.assertEqual(self.strict_base(), 0)
        self.assertEqual(self.base(MARCH), 1000)

    def test_until_then_it_counts(self):
        """R119: on the 30th day it counts, on the 31st it does not."""
        self.owe(1000, due="2026-05-02")
        self.assertEqual(self.strict_base(), 1000)
        with freeze_time("2026-06-02 02:00:00"):
            self.assertEqual(self.strict_base(), 0)

    def test_it_returns_when_paid(self):
        """R119: the money comes, however late, and the month it was sold in has it again."""
        invoice = self.owe(1000)
        self.assertEqual(self.strict_base(), 0)
        self.pay(invoice, "2026-05-30")
        self.assertEqual(self.strict_base(), 1000)
        self.assertEqual(self.strict_base(APRIL), 0)

    def test_by_the_part_that_is_paid(self):
        """R119: of an invoice that was paid in part, that part counts, without taxes."""
        invoice = self.owe(1000, tax=10)
        self.pay(invoice, "2026-04-01", 440)
        self.assertEqual(self.strict_base(), 400)

    def test_a_bad_debt(self):
        """R119: what was written off counts as nothing at once, due or not."""
        invoice = self.owe(1000, due="2026-06-30")
        self.pay(invoice, "2026-04-01", 700)
        self.write_off(invoice, "2026-05-05", 300)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self.strict_base(), 700)

    def test_a_payment_that_closes_the_invoice(self):
        """R119: the difference that is written off with a payment is no money either."""
        invoice = self.owe(1000)
        account = self.env["account.account"].browse(self.account("expense"))
        self.pay(
            invoice,
            "2026-04-01",
            900,
            payment_difference_handling="reconcile",
            writeoff_account_id=account.id,
        )
        self.assertEqual(self.strict_base(), 900)

    def test_a_credit_note_is_no_bad_debt(self):
        """R119: what was credited is taken off once, by the credit note."""
        invoice = self.owe(1000)
        note = self.owe(400, day="2026-04-20", move_type="out_refund")
        self.reconcile(invoice, note)
        self.pay(invoice, "2026-05-01")
        self.assertEqual(self.strict_base(), 1000)
        self.assertEqual(self.strict_base(APRIL), -400)

    def test_by_instalment(self):
        """R119: the instalment that is late counts as nothing, the one that is not due counts."""
        term = self.env["account.payment.term"].create(
            {
                "name": "Half, half",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days}) for days in (0, 120)
                ],
            }
        )
        self.invoice(self.rep, "2026-03-10", 1000, invoice_payment_term_id=term.id)
        self.assertEqual(self.strict_base(), 500)

    def test_another_currency(self):
        """R119: measured in the invoice's currency, so a rate that moves is no bad debt."""
        self.rates(("2026-01-01", 7), ("2026-05-01", 6))
        invoice = self.owe(100, currency_id=self.env.ref("base.USD").id)
        self.pay(invoice, "2026-05-05", 60, currency_id=self.env.ref("base.USD").id)
        self.assertAlmostEqual(self.strict_base(), 420)

    def test_a_statement_takes_it_back_and_pays_it_again(self):
        """R119: settled by difference: paid for March, taken back in May, paid again in June."""
        invoice = self.owe(1000)
        with freeze_time("2026-04-02 02:00:00"):
            march = self.lock(self.settle(MARCH, self.rep, self.strict))
            self.assertEqual(march.net, 100)
        may = self.lock(self.settle(MAY, self.rep, self.strict))
        self.assertEqual(self._get_corrections(may), -100)
        self.pay(invoice, "2026-06-20")
        with freeze_time("2026-07-01 02:00:00"):
            june = self.settle((date(2026, 6, 1), date(2026, 6, 30)), self.rep, self.strict)
            self.assertEqual(self._get_corrections(june), 100)

    def _get_corrections(self, statement):
        return sum(statement.line_ids.filtered(lambda line: line.kind == "correction").mapped("amount"))

    def test_margin_and_not_money(self):
        """R119: rules on margin ask as well; what was collected counts as what came."""
        margin = self._plan_with_rule(basis="margin", rate=10, unpaid_days=30)
        collected = self._plan_with_rule(basis="collected", rate=10, unpaid_days=30)
        invoice = self.owe(1000)
        self.pay(invoice, "2026-03-20", 250)
        self.env.flush_all()
        self.assertEqual(self.base(MARCH, plan=margin), 250)
        self.assertEqual(self.base(MARCH, plan=collected), 250)

    def test_it_looks_back_far_enough(self):
        """R119: what is taken back late would be lost to a plan that does not look there."""
        with self.assertRaisesRegex(ValidationError, "looks back at least so many periods: 4"):
            self._plan_with_rule(basis="invoiced", unpaid_days=90, lookback_periods=3)
        self._plan_with_rule(basis="invoiced", unpaid_days=90, lookback_periods=4)

    def test_the_statement_says_so(self):
        """R119: whoever reads their statement is told why an invoice is not in it."""
        self.pay(self.owe(1000), "2026-04-01", 500)
        statement = self.settle(MARCH, self.rep, self.strict)
        self.assertIn("unpaid 30 days after it was due", statement.line_ids[:1].explanation)

    def test_one_query_more_for_nobody(self):
        """R119: the books are asked as often as without it."""
        counts = []
        self.owe(10)
        self.base(MARCH, plan=self.special), self.base(MARCH, plan=self.strict)
        for plan in (self.special, self.strict):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.base(MARCH, plan=plan)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
