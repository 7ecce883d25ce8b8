"""Asking for a price beyond one's limits, and what is decided. R053 R096."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Date, Datetime
from odoo.tests import Form, users

from ..common import PriceCommon


class TestPriceApproval(PriceCommon):
    def watch(self):
        """Have the job do what waits for it, without committing."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60):
            self.approvals._cron_watch()

    def test_asked_and_approved(self):
        """R053: the rep asks with a reason, their leader approves with one click, the quotation may be sent."""
        order = self.quote((self.night, 10, 8))
        dialog = Form(self.as_(self.rep, self.env["sales.office.price.request"]).with_context(active_id=order.id))
        self.assertIn("3 points over your 5 %", dialog.price_text)
        dialog.reason = "The competitor offers as much"
        dialog.save().action_confirm()
        approval = order.sales_office_price_approval_ids
        self.assertEqual((approval.state, approval.superior_id), ("requested", self.leader))
        self.assertEqual(approval.activity_ids.user_id, self.leader.user_id)
        self.assertEqual((self.state(order), self.text(order).split("\n")[-1]), ("requested", "Waits for Lea."))
        self.as_(self.leader, approval).action_approve()
        self.assertEqual((approval.state, approval.decided_by_id), ("approved", self.leader.user_id))
        self.assertEqual(approval.valid_until, Date.context_today(self.rep) + timedelta(days=30))
        self.assertFalse(approval.activity_ids)
        self.assertEqual(self.state(order), "approved")
        self.as_(self.rep, order).action_quotation_sent()
        self.assertEqual(order.state, "sent")

    def test_reason_needed(self):
        """R053: nobody asks without a reason, nor for what needs no approval, nor twice for the same."""
        order = self.quote((self.night, 10, 8))
        with self.assertRaisesRegex(UserError, "Say why the customer should get this price"):
            self.ask(order, " ")
        self.ask(order)
        with self.assertRaisesRegex(UserError, "Waits for Lea"):
            self.ask(order)
        with self.assertRaisesRegex(UserError, "This price needs no approval"):
            self.ask(self.quote((self.night, 10, 5)))

    def test_lowest_post_that_may(self):
        """R053: 8 % goes to the team leader, 15 % to the manager, 50 % to the director."""
        for discount, decider in ((8, self.leader), (15, self.manager), (50, self.director)):
            with self.subTest(discount):
                self.assertEqual(self.ask(self.quote((self.night, 10, discount))).superior_id, decider)

    def test_nobody_may(self):
        """R053: where the table lets nobody give it, nobody is asked in vain."""
        self._limit("director", 40)
        order = self.quote((self.night, 10, 50))
        self.assertIn("Nobody may give that: ask for more.", self.text(order))
        with self.assertRaisesRegex(UserError, "Nobody above you may give that price"):
            self.ask(order)

    def test_beyond_the_deciders_own(self):
        """R053: a leader does not approve what is beyond their own limits; they offer less."""
        approval = self.ask(self.quote((self.night, 10, 15)))
        with self.assertRaisesRegex(AccessError, "beyond what you may give yourself. It waits for Max"):
            self.as_(self.leader, approval).action_approve()
        with self.assertRaisesRegex(AccessError, "beyond what you may give yourself"):
            self.as_(self.leader, approval).action_counter(12)
        self.as_(self.leader, approval).action_counter(10, "Ten, not more")
        self.assertEqual((approval.state, approval.counter_offer, approval.granted_discount), ("approved", 10, 10))

    def test_others_do_not_decide(self):
        """R053: neither who asked, a colleague, nor the leader of another team decides."""
        approval = self.ask(self.quote((self.night, 10, 8)))
        for employee in (self.rep, self.colleague, self.leader_south):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, approval).action_approve()
        self.assertEqual(approval.state, "requested")

    def test_own_as_deputy(self):
        """R053: a rep who stands in for their leader decides for others, never their own, nor sells by their limits."""
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.leader.id,
                "deputy_id": self.rep.id,
                "date_to": Date.context_today(self.rep) + timedelta(days=2),
            }
        )
        own = self.quote((self.night, 10, 8))
        self.assertEqual(self.state(own), "beyond")
        approval = self.ask(own)
        with self.assertRaises(AccessError):
            self.as_(self.rep, approval).action_approve()
        other = self.ask(self.quote((self.night, 10, 8), employee=self.colleague), employee=self.colleague)
        self.assertTrue(self.as_(self.rep, other).is_addressed)
        self.as_(self.rep, other).action_approve()
        self.assertEqual(other.decided_by_id, self.rep.user_id)

    def test_asked_for_somebody_else(self):
        """R053: a leader who asks for their rep does not decide it themselves."""
        order = self.quote((self.night, 10, 15))
        approval = self.ask(order, employee=self.leader)
        self.assertEqual((approval.employee_id, approval.superior_id), (self.rep, self.manager))
        with self.assertRaisesRegex(AccessError, "You asked for this price"):
            self.as_(self.leader, approval).action_counter(10)

    def test_given_by_who_may(self):
        """R053: a leader who sends their rep's quotation themselves thereby gives the price; that is on record."""
        order = self.quote((self.night, 10, 8))
        self.as_(self.leader, order).action_quotation_sent()
        approval = order.sales_office_price_approval_ids
        self.assertEqual((approval.state, approval.kind), ("approved", "own"))
        self.assertEqual((approval.decided_by_id, approval.employee_id), (self.leader.user_id, self.rep))
        self.as_(self.rep, order).action_confirm()
        self.assertEqual(order.sales_office_price_given, "approved")

    def test_refused(self):
        """R053: a refusal has words for who asked; they may ask anew."""
        order = self.quote((self.night, 10, 8))
        approval = self.ask(order)
        self.say_why(self.leader, approval, "refuse", "Offer the smaller rooms")
        self.assertEqual((approval.state, approval.answer), ("refused", "Offer the smaller rooms"))
        self.assertIn("Offer the smaller rooms", approval.message_ids[:1].body)
        self.assertEqual(self.state(order), "beyond")
        self.ask(order)
        self.assertEqual(self.state(order), "requested")

    def test_counter_offer(self):
        """R053: eight instead of ten: the quotation says so, and once it keeps to it nobody is asked again."""
        order = self.quote((self.night, 10, 10))
        approval = self.ask(order)
        dialog = Form(self.as_(self.leader, self.env["sales.office.price.counter"]).with_context(active_id=approval.id))
        dialog.discount = 8
        dialog.text = "Eight"
        dialog.save().action_confirm()
        self.assertIn("Approved up to 8 %", self.text(order))
        with self.assertRaisesRegex(UserError, "only once it is approved"):
            self.as_(self.rep, order).action_quotation_sent()
        order.order_line.discount = 8
        self.as_(self.rep, order).action_quotation_sent()
        with self.assertRaisesRegex(UserError, "Offer less than the"):
            other = self.ask(self.quote((self.night, 10, 10)))
            self.as_(self.leader, other).action_counter(10)

    def test_no_worse_stays_approved(self):
        """R053: a better price or more of it needs nobody; a worse one, less of it or something beside it does."""
        order = self.quote((self.night, 10, 8))
        self.as_(self.leader, self.ask(order)).action_approve()
        line = order.order_line
        for values, state in (
            ({"discount": 7}, "approved"),
            ({"discount": 8, "product_uom_qty": 12}, "approved"),
            ({"product_uom_qty": 9, "discount": 8}, "beyond"),
            ({"product_uom_qty": 10, "discount": 9}, "beyond"),
            ({"product_uom_qty": 10, "discount": 8}, "approved"),
        ):
            with self.subTest(values):
                self.as_(self.rep, line).write(values)
                self.assertEqual(self.state(order), state)
        self.as_(self.rep, order).order_line = [(0, 0, {"product_id": self.hall.id, "discount": 8})]
        self.assertEqual(self.state(order), "beyond")

    def test_changed_in_another_tab(self):
        """R053: what the leader approves is what they were asked, not what the quotation has become meanwhile."""
        order = self.quote((self.night, 10, 8))
        approval = self.ask(order)
        self.as_(self.rep, order.order_line).discount = 10
        self.as_(self.leader, approval).action_approve()
        self.assertEqual(self.state(order), "beyond")
        with self.assertRaisesRegex(UserError, "only once it is approved"):
            self.as_(self.rep, order).action_confirm()

    def test_asked_anew(self):
        """R053: a worse price asked for takes the place of the request before; the one approved last counts."""
        order = self.quote((self.night, 10, 8))
        first = self.ask(order)
        self.as_(self.rep, order.order_line).discount = 10
        second = self.ask(order)
        self.assertEqual((first.state, second.state), ("superseded", "requested"))
        self.as_(self.leader, second).action_approve()
        self.as_(self.rep, order.order_line).discount = 15
        third = self.ask(order)
        self.assertEqual(second.state, "approved")
        self.as_(self.manager, third).action_approve()
        self.assertEqual((second.state, third.state), ("superseded", "approved"))

    def test_decided_once(self):
        """R053: whoever comes second is told that it was decided."""
        approval = self.ask(self.quote((self.night, 10, 8)))
        self.as_(self.leader, approval).action_approve()
        with self.assertRaisesRegex(UserError, "is Approved; this needs: Asked For"):
            self.as_(self.manager, approval).action_refuse("No")

    def test_for_its_customer_alone(self):
        """R053: what was approved for one customer is not given to another one, nor is what was offered instead."""
        self.env["res.partner"].create({"name": "Ms Chen", "parent_id": self.customer.id})
        other = self.env["res.partner"].create({"name": "Bamboo Printing", "is_company": True})
        order = self.quote((self.night, 10, 8))
        self.as_(self.leader, self.ask(order)).action_approve()
        for partner, state in ((other, "beyond"), (self.customer.child_ids, "approved"), (self.customer, "approved")):
            with self.subTest(partner.name):
                self.as_(self.rep, order).partner_id = partner
                order.order_line.write({"price_unit": 100, "discount": 8})
                self.assertEqual(self.state(order), state)
        offered = self.quote((self.night, 10, 10))
        self.as_(self.leader, self.ask(offered)).action_counter(8)
        self.as_(self.rep, offered).partner_id = other
        offered.order_line.write({"price_unit": 100, "discount": 8})
        with self.assertRaisesRegex(UserError, "only once it is approved"):
            self.as_(self.rep, offered).action_quotation_sent()

    def test_customers_that_are_merged(self):
        """R053: two contacts that turn out to be one are the customer for whom it was approved."""
        twin = self.env["res.partner"].create({"name": "Maple Leaf", "is_company": True})
        order = self.quote((self.night, 10, 8), partner_id=twin.id)
        self.as_(self.leader, self.ask(order)).action_approve()
        self.env["base.partner.merge.automatic.wizard"]._merge((self.customer | twin).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual((order.partner_id, self.state(order)), (self.customer, "approved"))

    def test_customer_leaves_options_out(self):
        """R053: the customer's own change of what is optional voids nothing."""
        section = {"display_type": "line_section", "name": "Options", "is_optional": True, "sequence": 20}
        order = self.quote(
            (self.night, 10, 8), section, {"product_id": self.hall.id, "product_uom_qty": 1, "sequence": 30}
        )
        self.as_(self.leader, self.ask(order)).action_approve()
        order.order_line.filtered(lambda line: line.product_id == self.hall).product_uom_qty = 0
        self.assertEqual(self.state(order), "approved")

    def test_list_and_cost_that_rise(self):
        """R053: what the house changes afterwards takes nothing that was approved."""
        self.leader_limit.write({"has_floor": True, "min_margin": 30})
        self.rep_limit.write({"has_floor": True, "min_margin": 30})
        order = self.quote((self.night, 10, 8))
        self.as_(self.leader, self.ask(order)).action_approve()
        self.night.write({"list_price": 120, "standard_price": 80})
        order.invalidate_recordset()
        self.assertEqual(self.state(order), "approved")

    def test_valid_until(self):
        """R053: after its day an approval holds no longer, and the nightly job says so."""
        order = self.quote((self.night, 10, 8))
        approval = self.ask(order)
        with self.assertRaisesRegex(UserError, "a day that is past"):
            self.as_(self.leader, approval).action_approve(Date.context_today(self.rep) - timedelta(days=1))
        self.as_(self.leader, approval).action_approve(Date.context_today(self.rep) + timedelta(days=3))
        self.assertEqual(self.state(order), "approved")
        with freeze_time(Datetime.now() + timedelta(days=5)):
            order.invalidate_recordset()
            self.assertEqual(self.state(order), "beyond")
            self.watch()
            self.assertEqual(approval.state, "expired")

    def test_on_leave(self):
        """R053: a leader on leave without a deputy is passed over; with a deputy they are not."""
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.leader.resource_id.id,
                "calendar_id": self.leader.resource_calendar_id.id,
                "date_from": Datetime.now() - timedelta(days=1),
                "date_to": Datetime.now() + timedelta(days=5),
            }
        )
        self.assertEqual(self.ask(self.quote((self.night, 10, 8))).superior_id, self.manager)
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.leader.id,
                "deputy_id": self.colleague.id,
                "date_to": Date.context_today(self.rep) + timedelta(days=5),
            }
        )
        approval = self.ask(self.quote((self.night, 10, 8)))
        self.assertEqual(approval.superior_id, self.leader)
        self.assertIn(self.colleague.user_id, approval.activity_ids.user_id)

    def test_reminded_then_passed_on(self):
        """R053: undecided for a working day the leader is reminded; after another one the manager is asked."""
        with freeze_time("2026-03-04 02:00:00"):  # a Wednesday
            approval = self.ask(self.quote((self.night, 10, 8)))
            self.assertEqual(approval.decide_by, Datetime.to_datetime("2026-03-05 15:59:59"))
        with freeze_time("2026-03-05 16:30:00"):
            self.watch()
            self.assertTrue(approval.reminded)
            self.assertEqual(approval.superior_id, self.leader)
            self.assertIn("overdue", approval.message_ids[:1].body)
        with freeze_time("2026-03-09 16:30:00"):
            self.watch()
            self.assertEqual(approval.superior_id, self.manager)
            self.assertFalse(approval.reminded)
            self.assertEqual(approval.activity_ids.user_id, self.manager.user_id)
        for day in (13, 20, 27):
            with freeze_time(f"2026-03-{day} 16:30:00"):
                self.watch()
        self.assertEqual(approval.superior_id, self.director)

    def test_quota_of_small_overruns(self):
        """R053: a point over may be given twice a month without asking; the third is asked for."""
        self.rep_limit.write({"tolerance": 1, "quota": 2})
        for _time in range(2):
            order = self.quote((self.night, 10, 6))
            self.as_(self.rep, order).action_quotation_sent()
            self.assertEqual(order.sales_office_price_approval_ids.kind, "quota")
        with self.assertRaisesRegex(UserError, "only once it is approved"):
            self.as_(self.rep, self.quote((self.night, 10, 6))).action_quotation_sent()
        with freeze_time(Datetime.now() + timedelta(days=32)):
            self.as_(self.rep, self.quote((self.night, 10, 6))).action_quotation_sent()

    def test_several_at_once(self):
        """R053: a leader approves what waits for them from the list."""
        waiting = self.ask(self.quote((self.night, 10, 8))) + self.ask(self.quote((self.hall, 1, 9)))
        found = self.as_(self.leader, self.approvals).search([("is_addressed", "=", True)])
        self.assertEqual(found.sudo(), waiting.sorted("id", reverse=True).with_env(found.sudo().env))
        found.action_approve()
        self.assertEqual(set(waiting.mapped("state")), {"approved"})

    def test_several_of_which_not_all(self):
        """R053: of those chosen in the list what is not the leader's to give is left out, and said why."""
        waiting = [self.ask(self.quote((self.night, 10, discount))) for discount in (8, 9, 15)]
        chosen = self.as_(self.leader, self.approvals.union(*waiting))
        message = chosen.with_context(operation="approve").action_for_many()["params"]["message"]
        self.assertEqual([approval.state for approval in waiting], ["approved", "approved", "requested"])
        self.assertRegex(message, "Left out: 1\n.*is beyond what you may give yourself")
        action = chosen.with_context(operation="refuse").action_for_many()
        with Form(self.as_(self.leader, self.env[action["res_model"]]).with_context(**action["context"])) as form:
            form.text = "Not this year"
        form.record.action_confirm()
        self.assertEqual([approval.state for approval in waiting], ["approved", "approved", "refused"])

    def test_approved_needed_won(self):
        """R053: the report has what was approved, what was needed in the end, and whether it was won."""
        order = self.quote((self.night, 10, 10))
        approval = self.ask(order)
        self.as_(self.leader, approval).action_approve()
        order.order_line.discount = 7
        self.as_(self.rep, order).action_confirm()
        self.assertEqual((approval.granted_discount, approval.used_discount, approval.is_won), (10, 7, True))
        order._action_cancel()
        self.assertFalse(approval.is_won)

    def test_history(self):
        """R053: the quotation opens all that was asked and decided about its price, and its own log says it, too."""
        order = self.quote((self.night, 10, 8))
        self.as_(self.leader, self.ask(order)).action_refuse("Offer the smaller rooms")
        self.as_(self.leader, self.ask(order, "They insist")).action_approve()
        self.as_(self.rep, order.order_line).discount = 9
        self.ask(order, "They insist again")
        for employee in (self.rep, self.leader):
            action = self.as_(employee, order).action_open_price_approvals()
            found = self.as_(employee, self.env[action["res_model"]]).search(action["domain"], order="id")
            told = [(one.state, one.reason, one.answer, one.decided_by_id.name) for one in found]
            self.assertEqual(
                told,
                [
                    ("refused", "The competitor offers as much", "Offer the smaller rooms", "Lea"),
                    ("approved", "They insist", False, "Lea"),
                    ("requested", "They insist again", False, False),
                ],
            )
        log = " ".join(order.message_ids.mapped("body"))
        self.assertRegex(log, "was approved.*was refused: Offer the smaller rooms")

    @users("rep")
    def test_written_by_actions_only(self):
        """R053: nobody enters, changes or deletes an approval by hand."""
        approval = self.ask(self.quote((self.night, 10, 8))).with_user(self.env.user)
        approval = approval.with_context(allowed_company_ids=self.company.ids).sudo(False)
        for act in (
            lambda: approval.write({"state": "approved"}),
            lambda: approval.copy(),
            lambda: approval.unlink(),
            lambda: approval.create({"order_id": approval.order_id.id, "state": "approved"}),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_costs_are_not_told(self):
        """R053: neither snapshot nor margin is read by who asked, through no door."""
        approval = self.as_(self.rep, self.ask(self.quote((self.night, 10, 8))))
        for name in ("snapshot", "margin"):
            with self.assertRaises(AccessError):
                approval.read([name])
            with self.assertRaises(AccessError):
                approval.search([(name, "!=", False)])
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.rep_limit).read(["min_margin"])

    def test_today(self):
        """R053: what waits is on the decider's page, and what was decided on that of who asked."""
        order = self.quote((self.night, 10, 8))
        approval = self.ask(order)

        def lines(employee):
            found = self.as_(employee, self.env["sales.office.today"]).get_lines()
            return {line["key"]: line for line in found if line["room"] == "order"}

        self.assertEqual(lines(self.leader)["price_approve"]["count"], 1)
        self.assertFalse(lines(self.rep))
        self.as_(self.leader, approval).action_approve()
        self.assertFalse(lines(self.leader))
        self.assertIn("send the quotation", lines(self.rep)[f"price_decided_{order.id}"]["title"])
