"""Which line of the table counts, and what goes beyond it: plain functions, no database. R053 R096."""

import unittest

from odoo.addons.sales_office_policy.models.order.price.effective import SOLD, Item, group_items
from odoo.addons.sales_office_policy.models.order.price.limits import (
    Limit,
    Quotation,
    find_limit,
    find_lowest_post,
    get_quota,
    is_small,
    judge,
    may_give,
)

ALL, ROOMS, SUITES = 1, 2, 3
TABLE = [
    Limit(1, "representative", max_discount=5),
    Limit(2, "team_leader", max_discount=10),
    Limit(3, "manager", max_discount=20),
]


def quote(discount=0, cost=None, **values):
    item = Item("room", "room", SOLD, 1, 100, 100 - discount, cost)
    return Quotation(tuple(group_items([item])), {"room": (ALL, ROOMS)}, **values)


class TestFindLimit(unittest.TestCase):
    def find(self, *limits, categories=(ALL, ROOMS, SUITES), grade="A", pricelist_id=9):
        found = find_limit(limits, "representative", pricelist_id, categories, grade)
        return found and found.id

    def test_post_before_everything(self):
        """R053: the line for the post goes before lines for every post, however closely those fit."""
        close = Limit(1, categ_id=SUITES, pricelist_id=9, grade="A")
        self.assertEqual(self.find(close, Limit(2, "representative")), 2)
        self.assertEqual(self.find(close, Limit(2, "manager")), 1)

    def test_closest_category(self):
        """R053: suites go by the line for suites, not by that for rooms or for all."""
        table = (Limit(1, categ_id=ALL), Limit(2, categ_id=SUITES), Limit(3, categ_id=ROOMS))
        self.assertEqual(self.find(*table), 2)
        self.assertEqual(self.find(*table, categories=(ALL, ROOMS)), 3)
        self.assertIsNone(self.find(*table, categories=(8,)))

    def test_price_list_before_grade(self):
        """R053: then the price list counts, then the grade of the customer."""
        self.assertEqual(self.find(Limit(1, grade="A"), Limit(2, pricelist_id=9), Limit(3)), 2)
        self.assertEqual(self.find(Limit(1, grade="A"), Limit(2, pricelist_id=8), Limit(3)), 1)
        self.assertEqual(self.find(Limit(1, grade="B"), Limit(2, pricelist_id=8), Limit(3)), 3)


class TestJudge(unittest.TestCase):
    def test_beyond_ones_own(self):
        """R053: 7.3 % where 5 % is allowed is 2.3 points over; at 5 % nothing is."""
        (excess,) = judge(quote(7.3), TABLE, "representative")
        self.assertEqual((excess.kind, round(excess.over, 2), excess.allowed), ("discount", 2.3, 5))
        self.assertFalse(judge(quote(5), TABLE, "representative"))

    def test_no_line_is_no_limit(self):
        """R053: for whom the table has no line there is no limit."""
        self.assertTrue(may_give(quote(90), TABLE, "director"))
        self.assertTrue(may_give(quote(90), [], "representative"))

    def test_reactions(self):
        """R053: off says nothing, warn says it and lets it pass."""
        for reaction, told, passes in (("off", 0, True), ("warn", 1, True), ("block", 1, False)):
            table = [Limit(max_discount=5, reaction=reaction)]
            with self.subTest(reaction):
                self.assertEqual(len(judge(quote(9), table, "representative")), told)
                self.assertEqual(may_give(quote(9), table, "representative"), passes)

    def test_margin_floor(self):
        """R053: 90 for what costs 80 leaves 11.1 %, below a floor of 15; how much is not told."""
        table = [Limit(max_discount=50, min_margin=15)]
        (excess,) = judge(quote(10, cost=80.0), table, "representative")
        self.assertEqual((excess.kind, excess.over), ("margin", 0))
        self.assertFalse(judge(quote(5, cost=80.0), table, "representative"))

    def test_terms(self):
        """R096: terms and prepayment go by the strictest of the lines that count."""
        table = [Limit(max_discount=50, max_term_days=30, min_prepayment=20)]
        kinds = {excess.kind: excess.over for excess in judge(quote(term_days=45), table, "manager")}
        self.assertEqual(kinds, {"term": 15, "prepayment": 20})
        self.assertFalse(judge(quote(term_days=30, prepayment=20), table, "manager"))

    def test_lowest_post(self):
        """R053: 8 % is the team leader's, 15 % the manager's, 50 % the director's; of nobody where they have a line."""
        lowest = [find_lowest_post(quote(percent), TABLE, "representative") for percent in (8, 15, 50)]
        self.assertEqual(lowest, ["team_leader", "manager", "director"])
        self.assertEqual(find_lowest_post(quote(50), [*TABLE, Limit(4, "director", max_discount=40)]), "")
        self.assertEqual(find_lowest_post(quote(8), TABLE, "team_leader"), "manager")

    def test_small_overruns(self):
        """R053: one point over, twice a month: 6 % is small, 6.5 % and a lost margin are not."""
        table = [Limit(max_discount=5, min_margin=15, tolerance=1, quota=2)]
        small = judge(quote(6, cost=10.0), table, "representative")
        self.assertTrue(is_small(small))
        self.assertEqual(get_quota(small), 2)
        self.assertFalse(is_small(judge(quote(6.5, cost=10.0), table, "representative")))
        self.assertFalse(is_small(judge(quote(6, cost=90.0), table, "representative")))
        self.assertFalse(is_small([]))
