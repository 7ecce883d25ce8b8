"""Every kind of order, invoice and credit note, and what each metric makes of it. Figures worked by hand."""

from freezegun import freeze_time

from odoo.fields import Command

from ..commission.common import APRIL, MARCH
from .common import FEBRUARY, BooksQuestions


@freeze_time("2026-06-03 02:00:00")
class TestKindsOfSale(BooksQuestions):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rooms, cls.meals = cls.env["product.category"].create([{"name": "Rooms"}, {"name": "Meals"}])
        cls.room.write({"categ_id": cls.rooms.id, "standard_price": 60})
        cls.meal = cls.product("Meal", categ_id=cls.meals.id, standard_price=10)

    def setUp(self):
        super().setUp()
        self.plans = {}

    def values(self, *metrics, month=MARCH):
        return [round(self.value(metric, month), 2) for metric in metrics]

    def filtered(self, basis, *categories, month=MARCH):
        """Return the base of a rule on some categories, rounded as a statement does."""
        key = (basis, categories)
        if key not in self.plans:
            names = {"category_ids": [category.id for category in categories]}
            self.plans[key] = self._plan_with_rule(self.rep, basis=basis, rate=10, **names)
        return self.base(month, plan=self.plans[key])

    def modify(self, invoice, day, **values):
        """Credit an invoice and open a new one instead, by the button "Reverse and Create Invoice"."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"date": day, "journal_id": invoice.journal_id.id})
        )
        fresh = self.env["account.move"].browse(wizard.modify_moves()["res_id"])
        note = invoice.reversal_move_ids
        self.assertEqual((note.state, note.invoice_date.isoformat()), ("posted", day))
        fresh.invoice_date = day
        fresh.invoice_line_ids.write(values)
        fresh.action_post()
        return fresh

    def test_credit_note_of_quantity(self):
        """R134: 10 at 100, cost 60. 4 come back, linked: 600, 6 units, 6 x 40 = 240. 2 more, of no invoice but at the
        price of the order's product: 400, 4 units, 160."""
        invoice = self.sell(self.rep, "2026-03-10", (self.room, 10, 100))
        self.sell(self.rep, "2026-03-12", (self.room, 4, 100), move_type="out_refund", reversed_entry_id=invoice.id)
        self.assertEqual(self.values("invoiced", "quantity", "margin"), [600, 6, 240])
        self.sell(self.rep, "2026-03-14", (self.room, 2, 100), move_type="out_refund")
        self.assertEqual(self.values("invoiced", "quantity", "margin"), [400, 4, 160])

    def test_credit_note_of_price(self):
        """R134: 10 at 100, cost 60, lowered by 5 each, linked, and by 5 more, of no invoice: 900, still 10 units and a
        cost of 600: 300. A line without a product takes 50 off amount and margin alike."""
        invoice = self.sell(self.rep, "2026-03-10", (self.room, 10, 100))
        self.sell(self.rep, "2026-03-12", (self.room, 10, 5), move_type="out_refund", reversed_entry_id=invoice.id)
        self.sell(self.rep, "2026-03-14", (self.room, 10, 5), move_type="out_refund")
        self.assertEqual(self.values("invoiced", "quantity", "margin"), [900, 10, 300])
        self.refund(self.rep, "2026-03-15", 50, reversed_entry_id=invoice.id)
        self.assertEqual(self.values("invoiced", "quantity", "margin"), [850, 10, 250])

    def test_reverse_and_create(self):
        """R134: 10 at 100 of March (cost 60) are credited on 5 April and invoiced anew at 90: March keeps 1,000, 10
        units and 400; April has -1,000 + 900, 0 units and -100."""
        order = self.order_of(self.rep, "2026-03-02", (self.room, 10, 100))
        invoice = self.bill(order, "2026-03-10")
        self.modify(invoice, "2026-04-05", price_unit=90)
        self.assertEqual(self.values("invoiced", "quantity", "margin"), [1000, 10, 400])
        self.assertEqual(self.values("invoiced", "quantity", "margin", month=APRIL), [-100, 0, -100])

    def test_reverse_and_create_for_a_new_customer(self):
        """R134: the only invoice of a customer is corrected that way in April: it is new from the invoice that was not
        credited in full, in April, and once."""
        invoice = self.sell(self.rep, "2026-03-10", (self.room, 10, 100))
        self.assertEqual(self.values("new_customers"), [1])
        self.modify(invoice, "2026-04-05", price_unit=90)
        self.assertEqual((self.values("new_customers"), self.values("new_customers", month=APRIL)), ([0], [1]))

    def test_down_payments_of_every_size(self):
        """R134: rooms of 700 and meals of 300, paid down by 1, 33.33, 50, 70, 90 and 99.99 %: a rule on rooms has 70 %
        of each, one on meals 30 %, and with the final invoice 700 and 300."""
        for percent in (1, 33.33, 50, 70, 90, 99.99):
            with self.subTest(percent=percent):
                order = self.order_of(self.rep, "2026-03-02", (self.room, 7, 100), (self.meal, 10, 30))
                before = {of: self.filtered("invoiced", of) for of in (self.rooms, self.meals)}
                self.down_payment(order, "2026-03-10", 10 * percent)
                self.assertAlmostEqual(self.filtered("invoiced", self.rooms) - before[self.rooms], 7 * percent, 2)
                self.assertAlmostEqual(self.filtered("invoiced", self.meals) - before[self.meals], 3 * percent, 2)
                self.final_bill(order, "2026-03-20")
                self.assertAlmostEqual(self.filtered("invoiced", self.rooms) - before[self.rooms], 700, 2)
                self.assertAlmostEqual(self.filtered("invoiced", self.meals) - before[self.meals], 300, 2)

    def test_down_payment_collected_and_units(self):
        """R134: the same order, 333.33 down and paid in March, the rest of 666.67 paid in April: collected of rooms
        233.33 and 466.67, of meals 100.00 and 200.00; units 0 and 17; margin 333.33, then 666.67 - 520 = 146.67."""
        order = self.order_of(self.rep, "2026-03-02", (self.room, 7, 100), (self.meal, 10, 30))
        self.pay(self.down_payment(order, "2026-03-10", 333.33), "2026-03-12")
        self.pay(self.final_bill(order, "2026-04-10"), "2026-04-12")
        for of, bases in ((self.rooms, [233.33, 466.67]), (self.meals, [100, 200])):
            self.assertEqual([self.filtered("collected", of, month=month) for month in (MARCH, APRIL)], bases)
        self.assertEqual(self.values("invoiced", "quantity", "margin"), [333.33, 0, 333.33])
        self.assertEqual(self.values("invoiced", "quantity", "margin", month=APRIL), [666.67, 17, 146.67])

    def test_down_payment_under_filters_of_every_kind(self):
        """R134: 300 down of an order of rooms for 700 and meals for 300: what asks for rooms has 210, by any field
        and beside whatever else; what asks for the customer or the document has all of it or nothing."""
        tag = self.env["res.partner.category"].create({"name": "Key Account"})
        self.customer.category_id = tag
        order = self.order_of(self.rep, "2026-03-02", (self.room, 7, 100), (self.meal, 10, 30))
        self.down_payment(order, "2026-03-10", 300)
        room = f"('product_id', '=', {self.room.id})"
        for base, values in (
            (210, {"product_ids": self.room.ids}),
            (210, {"domain": f"[{room}]"}),
            (210, {"domain": f"[{room}, ('move_id.amount_total', '>', 50)]"}),
            (210, {"category_ids": self.rooms.ids, "partner_tag_ids": tag.ids}),
            (300, {"partner_tag_ids": tag.ids}),
            (300, {"domain": "[('move_id.amount_total', '>', 50)]"}),
            (0, {"domain": f"[{room}, ('move_id.amount_total', '>', 500)]"}),
        ):
            with self.subTest(values=values):
                plan = self._plan_with_rule(self.rep, basis="invoiced", rate=10, **values)
                self.assertEqual(self.base(MARCH, plan=plan), base)

    def test_down_payment_credited(self):
        """R134: 300 down in March, credited in April: a rule on rooms has 210 and -210, and no units either way."""
        order = self.order_of(self.rep, "2026-03-02", (self.room, 7, 100), (self.meal, 10, 30))
        self.reverse(self.down_payment(order, "2026-03-10", 300), "2026-04-02")
        self.assertEqual([self.filtered("invoiced", self.rooms, month=m) for m in (MARCH, APRIL)], [210, -210])
        self.assertEqual(self.values("quantity") + self.values("quantity", month=APRIL), [0, 0])

    def test_discount_over_the_order(self):
        """R134: 10 % off an order of 700 and 300 by a line of -100: rooms 630, meals 270, ordered and invoiced; 17
        units; margin 900 - 420 - 100 = 380."""
        order = self._discounted("so_discount", discount_percentage=0.1)
        self.bill(order, "2026-03-10")
        for basis in ("ordered", "invoiced"):
            self.assertEqual([self.filtered(basis, of) for of in (self.rooms, self.meals)], [630, 270])
            self.assertEqual(self.filtered(basis, self.rooms, self.meals), 900)
        self.assertEqual(self.values("ordered", "invoiced", "quantity", "margin"), [900, 900, 17, 380])

    def test_amount_off_the_order(self):
        """R134: 50 off the same order: rooms 665, meals 285."""
        order = self._discounted("amount", discount_amount=50)
        self.bill(order, "2026-03-10")
        self.assertEqual([self.filtered("invoiced", of) for of in (self.rooms, self.meals)], [665, 285])

    def test_down_payment_of_a_discounted_order(self):
        """R134: 10 % off and 450 (half) down: rooms 315 of it, 630 in all once the rest of 450 is invoiced."""
        order = self._discounted("so_discount", discount_percentage=0.1)
        self.down_payment(order, "2026-03-10", 450)
        self.assertEqual(self.filtered("invoiced", self.rooms), 315)
        self.final_bill(order, "2026-04-10")
        self.assertEqual(self.filtered("invoiced", self.rooms, month=APRIL), 315)

    def _discounted(self, discount_type, **values):
        order = self.order_of(self.rep, "2026-03-02", (self.room, 7, 100), (self.meal, 10, 30))
        wizard = self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, "discount_type": discount_type, **values}
        )
        wizard.action_apply_discount()
        return order

    def test_taxes_in_the_price(self):
        """R134: 10 at 113 with 13 % in it: ordered and invoiced 1,000; 452 down are 400, the rest 600; the cost of 60
        is without tax, so 400 in all."""
        tax = self.tax(13)
        tax.price_include_override = "tax_included"
        order = self.order_of(
            self.rep, "2026-03-02", {**self.order_line(self.room, 10, 113), "tax_ids": [Command.set(tax.ids)]}
        )
        self.down_payment(order, "2026-03-10", 452)
        self.assertEqual(self.values("ordered", "invoiced", "margin"), [1000, 400, 400])
        self.assertEqual(self.filtered("invoiced", self.rooms), 400)
        self.final_bill(order, "2026-04-10")
        self.assertEqual(self.values("invoiced", "quantity", "margin", month=APRIL), [600, 10, 0])

    def test_lines_of_nothing(self):
        """R134: an order of a free room: 0.00, 1 unit, -60; its down payment of 0 % passes no filter and divides by
        nothing."""
        order = self.order_of(self.rep, "2026-03-02", (self.room, 1, 0))
        self.bill(order, "2026-03-10")
        self.assertEqual(self.values("ordered", "invoiced", "quantity", "margin"), [0, 0, 1, -60])
        self.assertEqual([self.filtered(basis, self.rooms) for basis in ("ordered", "invoiced")], [0, 0])

    def test_receipt(self):
        """R134: 3 rooms on a sales receipt: 300, 3 units, 120, and a new customer."""
        self.sell(self.rep, "2026-03-10", (self.room, 3, 100), move_type="out_receipt")
        self.assertEqual(self.values("invoiced", "quantity", "margin", "new_customers"), [300, 3, 120, 1])

    def test_branch_in_units_and_margin(self):
        """R134: 2 rooms invoiced by a branch, where the room costs 70: 200, 2 units and 60, for the company too."""
        branch = self.env["res.company"].create({"name": "Harbour Branch", "parent_id": self.company.id})
        self.customer.with_company(branch).property_account_receivable_id = self.receivable
        self.room.with_company(branch).standard_price = 70
        line = {"product_id": self.room.id, "quantity": 2, "price_unit": 100, "tax_ids": []}
        values = {"move_type": "out_invoice", "company_id": branch.id, "partner_id": self.customer.id}
        values |= {"invoice_date": "2026-03-12", "invoice_user_id": self.rep.user_id.id}
        moves = self.env["account.move"].with_context(allowed_company_ids=[branch.id, self.company.id])
        moves.create({**values, "invoice_line_ids": [Command.create(line)]}).action_post()
        self.assertEqual(self.values("invoiced", "quantity", "margin"), [200, 2, 60])

    def test_three_decimals(self):
        """R134: 0.333 of an order of 1.000 dinar down: rooms (70 %) have 0.2331, so 0.233, and 0.467 of the rest."""
        self._trade_in("KWD")
        self.assertEqual(self._bases_of_rooms(1, 0.333), [0.233, 0.467])

    def test_no_decimals(self):
        """R134: 33 of an order of 100 yen down: rooms (70 %) have 23 (23.1), and 47 (46.9) of the rest."""
        self._trade_in("JPY")
        self.assertEqual(self._bases_of_rooms(100, 33), [23, 47])

    def test_shares_of_counts_in_a_currency_without_decimals(self):
        """R133 R134: an order of 10 rooms for 1,000 yen is shared 66.66 to 33.34: 667 (666.6) and 333, but 6.666 and
        3.334 units, and 0.6666 and 0.3334 of an order and of a new customer."""
        self._trade_in("JPY")
        order = self.order_of(self.rep, "2026-03-02", (self.room, 10, 100))
        order.action_split_credit({self.rep.id: 66.66, self.colleague.id: 33.34})
        self.bill(order, "2026-03-10")
        for who, values in ((self.rep, [667, 6.666, 0.6666, 0.6666]), (self.colleague, [333, 3.334, 0.3334, 0.3334])):
            said = [self.value(metric, who=who) for metric in ("invoiced", "quantity", "orders", "new_customers")]
            self.assertEqual(said, values)

    def _trade_in(self, currency):
        currencies = self.env["res.currency"].with_context(active_test=False)
        self.company.currency_id = currencies.search([("name", "=", currency)])
        self.env.ref("product.decimal_price").digits = 3

    def _bases_of_rooms(self, whole, down):
        order = self.order_of(self.rep, "2026-03-02", (self.room, 1, 0.7 * whole), (self.meal, 1, 0.3 * whole))
        self.down_payment(order, "2026-03-10", down)
        self.final_bill(order, "2026-04-10")
        return [self.filtered("invoiced", self.rooms, month=month) for month in (MARCH, APRIL)]

    def test_accounting_date_across_a_lock(self):
        """R134: March is locked. An invoice of 10 March entered in May, which Odoo's own lock date books in April, is a
        correction of March; one of 10 April that is booked in March counts in April."""
        plan = self._plan_with_rule(self.rep, basis="invoiced", rate=10)
        march = self.lock(self.settle(MARCH, self.rep, plan))
        self.company.fiscalyear_lock_date = MARCH[1]
        late = self.sell(self.rep, "2026-03-10", (self.room, 10, 100))
        self.assertGreater(late.date, MARCH[1])
        self.company.fiscalyear_lock_date = False
        early = self.sell(self.rep, "2026-04-10", (self.room, 4, 100))
        early.button_draft()
        early.date = MARCH[1]
        early.action_post()
        april = self.settle(APRIL, self.rep, plan)
        self.assertEqual(self.figures(april), [("commission", 400, 40), ("correction", 1000, 100)])
        self.assertEqual(march.net, 0)

    def test_kept_in_units_and_sold_in_dozens(self):
        """R134: 2 dozen at 1,100 of what is kept in units at 60: 2,200, 24 units, 2,200 - 1,440 = 760, by order or by
        hand; 6 units of it credited at 91.67: -550.02, 18 units and -550.02 + 360."""
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.order_of(
            self.rep, "2026-03-02", {**self.order_line(self.room, 2, 1100), "product_uom_id": dozen.id}
        )
        invoice = self.bill(order, "2026-03-10")
        self.assertEqual(self.values("invoiced", "quantity", "margin"), [2200, 24, 760])
        units = self._plan_with_rule(self.rep, basis="ordered", rate_type="per_unit", rate=1)
        self.assertEqual(self.settle(MARCH, self.rep, units).line_ids.quantity, 24)
        self.sell(self.rep, "2026-03-12", (self.room, 6, 91.67), move_type="out_refund", reversed_entry_id=invoice.id)
        self.assertEqual(self.values("invoiced", "quantity", "margin"), [1649.98, 18, 569.98])
        line = {"product_id": self.room.id, "quantity": 2, "product_uom_id": dozen.id, "price_unit": 1100}
        self.invoice(self.rep, "2026-02-10", invoice_line_ids=[Command.create({**line, "tax_ids": []})])
        self.assertEqual(self.values("invoiced", "quantity", "margin", month=FEBRUARY), [2200, 24, 760])

    def test_invoiced_in_another_unit_than_ordered(self):
        """R134: ordered 1 dozen at 1,200, invoiced as 12 units at 100: cost 720 either way, margin 480."""
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.order_of(
            self.rep, "2026-03-02", {**self.order_line(self.room, 1, 1200), "product_uom_id": dozen.id}
        )
        invoice = order._create_invoices()
        invoice.invoice_line_ids.write({"product_uom_id": self.room.uom_id.id, "quantity": 12, "price_unit": 100})
        invoice.invoice_date = "2026-03-10"
        invoice.action_post()
        self.assertEqual(self.values("invoiced", "quantity", "margin"), [1200, 12, 480])

    def test_cost_changed_afterwards(self):
        """R134: a room costs 60 until 14 April, 80 from the 15th, 90 from 2 May on. By hand, 1 at 100 each on 10 March,
        14 and 15 April and 2 May: 40; 40 and 20; 10. Of an order it stays that of the order."""
        with freeze_time("2026-03-02 02:00:00"):
            order = self.order_of(self.rep, "2026-03-02", (self.room, 1, 100))
        for day, cost in (("2026-04-15", 80), ("2026-05-02", 90)):
            with freeze_time(f"{day} 06:00:00"):
                self.room.standard_price = cost
        self.bill(order, "2026-05-03")
        for day in ("2026-03-10", "2026-04-14", "2026-04-15", "2026-05-02"):
            self.sell(self.rep, day, (self.room, 1, 100))
        may = (APRIL[1].replace(month=5, day=1), APRIL[1].replace(month=5, day=31))
        self.assertEqual([self.values("margin", month=m)[0] for m in (MARCH, APRIL, may)], [40, 60, 10 + 40])

    def test_cost_changed_in_another_time_zone(self):
        """R134: it is the 4th of May where the company is, and the 3rd for who changes the cost: the old one was true
        until the 3rd."""
        company = self.env.company
        company.resource_calendar_id = company.resource_calendar_id.copy({"tz": "Pacific/Auckland"})
        with freeze_time("2026-05-04 02:00:00"):
            self.room.with_context(tz="America/Los_Angeles").standard_price = 80
        past = self.env["sales.office.product.cost"].search([("product_id", "=", self.room.id)])
        self.assertEqual(past.mapped(lambda row: (row.cost, str(row.valid_until))), [(60, "2026-05-03")])
