import unittest
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.sales_office_policy.models.order.receivable.credit import Asked, Breach, Position, get_position, judge
from odoo.addons.sales_office_policy.models.order.receivable.credit_rule import Rule

from .common import TODAY, ReceivableCommon

APRIL, MAY, TODAY_ = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)


class TestPosition(unittest.TestCase):
    def test_unmatched_money_pays_the_oldest(self):
        """R119: a credit note or payment that waits to be matched lifts a hold at once."""
        items = [(MAY, 50.0), (APRIL, 100.0), (None, -100.0)]
        self.assertEqual(get_position(items, TODAY_), Position(31, 50.0, 50.0))

    def test_not_due_today(self):
        """R119: what is due today is not overdue."""
        self.assertEqual(get_position([(TODAY_, 50.0)], TODAY_), Position(0, 0.0, 50.0))

    def test_what_is_disputed_has_no_day(self):
        """R119: it counts for the exposure, and not as overdue."""
        self.assertEqual(get_position([(None, 50.0)], TODAY_), Position(0, 0.0, 50.0))

    def test_more_money_than_debt(self):
        self.assertEqual(get_position([(MAY, 50.0), (None, -80.0)], TODAY_), Position(0, 0.0, -30.0))


class TestJudge(unittest.TestCase):
    def kinds(self, rule, position, asked=None):
        return [breach.kind for breach in judge([rule], position, asked or Asked())]

    def test_exactly_at_the_limit(self):
        """R119: whoever is exactly at a limit has not passed it."""
        days = Rule("overdue_days", "hold", 30, 0, 0)
        self.assertEqual(self.kinds(days, Position(overdue_days=30)), [])
        self.assertEqual(self.kinds(days, Position(overdue_days=31)), ["overdue_days"])
        amount = Rule("overdue_amount", "hold", 0, 100, 0)
        self.assertEqual(self.kinds(amount, Position(overdue_amount=100)), [])
        exposure = Rule("exposure", "hold", 0, 0, 100)
        self.assertEqual(self.kinds(exposure, Position(exposure=60.1, limit=100), Asked(39.9)), [])
        self.assertEqual(self.kinds(exposure, Position(exposure=60.1, limit=100), Asked(39.91)), ["exposure"])

    def test_one_of_a_kind(self):
        """R119: of several rules of a kind the one that holds is told, and of these the one that allows most."""
        rules = [
            Rule("overdue_days", reaction, days, 0, 0) for reaction, days in (("warn", 90), ("hold", 30), ("hold", 60))
        ]
        told = [(breach.reaction, breach.allowed) for breach in judge(rules, Position(overdue_days=95), Asked())]
        self.assertEqual(told, [("hold", 60)])
        told = [(breach.reaction, breach.allowed) for breach in judge(rules, Position(overdue_days=45), Asked())]
        self.assertEqual(told, [("hold", 30)])

    def test_no_limit_is_not_a_limit_of_nothing(self):
        """R119: a customer without a credit limit has no exposure to exceed."""
        self.assertEqual(self.kinds(Rule("exposure", "hold", 0, 0, 100), Position(exposure=1e9), Asked(1)), [])

    def test_the_customers_own_days(self):
        """R119: they go before those of the rule, longer or shorter."""
        rule = Rule("overdue_days", "hold", 30, 0, 0)
        self.assertEqual(self.kinds(rule, Position(overdue_days=40, own_days=60)), [])
        self.assertEqual(self.kinds(rule, Position(overdue_days=20, own_days=10)), ["overdue_days"])

    def test_another_term(self):
        rule = Rule("term", "warn", 0, 0, 0)
        self.assertEqual(judge([rule], Position(), Asked(1, False)), [Breach("term", "warn", 0, 0)])
        self.assertEqual(judge([rule], Position(), Asked(1, True)), [])


@freeze_time(TODAY)
class TestCredit(ReceivableCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {"name": "Room", "type": "service", "invoice_policy": "delivery", "taxes_id": []}
        )

    def rule(self, kind="overdue_days", reaction="hold", **values):
        return self.env["sales.office.credit.rule"].create(
            {"kind": kind, "reaction": reaction, "company_id": self.company.id, **values}
        )

    def quote(self, amount=200, employee=None, **values):
        employee = employee or self.rep
        return self.as_(employee, self.env["sale.order"]).create(
            {
                "partner_id": self.customer.id,
                "user_id": employee.user_id.id,
                "payment_term_id": False,
                "order_line": [
                    Command.create({"product_id": self.product.id, "product_uom_qty": 1, "price_unit": amount})
                ],
                **values,
            }
        )

    def ask(self, order, words="They pay tomorrow"):
        self.as_(self.rep, order).action_request_credit(words)
        return self.env["sales.office.credit.hold"].search([("order_id", "=", order.id)], limit=1)

    def release(self, hold, amount=200, until="2026-06-10", by=None):
        self.as_(by or self.finance, hold).action_release(amount, until, "They are good for it")

    def test_nothing_without_rules(self):
        """R119: nothing is held before somebody writes a rule, whatever the customer owes."""
        order = self.quote()
        self.assertFalse(order.sales_office_credit_state)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_the_quotation_warns(self):
        """R119: a rule that only warns says so in the quotation, and the order is confirmed."""
        self.rule(reaction="warn", days=30)
        order = self.quote()
        self.assertEqual(order.sales_office_credit_state, "warned")
        self.assertIn("overdue for longer than is allowed", order.sales_office_credit_text)
        order.action_confirm()

    def test_said_once(self):
        """R119: a rule that warns and one that holds for the same reason say it once."""
        self.rule(reaction="warn", days=30)
        self.rule(days=60)
        text = self.quote().sales_office_credit_text
        self.assertEqual(text.count("overdue for longer than is allowed"), 1)

    def test_held(self):
        """R119: nobody confirms what a rule holds, and the sentence says what to do."""
        self.rule(days=30)
        with self.assertRaisesRegex(UserError, "overdue for longer than is allowed. Ask for a release"):
            self.quote().action_confirm()

    def test_held_through_every_door(self):
        """R119: written or created as confirmed over RPC, an order is held like by the button."""
        self.rule(days=30)
        order = self.quote()
        with self.assertRaisesRegex(UserError, "is held"):
            order.write({"state": "sale"})
        with self.assertRaisesRegex(UserError, "is held"):
            self.quote(state="sale")
        with self.assertRaisesRegex(UserError, "is held"):
            (order | self.quote()).action_confirm()

    def test_never_the_number(self):
        """R119: the rep is told which rule it is; what the customer owes in all is read by finance and directors."""
        self.rule(days=30)
        self.rule("overdue_amount", amount=500)
        order = self.quote()
        hold = self.ask(order)
        for text in (order.sales_office_credit_text, self.as_(self.rep, hold).reasons):
            self.assertNotRegex(text, r"\d")
        for reader in (self.rep, self.leader):
            self.assertNotRegex(self.as_(reader, hold).reasons, r"\d")
        for reader in (self.finance, self.director):
            self.assertIn("Overdue for 61 days; allowed: 30.", self.as_(reader, hold).reasons)
            self.assertIn("2,300.00", self.as_(reader, hold).reasons)
        with self.assertRaises(AccessError):
            self.as_(self.rep, hold).read(["breaches"])

    def test_the_sentence_has_no_number(self):
        """R119: nor does the error of the confirmation tell it."""
        self.rule("overdue_amount", amount=500)
        order = self.quote()
        with self.assertRaisesRegex(UserError, "is held") as caught:
            order.action_confirm()
        self.assertNotRegex(str(caught.exception).replace(order.name, ""), r"\d")

    def test_released_up_to_an_amount(self):
        """R119: what finance released is confirmed; what has grown beyond is held again."""
        self.rule(days=30)
        order = self.quote()
        hold = self.ask(order)
        self.release(hold)
        self.assertEqual((hold.state, order.sales_office_credit_state), ("released", "released"))
        order.order_line.price_unit = 201
        with self.assertRaisesRegex(UserError, "is held"):
            order.action_confirm()
        order.order_line.price_unit = 199
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_grown_while_it_is_confirmed(self):
        """R119: what an order comes to in the very write that confirms it is what counts."""
        self.rule(days=30)
        order = self.quote()
        self.release(self.ask(order))
        dearer = [Command.update(order.order_line.id, {"price_unit": 500})]
        with self.assertRaisesRegex(UserError, "is held"):
            order.write({"state": "sale", "order_line": dearer})

    def test_released_for_its_customer(self):
        """R119: what was released for one customer confirms no order of another one."""
        debtor = self.env["res.partner"].create({"name": "Bamboo Printing", "is_company": True})
        self.owe(self.rep, "2026-03-15", 100, due="2026-04-01", customer=debtor)
        self.rule(days=30)
        order = self.quote()
        self.release(self.ask(order))
        order.partner_id = debtor
        self.assertEqual(order.sales_office_credit_state, "beyond")
        with self.assertRaisesRegex(UserError, "is held"):
            order.action_confirm()
        self.assertNotEqual(self.ask(order).partner_id, self.customer)

    def test_grown_afterwards(self):
        """R119: nobody confirms a small order and adds the rest then; what is released, or no dearer, goes."""
        self.company.account_use_credit_limit = True
        self.customer.with_company(self.company).credit_limit = 3000  # owed 2,800
        self.rule("exposure", percent=100)
        order = self.quote(100)
        order.action_confirm()
        order.order_line.price_unit = 200
        more = Command.create({"product_id": self.product.id, "price_unit": 1})
        for grow in (
            lambda: order.order_line.write({"product_uom_qty": 2}),
            lambda: order.write({"order_line": [more]}),
            lambda: self.as_(self.rep, self.env["sale.order.line"]).create({**more[2], "order_id": order.id}),
        ):
            with self.assertRaisesRegex(UserError, "grows no further: The customer's credit"), self.env.cr.savepoint():
                grow()
        swapped = [Command.update(order.order_line.id, {"price_unit": 199}), more]
        order.write({"order_line": swapped[::-1]})
        self.assertEqual(order.amount_total, 200)
        order.sudo().order_line[0].product_uom_qty = 5  # the software, for the customer

    def test_a_release_lapses(self):
        """R119: after its day the order is held again, and is asked for anew."""
        self.rule(days=30)
        order = self.quote()
        hold = self.ask(order)
        self.release(hold)
        with freeze_time("2026-06-11 02:00:00"):
            self.env.invalidate_all()
            self.assertEqual(hold.state, "lapsed")
            self.assertEqual(hold.search([("state", "=", "lapsed")]), hold)
            with self.assertRaisesRegex(UserError, "is held"):
                order.action_confirm()
            self.assertNotEqual(self.ask(order), hold)

    def test_a_copy_is_not_released(self):
        """R119: what was released is this order, not the next one like it."""
        self.rule(days=30)
        order = self.quote()
        self.release(self.ask(order))
        with self.assertRaisesRegex(UserError, "is held"):
            order.copy().action_confirm()

    def test_refused(self):
        """R119: finance leaves it held, and who asked is told why."""
        self.rule(days=30)
        hold = self.ask(self.quote())
        self.say_why(self.finance, hold, "refuse", "Pay April first")
        self.assertEqual(hold.state, "refused")
        messages = self.env["mail.message"].search([("partner_ids", "in", self.rep.user_id.partner_id.ids)])
        self.assertIn("Pay April first", messages[:1].body)

    def test_who_releases(self):
        """R119: neither who sells nor who leads them, and no director their own order."""
        self.rule(days=30)
        hold = self.ask(self.quote())
        for employee in (self.rep, self.leader, self.manager):
            with self.assertRaisesRegex(AccessError, "Finance or a director"):
                self.release(hold, by=employee)
        own = self.quote(employee=self.director)
        self.as_(self.director, own).action_request_credit("I know them")
        with self.assertRaisesRegex(AccessError, "Somebody else releases your own"):
            self.release(hold.search([("order_id", "=", own.id)]), by=self.director)

    def test_decided_once(self):
        """R119: of two who decide at once, the second is told."""
        self.rule(days=30)
        hold = self.ask(self.quote())
        self.release(hold)
        with self.assertRaisesRegex(UserError, "this needs: Held"):
            self.as_(self.director, hold).action_refuse("No")

    def test_bad_releases(self):
        self.rule(days=30)
        hold = self.ask(self.quote())
        with self.assertRaisesRegex(UserError, "more than nothing"):
            self.release(hold, amount=0)
        with self.assertRaisesRegex(UserError, "today or a later day"):
            self.release(hold, until="2026-05-31")

    def test_the_dialog(self):
        """R119: the quotation opens a dialog that says what is the matter and asks why."""
        self.rule(days=30)
        order = self.quote()
        action = order.action_open_credit_request()
        with Form(self.as_(self.rep, self.env[action["res_model"]]).with_context(**action["context"])) as form:
            self.assertIn("overdue for longer", form.about)
            form.text = "They pay tomorrow"
        form.record.action_confirm()
        self.assertEqual(order.sales_office_credit_state, "held")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.quote().action_request_credit(" ")

    def test_the_dialog_of_finance(self):
        """R119: from the hold or the Today page it begins with what was asked for, for two weeks."""
        self.rule(days=30)
        hold = self.ask(self.quote())
        lines = self.as_(self.finance, self.env["sales.office.today"]).get_lines()
        (line,) = (line for line in lines if line["key"] == "credit_holds")
        (item,) = line["items"]
        self.assertIn("They pay tomorrow", item["detail"])
        self.assertEqual([button["label"] for button in item["buttons"]], ["Release the Order", "Do Not Release"])
        dialog = self.as_(self.finance, self.env["sales.office.credit.release"]).with_context(active_id=hold.id)
        with Form(dialog) as form:
            self.assertEqual((form.amount, str(form.valid_until)), (200, "2026-06-15"))
            form.text = "They are good for it"
        form.record.action_confirm()
        self.assertEqual(hold.state, "released")

    def test_asked_for_once(self):
        self.rule(days=30)
        order = self.quote()
        self.ask(order)
        with self.assertRaisesRegex(UserError, "was asked already"):
            order.action_request_credit("Please")

    def test_the_customers_act_stands(self):
        """R119: what they sign or pay is confirmed by the software; finance finds it among what it decides."""
        self.rule(days=30)
        order = self.quote()
        order.sudo().action_confirm()
        self.assertEqual(order.state, "sale")
        hold = self.env["sales.office.credit.hold"].search([("order_id", "=", order.id)])
        self.assertTrue(hold.is_accepted)
        self.assertEqual(hold.asked_by_id, self.rep.user_id)
        lines = self.as_(self.finance, self.env["sales.office.today"]).get_lines()
        self.assertIn("credit_holds", [line["key"] for line in lines])

    def test_exposure(self):
        """R119: all that is owed, ordered and not invoiced, and this order, against the limit accounting gave."""
        self.company.account_use_credit_limit = True
        self.customer.with_company(self.company).credit_limit = 3500
        self.rule("exposure", percent=100)
        first = self.quote(500)  # owed 2,800
        first.action_confirm()
        self.assertEqual(first.state, "sale")  # ordered, not delivered: 3,300
        self.assertFalse(self.quote(200).sales_office_credit_state)
        with self.assertRaisesRegex(UserError, "credit does not reach"):
            self.quote(201).action_confirm()

    def test_what_is_invoiced_counts_once(self):
        """R119: an order that was invoiced in part counts with the rest."""
        self.company.account_use_credit_limit = True
        self.customer.with_company(self.company).credit_limit = 3500
        self.rule("exposure", percent=100)
        order = self.quote(500)
        order.action_confirm()
        order.order_line.qty_delivered = 1
        invoice = order.sudo()._create_invoices()
        invoice.invoice_date = "2026-06-01"
        invoice.action_post()
        self.assertFalse(self.quote(200).sales_office_credit_state)
        self.assertEqual(self.quote(201).sales_office_credit_state, "beyond")

    def test_an_exchange_rate_that_moves(self):
        """R119: what was ordered in another currency counts at the rate of its day."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        rate = {"currency_id": dollar.id, "company_id": self.company.id}
        self.env["res.currency.rate"].create({"name": "2026-01-01", "inverse_company_rate": 7, **rate})
        pricelist = self.env["product.pricelist"].create({"name": "Dollars", "currency_id": dollar.id})
        self.company.account_use_credit_limit = True
        self.customer.with_company(self.company).credit_limit = 3700
        self.rule("exposure", percent=100)
        self.quote(100, pricelist_id=pricelist.id).action_confirm()  # 2,800 and 700
        self.env.flush_all()
        self.env["res.currency.rate"].create({"name": "2026-06-01", "inverse_company_rate": 9, **rate})
        self.assertFalse(self.quote(200).sales_office_credit_state)
        self.assertEqual(self.quote(201).sales_office_credit_state, "beyond")

    def test_a_disputed_invoice_holds_nothing(self):
        """R119: what the customer objects to is not overdue as long as it is disputed, by the word of who leads."""
        self.rule(days=30)
        for invoice, who in ((self.old, self.leader), (self.southern, self.finance)):
            self.item(invoice, who).action_dispute(who.user_id, "Wrong price")
        self.env.flush_all()
        self.assertFalse(self.quote().sales_office_credit_state)

    def test_a_leader_who_sold_is_taken_over(self):
        """R119: nor does a leader's word who sold it, while somebody else collects: finance takes it over."""
        self.old.invoice_user_id = self.leader.user_id
        self.old.sales_office_collector_id = self.rep.user_id
        self.item(self.old, self.leader).action_dispute(self.colleague.user_id, "Wrong price")
        self.item(self.old, self.finance).action_dispute(self.clerk.user_id, "It is the wrong price")
        self.assertEqual(self.item(self.old).owner_id, self.clerk.user_id)

    def test_who_sold_disputes_no_hold_away(self):
        """R119: a dispute of who sells pauses the chase, and lifts no hold until their leader says so."""
        self.rule(days=30)
        self.item(self.southern, self.finance).action_dispute(self.clerk.user_id, "Wrong price")
        self.item(self.old, self.rep).action_dispute(self.colleague.user_id, "Wrong price")
        self.assertEqual(self.item(self.old).status, "disputed")
        self.assertEqual(self.quote().sales_office_credit_state, "beyond")
        with self.assertRaisesRegex(UserError, "Somebody is asked about it already"):
            self.item(self.old, self.rep).action_dispute(self.rep.user_id, "Wrong price")
        self.item(self.old, self.leader).action_dispute(self.colleague.user_id, "It is the wrong price")
        self.env.flush_all()
        self.assertFalse(self.quote().sales_office_credit_state)

    def test_somebody_else_pays(self):
        """R119: who is overdue orders nothing for another company to pay, nor pays for another one."""
        self.rule(days=30)
        other = self.env["res.partner"].create({"name": "Bamboo Printing", "is_company": True})
        for values in (
            {"partner_invoice_id": other.id},
            {"partner_id": other.id, "partner_invoice_id": self.customer.id},
        ):
            order = self.quote(**values)
            self.assertEqual(order.sales_office_credit_state, "beyond")
            with self.assertRaisesRegex(UserError, "is held"):
                order.action_confirm()
        self.assertFalse(self.quote(partner_id=other.id, partner_invoice_id=other.id).sales_office_credit_state)

    def test_money_that_is_not_matched_lifts_it(self):
        """R119: a customer who paid is not held because the accountant has not matched it."""
        self.rule(days=30)
        self.pay_unmatched(1700)
        order = self.quote()
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_a_rep_sets_no_credit_limit(self):
        """R119: neither a limit nor days are given by who sells, over RPC either."""
        customer = self.as_(self.rep, self.customer)
        for values in ({"credit_limit": 1e6}, {"use_partner_credit_limit": False}, {"sales_office_overdue_days": 999}):
            with self.subTest(values), self.assertRaises(AccessError):
                customer.write(values)
        with self.assertRaises(AccessError):
            customer.create({"name": "New", "credit_limit": 1e6})
        self.as_(self.finance, self.customer).write({"credit_limit": 5000, "sales_office_overdue_days": 60})

    def test_terms_of_the_customer(self):
        """R119: where another term than the customer's own is held, who sells does not give them that term first."""
        customer = self.as_(self.rep, self.customer)
        terms = self.env["account.payment.term"].create([{"name": "A month"}, {"name": "A year"}])
        customer.property_payment_term_id = terms[0]
        self.rule("term")
        with self.assertRaisesRegex(AccessError, "A sales manager sets them"):
            customer.property_payment_term_id = terms[1]
        self.as_(self.finance, self.customer).property_payment_term_id = terms[1]
        self.assertEqual(customer.property_payment_term_id, terms[1])

    def test_nobody_makes_or_changes_a_hold(self):
        """R119: holds are made and decided by actions only."""
        self.rule(days=30)
        hold = self.ask(self.quote())
        for employee in (self.rep, self.finance, self.director):
            with self.assertRaises(AccessError):
                self.as_(employee, hold).write({"decision": "released"})
            with self.assertRaises(AccessError):
                self.as_(employee, hold).unlink()

    def test_off_with_the_room(self):
        """R119: where the room is off, nothing warns or holds."""
        self.rule(days=30)
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_order")
        order = self.quote()
        self.assertFalse(order.sales_office_credit_state)
        order.action_confirm()

    def test_typing_costs_nothing(self):
        """R119: while lines are typed the customer is not looked at again."""
        self.rule(days=30)
        self.rule("exposure")
        order = self.quote()
        calls = []
        self.patch(type(order), "_find_credit_breaches", lambda orders: calls.append(orders) or {})
        with Form(order) as form:
            calls.clear()
            with form.order_line.edit(0) as line:
                line.price_unit = 250
            self.assertEqual(calls, [])

    def test_queries(self):
        """R119: confirming 2 or 12 orders asks the books once."""
        self.rule(days=30)
        self.rule("exposure")
        counts = []
        for number in (1, 2, 12):  # after the first the registry remembers what it may
            orders = self.env["sale.order"].union(*(self.quote() for _number in range(number)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.as_(self.rep, orders)._find_credit_breaches()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
