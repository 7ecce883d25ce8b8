"""Deciding and being answered at once: buttons of the Today page, offers taken, what was approved beside what is."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from ..common import PriceCommon


class OfferCommon(PriceCommon):
    def lines(self, employee):
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return {line["key"]: line for line in lines if line["room"] == "order"}

    def offer(self, order, discount, employee=None):
        approval = self.ask(order)
        self.as_(employee or self.leader, approval).action_counter(discount)
        return approval


class TestPriceOffer(OfferCommon):
    def test_taken_by_one_click(self):
        """R053: the rep takes what is offered with one click, and may send the quotation."""
        order = self.quote((self.night, 10, 8), (self.hall, 1, 3))
        self.offer(order, 6)
        mine = self.as_(self.rep, order)
        self.assertTrue(mine.sales_office_price_offered)
        mine.action_take_offer()
        self.assertEqual(order.order_line.mapped("discount"), [6, 3])
        self.assertEqual(self.state(order), "approved")
        self.assertFalse(mine.sales_office_price_offered)
        mine.action_quotation_sent()

    def test_prices_cut_by_hand(self):
        """R053: a price cut by hand, a free line and a raised price become the list's less the offer."""
        cut = {"product_id": self.night.id, "product_uom_qty": 1, "price_unit": 85}
        raised = {"product_id": self.hall.id, "product_uom_qty": 2, "price_unit": 600, "discount": 25}
        free = {"product_id": self.hall.id, "product_uom_qty": 1, "price_unit": 0}
        order = self.quote(cut, raised, free)
        self.offer(order, 6, self.manager)
        self.as_(self.rep, order).action_take_offer()
        self.assertEqual(order.order_line.mapped("price_unit"), [100, 500, 500])
        self.assertEqual(self.state(order), "approved")

    def test_what_is_no_price_of_a_product(self):
        """R053: an offer is about products: what else is too much is named, and nothing is changed."""
        discount = self._create_product("Discount", 0, 0)
        off = {"product_id": discount.id, "product_uom_qty": 1, "price_unit": -100}
        order = self.quote((self.night, 10, 0), off)
        self.offer(order, 6)
        with self.assertRaisesRegex(UserError, "Bring down yourself what the quotation gives besides"):
            self.as_(self.rep, order).action_take_offer()
        self.assertEqual(order.order_line.mapped("price_unit"), [100, -100])

    def test_nothing_to_take(self):
        """R053: without an offer, or once it is kept to, there is nothing to take; nor by somebody else."""
        order = self.quote((self.night, 10, 8))
        with self.assertRaisesRegex(UserError, "Nothing is offered for this quotation any more"):
            self.as_(self.rep, order).action_take_offer()
        self.offer(order, 6)
        with self.assertRaises(AccessError):
            self.as_(self.rep_south, order).action_take_offer()
        self.as_(self.rep, order).action_take_offer()
        with self.assertRaisesRegex(UserError, "Nothing is offered for this quotation any more"):
            self.as_(self.rep, order).action_take_offer()

    def test_taken_from_today(self):
        """R053: the offer waits on the rep's page with the button that takes it, and no more when it is taken."""
        order = self.quote((self.night, 10, 8))
        self.offer(order, 6)
        line = self.lines(self.rep)[f"price_decided_{order.id}"]
        (item,) = line["items"]
        self.assertEqual((line["model"], item["id"]), ("sale.order", order.id))
        self.assertEqual([button["call"] for button in item["buttons"]], ["action_take_offer"])
        self.as_(self.rep, order).action_take_offer()
        self.assertEqual(self.lines(self.rep)[f"price_decided_{order.id}"]["items"], [])


class TestDecidedFromToday(OfferCommon):
    def buttons(self, employee, key="price_approve"):
        (item,) = self.lines(employee)[key]["items"]
        return [button["label"] for button in item["buttons"]]

    def test_approved_from_the_card(self):
        """R053: the card says what is asked, of whom and why, and approves, offers less or refuses with one click."""
        approval = self.ask(self.quote((self.night, 10, 8)))
        line = self.lines(self.leader)["price_approve"]
        (item,) = line["items"]
        self.assertEqual((line["model"], item["id"]), ("sales.office.price.approval", approval.id))
        self.assertEqual(self.buttons(self.leader), ["Approve", "Offer Less", "Refuse"])
        for text in ("Rob", "3 points over", "The competitor offers as much"):
            self.assertIn(text, item["detail"])
        self.as_(self.leader, approval).action_approve()
        self.assertNotIn("price_approve", self.lines(self.leader))

    def test_every_button_works(self):
        """R053: each button of a card is a public method, words that are asked for, or a dialog there is."""
        self.ask(self.quote((self.night, 10, 8)))
        line = self.lines(self.leader)["price_approve"]
        records = self.as_(self.leader, self.env[line["model"]]).browse(line["items"][0]["id"])
        for button in line["items"][0]["buttons"]:
            if button["reason"]:
                self.assertTrue(records.with_context(reason=button["reason"]).action_ask_reason())
            elif button["dialog"]:
                self.assertTrue(self.env.ref(button["dialog"]))
            else:
                getattr(records, button["call"])()
        self.assertEqual(records.state, "approved")

    def test_offers_what_he_may(self):
        """R053: who is no longer within their own limits is offered no approval that would be refused."""
        approval = self.ask(self.quote((self.night, 10, 15)))
        self.manager_limit.max_discount = 12
        self.assertEqual(approval.superior_id, self.manager)
        self.assertEqual(self.buttons(self.manager), ["Offer Less", "Refuse"])
        mine = self.as_(self.manager, approval)
        self.assertEqual((mine.can_decide, mine.can_approve), (True, False))

    def test_worded_for_everybody(self):
        """R053: whoever decides reads whose limits are passed: they are not their own."""
        approval = self.ask(self.quote((self.night, 10, 8)))
        self.assertEqual(approval.details, "Night: 8 % off, 3 points over the 5 % of Rob.")

    def test_worded_in_the_readers_language(self):
        """R053: whoever decides reads it in their language, whichever whoever asked has."""
        self.env["res.lang"]._activate_lang("zh_CN")
        approval = self.ask(self.quote((self.night, 10, 8)))
        self.leader.user_id.lang = "zh_CN"
        details = self.as_(self.leader, approval).with_context(lang="zh_CN").details
        self.assertNotIn("points over", details)
        self.assertIn("Rob", details)
        with self.assertRaises(AccessError):
            self.as_(self.leader, approval).read(["excesses"])

    def test_offer_begins_in_the_middle(self):
        """R053: the dialog proposes half of what is asked for beyond the limit, and takes any less than that."""
        approval = self.ask(self.quote((self.night, 10, 8)))
        dialogs = self.as_(self.leader, self.env["sales.office.price.counter"]).with_context(active_id=approval.id)
        with Form(dialogs) as form:
            self.assertEqual(form.discount, 6.5)
            form.discount = 6
        form.record.action_confirm()
        self.assertEqual(approval.counter_offer, 6)

    def test_many_cost_the_same(self):
        """R053: a page with eight prices to decide asks for as much as one with four."""
        today = self.as_(self.leader, self.env["sales.office.today"])
        counts = []
        for _round in range(2):
            for _request in range(4):
                self.ask(self.quote((self.night, 10, 8)))
            for _time in range(2):  # what the registry remembers is remembered after the first
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                lines = today._ask(today._get_price_lines_to_decide())
            counts.append((len(lines[0]["items"]), self.cr.sql_log_count - before))
        (few, queries), (many, more) = counts
        self.assertEqual((few, many), (4, 8))
        self.assertEqual(queries, more)

    def test_mandates_and_contracts(self):
        """R115 R130: mandates are granted, and contracts released or sent back, from the card."""
        self.as_(self.manager, self.env["sales.office.mandate"]).create(
            {"employee_id": self.leader.id, "max_amount": 5000}
        )
        contract = self.as_(self.rep, self.env["sales.office.contract"]).create(
            {
                "name": "Rooms in May",
                "partner_id": self.customer.id,
                "kind_id": self.env.ref("sales_office_policy.contract_kind_sale").id,
                "amount": 5000,
                "payment": "On arrival",
                "delivery": "In May",
                "clauses": "We pay for everything.",
            }
        )
        contract.action_review()
        self.assertEqual(self.buttons(self.director, "mandates"), ["Grant"])
        self.assertEqual(self.buttons(self.manager, "contract_review"), ["Release to Sign", "Send Back"])
        (item,) = self.lines(self.manager)["contract_review"]["items"]
        self.assertIn("wording of its own", item["detail"])


class TestComparison(OfferCommon):
    def test_asked_for_beside_now(self):
        """R053: whoever decides sees product by product what was asked for and what the quotation says now."""
        order = self.quote((self.night, 10, 8), (self.hall, 1, 0))
        approval = self.ask(order)
        night, hall = order.order_line
        self.as_(self.rep, night).discount = 12
        self.as_(self.rep, hall).unlink()
        table = self.as_(self.leader, approval).comparison
        for text in ("Night", "Hall", "10 ×", "92", "88", "−8 %", "−12 %", "taken out", "Asked For"):
            self.assertIn(text, table)
        self.assertEqual(table.count("text-danger"), 1)

    def test_approved_beside_now(self):
        """R053: approved for less than was asked it shows the price that was granted; what came later is named."""
        order = self.quote((self.night, 10, 8))
        approval = self.offer(order, 6)
        self.as_(self.rep, order).write({"order_line": [Command.create({"product_id": self.hall.id})]})
        table = self.as_(self.leader, approval).comparison
        for text in ("94", "−6 %", "Approved", "not in it"):
            self.assertIn(text, table)

    def test_tells_no_costs(self):
        """R053: what the products cost is in none of it, nor in anything that is written or sent about a price."""
        self.leader_limit.write({"has_floor": True, "min_margin": 36.5})
        self.rep_limit.write({"has_floor": True, "min_margin": 37.5})
        night = self._create_product("Suite", 100, 61.37)
        order = self.quote((night, 10, 4))
        approval = self.ask(order)
        self.as_(approval.superior_id, approval).action_refuse("Too cheap")
        again = self.ask(order, "Please")
        self.as_(again.superior_id, again).action_counter(1, "One point")
        messages = (approval | again).message_ids | order.message_ids
        told = [
            *messages.mapped("body"),
            *messages.mapped("subject"),
            *messages.tracking_value_ids.mapped("new_value_char"),
        ]
        told += [*(approval | again).mapped("details"), *(approval | again).mapped("comparison")]
        told += [self.text(order), str(order.sales_office_price_notes), self.lines(self.rep)]
        told += self.env["mail.activity"].search([("res_model", "=", approval._name)]).mapped("note")
        text = " ".join(map(str, told))
        self.assertIn("below the floor", text)
        for secret in ("61.37", "61.4", "613.7", "36.5", "37.5", "36.07", "36.1", "346.3"):
            self.assertNotIn(secret, text)
        self.assertTrue(approval.margin)
        for employee in (self.rep, self.leader):
            with self.assertRaisesRegex(AccessError, "enough rights to access the field"):
                self.as_(employee, approval).read(["margin"])
