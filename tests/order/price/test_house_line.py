"""What the house gives in a quotation, and what only says so: plain functions, no database. R053."""

import unittest

from odoo.addons.sales_office_policy.models.order.price.house_line import find_rewards, is_delivery


class Fake:
    """A record, or a line, as far as it is asked."""

    def __init__(self, **values):
        self.__dict__.update(values)


PROGRAM, CURRENCY = "ten percent", Fake(rounding=0.01)


class TestHouseLine(unittest.TestCase):
    def setUp(self):
        self.card = Fake(program_id=PROGRAM, points=0)
        self.reward = self.make_reward()

    def make_reward(self, **values):
        given = {
            "program_id": PROGRAM,
            "reward_type": "discount",
            "discount": 10,
            "discount_mode": "percent",
            "discount_max_amount": 0,
            "required_points": 1,
            "reward_product_qty": 1,
            "clear_wallet": False,
            "currency_id": CURRENCY,
            "discount_line_product_id": ["off"],
            "reward_product_ids": ["night"],
        }
        return Fake(**given | values)

    def line(self, amount, reward=None, product="off", quantity=1, card=None, cost=1):
        record = Fake(reward_id=reward, coupon_id=card or self.card, points_cost=cost if reward else 0)
        return Fake(key=f"{product} {amount}", amount=amount, record=record, product=product, quantity=quantity)

    def order(self, points=1, cards=None, known=("reward_id",), **values):
        entry = Fake(coupon_id=self.card, points=points)
        order = Fake(
            order_line=Fake(_fields=known),
            coupon_point_ids=[entry] if cards is None else [],
            applied_coupon_ids=cards or [],
            currency_id=CURRENCY,
            _fields=known,
            **values,
        )
        order._origin = order
        return order

    def found(self, *lines, **values):
        return find_rewards(self.order(**values), [self.line(1000, product="night", quantity=10), *lines])

    def test_taken(self):
        """R053: ten percent off by a promotion that the quotation has is the house's."""
        self.assertEqual(self.found(self.line(-100, self.reward)), {"off -100"})

    def test_more_than_it_gives(self):
        """R053: a reward that was written to more than it gives is no reward, be it in percent or in money."""
        self.assertEqual(self.found(self.line(-101, self.reward)), set())
        for values, most in (
            ({"discount_mode": "per_order", "discount": 50}, 50),
            ({"discount_mode": "per_point", "discount": 20, "required_points": 1}, 40),
            ({"discount_max_amount": 30}, 30),
            ({"reward_type": "shipping"}, 0),
        ):
            with self.subTest(values):
                self.reward = self.make_reward(**values)
                self.assertEqual(len(self.found(self.line(-most, self.reward))), 1)
                self.assertFalse(self.found(self.line(-most - 1, self.reward)))

    def test_said_only(self):
        """R053: no card, another promotion's, another product, or not the points for it: no reward."""
        self.assertFalse(self.found(self.line(-100, self.reward), cards=[Fake(program_id=PROGRAM, points=9)]))
        self.assertFalse(self.found(self.line(-100, self.reward, product="hall")))
        self.assertFalse(self.found(self.line(-100, self.reward, cost=0), points=0))
        self.card.program_id = "another"
        self.assertFalse(self.found(self.line(-100, self.reward)))

    def test_goods_for_nothing(self):
        """R053: of goods that a promotion gives as many are the house's as there are points for."""
        self.reward = self.make_reward(reward_type="product", required_points=10)
        given = self.line(0, self.reward, "night", 2, cost=20)
        self.card.points = 20
        self.assertTrue(self.found(given, cards=[self.card]))
        self.card.points = 0
        self.assertTrue(self.found(given, cards=[self.card]), "spent when it was confirmed")
        given.quantity = 3
        self.assertFalse(self.found(given, cards=[self.card]))
        self.assertFalse(self.found(self.line(0, self.reward, "hall", 1), points=20))

    def test_without_promotions(self):
        """R053: where nothing knows of promotions nothing is one."""
        self.assertEqual(self.found(self.line(-100, self.reward), known=()), set())

    def test_delivery(self):
        """R053: delivery is what the quotation's carrier sells, and not what is called so."""
        line = Fake(_is_delivery=lambda: True, product_id="parcel")
        self.assertTrue(is_delivery(self.order(known=("carrier_id",), carrier_id=Fake(product_id="parcel")), line))
        self.assertFalse(is_delivery(self.order(known=("carrier_id",), carrier_id=Fake(product_id="letter")), line))
        self.assertFalse(is_delivery(self.order(known=("carrier_id",), carrier_id=None), line))
        self.assertFalse(is_delivery(self.order(known=()), line))
