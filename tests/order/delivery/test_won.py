from freezegun import freeze_time

from odoo.fields import Command

from .common import DeliveryCommon


@freeze_time("2026-03-02 02:00:00")
class TestWonWithoutOrder(DeliveryCommon):
    def setUp(self):
        super().setUp()
        self.check = self.switch_on("won_without_order")
        self.lead = self._lead()

    def _lead(self, **values):
        return self.as_(self.rep, self.env["crm.lead"]).create(
            {"name": "Annual meeting", "type": "opportunity", "partner_id": self.customer.id, **values}
        )

    def _win(self, moment="2026-03-02 06:00:00", lead=None):
        with freeze_time(moment):
            (lead or self.lead).action_set_won()
            self.env.flush_all()

    def test_within_the_working_hours(self):
        """R066: the hours are the salesperson's own: won at 14:00, three hours today and five tomorrow."""
        self._win()
        with freeze_time("2026-03-03 04:59:00"):
            self.assertEqual(self.find(self.check), [])
        with freeze_time("2026-03-03 06:01:00"):
            self.assertEqual(self.find(self.check), [("Rob", "2026-03-03")])

    def test_nights_and_week_ends_do_not_count(self):
        """R066: won on Friday evening, it is to be entered until Monday evening."""
        self._win("2026-03-06 10:00:00")
        with freeze_time("2026-03-09 08:59:00"):
            self.assertEqual(self.find(self.check), [])
        with freeze_time("2026-03-09 09:01:00"):
            self.assertEqual(self.find(self.check), [("Rob", "2026-03-09")])

    def test_entered_in_time(self):
        """R066: an order of the lead, even for another customer, is what was asked for."""
        self._win()
        other = self.env["res.partner"].create({"name": "Its daughter"})
        with freeze_time("2026-03-03 01:00:00"):
            self.order(1, opportunity_id=self.lead.id, partner_id=other.id)
        with freeze_time("2026-03-10 01:00:00"):
            self.assertEqual(self.find(self.check), [])

    def test_entered_late(self):
        """R066: an order that was confirmed after the time there was for it was late; a quotation is no order."""
        self._win()
        order = self.order(1, opportunity_id=self.lead.id, confirm=False)
        with freeze_time("2026-03-05 01:00:00"):
            self.assertEqual(self.find(self.check), [("Rob", "2026-03-03")])
            order.action_confirm()
            self.assertEqual(self.find(self.check), [("Rob", "2026-03-03")])

    def test_won_in_error(self):
        """R066: a lead that is won no more withdraws the finding."""
        self._win()
        with freeze_time("2026-03-05 01:00:00"):
            self.assertEqual(self.find(self.check), [("Rob", "2026-03-03")])
            stages = self.env["crm.stage"].search([("is_won", "=", False)], limit=1)
            self.lead.stage_id = stages
            self.env.flush_all()
            self.assertEqual(self.find(self.check), [])

    def test_framework_customers_call_off(self):
        """R066: who has a framework contract orders when they like."""
        self._win()
        self.env["sales.office.contract"].create(
            {
                "name": "Year",
                "employee_id": self.colleague.id,
                "kind_id": self.env.ref("sales_office_policy.contract_kind_framework").id,
                "partner_id": self.customer.id,
                "state": "filed",
            }
        )
        with freeze_time("2026-03-05 01:00:00"):
            self.assertEqual(self.find(self.check), [])
            self.assertNotIn("orders_missing", self.today(self.rep))

    def test_framework_of_another_day_or_company(self):
        """R066: a framework contract that was over, or is another company's, calls nothing off."""
        self._win()
        values = {"name": "Year", "kind_id": self.env.ref("sales_office_policy.contract_kind_framework").id}
        contract = self.env["sales.office.contract"].create(
            {
                **values,
                "employee_id": self.colleague.id,
                "partner_id": self.customer.id,
                "state": "filed",
                "date_to": "2026-03-01",
            }
        )
        self.env["sales.office.contract"].with_company(self.company_valley).create(
            {**values, "employee_id": self.director_valley.id, "partner_id": self.customer.id, "state": "filed"}
        )
        with freeze_time("2026-03-05 01:00:00"):
            self.assertEqual(self.find(self.check), [("Rob", "2026-03-03")])
            self.assertIn("orders_missing", self.today(self.rep))
            contract.date_to = "2026-03-02"
            self.env.flush_all()
            self.assertEqual(self.find(self.check), [])
            self.assertNotIn("orders_missing", self.today(self.rep))

    def test_today(self):
        """R066: who won it is told at once, before anything is late."""
        self._win()
        self.assertEqual(self.today(self.rep)["orders_missing"]["detail"], "Annual meeting")
        self.order(1, opportunity_id=self.lead.id)
        self.assertNotIn("orders_missing", self.today(self.rep))

    def test_many_in_a_constant_number_of_queries(self):
        """R066: one lead or six, the check asks the same number of questions."""
        counts = []
        self.find(self.check)  # what is remembered from the first time on
        for number in (1, 1, 5):  # the first fills what is remembered of shifts
            for _lead in range(number):
                self._win(lead=self._lead())
            with freeze_time("2026-03-05 01:00:00"):
                self.env.flush_all()
                self.env.invalidate_all()
                check = self.check.with_company(self.company).sudo()
                before = self.env.cr.sql_log_count
                check._detect_won_without_order(self.rep, self.lead.create_date.date(), self.lead.create_date.date())
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])


@freeze_time("2026-03-02 02:00:00")
class TestHandOver(DeliveryCommon):
    def _plan(self, **values):
        template = {
            "summary": "Prepare the rooms",
            "responsible_type": "other",
            "responsible_id": self.clerk.user_id.id,
        }
        template |= {"activity_type_id": self.env.ref("mail.mail_activity_data_todo").id, "delay_count": 1}
        template["delay_from"] = "after_plan_date"
        plan = self.env["mail.activity.plan"].create(
            {"name": "Hand over", "res_model": "sale.order", "template_ids": [Command.create(template | values)]}
        )
        self.company.sales_office_handover_plan_id = plan
        return plan

    def _activities(self, order):
        return self.env["mail.activity"].search([("res_model", "=", "sale.order"), ("res_id", "=", order.id)])

    def test_others_have_their_part_at_once(self):
        """R044: confirming an order gives out the activities of the plan."""
        self._plan()
        activity = self._activities(self.order(1))
        self.assertEqual((activity.summary, activity.user_id), ("Prepare the rooms", self.clerk.user_id))
        self.assertEqual(str(activity.date_deadline), "2026-03-03")

    def test_confirmed_again_it_is_not_handed_over_again(self):
        """R044: an order that was taken back to a quotation has handed over its part already."""
        self._plan()
        order = self.order(1)
        order.action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertEqual(len(self._activities(order)), 1)

    def test_by_whichever_door(self):
        """R044: also where the customer themselves confirms."""
        self._plan()
        order = self.order(1, confirm=False)
        order.sudo()._validate_order()
        self.assertEqual(self._activities(order).summary, "Prepare the rooms")
        written = self.order(1, confirm=False)
        written.write({"state": "sale"})
        for confirmed in (written, self.order(1, confirm=False, state="sale")):
            self.assertEqual(self._activities(confirmed).summary, "Prepare the rooms")

    def test_a_wrong_plan_stops_nobody(self):
        """R044: what is wrong with the plan is said on the order, which is confirmed all the same."""
        self._plan(responsible_type="on_demand", responsible_id=False)
        order = self.order(1, confirm=False)
        order.sudo().user_id = False
        error = "<p>Nobody can do it</p>"
        Schedule = type(self.env["mail.activity.schedule"])
        self.patch(Schedule, "_check_plan_templates_error", lambda self, applied_on: [error])
        order.sudo().action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertFalse(self._activities(order))
        self.assertIn("cannot be launched", order.sudo().message_ids[0].body)

    def test_without_the_room(self):
        """R044: with the room switched off nothing is handed over, and nothing promised."""
        self._plan()
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_order")
        order = self.order(1, commitment_date="2026-03-05 04:00:00")
        self.assertFalse(self._activities(order))
        self.assertFalse(order.sales_office_promise_ids)
