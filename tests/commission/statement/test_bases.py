"""What counts: ordered, invoiced, collected, margin. Figures worked by hand, all rules pay 10 %."""

from freezegun import freeze_time

from odoo.fields import Command, Domain

from ..books import BooksCommon
from ..common import APRIL, MARCH, MAY


@freeze_time("2026-06-03 02:00:00")
class TestCollected(BooksCommon):
    basis = "collected"

    def test_three_payments(self):
        """R134: 1,000 + 13 % = 1,130, paid 376.67 in March and April, 376.66 in May. 376.67 of 1,130 are 333.34;
        753.34 are 666.67, less 333.34 = 333.33; the rest of 1,000 is 333.33: together the whole 1,000."""
        invoice = self.invoice(self.rep, "2026-02-10", 1000, tax=13)
        for day, amount in (("2026-03-05", 376.67), ("2026-04-05", 376.67), ("2026-05-05", 376.66)):
            self.pay(invoice, day, amount)
        bases = [self.base(month) for month in (MARCH, APRIL, MAY)]
        self.assertEqual(bases, [333.34, 333.33, 333.33])

    def test_overpayment(self):
        """R134: 1,500 paid for 1,130 are the invoice's 1,000; the rest counts once it pays another invoice: 370 of
        1,130 in April are 327.43."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000, tax=13)
        payment = self.pay(invoice, "2026-03-20", 1500)
        self.assertEqual(self.base(MARCH), 1000)
        other = self.invoice(self.rep, "2026-04-10", 1000, tax=13)
        lines = payment.move_id.line_ids | other.line_ids
        lines.filtered(
            lambda line: line.account_id.account_type == "asset_receivable" and not line.reconciled
        ).reconcile()
        self.assertEqual((self.base(MARCH), self.base(APRIL)), (1000, 327.43))

    def test_bounced_after_the_lock(self):
        """R134: 1,130 paid in March, 100 settled; the payment bounces in April: -100, which May carries; +100 when
        paid in May: 100 - 100 = 0 to pay, 100 - 100 + 100 = 100 in all."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000, tax=13)
        payment = self.pay(invoice, "2026-03-20", 1130)
        self.lock(self.settle(MARCH, self.rep, self.special))
        payment.move_id.line_ids.remove_move_reconcile()
        april = self.settle(APRIL, self.rep, self.special)
        self.assertEqual(self.figures(april), [("commission", 0, 0), ("correction", -1000, -100)])
        self.assertIn("March 2026: the books now show 0.00 instead of 1,000.00", april.line_ids[1].explanation)
        self.lock(april)
        self.pay(invoice, "2026-05-20", 1130)
        may = self.settle(MAY, self.rep, self.special)
        self.assertEqual(self.figures(may), [("commission", 1000, 100), ("balance", 0, -100)])
        self.assertEqual(may.net, 0)

    def test_credit_notes_and_write_offs_are_no_money(self):
        """R134: 1,000: 300 by credit note, 200 paid, 500 written off as lost: 200 of 1,000."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        refund = self.refund(self.rep, "2026-03-11", 300)
        self.reconcile(invoice, refund)
        self.pay(invoice, "2026-03-20", 200)
        self.write_off(invoice, "2026-03-25", 500)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self.base(MARCH), 200)

    def test_money_back(self):
        """R134: 1,000 paid in March; a credit note of 400 paid out in April: -400."""
        self.pay(self.invoice(self.rep, "2026-03-10", 1000), "2026-03-20", 1000)
        self.pay(self.refund(self.rep, "2026-04-10", 400), "2026-04-20", 400)
        self.assertEqual((self.base(MARCH), self.base(APRIL)), (1000, -400))

    def test_early_payment_discount(self):
        """R134: 10,000, 2 % off within ten days: 9,800 arrive, 9,800 count."""
        term = self.env["account.payment.term"].create(
            {
                "name": "2/10",
                "early_discount": True,
                "discount_days": 10,
                "discount_percentage": 2,
                "early_pay_discount_computation": "excluded",
                "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})],
            }
        )
        invoice = self.invoice(self.rep, "2026-03-10", 10000, invoice_payment_term_id=term.id)
        self.pay(invoice, "2026-03-12")
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self.base(MARCH), 9800)

    def test_rates_that_move(self):
        """R134: USD 1,000 at 7.20 are 7,200 in the books. Half is paid at 7.50, half at 7.00: 3,600 each."""
        self.rates(("2026-03-01", 7.2), ("2026-04-01", 7.5), ("2026-05-01", 7.0))
        invoice = self.invoice(self.rep, "2026-03-10", 1000, currency_id=self.env.ref("base.USD").id)
        for day in ("2026-04-10", "2026-05-10"):
            self.pay(invoice, day, 500)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual([self.base(month) for month in (MARCH, APRIL, MAY)], [0, 3600, 3600])

    def test_foreign_money_for_a_bill_in_company_currency(self):
        """R134: 7,500 paid with USD 1,000 at 7.50 are 7,500, whatever the dollar did since the bill."""
        self.rates(("2026-03-01", 7.2), ("2026-04-01", 7.5))
        invoice = self.invoice(self.rep, "2026-03-10", 7500)
        self.pay(invoice, "2026-04-10", 1000, currency_id=self.env.ref("base.USD").id)
        self.assertEqual((self.base(MARCH), self.base(APRIL)), (0, 7500))

    def test_cash_rounding(self):
        """R134: 1,000.02 rounded up to 1,000.05: the 0.03 is no sale. 500.03 paid of it: 1,000.02 x 500.03 / 1,000.05 =
        500.01(4999) in March, and the rest of 1,000.02 in April: 500.01."""
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "0.05",
                "rounding": 0.05,
                "strategy": "add_invoice_line",
                "rounding_method": "UP",
                "profit_account_id": self.account("income_other"),
                "loss_account_id": self.account("expense"),
            }
        )
        invoice = self.invoice(self.rep, "2026-03-10", 1000.02, invoice_cash_rounding_id=rounding.id)
        self.assertEqual(invoice.amount_total, 1000.05)
        self.pay(invoice, "2026-03-20", 500.03)
        self.pay(invoice, "2026-04-20", 500.02)
        self.assertEqual((self.base(MARCH), self.base(APRIL)), (500.01, 500.01))

    def test_units(self):
        """R134: ten nights, half paid: five nights."""
        rule = self.special.rule_ids
        rule.sudo().rate_type = "per_unit"
        line = {"product_id": self.room.id, "quantity": 10, "price_unit": 100, "tax_ids": []}
        invoice = self.invoice(self.rep, "2026-03-10", invoice_line_ids=[Command.create(line)])
        self.pay(invoice, "2026-03-20", 500)
        line = self.settle(MARCH, self.rep, self.special).line_ids
        self.assertEqual((line.quantity, line.base_amount), (5, 500))

    def test_who_and_where(self):
        """R135: neither a colleague's money nor the other company's counts."""
        self.pay(self.invoice(self.colleague, "2026-03-10", 500), "2026-03-20", 500)
        self._load_chart_of_accounts(self.company_valley)
        user = self.rep.user_id
        user.company_ids |= self.company_valley
        valley = self.invoice(self.rep_valley, "2026-03-10", 700, invoice_user_id=user.id)
        self.pay(valley, "2026-03-20", 700)
        self.pay(self.invoice(self.rep, "2026-03-10", 100), "2026-03-20", 100)
        self.assertEqual(self.base(MARCH), 100)


@freeze_time("2026-06-03 02:00:00")
class TestOrdered(BooksCommon):
    basis = "ordered"

    def test_confirmed_orders(self):
        """R133: 1,000 less 10 % and 300: 1,200, tax excluded; neither the quotation nor the cancelled order."""
        self.order(self.rep, "2026-03-10", (1000, 1, 10), (300, 1, 0))
        self.order(self.rep, "2026-03-10", (77, 1, 0), confirm=False)
        self.order(self.rep, "2026-03-10", (88, 1, 0)).action_cancel()
        self.order(self.colleague, "2026-03-10", (99, 1, 0))
        self.assertEqual(self.base(MARCH), 1200)

    def test_day_of_the_office(self):
        """R133: confirmed on the 31st at 16:30 UTC, it is already April in Shanghai."""
        self.order(self.rep, "2026-03-31 16:30:00", (1000, 1, 0))
        self.order(self.rep, "2026-03-31 15:30:00", (500, 1, 0))
        self.assertEqual((self.base(MARCH), self.base(APRIL)), (500, 1000))

    def test_currency_of_the_order(self):
        """R133: USD 100 at 7.20 on the day of the order are 720."""
        self.rates(("2026-03-01", 7.2), ("2026-03-20", 8))
        pricelist = self.env["product.pricelist"].create({"name": "USD", "currency_id": self.env.ref("base.USD").id})
        self.order(self.rep, "2026-03-10", (100, 1, 0), pricelist_id=pricelist.id)
        self.assertEqual(self.base(MARCH), 720)

    def test_cancelled_after_the_lock(self):
        """R134: an order of 1,000, cancelled later, takes its 100 back."""
        order = self.order(self.rep, "2026-03-10", (1000, 1, 0))
        self.lock(self.settle(MARCH, self.rep, self.special))
        order.action_cancel()
        self.assertEqual(self.settle(APRIL, self.rep, self.special).net, -100)


@freeze_time("2026-06-03 02:00:00")
class TestMargin(BooksCommon):
    basis = "margin"

    def test_cost_of_the_order(self):
        """R133: 10 at 100 less 10 % = 900, bought for 60 each: 900 - 600 = 300. A later cost changes nothing."""
        self.room.standard_price = 60
        order = self.order(self.rep, "2026-03-10", (100, 10, 10))
        self.room.standard_price = 90
        self.bill(order, "2026-03-12")
        self.assertEqual(self.base(MARCH), 300)

    def test_refund(self):
        """R133: half of it given back in April: 450 - 300 = 150 less."""
        self.room.standard_price = 60
        invoice = self.bill(self.order(self.rep, "2026-03-10", (100, 10, 10)), "2026-03-12")
        reversal = self.env["account.move.reversal"].with_context(active_model="account.move", active_ids=invoice.ids)
        wizard = reversal.create({"journal_id": invoice.journal_id.id, "date": "2026-04-10"})
        refund = self.env["account.move"].browse(wizard.refund_moves()["res_id"])
        refund.invoice_date = "2026-04-10"
        refund.invoice_line_ids.quantity = 5
        refund.action_post()
        self.assertEqual((self.base(MARCH), self.base(APRIL)), (300, -150))

    def test_both_in_company_currency(self):
        """R133: sold for USD 100 at 7.20, billed at 7.50: 750; the cost of 360 was USD 50 on the order: 390."""
        self.rates(("2026-03-01", 7.2), ("2026-04-01", 7.5))
        self.room.standard_price = 360
        pricelist = self.env["product.pricelist"].create({"name": "USD", "currency_id": self.env.ref("base.USD").id})
        order = self.order(self.rep, "2026-03-10", (100, 1, 0), pricelist_id=pricelist.id)
        self.bill(order, "2026-04-12")
        self.assertEqual(self.base(APRIL), 390)

    def test_without_an_order(self):
        """R133: on an invoice by hand 2 rooms of 100 cost what rooms cost that day, 60 each: 80; what is no product
        costs nothing: 1,000."""
        self.room.standard_price = 60
        line = {"product_id": self.room.id, "quantity": 2, "price_unit": 100, "tax_ids": []}
        self.invoice(self.rep, "2026-03-10", invoice_line_ids=[Command.create(line)])
        self.assertEqual(self.base(MARCH), 80)
        self.invoice(self.rep, "2026-03-10", 1000)
        self.assertEqual(self.base(MARCH), 1080)


@freeze_time("2026-06-03 02:00:00")
class TestFilters(BooksCommon):
    basis = "invoiced"

    def test_simple_filters(self):
        """R133: by product, category and those below, tag, country, province, team and source, on every basis."""
        category = self.env["product.category"].create({"name": "Rooms"})
        below = category.create({"name": "Suites", "parent_id": category.id})
        tag = self.env["res.partner.category"].create({"name": "VIP"})
        province = self.env.ref("base.state_us_5")
        team = self.env["crm.team"].create({"name": "North", "company_id": self.company.id})
        source = self.env["utm.source"].create({"name": "Fair"})
        suite = self.product("Suite", categ_id=below.id)
        customer = self.customer.copy(
            {"category_id": tag.ids, "country_id": province.country_id.id, "state_id": province.id}
        )
        contact = customer.create({"name": "Contact", "parent_id": customer.id})
        order = self.order(
            self.rep,
            "2026-03-10",
            (100, 1, 0),
            product=suite,
            partner_id=contact.id,
            team_id=team.id,
            source_id=source.id,
        )
        self.pay(self.bill(order, "2026-03-12"), "2026-03-20")
        self.pay(self.bill(self.order(self.rep, "2026-03-10", (7, 1, 0)), "2026-03-12"), "2026-03-20")
        rule = self.special.rule_ids.sudo()
        for basis in ("ordered", "invoiced", "collected", "margin"):
            rule.basis = basis
            for name, value in (
                ("product_ids", suite),
                ("category_ids", category),
                ("partner_tag_ids", tag),
                ("country_ids", province.country_id),
                ("state_ids", province),
                ("team_ids", team),
                ("source_ids", source),
            ):
                with self.subTest(basis=basis, name=name):
                    rule[name] = value
                    self.assertEqual(self.base(MARCH), 100)
                    rule[name] = False
            self.assertEqual(self.base(MARCH), 107)

    def test_new_customers(self):
        """R133: for two months from the first invoice or order on: the 9th of May is in, the 10th not."""
        rule = self.special.rule_ids.sudo()
        for count, basis in enumerate(("invoiced", "collected", "ordered"), start=1):
            rule.write({"basis": basis, "new_customer_months": 2})
            self.customer = self.customer.copy()
            with self.subTest(basis=basis):
                for day, amount in (("2026-03-10", 100), ("2026-05-09", 20), ("2026-05-10", 3)):
                    self.pay(self.bill(self.order(self.rep, day, (amount, 1, 0)), day), day)
                self.assertEqual((self.base(MARCH), self.base(MAY)), (count * 100, count * 20))

    def test_domain(self):
        """R133: a domain of fixed values on the lines."""
        self.special.rule_ids.sudo().domain = "[('name', 'ilike', 'room'), ('move_id.amount_total', '>', 50)]"
        self.invoice(self.rep, "2026-03-10", 100)
        self.invoice(self.rep, "2026-03-10", 7)
        self.assertEqual(self.base(MARCH), 100)

    def test_rules_with_different_filters(self):
        """R133: two rules look at the same books each through its own filter, one statement, two lines: 100 and 7."""
        suite = self.product("Suite")
        values = {"rate": 10, "basis": "invoiced"}
        rules = [
            Command.create({"name": "Suites", "product_ids": suite.ids, **values}),
            Command.create({"name": "Rooms", "product_ids": self.room.ids, **values}),
        ]
        plan = self._create_plan("Two", self.rep, rule_ids=rules)
        plan.with_user(self.director.user_id).action_approve()
        for product, amount in ((suite, 100), (self.room, 7)):
            line = [Command.create({"product_id": product.id, "price_unit": amount, "tax_ids": []})]
            self.invoice(self.rep, "2026-03-10", invoice_line_ids=line)
        self.assertEqual(self.settle(MARCH, self.rep, plan).line_ids.mapped("base_amount"), [100, 7])

    def test_price_gate(self):
        """R133: what the price gate holds back earns nothing until it is let through."""
        invoice = self.invoice(self.rep, "2026-03-10", 100)
        self.invoice(self.rep, "2026-03-10", 7)
        Rule = self.env.registry["sales.office.commission.rule"]
        self.patch(Rule, "_get_price_gate_domain", lambda rule: Domain("move_id", "=", invoice.id))
        self.assertEqual(self.base(MARCH), 7)
