"""With ``sale_loyalty`` and ``delivery`` installed:
``SALES_OFFICE_BESIDE="sale_loyalty delivery" ./dev test -m loyalty tests/order/price``.
"""

import pytest

from odoo.fields import Command

from ..common import PriceCommon

pytestmark = pytest.mark.loyalty


class TestPromotion(PriceCommon):
    def setUp(self):
        super().setUp()
        self.env["loyalty.program"].search([]).active = False

    def promote(self, **reward):
        """Return a promotion of every order over nothing, with one reward."""
        return self.env["loyalty.program"].create(
            {
                "name": "Spring",
                "program_type": "promotion",
                "trigger": "auto",
                "company_id": self.company.id,
                "rule_ids": [Command.create({"minimum_amount": 1})],
                "reward_ids": [Command.create(reward)],
            }
        )

    def take(self, order):
        """Take the reward as the dialog of promotions does; return its lines."""
        mine = self.as_(self.rep, order)
        mine._update_programs_and_rewards()
        ((card, rewards),) = mine._get_claimable_rewards().items()
        mine._apply_program_reward(rewards, card)
        return order.order_line.filtered("reward_id")

    def assert_discount(self, order, percent):
        self.assertEqual(round(order._judge_price().discount, 2), percent)

    def test_percent(self):
        """R053: what a promotion takes off is the house's, up to the confirmation; what a rep adds to it is not."""
        self.promote(reward_type="discount", discount=10, discount_mode="percent", discount_applicability="order")
        order = self.quote((self.night, 10, 4))
        line = self.take(order)
        self.assertEqual(line.price_subtotal, -96)
        self.assert_discount(order, 4)
        self.as_(self.rep, line).price_unit = -300
        self.assert_discount(order, 34)
        line.price_unit = -96
        self.as_(self.rep, order).action_confirm()
        self.assertEqual(order.sales_office_price_given, "within")
        self.assert_discount(order, 4)

    def test_goods(self):
        """R053: a night that a promotion gives is the house's."""
        self.promote(reward_type="product", reward_product_id=self.night.id, reward_product_qty=1, required_points=1)
        order = self.quote((self.hall, 1, 0))
        self.take(order)
        self.assert_discount(order, 0)

    def test_carrier(self):
        """R053: the price of the carrier is nobody's discount; a hall called delivery is."""
        parcel = self._create_product("Parcel", 30, 0)
        carrier = self.env["delivery.carrier"].create({"name": "Parcel", "product_id": parcel.id})
        order = self.quote((self.hall, 1, 0))
        self.as_(self.rep, order).set_delivery_line(carrier, 5)
        self.assert_discount(order, 0)
        hall = {"product_id": self.hall.id, "price_unit": 1, "is_delivery": True}
        self.as_(self.rep, order).order_line = [Command.create(hall)]
        self.assertGreater(order._judge_price().discount, 40)
