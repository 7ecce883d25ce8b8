"""With ``sale_stock`` installed:
``SALES_OFFICE_BESIDE=sale_stock ./dev test -m "stock or not (attack or loyalty)" tests/order``.

That runs all tests of the room where goods are moved; these are about what there is only then.
"""

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError

from .common import DeliveryCommon

pytestmark = pytest.mark.stock


@freeze_time("2026-03-02 02:00:00")
class TestStock(DeliveryCommon):
    def test_part_of_a_move(self):
        """R067: half of the goods moved is no delivery; the rest, moved later as a back order, is."""
        order = self.order(4, commitment_date="2026-03-05 04:00:00")
        move = order.order_line.move_ids
        move.quantity = 2
        move.picked = True
        move._action_done()
        self.env.flush_all()
        self.assertFalse(order.order_line.sales_office_delivered_on)
        with freeze_time("2026-03-04 02:00:00"):
            self.deliver(order.order_line)
        self.assertEqual(str(order.sales_office_delivered_on), "2026-03-04")
        order.sales_office_promise_ids.invalidate_recordset()
        self.assertEqual(order.sales_office_promise_ids.outcome, "kept")

    def test_the_day_reaches_the_warehouse(self):
        """R067: another day that is promised is the day of the delivery order."""
        order = self.order(1, commitment_date="2026-03-05 04:00:00")
        order.action_promise("2026-03-10", "The ribbons come later", True)
        self.assertEqual(str(order.picking_ids.date_deadline.date()), "2026-03-10")

    def test_moved_without_seeing_costs(self):
        """R053: costs hidden, a rep confirms, who works in the warehouse moves and reads costs, the rep does not."""
        self.company.sales_office_hide_margin = True
        keeper = self.outsider.user_id
        keeper.group_ids += self.env.ref("stock.group_stock_user")
        self.hamper.standard_price = 6
        order = self.order(1)
        move = order.order_line.move_ids.with_user(keeper).with_context(allowed_company_ids=self.company.ids)
        move.quantity = 1
        move.picked = True
        move.picking_id.button_validate()
        self.assertEqual(order.order_line.qty_delivered, 1)
        self.assertEqual(self.hamper.with_user(keeper).standard_price, 6)
        with self.assertRaisesRegex(AccessError, "enough rights to access the field"):
            self.as_(self.rep, self.hamper).read(["standard_price"])

    def test_costs_of_moves(self):
        """R053 R135: nor do the goods that were moved for an order, or are in stock, tell what they cost."""
        self.hamper.standard_price = 6
        order = self.order(1)
        self.deliver(order.order_line)
        told = {
            "stock.move": ("price_unit", "remaining_value", "standard_price", "value", "value_manual"),
            "product.product": ("avg_cost", "total_value"),
        }
        records = {"stock.move": order.order_line.move_ids, "product.product": self.hamper}
        self.assertEqual(self.as_(self.rep, records["stock.move"]).standard_price, 6)
        self.company.sales_office_hide_margin = True
        for model, names in told.items():
            for name in names:
                mine = self.as_(self.rep, records[model])
                with self.subTest(name), self.assertRaisesRegex(AccessError, "enough rights to access the field"):
                    mine.read([name])
                self.assertNotIn(name, mine.fields_get())
        self.as_(self.rep, records["stock.move"]).read(["quantity", "state"])

    def test_orders_change_without_seeing_costs(self):
        """R053: costs hidden, a rep has less or more delivered, and calls a delivery off."""
        self.company.sales_office_hide_margin = True
        order = self.order(4)
        for quantity in (6, 2):
            self.as_(self.rep, order.order_line).product_uom_qty = quantity
            self.assertEqual(sum(order.order_line.move_ids.mapped("product_uom_qty")), quantity)
        self.as_(self.rep, order)._action_cancel()
        self.assertEqual(set(order.order_line.move_ids.mapped("state")), {"cancel"})
