from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .common import DeliveryCommon


@freeze_time("2026-03-02 02:00:00")
class TestPromise(DeliveryCommon):
    def setUp(self):
        super().setUp()
        self.check = self.switch_on("delivery_late")

    def _promised(self, *quantities):
        """Return an order with two lines that was promised for Thursday, 5 March."""
        return self.order(*(quantities or (2, 3)), commitment_date="2026-03-05 04:00:00")

    def _deliver(self, order, moment, lines=None):
        with freeze_time(moment):
            self.deliver(lines or order.order_line)

    def _outcomes(self, order):
        order.sales_office_promise_ids.invalidate_recordset()
        return order.sales_office_promise_ids.mapped("outcome")

    def test_the_first_promise(self):
        """R067: the delivery date the customer accepted is the first promise."""
        promise = self._promised().sales_office_promise_ids
        self.assertEqual(
            (str(promise.promised_on), promise.customer_told, promise.outcome), ("2026-03-05", True, "open")
        )

    def test_by_the_days_of_the_house(self):
        """R067: a date late in the evening in London is the next day where the order is sold."""
        order = self.order(1, commitment_date="2026-03-05 17:00:00")
        self.assertEqual(str(order.sales_office_promise_ids.promised_on), "2026-03-06")

    def test_kept_by_the_last_delivery(self):
        """R067: a part that came in time keeps nothing; the last line on the day does."""
        order = self._promised()
        self._deliver(order, "2026-03-03 02:00:00", order.order_line[0])
        self.assertEqual(self._outcomes(order), ["open"])
        self._deliver(order, "2026-03-05 15:30:00")
        self.assertEqual(str(order.sales_office_delivered_on), "2026-03-05", "23:30 in Shanghai")
        with freeze_time("2026-03-20 02:00:00"):
            self.assertEqual(self._outcomes(order), ["kept"])
            self.assertEqual(self.find(self.check), [])

    def test_broken_by_the_last_delivery(self):
        """R067: one line that came late breaks the promise, on the promised day, for the salesperson."""
        order = self._promised()
        self._deliver(order, "2026-03-03 02:00:00", order.order_line[0])
        self._deliver(order, "2026-03-06 02:00:00", order.order_line[1])
        self.assertEqual(self._outcomes(order), ["broken"])
        self.assertEqual(self.find(self.check), [("Rob", "2026-03-05")])

    def test_not_delivered(self):
        """R067: what is not delivered is late from the day after, and no more once the order is cancelled."""
        order = self._promised()
        with freeze_time("2026-03-05 08:00:00"):
            self.assertEqual(self.find(self.check), [])
        with freeze_time("2026-03-06 02:00:00"):
            self.assertEqual(self.find(self.check), [("Rob", "2026-03-05")])
            order.action_cancel()
            self.assertEqual(self.find(self.check), [])

    def test_another_day_in_time(self):
        """R067: a new day with its reason, told to the customer before, replaces the first."""
        order = self._promised()
        with self.assertRaisesRegex(UserError, "Say why it is another day"):
            order.action_promise("2026-03-10", " ", True)
        order.action_promise("2026-03-10", "The supplier is late.", True)
        self.assertEqual(self._outcomes(order), ["replaced", "open"])
        self.assertEqual(str(order.commitment_date.date()), "2026-03-10")
        with freeze_time("2026-03-09 02:00:00"):
            self.assertEqual(self.find(self.check), [])

    def test_another_day_that_nobody_was_told(self):
        """R067: a day that the customer does not know heals nothing, nor does one that is said too late."""
        order = self._promised()
        order.action_promise("2026-03-10", "The supplier is late.", False)
        with freeze_time("2026-03-06 02:00:00"):
            order.action_promise("2026-03-12", "Even later.", True)
            self.assertEqual(self._outcomes(order), ["broken", "replaced", "open"])
            self.assertEqual(self.find(self.check), [("Rob", "2026-03-05")])

    def test_changed_in_the_order(self):
        """R067: whoever changes the delivery date by hand leaves a promise that nobody was told of."""
        order = self._promised()
        order.commitment_date = "2026-03-20 04:00:00"
        last = order.sales_office_promise_ids[-1]
        self.assertEqual((str(last.promised_on), last.customer_told, last.reason), ("2026-03-20", False, False))
        with freeze_time("2026-03-06 02:00:00"):
            self.assertEqual(self._outcomes(order), ["broken", "open"])

    def test_given_after_the_confirmation(self):
        """R067: a first day that is typed into the confirmed order is the first promise; to services there is none."""
        order = self.order(1)
        self.assertFalse(order.sales_office_promise_ids)
        order.commitment_date = "2026-03-05 04:00:00"
        promise = order.sales_office_promise_ids
        self.assertEqual((str(promise.promised_on), promise.outcome), ("2026-03-05", "open"))
        with freeze_time("2026-03-06 02:00:00"):
            self.assertEqual(self.find(self.check), [("Rob", "2026-03-05")])
        advice = self.order(1, product=self.advice)
        advice.commitment_date = "2026-03-05 04:00:00"
        self.assertFalse(advice.sales_office_promise_ids)

    def test_imported_as_confirmed(self):
        """R067: what comes as a confirmed order promises its delivery date as well, once."""
        order = self.order(1, confirm=False, state="sale", commitment_date="2026-03-05 04:00:00")
        self.assertEqual(str(order.sales_office_promise_ids.promised_on), "2026-03-05")

    def test_days_that_cannot_be_promised(self):
        """R067: not the same day, not one that is over, not before the order is confirmed."""
        order = self._promised()
        for day, text in (("2026-03-05", "is what was promised"), ("2026-03-01", "a day that is over")):
            with self.assertRaisesRegex(UserError, text):
                order.action_promise(day, "Because", True)
        with self.assertRaisesRegex(UserError, "once the order is confirmed"):
            self.order(1, confirm=False).action_promise("2026-03-05")

    def test_what_is_nothing_to_deliver(self):
        """R067: services sold as such are never late."""
        order = self.order(1, product=self.advice, commitment_date="2026-03-05 04:00:00")
        self.assertFalse(order.sales_office_promise_ids)

    def test_taken_back(self):
        """R067: what was delivered and came back is not delivered."""
        order = self._promised(2)
        self._deliver(order, "2026-03-04 02:00:00")
        self.take_back(order.order_line, 1)
        self.assertFalse(order.order_line.sales_office_delivered_on)
        with freeze_time("2026-03-06 02:00:00"):
            self.assertEqual(self._outcomes(order), ["broken"])

    def test_nobody_writes_a_promise(self):
        """R067 R135: promises are made by the order's action, and not by somebody else's salesperson."""
        order = self._promised()
        with self.assertRaises(AccessError):
            order.sales_office_promise_ids.promised_on = "2027-01-01"
        with self.assertRaises(AccessError):
            order.sales_office_promise_ids.copy()
        with self.assertRaises(AccessError):
            self.as_(self.colleague, order).action_promise("2026-03-10", "Because", True)

    def test_the_dialog(self):
        """R067: the dialog shows what was promised and takes the next day."""
        order = self._promised()
        dialog = self.as_(self.rep, self.env["sales.office.delivery.promise.make"]).create(
            {"order_id": order.id, "promised_on": "2026-03-10", "reason": "Late supplier.", "customer_told": True}
        )
        self.assertEqual(str(dialog.promised_before), "2026-03-05")
        dialog.action_confirm()
        self.assertEqual(str(order.sales_office_promise_ids[-1].promised_on), "2026-03-10")

    def test_today(self):
        """R067: the salesperson is warned some days before, urgently when it is late, and no more once it is there."""
        order = self._promised()
        with freeze_time("2026-03-01 02:00:00"):
            self.assertNotIn("deliveries_due", self.today(self.rep))
        self.assertFalse(self.today(self.rep)["deliveries_due"]["urgent"])
        with freeze_time("2026-03-06 02:00:00"):
            self.env.invalidate_all()
            self.assertTrue(self.today(self.rep)["deliveries_due"]["urgent"])
            self._deliver(order, "2026-03-06 02:00:00")
            self.assertNotIn("deliveries_due", self.today(self.rep))

    def test_what_is_left_to_deliver(self):
        """R067: what is asked of the tables is what is asked of each line, whatever is sold and however much came."""
        self.env["sale.order.line"].create(
            {"order_id": (order := self.order(3, 2, 0, -1)).id, "display_type": "line_note", "name": "By lorry"}
        )
        on_demand = self.advice.copy({"invoice_policy": "delivery"})
        self.order(1, product=self.advice)
        self.order(1, product=on_demand)
        deposit = self.order(1, 4)
        deposit.order_line[0].is_downpayment = True
        order.order_line[0].qty_delivered = 3
        order.order_line[1].qty_delivered = 1.999
        orders = self.env["sale.order"].search([("user_id", "=", self.rep.user_id.id)])
        for arrived in (0, 1, 4):
            deposit.order_line[1].qty_delivered = arrived
            with self.subTest(arrived):
                expected = orders.filtered(lambda one: not one._is_delivered())
                self.assertEqual(orders.filtered(self._is_waiting), expected)
                self.assertEqual(deposit in expected, arrived < 4)
        self.assertEqual(len(expected), 1, "what is invoiced by delivery")

    def _is_waiting(self, order):
        undelivered = self.env["sale.order.line"]._select_undelivered(SQL("%s", order.id))
        return self.env.execute_query(SQL("SELECT EXISTS (%s)", undelivered))[0][0]
