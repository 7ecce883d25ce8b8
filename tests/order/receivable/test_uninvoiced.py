from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command

from .common import TODAY, ReceivableCommon


@freeze_time(TODAY)
class TestUninvoiced(ReceivableCommon):
    def product(self, policy):
        return self.env["product.product"].create(
            {"name": f"Room by {policy}", "type": "service", "invoice_policy": policy, "taxes_id": []}
        )

    def sell(self, policy="delivery", quantity=10, delivered=4, day="2026-05-01 02:00:00", **values):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.rep.user_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product(policy).id,
                            "product_uom_qty": quantity,
                            "price_unit": 100,
                            **values,
                        }
                    )
                ],
            }
        )
        order.action_confirm()
        order.date_order = day
        order.order_line.qty_delivered = delivered
        return order

    def rows(self, order, employee=None):
        self.env.flush_all()
        items = self.env["sales.office.uninvoiced"]
        items.invalidate_model()
        found = (self.as_(employee, items) if employee else items).search([("order_id", "=", order.id)])
        return found

    def bill(self, order):
        invoice = order._create_invoices()
        invoice.invoice_date = "2026-05-20"
        invoice.action_post()
        return invoice

    def test_delivered_less_invoiced(self):
        """R118: so many units, at their price after the discount, since the order."""
        row = self.rows(self.sell(discount=25))
        self.assertEqual((row.quantity, row.amount, row.age_days, row.user_id), (4, 300, 31, self.rep.user_id))

    def test_what_is_invoiced_is_gone(self):
        """R118: a credit note of it brings it back."""
        order = self.sell()
        invoice = self.bill(order)
        self.assertFalse(self.rows(order))
        invoice._reverse_moves([{"invoice_date": "2026-05-25"}]).action_post()
        self.assertEqual(self.rows(order).amount, 400)

    def test_services_invoiced_by_what_was_ordered(self):
        """R118: what is invoiced before it is delivered is not listed, neither with a negative amount."""
        order = self.sell("order", delivered=0)
        self.assertFalse(self.rows(order))
        self.bill(order)
        order.order_line.qty_delivered = 10
        self.assertFalse(self.rows(order))

    def test_more_than_ordered(self):
        """R118: what was delivered beyond the order waits as well."""
        self.assertEqual(self.rows(self.sell(quantity=0, delivered=2, discount=10)).amount, 180)

    def test_why_it_waits(self):
        """R118: whoever knows says why, and the Today page asks no longer."""
        order = self.sell()
        self.rows(order)
        today = self.as_(self.rep, self.env["sales.office.today"])
        self.assertIn("uninvoiced", [line["key"] for line in today.get_lines()])
        self.say_why(self.rep, self.rows(order), "explain", "One invoice for the quarter")
        self.assertEqual(self.rows(order, self.finance).reason, "One invoice for the quarter")
        self.assertNotIn("uninvoiced", [line["key"] for line in today.get_lines()])
        with self.assertRaisesRegex(UserError, "Say why"):
            self.rows(order, self.rep).action_explain(" ")

    def test_who_sees_it(self):
        """R118 R135: who sold it, who leads them, finance and the director."""
        order = self.sell()
        seen = {employee: bool(self.rows(order, employee)) for employee in (
            self.rep, self.colleague, self.leader, self.leader_south, self.finance, self.director, self.clerk
        )}  # fmt: skip
        self.assertEqual(
            [employee for employee, sees in seen.items() if sees], [self.rep, self.leader, self.finance, self.director]
        )
