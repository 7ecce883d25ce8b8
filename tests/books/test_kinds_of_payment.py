"""Every way in which an invoice is settled, and what of it is money, on which day. Figures worked by hand."""

from freezegun import freeze_time

from odoo.fields import Command

from ..commission.common import APRIL, MARCH, MAY
from .common import FEBRUARY, BooksQuestions


@freeze_time("2026-06-03 02:00:00")
class TestKindsOfPayment(BooksQuestions):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paid = cls._plan_with_rule(cls.rep | cls.colleague, basis="collected", rate=10)

    def collected(self, *months, who=None):
        """Return what is collected by months, asserted to be what a statement would count."""
        said = [self.value("collected", month, who) for month in months]
        self.assertEqual(said, [self.base(month, who, self.paid) for month in months])
        return said

    def payment(self, day, amount, **values):
        """Post a payment that settles nothing yet."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_id": self.customer.id,
                "amount": amount,
                "date": day,
                "journal_id": self.bank_journal.id,
                **values,
            }
        )
        payment.action_post()
        return payment

    def match(self, *moves):
        self.receivable_lines(*moves).reconcile()

    def unmatch(self, invoice):
        lines = invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")
        (lines.matched_debit_ids | lines.matched_credit_ids).unlink()

    @property
    def bank_journal(self):
        domain = [("type", "=", "bank"), ("company_id", "=", self.company.id)]
        return self.env["account.journal"].search(domain, limit=1)

    def bank_line(self, day, amount, lines):
        """Enter a line of the bank's statement that is matched with journal items."""
        entered = self.env["account.bank.statement.line"].create(
            {"journal_id": self.bank_journal.id, "date": day, "amount": amount, "payment_ref": "/"}
        )
        _liquidity, suspense, _other = entered.with_context(skip_account_move_synchronization=True)._seek_for_lines()
        suspense.write({"account_id": lines.account_id.id, "partner_id": self.customer.id})
        (suspense | lines).reconcile()
        return entered

    def test_before_on_and_after_the_invoice(self):
        """R134: 1,000 of 10 March: 200 paid on 20 February count on 10 March, 300 on the day itself too, 500 on 5
        April then: 500 and 500."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        self.match(self.payment("2026-02-20", 200).move_id, invoice)
        self.pay(invoice, "2026-03-10", 300)
        self.pay(invoice, "2026-04-05", 500)
        self.assertEqual(self.collected(FEBRUARY, MARCH, APRIL), [0, 500, 500])

    def test_one_payment_for_several_sellers(self):
        """R134: invoices of 1,000 (Rob, due on 10 April) and 600 (Ann, due on 12 April), one payment of 1,200 on 20
        April: what was due first is paid first, so 1,000 and 200; the rest of Ann's on 3 May."""
        rob = self.invoice(self.rep, "2026-03-10", 1000, invoice_date_due="2026-04-10")
        ann = self.invoice(self.colleague, "2026-03-12", 600, invoice_date_due="2026-04-12")
        self.match(self.payment("2026-04-20", 1200).move_id, rob, ann)
        self.pay(ann, "2026-05-03")
        self.assertEqual(self.collected(APRIL, MAY), [1000, 0])
        self.assertEqual(self.collected(APRIL, MAY, who=self.colleague), [200, 400])

    def test_several_payments_in_another_currency(self):
        """R134: USD 1,000 at 7.20 are 7,200; USD 333.33 in March, 333.33 in April at 7.50, 333.34 in May at 7.00:
        2,399.98 (2,399.976), 4,799.95 less that = 2,399.97, and 2,400.05: all of it, whatever the dollar did."""
        self.rates(("2026-03-01", 7.2), ("2026-04-01", 7.5), ("2026-05-01", 7.0))
        invoice = self.invoice(self.rep, "2026-03-10", 1000, currency_id=self.env.ref("base.USD").id)
        for day, amount in (("2026-03-20", 333.33), ("2026-04-20", 333.33), ("2026-05-20", 333.34)):
            self.pay(invoice, day, amount)
        self.assertEqual(self.collected(MARCH, APRIL, MAY), [2399.98, 2399.97, 2400.05])

    def test_several_payments_of_one_day(self):
        """R134: USD 1,000 at 7.20 are 7,200; USD 333.33 twice on 20 March and the rest on 20 April: 4,799.95
        (4,799.952), as of one payment, and 2,400.05."""
        self.rates(("2026-03-01", 7.2))
        invoice = self.invoice(self.rep, "2026-03-10", 1000, currency_id=self.env.ref("base.USD").id)
        for day, amount in (("2026-03-20", 333.33), ("2026-03-20", 333.33), ("2026-04-20", 333.34)):
            self.pay(invoice, day, amount)
        self.assertEqual(self.collected(MARCH, APRIL), [4799.95, 2400.05])

    def test_bank_statement_line(self):
        """R134: 600 of 1,000 are on the bank's statement of 2 April and matched with the invoice: 600 in April."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        self.bank_line("2026-04-02", 600, self.receivable_lines(invoice))
        self.assertEqual(self.collected(MARCH, APRIL), [0, 600])

    def test_outstanding_account(self):
        """R134: 1,000 registered on 28 March wait for the bank, which has them on 2 April: March, once."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        payment = self.pay(invoice, "2026-03-28")
        waiting = payment.move_id.line_ids.filtered(lambda line: line.account_id == payment.outstanding_account_id)
        self.assertNotEqual(payment.outstanding_account_id, self.bank)
        self.bank_line("2026-04-02", 1000, waiting)
        self.assertEqual(self.collected(MARCH, APRIL), [1000, 0])

    def test_clearing_account(self):
        """R134: cleared on 20 March against an account that a card company pays into on 2 April: nothing until these
        are matched, then 970 in April; the 30 it keeps are its charge, and money once that account is listed."""
        clearing = self.new_account("112299", "Cards to be cleared", "asset_current")
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        cleared = self.entry("2026-03-20", (clearing, 1000, 0), (self.receivable, 0, 1000))
        self.match(invoice, cleared.move_id)
        self.assertEqual(self.collected(MARCH, APRIL), [0, 0])
        charges = self.env["account.account"].browse(self.account("expense"))
        came = self.entry("2026-04-02", (self.bank, 970, 0), (charges, 30, 0), (clearing, 0, 1000))
        (came[2] | cleared[0]).reconcile()
        self.assertEqual(self.collected(MARCH, APRIL), [0, 970])
        self.company.sales_office_received_account_ids = charges
        self.assertEqual(self.collected(MARCH, APRIL), [0, 1000])

    def test_point_of_sale(self):
        """R134: the shape of a till's session: the invoice is matched with a receivable of the till, which the session
        of the day settles with 400 cash and a card payment of 600, which the bank has two days later: 400 and 600."""
        till = self.new_account("112298", "Receivable of the till", "asset_receivable")
        cards = self.new_account("112297", "Cards of the till", "asset_current")
        cash = self.new_account("100199", "Till", "asset_cash", reconcile=False)
        invoice = self.invoice(self.rep, "2026-03-31", 1000)
        of_invoice = self.entry("2026-03-31", (till, 1000, 0), (self.receivable, 0, 1000))
        (self.receivable_lines(invoice) | of_invoice[1]).reconcile()
        session = self.entry("2026-03-31", (cash, 400, 0), (cards, 600, 0), (till, 0, 1000))
        (session[2] | of_invoice[0]).reconcile()
        came = self.entry("2026-04-02", (self.bank, 600, 0), (cards, 0, 600))
        (came[1] | session[1]).reconcile()
        self.assertEqual(self.collected(MARCH, APRIL), [400, 600])

    def test_netting_with_a_vendor_bill(self):
        """R134: of 1,000 invoiced 400 are netted with the customer's own bill and 600 paid: 600."""
        bill = self.invoice(self.rep, "2026-03-05", 400, move_type="in_invoice")
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        payable = bill.line_ids.filtered(lambda line: line.display_type == "payment_term")
        netted = self.entry("2026-03-20", (payable.account_id, 400, 0), (self.receivable, 0, 400))
        (netted[0] | payable).reconcile()
        self.match(invoice, netted.move_id)
        self.pay(invoice, "2026-04-10", 600)
        self.assertEqual(self.collected(MARCH, APRIL), [0, 600])

    def test_netting_with_a_bill_paid_too_much(self):
        """R134: what was netted with a payment we had made is no money of the customer's either: 1,000 less 400."""
        paid_out = self.payment("2026-03-05", 400, payment_type="outbound", partner_type="supplier")
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        payable = paid_out.move_id.line_ids.filtered(lambda line: line.account_id.account_type == "liability_payable")
        netted = self.entry("2026-03-20", (self.receivable, 400, 0), (payable.account_id, 0, 400))
        (netted[1] | payable).reconcile()
        self.assertEqual(self.collected(MARCH), [0])
        self.pay(invoice, "2026-03-25", 600)
        self.assertEqual(self.collected(MARCH), [600])

    def test_partly_written_off_with_the_payment(self):
        """R134: 970 arrive for 1,000 and the rest is written off in the same entry: 970, or 1,000 with the account of
        the charges listed as also received."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        charges = self.account("expense")
        self.pay(invoice, "2026-03-20", 970, payment_difference_handling="reconcile", writeoff_account_id=charges)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self.collected(MARCH), [970])
        self.company.sales_office_received_account_ids = [Command.set([charges])]
        self.assertEqual(self.collected(MARCH), [1000])

    def test_tax_withheld(self):
        """R134: 1,130 with 13 % tax, of which the customer pays 1,030 and withholds 100 for the office: 1,030 of 1,130
        of 1,000 are 911.50, or all of it with that account listed."""
        withheld = self.new_account("122199", "Tax withheld for us", "asset_current", reconcile=False)
        invoice = self.invoice(self.rep, "2026-03-10", 1000, tax=13)
        paid = self.entry("2026-03-20", (self.bank, 1030, 0), (withheld, 100, 0), (self.receivable, 0, 1130))
        self.match(invoice, paid.move_id)
        self.assertEqual(self.collected(MARCH), [911.5])
        self.company.sales_office_received_account_ids = withheld
        self.assertEqual(self.collected(MARCH), [1000])

    def test_bounced_and_paid_again(self):
        """R134: 1,000 paid on 20 March bounce on 2 April (unmatched) and come again on 5 May: 0, 0 and 1,000."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        payment = self.pay(invoice, "2026-03-20")
        self.assertEqual(self.collected(MARCH), [1000])
        payment.action_draft()
        payment.action_cancel()
        self.assertEqual(self.collected(MARCH, APRIL), [0, 0])
        self.pay(invoice, "2026-05-05")
        self.assertEqual(self.collected(MARCH, APRIL, MAY), [0, 0, 1000])

    def test_bounced_by_an_entry(self):
        """R134: the bounce is booked as an entry against the payment's own receivable, which was unmatched: nothing is
        collected; the payment and what undoes it are matched with each other."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        payment = self.pay(invoice, "2026-03-20")
        self.unmatch(invoice)
        back = self.entry("2026-04-02", (self.receivable, 1000, 0), (self.bank, 0, 1000))
        (self.receivable_lines(payment.move_id) | back[0]).reconcile()
        self.assertEqual(self.collected(MARCH, APRIL), [0, 0])

    def test_matched_again_with_anothers_invoice(self):
        """R134: 1,000 matched with Rob's invoice and locked at 100; matched with Ann's instead, 100 go from him to her,
        both as corrections of March."""
        rob, ann = self.invoice(self.rep, "2026-03-10", 1000), self.invoice(self.colleague, "2026-03-11", 1000)
        payment = self.pay(rob, "2026-03-20")
        for statement in self.settle(MARCH, plan=self.paid):
            self.lock(statement)
        self.unmatch(rob)
        self.match(payment.move_id, ann)
        self.assertEqual((self.collected(MARCH), self.collected(MARCH, who=self.colleague)), ([0], [1000]))
        april = self.settle(APRIL, plan=self.paid)
        self.assertEqual({s.employee_id: s.net for s in april}, {self.rep: -100, self.colleague: 100})

    def test_receipt(self):
        """R134: a sales receipt of 300 counts as invoiced, and once paid as collected."""
        receipt = self.sell(self.rep, "2026-03-10", (self.room, 3, 100), move_type="out_receipt")
        self.assertEqual((self.value("invoiced"), self.collected(MARCH)), (300, [0]))
        self.pay(receipt, "2026-03-12")
        self.assertEqual(self.collected(MARCH), [300])

    def test_nothing_to_pay(self):
        """R134: an invoice of 0.00 collects nothing and divides by nothing; its customer is a customer all the same."""
        self.invoice(self.rep, "2026-03-10", 0)
        self.assertEqual((self.collected(MARCH), self.value("new_customers")), ([0], 1))

    def test_branch(self):
        """R134: Rob invoices 500 for a branch, paid there: they are his, beside 1,000 of the company."""
        branch = self.env["res.company"].create({"name": "Harbour Branch", "parent_id": self.company.id})
        self.customer.with_company(branch).property_account_receivable_id = self.receivable
        self.pay(self.invoice(self.rep, "2026-03-10", 1000), "2026-03-20")
        of_branch = self.env["account.move"].with_context(allowed_company_ids=[branch.id, self.company.id])
        bill = of_branch.with_company(branch).create(
            {
                "move_type": "out_invoice",
                "company_id": branch.id,
                "partner_id": self.customer.id,
                "invoice_date": "2026-03-12",
                "invoice_user_id": self.rep.user_id.id,
                "invoice_line_ids": [Command.create({"name": "Rooms", "price_unit": 500, "tax_ids": []})],
            }
        )
        bill.action_post()
        self.pay(bill, "2026-04-02")
        self.assertEqual((self.value("invoiced"), self.collected(MARCH, APRIL)), (1500, [1000, 500]))

    def test_dated_back_and_forward_across_a_lock(self):
        """R134: March is locked at 0. A payment entered later and dated 20 March is a correction of March; one of
        which only the accounting date lies in March, because the invoice came on 5 April, counts in April."""
        first, second = self.invoice(self.rep, "2026-03-10", 1000), self.invoice(self.rep, "2026-04-05", 400)
        march = self.lock(self.settle(MARCH, self.rep, self.paid))
        self.pay(first, "2026-03-20")
        self.match(self.payment("2026-03-25", 400).move_id, second)
        april = self.settle(APRIL, self.rep, self.paid)
        self.assertEqual(self.figures(april), [("commission", 400, 40), ("correction", 1000, 100)])
        self.assertEqual(march.net, 0)

    def test_taxes_in_the_price(self):
        """R134: 1,130 with 13 % in it, half of it paid: 500 of 1,000."""
        tax = self.tax(13)
        tax.price_include_override = "tax_included"
        line = {"product_id": self.room.id, "quantity": 10, "price_unit": 113, "tax_ids": [Command.set(tax.ids)]}
        invoice = self.invoice(self.rep, "2026-03-10", invoice_line_ids=[Command.create(line)])
        self.pay(invoice, "2026-03-20", 565)
        self.assertEqual((self.value("invoiced"), self.collected(MARCH)), (1000, [500]))
