"""Cases of real books, each worked out by hand, that no other file has."""

from freezegun import freeze_time

from odoo.fields import Command

from ..books import BooksCommon
from ..common import APRIL, MARCH, MAY


@freeze_time("2026-05-04 02:00:00")
class TestDownPayment(BooksCommon):
    def setUp(self):
        super().setUp()
        self.room.standard_price = 60
        order = self.order(self.rep, "2026-03-10", (100, 10, 0))
        wizard = self.env["sale.advance.payment.inv"].with_context(active_model="sale.order", active_ids=order.ids)
        wizard = wizard.create({"advance_payment_method": "fixed", "fixed_amount": 300})
        wizard.create_invoices()
        self._post(order.invoice_ids, "2026-03-12")
        self._post(order._create_invoices(final=True), "2026-04-12")

    def _post(self, invoice, day):
        invoice.invoice_date = day
        invoice.action_post()
        self.pay(invoice, day)

    def _bases(self, basis):
        self.special.rule_ids.sudo().basis = basis
        return self.base(MARCH), self.base(APRIL)

    def test_ordered(self):
        """R134: 10 rooms at 100, of which 300 paid down: the order of 1,000 counts once, in March."""
        self.assertEqual(self._bases("ordered"), (1000, 0))

    def test_invoiced_and_collected(self):
        """R134: 300 invoiced and paid in March; 1,000 - 300 = 700 in April."""
        self.assertEqual(self._bases("invoiced"), (300, 700))
        self.assertEqual(self._bases("collected"), (300, 700))

    def test_margin(self):
        """R134: the cost of 60 a room comes with the rooms: 300 in March, 1,000 - 300 - 600 = 100 in April."""
        self.assertEqual(self._bases("margin"), (300, 100))


@freeze_time("2026-05-04 02:00:00")
class TestInvoices(BooksCommon):
    def test_taxes_included(self):
        """R134: 1,130.00 with 13 % included are 1,000.00; 0.99 with 13 % included are 0.88 (0.8761)."""
        tax = self.tax(13)
        tax.price_include_override = "tax_included"
        for price, base in ((1130, 1000), (0.99, 1000.88)):
            line = Command.create({"name": "Rooms", "price_unit": price, "tax_ids": [Command.set(tax.ids)]})
            self.invoice(self.rep, "2026-03-10", invoice_line_ids=[line])
            self.assertEqual(self.base(MARCH), base)

    def test_cash_rounding(self):
        """R134: 1,000.02 rounded up to 1,000.05 on a line of its own: 1,000.02 were sold."""
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "0.05",
                "rounding": 0.05,
                "rounding_method": "UP",
                "strategy": "add_invoice_line",
                "profit_account_id": self.account("income"),
                "loss_account_id": self.account("expense"),
            }
        )
        invoice = self.invoice(self.rep, "2026-03-10", 1000.02, invoice_cash_rounding_id=rounding.id)
        self.assertEqual((invoice.amount_total, self.base(MARCH)), (1000.05, 1000.02))

    def test_early_payment_discount(self):
        """R134: 10,000 with 13 % tax, 2 % off both within ten days, paid early: 10,000 were invoiced all the same."""
        term = self.env["account.payment.term"].create(
            {
                "name": "2/10",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "early_pay_discount_computation": "mixed",
                "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})],
            }
        )
        invoice = self.invoice(self.rep, "2026-03-10", 10000, tax=13, invoice_payment_term_id=term.id)
        self.pay(invoice, "2026-03-15")
        self.assertEqual(self.base(MARCH), 10000)

    def test_deleted_after_the_lock(self):
        """R134: 1,000 paid 100; the invoice is deleted, not only cancelled: April takes 100 back."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        self.lock(self.settle(MARCH, self.rep, self.special))
        invoice.button_draft()
        invoice.with_context(force_delete=True).unlink()
        april = self.settle(APRIL, self.rep, self.special)
        self.assertEqual(self.figures(april), [("commission", 0, 0), ("correction", -1000, -100)])

    def test_refund_after_the_lock(self):
        """R134: 1,000 of March paid 100, credited in May: March stays, May loses 100 and is carried below zero."""
        self.invoice(self.rep, "2026-03-10", 1000)
        self.lock(self.settle(MARCH, self.rep, self.special))
        self.refund(self.rep, "2026-05-02", 1000)
        self.assertEqual(self.figures(self.settle(APRIL, self.rep, self.special)), [("commission", 0, 0)])
        may = self.settle(MAY, self.rep, self.special)
        self.assertEqual(
            (self.figures(may), may.payable, may.balance_carried_forward), ([("commission", -1000, -100)], 0, 100)
        )

    def test_nothing_for_nothing(self):
        """R134: an invoice of 0.00 and one line that cancels another: a base of 0.00, and no division by it."""
        self.invoice(self.rep, "2026-03-10", 0)
        self.invoice(self.rep, "2026-03-10", 500, -500)
        self.assertEqual(self.figures(self.settle(MARCH, self.rep, self.special)), [("commission", 0, 0)])

    def test_threshold_hit_exactly(self):
        """R134: 5 %, from 8,000 on 8 %. 7,999.99 by either mode 400.00 (399.9995); 8,000.00 whole 640.00, marginal
        400.00; 8,000.01 whole 640.00 (640.0008), marginal 400.00 (400.0008)."""
        modes = {
            mode: self._plan_with_rule(tier_by="base", tier_ids=[(0, 5), (8000, 8)], tier_mode=mode)
            for mode in ("whole", "marginal")
        }
        for sold, whole, marginal in ((7999.99, 400, 400), (0.01, 640, 400), (0.01, 640, 400)):
            self.invoice(self.rep, "2026-03-10", sold)
            nets = [self.settle(MARCH, self.rep, modes[mode]).net for mode in ("whole", "marginal")]
            self.assertEqual(nets, [whole, marginal])

    def test_from_one_plan_to_another(self):
        """R134: Rob is in the plan of 10 % until the 15th and in one of 3 % from the 16th on: of 1,000 on the 15th and
        300 on the 16th the first pays 100 and the second 9, on two statements of March."""
        member = self.special.member_ids.filtered(lambda m: m.employee_id == self.rep)
        member.sudo().date_to = "2026-03-15"
        other = self._create_plan("Other", self.rep, rate=3)
        other.member_ids.date_from = "2026-03-16"
        self.as_(self.director, other).action_approve()
        self.invoice(self.rep, "2026-03-15", 1000)
        self.invoice(self.rep, "2026-03-16", 300)
        self.assertEqual(self.settle(MARCH, self.rep, self.special).net, 100)
        self.assertEqual(self.settle(MARCH, self.rep, other).net, 9)


@freeze_time("2026-05-04 02:00:00")
class TestDecimals(BooksCommon):
    def _trade_in(self, currency):
        self.company.currency_id = (
            self.env["res.currency"].with_context(active_test=False).search([("name", "=", currency)])
        )
        self.env.ref("product.decimal_price").digits = 3

    def test_without_decimals(self):
        """R134: 1,235 yen x 10 % = 123.5, so 124; of a fine of 30 at most 20 % of 124 = 24.8, so 24, and 6 carried;
        after a credit note of 235 a correction: 1,000 x 10 % = 100, 24 less."""
        self._trade_in("JPY")
        invoice = self.invoice(self.rep, "2026-03-10", 1235)
        self.assertEqual(invoice.amount_total, 1235)
        self.fine(self.rep, "2026-03-12", 30)
        march = self.lock(self.settle(MARCH, self.rep, self.special))
        self.assertEqual((march.gross, march.deductions, march.carried_forward, march.net), (124, 24, 6, 100))
        self.assertEqual(march.line_ids[0].explanation, "1,235 × 10 % = 124")
        self.refund(self.rep, "2026-03-20", 235)
        self.assertEqual(self.settle(APRIL, self.rep, self.special).line_ids[1].amount, -24)

    def test_three_decimals(self):
        """R134: 1.235 dinars x 10 % = 0.1235, so 0.124; of a fine of 0.030 at most 20 % of 0.124 = 0.0248, so 0.024,
        and 0.006 carried."""
        self._trade_in("KWD")
        self.invoice(self.rep, "2026-03-10", 1.235)
        self.fine(self.rep, "2026-03-12", 0.030)
        march = self.settle(MARCH, self.rep, self.special)
        self.assertEqual((march.gross, march.deductions, march.carried_forward, march.net), (0.124, 0.024, 0.006, 0.1))
        self.assertEqual(march.line_ids[0].explanation, "1.235 × 10 % = 0.124")

    def test_shares_without_decimals(self):
        """R134: an order of 100 yen in 33.33 / 33.33 / 33.34 %: 33, 33 and 34."""
        self._trade_in("JPY")
        order = self.order(self.rep, "2026-03-10", (100, 1, 0))
        shares = {self.rep.id: 33.33, self.colleague.id: 33.33, self.leader.id: 33.34}
        order.action_split_credit(shares)
        self.bill(order, "2026-03-12")
        self.assertEqual([self.base(MARCH, who) for who in (self.rep, self.colleague, self.leader)], [33, 33, 34])

    def test_part_payments_without_decimals(self):
        """R134: 1,000 yen paid 333, 333 and 334 in three months; with 10 % tax 1,100: 333 of 1,100 are 302.7, so 303;
        666 are 605.45, so 605 - 303 = 302; the rest of 1,000 is 395."""
        self._trade_in("JPY")
        self.special.rule_ids.sudo().basis = "collected"
        invoice = self.invoice(self.rep, "2026-03-01", 1000, tax=10)
        for day, amount in (("2026-03-20", 333), ("2026-04-20", 333), ("2026-05-03", 434)):
            self.pay(invoice, day, amount)
        self.assertEqual([self.base(month) for month in (MARCH, APRIL, MAY)], [303, 302, 395])
