"""The arithmetic alone, without a database."""

import unittest
from decimal import Decimal as D

from odoo.addons.sales_office_policy.models.commission.settlement import arithmetic as settlement

CENT, WHOLE, MIL = D("0.01"), D("1"), D("0.001")


class TestArithmetic(unittest.TestCase):
    def test_percent(self):
        """R133: 8,000 x 5 % = 400; 33.33 x 7.5 % = 2.49975, which is 2.50."""
        self.assertEqual(settlement.percent(D(8000), D(5), CENT), D("400.00"))
        self.assertEqual(settlement.percent(D("33.33"), D("7.5"), CENT), D("2.50"))

    def test_percent_rounds_a_tie_away_from_zero(self):
        """0.10 x 5 % = 0.005: 0.01, and what a refund takes back is the same."""
        self.assertEqual(settlement.percent(D("0.10"), D(5), CENT), D("0.01"))
        self.assertEqual(settlement.percent(D("-0.10"), D(5), CENT), D("-0.01"))

    def test_percent_in_other_currencies(self):
        """Yen have no decimals, dinars three: 1,234 x 2.5 % = 30.85."""
        self.assertEqual(settlement.percent(D(1234), D("2.5"), WHOLE), D(31))
        self.assertEqual(settlement.percent(D("1.234"), D("2.5"), MIL), D("0.031"))

    def test_floats_are_what_they_look_like(self):
        """1.005 is stored as 1.00499...; read as 1.005 a whole of it rounds to 1.01."""
        self.assertEqual(settlement.percent(settlement.decimal(1.005), D(100), CENT), D("1.01"))

    def test_cap(self):
        """20 % of 1,000 = 200; of 0.04 nothing, since 0.01 would be a quarter; of a loss nothing."""
        self.assertEqual(settlement.cap_together([(D(1000), D(20))], CENT), D(200))
        self.assertEqual(settlement.cap_together([(D("0.04"), D(20))], CENT), D(0))
        self.assertEqual(settlement.cap_together([(D(-500), D(20))], CENT), D(0))

    def test_deduct(self):
        """300 and 50 with room for 320: the first whole, 20 of the second, 30 carried."""
        first, second = settlement.deduct([("a", D(300)), ("b", D(50))], D(320))
        self.assertEqual((first.deducted, first.carried_forward), (300, 0))
        self.assertEqual((second.deducted, second.carried_forward), (20, 30))

    def test_deduct_without_room(self):
        (only,) = settlement.deduct([("a", D(300))], D(0))
        self.assertEqual((only.payable, only.deducted, only.carried_forward), (300, 0, 300))
