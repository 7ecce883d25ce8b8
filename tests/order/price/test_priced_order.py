"""What a quotation says about its price while it is typed: the traps of Odoo, one by one. R053 R096."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import Form

from ..common import PriceCommon


class TestPricedOrder(PriceCommon):
    def discount(self, order):
        """Return the highest effective discount of a quotation."""
        return round(order._judge_price().discount, 2)

    def apply_discount(self, order, kind, **values):
        """Use the standard dialog for discounts as the salesperson."""
        self.company.sale_discount_product_id = self._create_product("Discount", 0, 0)
        wizard = self.as_(self.rep, self.env["sale.order.discount"]).with_context(active_id=order.id)
        wizard.create({"sale_order_id": order.id, "discount_type": kind, **values}).action_apply_discount()

    def test_said_while_typing(self):
        """R053: at 7.3 % the line and the quotation say by how much, and who may; at 5 % they say nothing."""
        form = Form(self.as_(self.rep, self.env["sale.order"]))
        form.partner_id = self.customer
        with form.order_line.new() as line:
            line.product_id = self.night
            line.product_uom_qty = 10
            line.discount = 5
        self.assertEqual(form.sales_office_price_state, "within")
        self.assertFalse(form.sales_office_price_text)
        with form.order_line.edit(0) as line:
            line.discount = 7.3
        with form.order_line.edit(0) as line:
            self.assertEqual(line.sales_office_price_note, "2.3 points over; Team Leader up to 10 %")
        self.assertEqual(form.sales_office_price_state, "beyond")
        self.assertEqual(
            form.sales_office_price_text,
            "Night: 7.3 % off, 2.3 points over your 5 %.\nTeam Leader may approve it.",
        )
        order = form.save()
        self.assertEqual(order.sales_office_price_state, "beyond")

    def test_category_that_is_deleted(self):
        """R053: limits that go with their category leave a company those of all companies, at once."""
        self.limits.search([("company_id", "=", self.company.id)]).unlink()
        self._limit("representative", 1, company_id=False)
        category = self.env["product.category"].create({"name": "Suites"})
        self._limit("representative", 50, categ_id=category.id)
        self.assertEqual([limit.max_discount for limit in self.limits._get_table(self.company.id)], [50])
        self.env.flush_all()
        category.unlink()
        self.assertIn(1, [limit.max_discount for limit in self.limits._get_table(self.company.id)])

    def test_said_to_others(self):
        """R053: the leader reads whose limits they are."""
        order = self.quote((self.night, 10, 8))
        self.assertIn("3 points over the 5 % of Rob.", self.text(order, self.leader))

    def test_price_cut_by_hand(self):
        """R053: 92 typed over 100 is 8 %, though the discount stays 0 (technical_price_unit is not believed)."""
        order = self.quote({"product_id": self.night.id, "price_unit": 92, "technical_price_unit": 92})
        self.assertEqual(self.discount(order), 8)

    def test_price_raised_first(self):
        """R053: whoever raises the price to 120 and gives 20 % has given 4 %."""
        order = self.quote({"product_id": self.night.id, "price_unit": 120, "discount": 20})
        self.assertEqual(self.discount(order), 4)

    def test_discount_of_the_whole_order(self):
        """R053: lines that the dialog makes for a percentage or an amount count as a discount of every product."""
        order = self.quote((self.night, 10, 0), (self.hall, 2, 0))
        self.apply_discount(order, "so_discount", discount_percentage=0.08)
        self.assertEqual(self.discount(order), 8)
        order = self.quote((self.night, 10, 0), (self.hall, 2, 0))
        self.apply_discount(order, "amount", discount_amount=120)
        self.assertEqual(self.discount(order), 6)

    def test_negative_line(self):
        """R053: a service at minus 100 is a discount of the rest, whatever it is called."""
        off = {"product_id": self._create_product("Goodwill", 0, 0).id, "price_unit": -100}
        self.assertEqual(self.discount(self.quote((self.night, 10, 0), off)), 10)

    def test_flags_excuse_nothing(self):
        """R053: a line is no down payment and no expense because somebody says so over RPC."""
        off = {"product_id": self.hall.id, "price_unit": -100, "is_downpayment": True}
        self.assertEqual(self.discount(self.quote((self.night, 10, 0), off)), 10)
        cheap = {"product_id": self.hall.id, "price_unit": 100, "is_expense": True}
        self.assertEqual(self.discount(self.quote(cheap)), 80)

    def test_called_delivery(self):
        """R053: a service is no delivery because its line says so: it is what the quotation's carrier sells."""
        order = self.quote({"product_id": self.hall.id, "discount": 80})
        with patch.object(self.registry["sale.order.line"], "_is_delivery", lambda line: True):
            self.assertEqual(self.discount(order), 80)

    def test_notes_and_sections(self):
        """R053: sections and notes are no products at 100 % off."""
        note = {"display_type": "line_note", "name": "With breakfast"}
        order = self.quote({"display_type": "line_section", "name": "Rooms"}, (self.night, 10, 5), note)
        self.assertEqual((self.discount(order), self.state(order)), (5, "within"))

    def test_combination(self):
        """R053: a combination is priced at its head and sold by its parts: they are judged together."""
        combo = self.env["product.combo"].create(
            {
                "name": "Stay",
                "company_id": self.company.id,
                "combo_item_ids": [Command.create({"product_id": self.night.id})],
            }
        )
        other = self.env["product.combo"].create(
            {
                "name": "Meeting",
                "company_id": self.company.id,
                "combo_item_ids": [Command.create({"product_id": self.hall.id})],
            }
        )
        package = self._create_product("Package", 300, 0, type="combo", combo_ids=[Command.set((combo | other).ids)])
        order = self.quote({"product_id": package.id})
        head = order.order_line
        for item in (combo | other).combo_item_ids:
            order.order_line = [
                Command.create({"product_id": item.product_id.id, "combo_item_id": item.id, "linked_line_id": head.id})
            ]
        parts = order.order_line - head
        self.assertEqual(sum(parts.mapped("price_subtotal")), 300)
        self.assertEqual(self.discount(order), 0)
        parts.discount = 10
        self.assertEqual(self.discount(order), 10)
        self.assertEqual(len(order._judge_price().quotation.groups), 1)
        parts.write({"discount": 0})
        night = parts.filtered(lambda part: part.product_id == self.night)
        night.write({"product_uom_qty": 3, "price_unit": night.price_unit / 3})
        self.assertEqual(self.discount(order), 40, "two nights for nothing beside 300")
        night.write({"product_uom_qty": 1, "price_unit": 50})
        night.copy({"order_id": order.id, "linked_line_id": head.id, "price_unit": 0})
        self.assertEqual(self.discount(order), 25, "another night for nothing beside 300")

    def test_free_goods(self):
        """R053: two nights for nothing with eight paid are 20 % off, and a hall for nothing is 100 %."""
        free = {"product_id": self.night.id, "product_uom_qty": 2, "price_unit": 0}
        self.assertEqual(self.discount(self.quote((self.night, 8, 0), free)), 20)
        gift = {"product_id": self.hall.id, "price_unit": 0}
        self.assertEqual(self.discount(self.quote((self.night, 8, 0), gift)), 100)

    def test_margin_floor(self):
        """R053: below the floor the salesperson is told so, without cost, margin or floor; others of them neither."""
        self.rep_limit.write({"max_discount": 50, "has_floor": True, "min_margin": 25})
        order = self.quote((self.night, 10, 30))
        self.assertEqual(self.state(order), "beyond")
        self.assertEqual(self.text(order), "Night: below the floor.\nSales Director may approve it.")
        self.assertEqual(self.state(self.quote((self.night, 10, 20))), "within")

    def test_cost_by_hand(self):
        """R053: a cost lowered in the quotation lifts no margin: the product's counts."""
        self.rep_limit.write({"max_discount": 50, "has_floor": True, "min_margin": 25})
        line = {"product_id": self.night.id, "discount": 30, "purchase_price": 1}
        self.assertEqual(self.state(self.quote(line)), "beyond")

    def test_unknown_cost(self):
        """R053: of what has no cost no margin is known: at the list price it passes, below it asks."""
        self.rep_limit.write({"max_discount": 50, "has_floor": True, "min_margin": 25})
        kit = self._create_product("Kit", 100, 0)
        self.assertEqual(self.state(self.quote((kit, 1, 0))), "within")
        self.assertEqual(self.state(self.quote((kit, 1, 1))), "beyond")

    def test_early_payment_and_terms(self):
        """R096: a discount for paying early is a discount; terms that the customer has anyway are the house's."""
        early = self.env["account.payment.term"].create(
            {"name": "2 % early", "early_discount": True, "discount_percentage": 2, "discount_days": 10}
        )
        order = self.quote((self.night, 10, 4), payment_term_id=early.id)
        self.assertEqual(self.discount(order), 5.92)
        self.customer.property_payment_term_id = early
        self.assertEqual(self.discount(order), 4)

    def test_longer_terms(self):
        """R096: half at once and half after 60 days is 30 days on average, beyond 20 and not beyond 30."""
        term = self.env["account.payment.term"].create(
            {
                "name": "Half",
                "line_ids": [
                    Command.clear(),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 60}),
                ],
            }
        )
        order = self.quote(payment_term_id=term.id)
        for days, state in ((20, "beyond"), (30, "within")):
            self.rep_limit.write({"has_term": True, "max_term_days": days})
            order.invalidate_recordset()
            self.assertEqual(self.state(order), state)

    def test_prepayment(self):
        """R096: 30 % before the order are needed, and 20 % are asked for."""
        self.rep_limit.min_prepayment = 30
        order = self.quote(require_payment=True, prepayment_percent=0.2)
        self.assertIn("20 % prepaid; 30 % are needed.", self.text(order))
        order.prepayment_percent = 0.3
        self.assertEqual(self.state(order), "within")

    def test_taxes_included(self):
        """R053: prices that hold a tax are compared without it, a fixed tax too."""
        included = {"price_include_override": "tax_included", "company_id": self.company.id}
        taxes = self.env["account.tax"].create(
            [
                {"name": "13 %", "amount": 13, "amount_type": "percent", **included},
                {"name": "Levy", "amount": 10, "amount_type": "fixed", "sequence": 0, **included},
            ]
        )
        taxed = self._create_product("Taxed night", 123, 60, taxes_id=[Command.set(taxes.ids)])
        order = self.quote((taxed, 1, 10))
        net, full = 110.7 / 1.13 - 10, 123 / 1.13 - 10
        self.assertAlmostEqual(self.discount(order), 100 * (1 - net / full), delta=1)
        self.assertEqual(self.discount(self.quote((taxed, 1, 0))), 0)

    def test_unit_of_measure(self):
        """R053: a dozen at twelve times the price is the list price."""
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.quote({"product_id": self.night.id, "product_uom_id": dozen.id, "price_unit": 1200})
        self.assertEqual(self.discount(order), 0)
        self.assertEqual(order._judge_price().quotation.groups[0].quantity, 12)

    def test_exactly_at_the_limit(self):
        """R053: rounding of a price takes nothing beyond the limit: 0.94 for 0.99 is 5 %."""
        pen = self._create_product("Pen", 0.99, 0)
        self.assertEqual(self.state(self.quote({"product_id": pen.id, "price_unit": 0.94})), "within")
        self.assertEqual(self.state(self.quote({"product_id": pen.id, "price_unit": 0.93})), "beyond")

    def test_zero_list_price(self):
        """R053: what has no list price is at no discount."""
        self.assertEqual(self.state(self.quote((self._create_product("Sample", 0, 0), 1, 0))), "within")

    def test_returns(self):
        """R053: what they bought and comes back needs no approval, at whatever price below that."""
        self.as_(self.rep, self.quote((self.hall, 1, 0))).action_confirm()
        self.assertEqual(self.state(self.quote((self.night, 10, 0), (self.hall, -1, 50))), "within")

    def test_quantity_break_on_two_lines(self):
        """R053: from 100 on the list asks 80: sixty on each of two lines at 80 are at no discount."""
        self._use_pricelist(
            [{"applied_on": "3_global", "compute_price": "fixed", "fixed_price": 80, "min_quantity": 100}]
        )
        half = {"product_id": self.night.id, "product_uom_qty": 60, "price_unit": 80}
        self.assertEqual(self.discount(self.quote(half, half)), 0)
        self.assertEqual(self.discount(self.quote(half)), 20)

    def test_expired_offer_of_the_list(self):
        """R053: a draft is judged by the list of today, an offer that is out and stands by that of its day."""
        self._use_pricelist(
            [
                {
                    "applied_on": "3_global",
                    "compute_price": "fixed",
                    "fixed_price": 80,
                    "date_end": Datetime.now() + timedelta(days=2),
                }
            ]
        )
        draft, sent = self.quote(), self.quote(validity_date=Datetime.now() + timedelta(days=9))
        self.assertEqual(draft.order_line.price_unit, 80)
        self.as_(self.rep, sent).action_quotation_sent()
        with freeze_time(Datetime.now() + timedelta(days=4)):
            self.assertEqual((self.discount(draft), self.discount(sent)), (20, 0))
        with freeze_time(Datetime.now() + timedelta(days=12)):
            sent.invalidate_recordset(["is_expired"])
            self.assertEqual(self.discount(sent), 20)

    def test_backdated(self):
        """R053: a quotation dated back reaches no list that ended before it was made."""
        self._use_pricelist(
            [{"compute_price": "fixed", "fixed_price": 80, "date_end": Datetime.now() - timedelta(days=5)}]
        )
        order = self.quote(date_order=Datetime.now() - timedelta(days=6))
        self.assertEqual(order.order_line.price_unit, 80)
        self.assertEqual(self.discount(order), 20)
        order.action_quotation_sent()
        self.assertEqual(self.discount(order), 20)

    def test_another_price_list(self):
        """R053: whoever chooses a cheaper list than the customer has gives a discount."""
        self._use_pricelist([])
        cheap = self.env["product.pricelist"].create(
            {
                "name": "Wholesale",
                "company_id": self.company.id,
                "sequence": 99,
                "item_ids": [Command.create({"compute_price": "percentage", "percent_price": 30})],
            }
        )
        order = self.quote({"product_id": self.night.id}, pricelist_id=cheap.id)
        self.assertEqual(self.discount(order), 30)
        self.customer.specific_property_product_pricelist = cheap
        self.assertEqual(self.discount(order), 0)

    def test_currency(self):
        """R053: percentages are free of the currency; floors are compared in that of the quotation."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "company_id": self.company.id, "name": "2020-01-01", "rate": 0.125}
        )
        self._use_pricelist([], currency_id=dollar.id)
        self.rep_limit.write({"has_floor": True, "min_margin": 37})
        order = self.quote((self.night, 10, 4))
        self.assertEqual((order.currency_id, order.order_line.price_unit), (dollar, 12.5))
        self.assertEqual((self.discount(order), self.state(order)), (4, "within"))
        self.rep_limit.min_margin = 38
        order.invalidate_recordset()
        self.assertEqual(self.state(order), "beyond")

    def test_duplicates(self):
        """R053: a copy is judged anew, and no approval goes with it."""
        order = self.quote((self.night, 10, 8))
        self.as_(self.leader, self.ask(order)).action_approve()
        self.assertEqual(self.state(order), "approved")
        copied = self.as_(self.rep, order).copy()
        self.assertEqual(copied.sales_office_price_state, "beyond")
        self.assertFalse(copied.sales_office_price_approval_ids)

    def test_template(self):
        """R053: what a quotation template brings is judged like what is typed."""
        template = self.env["sale.order.template"].create(
            {"name": "Stay", "sale_order_template_line_ids": [Command.create({"product_id": self.night.id})]}
        )
        with Form(self.as_(self.rep, self.env["sale.order"])) as form:
            form.partner_id = self.customer
            form.sale_order_template_id = template
            with form.order_line.edit(0) as line:
                line.price_unit = 90
        self.assertEqual(form.sales_office_price_state, "beyond")

    def test_most_specific_line(self):
        """R053: for a customer of grade A the closer line counts, for a product category the closest."""
        self._limit("representative", 8, customer_grade="a")
        order = self.quote((self.night, 10, 7))
        self.assertEqual(self.state(order), "beyond")
        self.customer.sales_office_grade = "a"
        order.invalidate_recordset()
        self.assertEqual(self.state(order), "within")
        self._limit("representative", 6, categ_id=self.goods.id)
        order.invalidate_recordset()
        self.assertEqual(self.state(order), "beyond")

    def test_warn_only(self):
        """R053: a line that only warns says so and stops nothing."""
        self.rep_limit.reaction = "warn"
        order = self.quote((self.night, 10, 8))
        self.assertEqual(self.state(order), "warned")
        self.as_(self.rep, order).action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.sales_office_price_given, "within")

    def test_borrowed_limits(self):
        """R053: a representative who names their leader as the salesperson goes by their own limits."""
        order = self.quote((self.night, 10, 8))
        self.as_(self.rep, order).user_id = self.leader.user_id
        self.assertEqual(order._judge_price().post, "representative")
        order.user_id = self.outsider.user_id
        self.assertEqual((order._judge_price().post, order._judge_price().giver), ("representative", self.rep.user_id))
        own = self.quote((self.night, 10, 8), employee=self.leader)
        self.assertEqual(own._judge_price().post, "team_leader")

    def test_borrowed_limits_of_others(self):
        """R053: nor by those of another team's leader, nor of who writes for all; the lower one counts."""
        order = self.quote((self.night, 10, 8))
        for seller in (self.leader_south, self.manager, self.clerk, self.relations):
            order.user_id = seller.user_id
            self.assertEqual(order._judge_price().giver, self.rep.user_id, seller.name)
        order.user_id = self.rep_south.user_id
        self.assertEqual(order._judge_price().giver, self.rep_south.user_id, "neither stands above the other")
        for maker, seller, giver in (
            (self.leader, self.rep, self.rep),
            (self.leader, self.rep_south, self.rep_south),
            (self.leader, self.manager, self.leader),
            (self.manager, self.leader, self.leader),
            (self.clerk, self.leader, self.leader),
        ):
            with self.subTest(maker=maker.name, seller=seller.name):
                order = self.env["sale.order"].with_user(maker.user_id).sudo()
                order = order.create({"partner_id": self.customer.id, "user_id": seller.user_id.id})
                self.assertEqual(order._judge_price().giver, giver.user_id)

    def test_split_orders(self):
        """R053: two small quotations at 8 % are beyond the limit like one large one."""
        self.assertEqual({self.state(self.quote((self.night, 5, 8))) for _half in range(2)}, {"beyond"})

    def test_nobody_named(self):
        """R053: without a salesperson whoever made it gives the price."""
        order = self.quote((self.night, 10, 8), user_id=False)
        self.assertEqual(order._judge_price().giver, self.rep.user_id)

    def test_outside_the_office(self):
        """R053: whoever belongs to no sales office is bound by no limit and sees none."""
        self.outsider.user_id.group_ids += self.env.ref("sales_team.group_sale_salesman")
        order = self.quote((self.night, 10, 50), employee=self.outsider)
        self.assertIsNone(order._judge_price())
        self.as_(self.outsider, order).action_confirm()
        self.assertEqual(order.state, "sale")

    def test_room_off(self):
        """R053: without the room nothing is said and nothing stops."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_order")
        order = self.quote((self.night, 10, 50))
        self.assertFalse(self.state(order))
        self.as_(self.rep, order).action_confirm()
        self.assertFalse(order.sales_office_price_given)

    def test_terms_of_the_customer(self):
        """R053: who may not give a price does not give the customer a cheaper list or grade instead."""
        customer = self.as_(self.rep, self.customer)
        for values in (
            {"sales_office_grade": "a"},
            {"property_payment_term_id": self.env.ref("account.account_payment_term_30days").id},
        ):
            with self.assertRaisesRegex(AccessError, "A sales manager sets them"):
                customer.write(values)
        customer.name = "Maple Leaf"
        self.as_(self.manager, self.customer).sales_office_grade = "a"

    def test_from_another_company(self):
        """R053: whoever also works for a company without limits does not get around them by working there just now."""
        other = self.env["res.company"].create({"name": "Kiosk"})
        self.rep.user_id.company_ids |= other
        away = {"allowed_company_ids": (other | self.company).ids}
        customer = self.as_(self.rep, self.customer).with_context(**away)
        self.assertEqual(customer.env.company, other)
        with self.assertRaisesRegex(AccessError, "A sales manager sets them"):
            customer.sales_office_grade = "a"
        order = self.quote((self.night, 10, 0))
        self.as_(self.rep, order).action_confirm()
        lines = self.as_(self.rep, self.env["sale.order.line"]).with_context(**away)
        with self.assertRaisesRegex(UserError, "falls no further without an approval"):
            lines.create({"order_id": order.id, "product_id": self.hall.id, "discount": 50})

    def _use_pricelist(self, items, **values):
        """Give everybody the price list with these rules."""
        self.env["product.pricelist"].search([]).active = False
        self.env.ref("base.group_user").implied_ids += self.env.ref("product.group_product_pricelist")
        return self.env["product.pricelist"].create(
            {
                "name": "House",
                "company_id": self.company.id,
                "sequence": 1,
                "currency_id": self.company.currency_id.id,
                "item_ids": [Command.create(item) for item in items],
                **values,
            }
        )
