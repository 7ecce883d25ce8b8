"""The fifteen examples of what the books say, figures worked by hand. Rules pay 10 % unless a test says otherwise."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command

from ..commission.common import APRIL, MARCH, MAY
from .common import JANUARY, BooksQuestions


@freeze_time("2026-06-03 02:00:00")
class TestExamples(BooksQuestions):
    def split(self, order, *shares):
        order.action_split_credit({employee.id: percent for employee, percent in shares})

    def test_01_one_invoice_of_two_salespeople(self):
        """R134: orders of 1,000 (Rob) and 600 (Ann) of one customer on one invoice: 1,000 and 600."""
        orders = self.order(self.rep, "2026-03-02", (1000, 1, 0)) | self.order(
            self.colleague, "2026-03-03", (600, 1, 0)
        )
        self.bill_together(orders, "2026-03-10")
        self.assertEqual((self.base(MARCH), self.base(MARCH, self.colleague)), (1000, 600))
        self.assertEqual((self.value("invoiced"), self.value("invoiced", who=self.colleague)), (1000, 600))

    def test_01_an_invoice_given_by_hand(self):
        """R134: the same invoice given to Lea, who sold neither order: all 1,600 are hers."""
        orders = self.order(self.rep, "2026-03-02", (1000, 1, 0)) | self.order(
            self.colleague, "2026-03-03", (600, 1, 0)
        )
        self.bill_together(orders, "2026-03-10", invoice_user_id=self.leader.user_id.id)
        self.assertEqual([self.value("invoiced", who=who) for who in (self.rep, self.leader)], [0, 1600])

    def test_02_split_credit(self):
        """R134: an order of 1,000 shared 60 to 40, invoiced in March: 600 and 400 for rule, target and figures."""
        order = self.order(self.rep, "2026-03-02", (1000, 1, 0))
        self.split(order, (self.rep, 60), (self.colleague, 40))
        self.bill(order, "2026-03-10")
        self.assertEqual((self.base(MARCH), self.base(MARCH, self.colleague)), (600, 400))
        self.assertEqual((self.value("invoiced"), self.value("invoiced", who=self.colleague)), (600, 400))
        figures = self.env["sales.office.figures"]._get_figures(self.rep | self.colleague, *MARCH)
        self.assertEqual(figures[self.rep.id]["invoiced_amount"], 600)
        self.assertEqual(figures[self.colleague.id]["orders_amount"], 400)

    def test_04_paid_before_the_invoice(self):
        """R134: 1,000 paid on 20 March, unmatched; invoiced on 5 April and matched: April."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_id": self.customer.id,
                "amount": 1000,
                "date": "2026-03-20",
                "journal_id": self.env["account.journal"]
                .search([("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1)
                .id,
            }
        )
        payment.action_post()
        invoice = self.invoice(self.rep, "2026-04-05", 1000)
        self.receivable_lines(payment.move_id, invoice).reconcile()
        self.assertEqual((self.value("collected"), self.value("collected", APRIL)), (0, 1000))

    def test_05_units_of_a_down_payment(self):
        """R134: ten at 100; a down payment of 300 in March, the rest in April: 0 units, then 10."""
        order = self.order_of(self.rep, "2026-03-02", (self.room, 10, 100))
        self.down_payment(order, "2026-03-10", 300)
        self.final_bill(order, "2026-04-10")
        self.assertEqual((self.value("quantity"), self.value("quantity", APRIL)), (0, 10))
        self.assertEqual((self.value("invoiced"), self.value("invoiced", APRIL)), (300, 700))

    def test_06_dozens(self):
        """R134: 3 dozen of a product kept in units: 36."""
        dozen = self.env.ref("uom.product_uom_dozen")
        line = {"product_id": self.room.id, "quantity": 3, "product_uom_id": dozen.id, "price_unit": 1200}
        self.invoice(self.rep, "2026-03-10", invoice_line_ids=[Command.create(line)])
        self.assertEqual(self.value("quantity"), 36)

    def test_07_customer_advances(self):
        """R134: bank to advances on 1 March, invoice on 10 March, advances to receivable on 20 March, matched: with
        advances listed as also received 1,000 count, on 20 March; else the money is followed: on 10 March."""
        advances = self.new_account("220099", "Customer advances", "liability_current")
        came = self.entry("2026-03-01", (self.bank, 1000, 0), (advances, 0, 1000))
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        cleared = self.entry("2026-03-20", (advances, 1000, 0), (self.receivable, 0, 1000))
        self.receivable_lines(invoice, cleared.move_id).reconcile()
        (came[1] | cleared[0]).reconcile()
        days = {"10": (MARCH[0], MARCH[0].replace(day=10)), "20": (MARCH[0].replace(day=20), MARCH[1])}
        self.assertEqual([self.value("collected", days[day]) for day in ("10", "20")], [1000, 0])
        self.company.sales_office_received_account_ids = advances
        self.assertEqual([self.value("collected", days[day]) for day in ("10", "20")], [0, 1000])

    def test_08_filtered_down_payment(self):
        """R134: an order of 1,000, all of one category; 900 down, unpaid; the final 100 paid: 100 under a rule
        filtered by that category."""
        category = self.env["product.category"].create({"name": "Rooms"})
        self.room.categ_id = category
        order = self.order_of(self.rep, "2026-03-02", (self.room, 10, 100))
        self.down_payment(order, "2026-03-05", 900)
        self.pay(self.final_bill(order, "2026-03-10"), "2026-03-20")
        plan = self._plan_with_rule(basis="collected", rate=10, category_ids=category.ids)
        self.assertEqual(self.base(MARCH, plan=plan), 100)
        self.assertEqual(self.value("collected"), 100)

    def test_09_a_credit_note_that_lowers_the_price(self):
        """R134: 10 x 100 at a cost of 60; 10 credited at 5: 1,000 - 600 - 50 = 350."""
        self.room.standard_price = 60
        invoice = self.sell(self.rep, "2026-03-10", (self.room, 10, 100))
        self.sell(self.rep, "2026-03-15", (self.room, 10, 5), move_type="out_refund")
        self.assertEqual(self.value("margin"), 350)
        self.assertEqual(self.value("quantity"), 10)
        self.sell(self.rep, "2026-03-16", (self.room, 4, 100), move_type="out_refund", reversed_entry_id=invoice.id)
        self.assertEqual(self.value("margin"), 350 - 4 * 40)
        self.assertEqual(self.value("quantity"), 6)

    def test_10_a_new_customer_credited_later(self):
        """R134: new for two months; 1,000 on 10 January, locked; reversed on 10 April: -100 in April."""
        plan = self._plan_with_rule(basis="invoiced", rate=10, new_customer_months=2)
        invoice = self.invoice(self.rep, "2026-01-10", 1000)
        january = self.lock(self.settle(JANUARY, self.rep, plan))
        self.assertEqual(january.net, 100)
        self.reverse(invoice, "2026-04-10")
        april = self.settle(APRIL, self.rep, plan)
        self.assertEqual(sum(april.line_ids.mapped("amount")), -100)

    def test_11_a_leader_above_the_department(self):
        """R134: Max stands above North, own sales too, 2 %: team 1,000 and own 500 pay 30.00."""
        self.invoice(self.rep, "2026-03-10", 1000)
        self.invoice(self.manager, "2026-03-11", 500)
        plan = self._plan_with_rule(self.manager, basis="invoiced", credit_to="leader", include_own=True, rate=2)
        plan.member_ids.sudo().led_department_ids = self.north
        statement = self.settle(MARCH, self.manager, plan)
        self.assertEqual(statement.net, 30)

    def test_03_a_new_user_changes_nothing(self):
        """R134: 12,000 of a target of 10,000 in March, 8 % from 100 % on, locked at 960; in May another user, or none:
        no correction in April, and the target still says 12,000."""
        plan = self._plan_with_rule(
            basis="invoiced", tier_by="achievement", tier_mode="whole", tier_ids=((0, 5), (100, 8))
        )
        year = self.env["sales.office.plan"].create({"year": 2026, "department_id": self.sales.id})
        target = self.env["sales.office.target"].create(
            {
                "plan_id": year.id,
                "period_type": "month",
                "date_from": MARCH[0],
                "target_value": 10000,
                "employee_id": self.rep.id,
            }
        )
        target.state = "accepted"
        self.invoice(self.rep, "2026-03-10", 12000)
        self.assertEqual(self.lock(self.settle(MARCH, self.rep, plan)).net, 960)
        other = self.env["res.users"].create({"name": "Rob again", "login": "rob2"})
        for user in (other, self.env["res.users"]):
            self.rep.user_id = user
            april = self.settle(APRIL, self.rep, plan)
            self.assertFalse(april.line_ids.filtered(lambda line: line.kind == "correction"))
            target.invalidate_recordset()
            self.assertEqual(target.achieved_value, 12000)

    def test_12_a_department_moved(self):
        """R134: North is moved under another department in February; nothing changes for January."""
        self.invoice(self.rep, "2026-01-10", 1000)
        before = self.value("invoiced", JANUARY, self.retail)
        elsewhere = self._create_department("Elsewhere", parent_id=self.sales.id)
        self.env.cr.flush()
        with freeze_time("2026-06-05 02:00:00"):
            self.north.parent_id = elsewhere
            self.env.cr.flush()
        self.assertEqual((before, self.value("invoiced", JANUARY, self.retail)), (1000, 1000))
        self.assertEqual(self.value("invoiced", JANUARY, elsewhere), 0)

    def test_13_a_department_changed_on_the_form(self):
        """R134: Rob is put into South on the employee's form in May; nothing changes for March, locked."""
        plan = self._plan_with_rule(self.leader, basis="invoiced", credit_to="leader", rate=2)
        self.invoice(self.rep, "2026-03-10", 1000)
        self.env.cr.flush()
        self.assertEqual(self.lock(self.settle(MARCH, self.leader, plan)).net, 20)
        self.rep.department_id = self.south
        self.env.cr.flush()
        april = self.settle(APRIL, self.leader, plan)
        self.assertFalse(april.line_ids.filtered(lambda line: line.kind == "correction"))
        self.assertEqual(self.value("invoiced", MARCH, self.south), 0)
        self.assertEqual(self.value("invoiced", MARCH, self.north), 1000)
        self.assertEqual(self.value("invoiced", MAY, self.north), 0)

    def test_15_a_version_dated_back(self):
        """R133 R134: March of Rob is confirmed at 10 %, 100. A version of 20 % from 1 March on is refused and names his
        statement; once that is reopened, March is 200, once, and what was a draft of the version before is gone."""
        self.invoice(self.rep, "2026-03-10", 1000)
        plan = self._plan_with_rule(self.rep, basis="invoiced", rate=10)
        march = self.settle(MARCH, self.rep, plan)
        self.as_(self.finance, march).action_submit()
        self.as_(self.rep, march).action_confirm()
        version = plan.browse(plan.action_new_version()["res_id"])
        version.date_from = MARCH[0]
        version.rule_ids.rate = 20
        with self.assertRaisesRegex(UserError, f"under way .* paid twice: {march.display_name}"):
            self.as_(self.director, version).action_approve()
        self.assertEqual((version.state, plan.state, march.net), ("draft", "approved", 100))
        self.as_(self.finance, march).action_reopen("A new rate for March")
        self.as_(self.director, version).action_approve()
        self.assertFalse(march.exists())
        statements = (plan | version).generate_statements(*MARCH)
        self.assertEqual([(s.plan_id, s.net) for s in statements], [(version, 200)])
