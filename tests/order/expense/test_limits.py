import unittest
from datetime import date

from odoo.addons.sales_office_policy.models.order.expense.limits import Limit, Spent, find_passed

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
MEALS, TRIPS = 1, 2
ROB, ANN, LEO = 10, 11, 12
#: ids of departments, from the top
NORTH, SOUTH = (1, 2), (1, 3)


class TestExpenseLimits(unittest.TestCase):
    rows = (
        Spent(ROB, NORTH, MEALS, JUNE, 60),
        Spent(ROB, NORTH, TRIPS, JUNE, 40),
        Spent(ROB, NORTH, MEALS, JULY, 500),
        Spent(ANN, NORTH, MEALS, JUNE, 30),
        Spent(LEO, SOUTH, MEALS, JUNE, 20),
    )

    def passed(self, limit, collected=0, asked=rows[0], post="representative"):
        return [(p.spent, p.allowed) for p in find_passed([limit], asked, post, self.rows, collected)]

    def test_exactly_at_the_limit(self):
        """R120: whoever is exactly at a limit has not passed it."""
        self.assertEqual(self.passed(Limit(amount=100)), [])
        self.assertEqual(self.passed(Limit(amount=99.99)), [(100, 99.99)])

    def test_kind(self):
        """R120: a limit of a kind counts that kind, and is asked of nothing else."""
        self.assertEqual(self.passed(Limit(product_id=MEALS, amount=59)), [(60, 59)])
        self.assertEqual(self.passed(Limit(product_id=TRIPS, amount=1)), [])

    def test_post(self):
        """R120: a limit of a post is that of nobody else."""
        self.assertEqual(self.passed(Limit(post="manager", amount=1)), [])
        self.assertEqual(self.passed(Limit(post="manager", amount=1), post="manager"), [(100, 1)])

    def test_team(self):
        """R120: a team, with those below it, spends a share of what it collected, and nothing of nothing."""
        limit = Limit(basis="collected", percent=10)
        self.assertEqual(self.passed(limit, collected=1300), [])
        self.assertEqual(self.passed(limit, collected=1299), [(130, 129.9)])
        self.assertEqual(self.passed(limit), [(130, 0)])
        director = Spent(99, (1,), MEALS, JUNE, 0)
        self.assertEqual(self.passed(limit, asked=director), [(150, 0)])

    def test_no_team(self):
        """R120: who belongs nowhere has no team's budget."""
        self.assertEqual(self.passed(Limit(basis="collected", percent=10), asked=Spent(7, (), MEALS, JUNE, 9)), [])
