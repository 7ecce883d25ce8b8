"""What winning a deal would add to the reader's commission. It is 10 June 2026."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError

from ..books import BooksCommon

JUNE = "2026-06-10"


@freeze_time("2026-06-10 02:00:00")
class TestEstimate(BooksCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the class's own plan of 10 % is not asked here
        (cls.special | cls.plan).member_ids.unlink()

    def lead(self, employee, amount, **values):
        return self.env["crm.lead"].create(
            {
                "name": "Annual meeting",
                "type": "opportunity",
                "partner_id": self.customer.id,
                "user_id": employee.user_id.id,
                "company_id": self.company.id,
                "expected_revenue": amount,
                **values,
            }
        )

    def quote(self, employee, price, quantity=1, **values):
        return self.order(employee, JUNE, (price, quantity, 0), confirm=False, **values)

    def added(self, deal, employee):
        """Return what the deal adds for the employee, by plan."""
        return [float(estimate.added) for estimate in self.as_(employee, deal)._estimate_commission()]

    def test_at_todays_tier(self):
        """R133: 5 % from 0, 8 % from 8,000; 6,000 sold. Another 6,000: 2,000 x 5 % + 4,000 x 8 % = 420."""
        self._plan_with_rule(self.rep, tier_by="base", tier_ids=[(0, 5), (8000, 8)])
        self.invoice(self.rep, "2026-06-02", 6000)
        self.assertEqual(self.added(self.quote(self.rep, 6000), self.rep), [420])
        self.assertEqual(self.added(self.lead(self.rep, 6000), self.rep), [420])

    def test_words(self):
        """R133: the sentence names the amount; the dialog says what it was before, and how it comes about."""
        self._plan_with_rule(self.rep, tier_by="base", tier_ids=[(0, 5), (8000, 8)])
        self.invoice(self.rep, "2026-06-02", 6000)
        deal = self.as_(self.rep, self.quote(self.rep, 6000))
        self.assertRegex(deal.get_commission_estimate(), r"^If won today: \+.*420\.00.* commission$")
        action = deal.action_open_commission_estimate()
        dialog = self.env[action["res_model"]].with_user(self.rep.user_id).browse(action["res_id"])
        line = dialog.line_ids
        self.assertEqual((line.before, line.after, line.added), (300, 720, 420))
        self.assertEqual(line.period, "June 2026")
        self.assertEqual(line.explanation, "8,000.00 × 5 % + 4,000.00 × 8 % = 720.00")

    def test_latest_quotation(self):
        """R133: expected 9,000; the quotation says 4,000, its revision 5,000: 10 % of 5,000."""
        self._plan_with_rule(self.rep, rate=10)
        lead = self.lead(self.rep, 9000)
        self.assertEqual(self.added(lead, self.rep), [900])
        self.quote(self.rep, 4000, opportunity_id=lead.id)
        self.quote(self.rep, 5000, opportunity_id=lead.id)
        self.assertEqual(self.added(lead, self.rep), [500])

    def test_as_the_settlement_pays(self):
        """R133: for each basis the estimate is what the order pays once confirmed, invoiced and paid that day."""
        for basis in ("ordered", "invoiced", "margin", "collected"):
            with self.subTest(basis=basis):
                room = self.product(f"Room {basis}", standard_price=40)
                plan = self._plan_with_rule(self.rep, basis=basis, rate=10)
                before = self._paid(plan)
                order = self.order(self.rep, JUNE, (333.33, 3, 0), (-50, 1, 0), product=room, confirm=False)
                estimate = self.added(order, self.rep)
                order.action_confirm()
                self.pay(self.bill(order, JUNE), JUNE)
                self.assertTrue(estimate[0])
                self.assertEqual(estimate, [self._paid(plan) - before])
                plan.member_ids.unlink()

    def _paid(self, plan):
        period = plan._get_period(date(2026, 6, 10))
        earned = self.env["sales.office.settlement"]._get_earned(plan.rule_ids, *period)
        return float(earned[plan.rule_ids, self.rep, period[0]].amount)

    def test_only_what_the_rule_counts(self):
        """R133: 10 % of rooms only: of 1,000 for rooms and 500 for meals 100; an amount alone does not tell."""
        meal = self.product("Meal")
        self._plan_with_rule(self.rep, rate=10, product_ids=[Command.set(self.room.ids)])
        order = self.quote(self.rep, 1000)
        order.order_line = [Command.create({"product_id": meal.id, "price_unit": 500, "tax_ids": []})]
        self.assertEqual(self.added(order, self.rep), [100])
        lead = self.as_(self.rep, self.lead(self.rep, 1000))
        self.assertEqual(lead.get_commission_estimate(), "If won today: commission depends on the quotation")
        dialog = self.env["sales.office.commission.estimate"].browse(lead.action_open_commission_estimate()["res_id"])
        self.assertEqual(dialog.unknown_rules, "Sales")

    def test_as_the_books_count(self):
        """R133 R134: 2 dozen rooms at 1,100, which cost 60 each, and a meal of 800, less 10 % over all: 2,700.
        10 % of rooms, 2,200 - 220 = 1,980, are 198; 1.00 a unit 25; 10 % of the margin, 2,700 - 1,440, are 126. The
        statement says so, too, once the order is confirmed and invoiced."""
        rooms = self.env["product.category"].create({"name": "Rooms"})
        self.room.write({"categ_id": rooms.id, "standard_price": 60})
        rules = [{"rate": 10, "category_ids": rooms.ids}, {"rate": 1, "rate_type": "per_unit", "basis": "ordered"}]
        rules += [{"rate": 10, "basis": "margin"}]
        plans = [self._plan_with_rule(self.rep, **rule) for rule in rules]
        order = self.quote(self.rep, 1100, 2)
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.order_line.price_unit = 1100
        order.order_line = [Command.create({"product_id": self.product("Meal").id, "price_unit": 800, "tax_ids": []})]
        discount = {"sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": 0.1}
        self.env["sale.order.discount"].create(discount).action_apply_discount()
        self.assertEqual(sorted(self.added(order, self.rep)), [25, 126, 198])
        order.action_confirm()
        self.bill(order, JUNE)
        june = (date(2026, 6, 1), date(2026, 6, 30))
        self.assertEqual([self.settle(june, self.rep, plan).net for plan in plans], [198, 25, 126])

    def test_not_worth_anything_yet(self):
        """R133: an opportunity without expected revenue is no reason to say that it pays nothing."""
        self._plan_with_rule(self.rep, rate=10)
        lead = self.as_(self.rep, self.lead(self.rep, 0))
        self.assertEqual(lead.get_commission_estimate(), "If won today: commission depends on the quotation")

    def test_customer_filters(self):
        """R133: 10 % of customers in China: nothing for others; without a customer the lead's own country counts."""
        china, japan = self.env.ref("base.cn"), self.env.ref("base.jp")
        self._plan_with_rule(self.rep, rate=10, country_ids=[Command.set(china.ids)])
        self.customer.country_id = japan
        self.assertEqual(self.added(self.lead(self.rep, 1000), self.rep), [0])
        self.assertEqual(self.added(self.quote(self.rep, 1000), self.rep), [0])
        self.assertEqual(self.added(self.lead(self.rep, 1000, partner_id=False, country_id=china.id), self.rep), [100])

    def test_new_customers(self):
        """R133: new for 3 months from the first invoice of 1 March on: nothing any more on 10 June, all until then."""
        self._plan_with_rule(self.rep, rate=10, new_customer_months=3)
        self.assertEqual(self.added(self.quote(self.rep, 1000), self.rep), [100])
        self.invoice(self.colleague, "2026-03-11", 1)
        self.assertEqual(self.added(self.quote(self.rep, 1000), self.rep), [100])
        self.invoice(self.colleague, "2026-03-10", 1)
        self.assertEqual(self.added(self.quote(self.rep, 1000), self.rep), [0])
        self.customer.sales_office_customer_since = "2026-03-11"
        self.assertEqual(self.added(self.quote(self.rep, 1000), self.rep), [100])

    def test_limits_of_the_plan(self):
        """R133: at most 500 of a month; 4,000 x 10 % = 400 earned, so another 3,000 add 100, and say why."""
        self._plan_with_rule(self.rep, rate=10, cap_amount=500)
        self.invoice(self.rep, "2026-06-02", 4000)
        order = self.quote(self.rep, 3000)
        self.assertEqual(self.added(order, self.rep), [100])
        action = self.as_(self.rep, order).action_open_commission_estimate()
        lines = self.env["sales.office.commission.estimate"].browse(action["res_id"]).line_ids
        self.assertEqual([(line.before, line.after) for line in lines], [(400, 700), (0, -200)])
        self.assertEqual(lines[1].explanation, "At most 500.00, of 700.00 earned: -200.00")

    def test_below_the_guarantee(self):
        """R133: 1,000 guaranteed, 300 earned: another 200 change nothing for them."""
        self._plan_with_rule(self.rep, rate=10, draw_amount=1000)
        self.invoice(self.rep, "2026-06-02", 3000)
        order = self.as_(self.rep, self.quote(self.rep, 2000))
        self.assertEqual(order.get_commission_estimate(), "If won today: no commission")

    def test_split_credit(self):
        """R133: 10 % of 100.01 shared 50 : 50: 50.01 and 50.00 count, 5.00 each."""
        self._plan_with_rule(rate=10)
        order = self.quote(self.rep, 100.01)
        self.as_(self.manager, order).action_split_credit({self.rep.id: 50, self.colleague.id: 50})
        self.assertEqual(self.added(order, self.rep), [5])
        estimates = order.with_user(self.colleague.user_id).sudo()._estimate_commission()
        self.assertEqual([float(estimate.added) for estimate in estimates], [5])

    def test_leader(self):
        """R133: the leader sees their own 2 % of what their team sells, the rep their 10 %."""
        self._plan_with_rule(self.rep, rate=10)
        self._plan_with_rule(self.leader, rate=2, credit_to="leader")
        order = self.quote(self.rep, 1000)
        self.assertEqual(self.added(order, self.rep), [100])
        self.assertEqual(self.added(order, self.leader), [20])

    def test_team_pool(self):
        """R133: 10 % of 3,000 + 1,000 shared by three: the 1,000 add a third of 100."""
        self._plan_with_rule(rate=10, credit_to="team")
        self.invoice(self.colleague, "2026-06-02", 3000)
        self.assertAlmostEqual(self.added(self.quote(self.rep, 1000), self.rep)[0], 33.34, delta=0.01)

    def test_team_before_he_came(self):
        """R133: 1 % below 5,000, 10 % of all from there; Ann sold 4,800 before Rob came on 5 June. His 400 are shared
        by two: 5,200 x 10 % = 520, of which for his 200 of 5,200: 20."""
        plan = self._plan_with_rule(
            self.rep | self.colleague,
            credit_to="team",
            tier_by="base",
            tier_mode="whole",
            tier_ids=[(0, 1), (5000, 10)],
        )
        plan.member_ids.filtered(lambda member: member.employee_id == self.rep).date_from = "2026-06-05"
        self.invoice(self.colleague, "2026-06-02", 4800)
        self.assertEqual(self.added(self.quote(self.rep, 400), self.rep), [20])

    def test_foreign_currency(self):
        """R133: 100 USD at 7 yuan are 700, 10 % of them 70."""
        self.rates(("2026-06-01", 7))
        pricelist = self.env["product.pricelist"].create(
            {"name": "Dollars", "currency_id": self.env.ref("base.USD").id, "company_id": self.company.id}
        )
        self._plan_with_rule(self.rep, rate=10)
        self.assertEqual(self.added(self.quote(self.rep, 100, pricelist_id=pricelist.id), self.rep), [70])

    def test_nothing_to_say(self):
        """R133: nothing about what is won, lost or somebody else's, nor to who is in no plan."""
        self._plan_with_rule(self.rep, rate=10)
        order = self.quote(self.rep, 1000)
        lead = self.lead(self.rep, 1000)
        for employee in (self.leader, self.director):
            self.assertEqual(self.as_(employee, order).get_commission_estimate(), "")
        with self.assertRaisesRegex(UserError, "None of your commission plans"):
            self.as_(self.leader, order).action_open_commission_estimate()
        order.action_confirm()
        lead.action_set_lost()
        for deal in (order, lead):
            self.assertEqual(self.as_(self.rep, deal).get_commission_estimate(), "")

    def test_after_the_membership(self):
        """R133: who left the plan on 9 June is told nothing on 10 June."""
        plan = self._plan_with_rule(self.rep, rate=10)
        plan.member_ids.date_to = "2026-06-09"
        self.assertEqual(self.as_(self.rep, self.quote(self.rep, 1000)).get_commission_estimate(), "")

    def test_room_switched_off(self):
        """R133: nothing where the company does not use commission."""
        self._plan_with_rule(self.rep, rate=10)
        order = self.as_(self.rep, self.quote(self.rep, 1000))
        self.company.sales_office_room_ids -= self.env["sales.office.room"].search([("code", "=", "commission")])
        self.assertEqual(order.get_commission_estimate(), "")

    def test_nobody_elses(self):
        """R133: a deal one may not read is not estimated; another's dialog stays closed; nobody types one in."""
        self._plan_with_rule(rate=10)
        order = self.quote(self.rep_south, 1000)
        for deal in (order, self.lead(self.rep_south, 1000)):
            with self.assertRaises(AccessError):
                self.as_(self.rep, deal).get_commission_estimate()
        own = self.as_(self.rep, self.quote(self.rep, 1000)).action_open_commission_estimate()
        Dialog = self.env["sales.office.commission.estimate"]
        for employee in (self.colleague, self.leader, self.director):
            with self.assertRaises(AccessError):
                Dialog.with_user(employee.user_id).browse(own["res_id"]).line_ids.mapped("added")
            with self.assertRaises(AccessError):
                Dialog.with_user(employee.user_id).create({})

    def test_quotation_of_a_colleague(self):
        """R133: a colleague's quotation on one's opportunity is not looked into: the expected revenue counts."""
        self._plan_with_rule(self.rep, rate=10)
        lead = self.lead(self.rep, 9000)
        self.quote(self.rep_south, 4000, opportunity_id=lead.id)
        self.assertEqual(self.added(lead, self.rep), [900])

    def test_other_company(self):
        """R133: a deal of the valley's company says nothing to a member of the harbour's plan."""
        self._plan_with_rule(self.rep, rate=10)
        lead = self.lead(self.rep, 1000, company_id=self.company_valley.id, user_id=False, team_id=False)
        self.assertEqual(lead.with_user(self.rep.user_id).sudo().get_commission_estimate(), "")

    def test_queries_do_not_grow(self):
        """R133: as many queries with 11 invoices, 6 members and 12 lines as with 1, 2 and 1."""
        plan = self._plan_with_rule(self.rep | self.colleague, rate=10)
        order = self.quote(self.rep, 1000)
        self.invoice(self.rep, "2026-06-02", 10)
        counts = [self._count(order)]
        plan.write(
            {
                "member_ids": [
                    Command.create({"employee_id": employee.id, "date_from": "2026-01-01"})
                    for employee in self.leader | self.rep_south | self.leader_south | self.manager
                ]
            }
        )
        order.order_line = [
            Command.create({"product_id": self.room.id, "price_unit": 5, "tax_ids": []}) for _ in range(11)
        ]
        for _ in range(10):
            self.invoice(self.rep, "2026-06-02", 10)
        counts.append(self._count(order))
        self.assertEqual(counts[1], counts[0])

    def _count(self, order):
        deal = self.as_(self.rep, order)
        deal.get_commission_estimate()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        deal.get_commission_estimate()
        return self.env.cr.sql_log_count - before
