"""Orders at a price that nobody approved earn nothing until somebody does. Figures worked by hand, rules pay 10 %."""

from freezegun import freeze_time

from ..books import BooksCommon
from ..common import APRIL, MARCH


class UnapprovedCommon(BooksCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sales.office.discount.limit"].create(
            {"post": "representative", "max_discount": 5, "reaction": "block", "company_id": cls.company.id}
        )
        cls.room.list_price = 100

    def sell(self, discount, day="2026-03-10"):
        """Return an order of 1,000 less a discount, confirmed as by its customer, and invoiced."""
        order = self.order(self.rep, day, (100, 10, discount))
        invoice = order._create_invoices()
        invoice.invoice_date = day
        invoice.action_post()
        return order

    def approve(self, order):
        approval = self.env["sales.office.price.approval"].with_user(self.rep.user_id).action_request(order, "Regular")
        approval.with_user(approval.sudo().superior_id.user_id).action_approve()


@freeze_time("2026-04-03 02:00:00")
class TestUnapprovedInvoiced(UnapprovedCommon):
    def test_earns_nothing_until_approved(self):
        """R096: 800 were given away and 1,000 were not: 1,000 count, and 1,800 once the price is approved."""
        given_away = self.sell(20)
        self.sell(0)
        self.invoice(self.rep, "2026-03-11", 7)
        self.assertEqual(given_away.sales_office_price_given, "unapproved")
        self.assertEqual(self.base(MARCH), 1007)
        self.approve(given_away)
        self.assertEqual(self.base(MARCH), 1807)

    def test_approved_after_the_lock(self):
        """R096: approved in May, April's statement brings what March left out: 80."""
        given_away = self.sell(20)
        self.invoice(self.rep, "2026-03-11", 100)
        self.lock(self.settle(MARCH, self.rep, self.special))
        self.approve(given_away)
        with freeze_time("2026-05-03 02:00:00"):
            april = self.settle(APRIL, self.rep, self.special)
        self.assertEqual([amount for kind, _base, amount in self.figures(april) if kind == "correction"], [80])

    def test_room_off(self):
        """R096: without the room nothing is held back."""
        self.sell(20)
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_order")
        self.assertEqual(self.base(MARCH), 800)


@freeze_time("2026-04-03 02:00:00")
class TestUnapprovedOrdered(UnapprovedCommon):
    basis = "ordered"

    def test_earns_nothing_until_approved(self):
        """R096: where orders count, the same."""
        given_away = self.sell(20)
        self.assertEqual(self.base(MARCH), 0)
        self.approve(given_away)
        self.assertEqual(self.base(MARCH), 800)
