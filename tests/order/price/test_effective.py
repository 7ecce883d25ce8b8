"""What a quotation gives away: plain functions, no database. Figures worked by hand. R053 R096."""

import unittest

from odoo.addons.sales_office_policy.models.order.price.effective import (
    DISCOUNT,
    LEFT_OUT,
    SOLD,
    Item,
    classify,
    get_points_over,
    grant,
    group_items,
    is_below_margin,
    is_group_worse,
    is_smaller,
    weigh_term,
)

YUAN, DOLLAR = 7, 1


def sold(key, listed, amount, quantity=1, **values):
    return Item(key, values.pop("group", key), SOLD, quantity, listed, amount, **values)


def off(amount):
    return Item("off", None, DISCOUNT, 1, 0, -amount)


class TestEffectiveDiscount(unittest.TestCase):
    def discounts(self, *items, early=0.0):
        return {group.key: round(group.discount, 2) for group in group_items(items, early)}

    def test_price_cut_without_discount(self):
        """R053: 90 typed over a list price of 100 is 10 %, though the discount says 0."""
        self.assertEqual(self.discounts(sold("room", 100, 90)), {"room": 10})

    def test_price_raised_and_discounted(self):
        """R053: 120 typed over 100 with 20 % off is 96, so 4 %."""
        self.assertEqual(self.discounts(sold("room", 100, 120 * 0.8)), {"room": 4})

    def test_discount_on_the_whole_is_spread(self):
        """R053: 150 off 1,000 and 500 is 10 % off each: 100 and 50."""
        self.assertEqual(
            self.discounts(sold("room", 1000, 1000), sold("hall", 500, 500), off(150)), {"room": 10, "hall": 10}
        )

    def test_discount_on_the_whole_is_added_to_that_of_a_line(self):
        """R053: 10 % off 1,000 and 90 off the 900 is 810 of 1,000."""
        self.assertEqual(self.discounts(sold("room", 1000, 900), off(90)), {"room": 19})

    def test_house_lines_are_left_out(self):
        """R053: down payments, expenses, delivery, notes and promotions are no discount, whatever their sign."""
        self.assertEqual(classify(1, 500, is_house=True), LEFT_OUT)
        self.assertEqual(classify(1, -500, is_house=True), LEFT_OUT)
        self.assertEqual(classify(0, 0, is_product=False), LEFT_OUT)
        down_payment = Item("deposit", None, LEFT_OUT, 1, 0, 300)
        self.assertEqual(self.discounts(sold("room", 1000, 1000), down_payment), {"room": 0})

    def test_reward_of_a_promotion(self):
        """R053: what a promotion takes off was granted by the house, not by the salesperson."""
        self.assertEqual(classify(1, -200, is_house=True), LEFT_OUT)
        self.assertEqual(classify(1, -200), DISCOUNT)

    def test_combination_is_judged_as_one(self):
        """R053: the parts of a combination share its price: one at 60 and one at 40 of 50 each is 100 of 100."""
        parts = [sold("room", 50, 60, group="combo"), sold("spa", 50, 40, group="combo")]
        self.assertEqual(self.discounts(*parts), {"combo": 0})

    def test_unknown_cost(self):
        """R053: what costs nothing was not entered: below a floor as soon as anything is off, and not before."""
        (full,) = group_items([sold("kit", 100, 100, cost=0.0)])
        (cut,) = group_items([sold("kit", 100, 95, cost=0.0)])
        self.assertIsNone(full.margin)
        self.assertFalse(is_below_margin(full, 20))
        self.assertTrue(is_below_margin(cut, 20))

    def test_known_cost(self):
        """R053: 100 less a cost of 80 leaves 20 %, which a floor of 20 lets pass and one of 21 does not."""
        (group,) = group_items([sold("room", 120, 100, cost=80.0)])
        self.assertEqual(group.margin, 20)
        self.assertFalse(is_below_margin(group, 20))
        self.assertTrue(is_below_margin(group, 21))

    def test_free_goods(self):
        """R053: two nights for nothing with ten paid is two of twelve; something else for nothing is 100 %."""
        nights = [sold(1, 1000, 1000, 10, group="night"), sold(2, 200, 0, 2, group="night")]
        self.assertEqual(self.discounts(*nights, sold("gift", 80, 0)), {"night": 16.67, "gift": 100})

    def test_all_for_nothing(self):
        """R053: where all is for nothing a discount is spread by the list, and a margin is lost altogether."""
        (group,) = group_items([sold("room", 100, 0, cost=50.0), off(0)])
        self.assertEqual((group.discount, group.margin), (100, -100))

    def test_early_payment_and_terms(self):
        """R053: 2 % for paying early is 2 % off; 30 % at once and 70 % after 60 days is 42 days on average."""
        self.assertEqual(self.discounts(sold("room", 1000, 900), early=2), {"room": 11.8})
        self.assertAlmostEqual(weigh_term([(0.3, 0, "days_after"), (0.7, 60, "days_after")]), 42)
        self.assertEqual(weigh_term([(1, 30, "days_after_end_of_month")]), 45)
        self.assertEqual(weigh_term([]), 0)

    def test_exactly_at_the_limit(self):
        """R053: 10 % off 100 is at a limit of 10; so is 0.89 for 0.99, which is rounded, and 0.88 is not."""
        (ten,) = group_items([sold("room", 100, 90)])
        self.assertEqual(get_points_over(ten, 10), 0)
        (rounded,) = group_items([sold("pen", 0.99, 0.89)])
        self.assertEqual(get_points_over(rounded, 10), 0)
        (below,) = group_items([sold("pen", 0.99, 0.88)])
        self.assertAlmostEqual(get_points_over(below, 10), 1.11, 2)
        (over,) = group_items([sold("room", 1000, 877)])
        self.assertAlmostEqual(get_points_over(over, 10), 2.3)

    def test_zero_list_price(self):
        """R053: what the list gives no price for is discounted by nothing, whatever is asked for it."""
        self.assertEqual(self.discounts(sold("sample", 0, 0), sold("fee", 0, 50)), {"sample": 0, "fee": 0})

    def test_returns(self):
        """R053: what comes back never needs an approval, and takes nothing off the rest."""
        self.assertEqual(classify(-2, 100), LEFT_OUT)
        returned = Item("back", "night", LEFT_OUT, -2, -200, -200)
        self.assertEqual(self.discounts(sold("room", 1000, 1000), returned), {"room": 0})

    def test_split_quantities(self):
        """R053: sixty on each of two lines are judged as a hundred and twenty."""
        halves = [sold(1, 4800, 4800, 60, group="night"), sold(2, 4800, 4560, 60, group="night")]
        self.assertEqual(self.discounts(*halves), {"night": 2.5})

    def test_dear_lines_do_not_hide_a_cheap_one(self):
        """R053: an average hides a product that is given away; each is judged by itself."""
        self.assertEqual(self.discounts(sold("room", 100, 150), sold("hall", 100, 60)), {"room": -50, "hall": 40})


class TestGranted(unittest.TestCase):
    def setUp(self):
        self.items = [sold("night", 1000, 800, 10), sold("spa", 200, 200, 2, is_optional=True)]
        self.granted = grant(YUAN, self.items)

    def is_worse(self, *items):
        return any(is_group_worse(self.granted, group) for group in group_items(items))

    def test_not_worse(self):
        """R053: the same price, or a higher one, is what was granted; a lower one is not."""
        self.assertFalse(self.is_worse(*self.items))
        self.assertFalse(self.is_worse(sold("night", 1000, 850, 10)))
        self.assertTrue(self.is_worse(sold("night", 1000, 790, 10)))

    def test_list_that_rises(self):
        """R053: the house raises its list: the price that was granted stays granted, though it is further off now."""
        self.assertFalse(self.is_worse(sold("night", 1200, 800, 10)))
        self.assertFalse(is_smaller(self.granted, YUAN, [sold("night", 900, 800, 10)]))

    def test_something_else(self):
        """R053: what was not there when the price was granted was granted nothing."""
        self.assertTrue(self.is_worse(sold("hall", 500, 300)))

    def test_smaller(self):
        """R053: the price of ten nights is not that of nine; more of it, or something beside it, is no less."""
        self.assertTrue(is_smaller(self.granted, YUAN, [sold("night", 900, 720, 9)]))
        self.assertFalse(is_smaller(self.granted, YUAN, [sold("night", 1100, 880, 11)]))

    def test_customer_leaves_options_out(self):
        """R053: the customer drops what is optional: neither smaller nor worse, also under a discount in money."""
        items = [*self.items, off(100)]
        granted = grant(YUAN, items)
        fewer = [self.items[0], off(100)]
        self.assertFalse(is_smaller(granted, YUAN, fewer))
        self.assertFalse(any(is_group_worse(granted, group) for group in group_items(fewer)))

    def test_other_currency(self):
        """R053: what was granted in yuan says nothing about dollars."""
        self.assertTrue(is_smaller(self.granted, DOLLAR, self.items))
