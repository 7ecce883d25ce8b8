"""Ranks and prizes, worked by hand."""

import unittest
from decimal import Decimal

from odoo.addons.sales_office_policy.models.commission.contest.ranking import award, rank, share_equally

CENT, YUAN = Decimal("0.01"), Decimal("1")


def dec(*numbers):
    return [Decimal(str(number)) for number in numbers]


class TestContestRanking(unittest.TestCase):
    def test_rank(self):
        """R126: who ties has the same rank, and the places they take up are left out."""
        self.assertEqual(rank({}), {})
        self.assertEqual(rank({"a": 20, "b": 30, "c": 20, "d": 10}), {"b": 1, "a": 2, "c": 2, "d": 4})
        self.assertEqual(rank({"a": 0, "b": 0}), {"a": 1, "b": 1})

    def test_shares_add_up(self):
        """R126: 100.00 / 3 = 33.333..., the first gets the odd cent; 0.05 / 3 is 0.02, 0.02, 0.01."""
        self.assertEqual(share_equally(Decimal(100), 3, CENT), dec("33.34", "33.33", "33.33"))
        self.assertEqual(share_equally(Decimal("0.05"), 3, CENT), dec("0.02", "0.02", "0.01"))
        self.assertEqual(share_equally(Decimal(100), 3, YUAN), dec(34, 33, 33))
        self.assertEqual(share_equally(Decimal(0), 2, CENT), dec(0, 0))

    def test_pooled(self):
        """R126: ranks 1, 2, 2 of 600, 300, 100: (300 + 100) / 2 = 200 each."""
        prizes = {1: Decimal(600), 2: Decimal(300), 3: Decimal(100)}
        self.assertEqual(award({"a": 1, "b": 2, "c": 2}, prizes, CENT), {"a": 600, "b": 200, "c": 200})
        # three in front of two: 1000 / 3
        first = award({"a": 1, "b": 1, "c": 1, "d": 4}, prizes, CENT)
        self.assertEqual(list(first.values()), dec("333.34", "333.33", "333.33", 0))
        # places without a prize add nothing
        self.assertEqual(award({"a": 3, "b": 3}, prizes, CENT), {"a": 50, "b": 50})

    def test_better_prize(self):
        """R126: or each of those who tie has the better prize as a whole."""
        prizes = {1: Decimal(600), 2: Decimal(300)}
        ranks = {"a": 1, "b": 1, "c": 3}
        self.assertEqual(award(ranks, prizes, CENT, pooled=False), {"a": 600, "b": 600, "c": 0})
