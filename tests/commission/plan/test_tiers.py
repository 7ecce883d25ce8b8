"""Tiers alone, without a database. Figures worked by hand."""

import unittest
from decimal import Decimal as D

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.addons.sales_office_policy.models.commission.settlement import tiers
from odoo.addons.sales_office_policy.models.commission.settlement.tiers import Part, Tier

CENT, WHOLE, MIL = D("0.01"), D("1"), D("0.001")
TWO = [Tier(D(8000), D(8)), Tier(D(0), D(5))]  # in no order
AMOUNTS = st.integers(-(10**7), 10**7).map(lambda cents: D(cents) / 100)
RATES = st.integers(0, 10000).map(lambda rate: D(rate) / 100)
TABLES = st.dictionaries(AMOUNTS.map(abs), RATES, max_size=5)
#: the first draw reads the sources of all modules, which takes its time
UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
STEPS = st.sampled_from([CENT, WHOLE, MIL])


def pay(base, table, mode, step=CENT, **options):
    return tiers.get_amount(tiers.get_parts(D(base), table, mode, **options), "percent", step)


class TestTiers(unittest.TestCase):
    def test_marginal(self):
        """R133: 8,000 x 5 % + 4,000 x 8 % = 400 + 320 = 720."""
        self.assertEqual(tiers.get_parts(D(12000), TWO, "marginal"), [Part(8000, 5), Part(4000, 8)])
        self.assertEqual(pay(12000, TWO, "marginal"), 720)

    def test_whole(self):
        """R133: 12,000 x 8 % = 960."""
        self.assertEqual(pay(12000, TWO, "whole"), 960)

    def test_threshold_hit_exactly(self):
        """R133: 8,000 is in the upper tier: whole 640; marginal no cent of it is above: 400. A cent less: 399.9995."""
        self.assertEqual(pay(8000, TWO, "whole"), 640)
        self.assertEqual(pay(8000, TWO, "marginal"), 400)
        self.assertEqual(pay("7999.99", TWO, "whole"), 400)
        self.assertEqual(pay("8000.01", TWO, "marginal"), 400)

    def test_below_the_lowest(self):
        """R133: 10 % from 1,000 on: 999.99 pays nothing, 1,500 marginal 500 x 10 % = 50, whole 150."""
        table = [Tier(D(1000), D(10))]
        self.assertEqual(pay("999.99", table, "whole"), 0)
        self.assertEqual(pay(1500, table, "marginal"), 50)
        self.assertEqual(pay(1500, table, "whole"), 150)

    def test_negative_base(self):
        """R133: -1,000 takes back 5 %, the rate sales begin with; without a tier from 0 nothing."""
        for mode in ("marginal", "whole"):
            self.assertEqual(pay(-1000, TWO, mode), -50)
            self.assertEqual(pay(-1000, [Tier(D(1), D(5))], mode), 0)

    def test_nothing(self):
        """R133: no sales pay nothing, and neither does a plan without tiers."""
        for mode in ("marginal", "whole"):
            self.assertEqual(pay(0, TWO, mode), 0)
            self.assertEqual(pay(500, [], mode), 0)

    def test_achievement(self):
        """R133: 5 %, from 100 % of the target 8 %. 12,000 at 120 %: whole 960;
        marginal 10,000 x 5 % + 2,000 x 8 % = 660.
        At 100 % exactly whole is 8 % already. Without anything achieved: 5 %."""
        table = [Tier(D(0), D(5)), Tier(D(100), D(8))]
        self.assertEqual(pay(12000, table, "whole", achieved=D(120)), 960)
        self.assertEqual(pay(12000, table, "marginal", achieved=D(120)), 660)
        self.assertEqual(pay(10000, table, "whole", achieved=D(100)), 800)
        self.assertEqual(pay(10000, table, "marginal", achieved=D(100)), 500)
        self.assertEqual(pay(100, table, "marginal", achieved=D(0)), 5)

    def test_per_unit(self):
        """R133: 12 units at 3.00 each up to 10 and 5.00 above: 30 + 10 = 40."""
        parts = tiers.get_parts(D(12), [Tier(D(0), D(3)), Tier(D(10), D(5))], "marginal")
        self.assertEqual(tiers.get_amount(parts, "per_unit", CENT), 40)

    def test_fixed(self):
        """R133: 200 from 1,000 and 500 from 5,000: 5,000 pays 500, or both, 700; 999.99 and 0 nothing."""
        table = [Tier(D(1000), D(200)), Tier(D(5000), D(500))]
        for base, whole, marginal in ((5000, 500, 700), (1000, 200, 200), ("999.99", 0, 0), (0, 0, 0), (-9, 0, 0)):
            for mode, amount in (("whole", whole), ("marginal", marginal)):
                parts = tiers.get_fixed_parts(D(base), table, mode)
                self.assertEqual(tiers.get_amount(parts, "fixed", CENT), amount, (base, mode))
        self.assertEqual(tiers.get_fixed_parts(D(0), [Tier(D(0), D(9))], "whole"), [])

    def test_rounded_once(self):
        """R133: 33.33 x 5 % + 33.33 x 5.5 % = 1.6665 + 1.83315 = 3.49965: 3.50 (parts by themselves: 1.67 + 1.83)."""
        parts = [Part(D("33.33"), D(5)), Part(D("33.33"), D("5.5"))]
        self.assertEqual(tiers.get_amount(parts, "percent", CENT), D("3.50"))
        self.assertEqual(tiers.get_amount(parts, "percent", MIL), D("3.500"))
        self.assertEqual(tiers.get_amount(parts, "percent", WHOLE), 3)

    def test_limit(self):
        """R133: at least 300, at most 1,000."""
        for amount, limited in ((-5, 300), (299, 300), (500, 500), (1001, 1000)):
            self.assertEqual(tiers.limit(D(amount), D(300), D(1000)), limited)
        self.assertEqual(tiers.limit(D(-5)), -5)
        self.assertEqual(tiers.limit(D(5), cap=D(0)), 0)

    @UNHURRIED
    @given(AMOUNTS, TABLES, st.sampled_from(["marginal", "whole"]))
    def test_parts_add_up(self, base, table, mode):
        """R133: whatever the tiers, the parts are the base, and each has the rate of exactly one tier."""
        parts = tiers.get_parts(base, [Tier(*row) for row in table.items()], mode)
        self.assertEqual(sum(part.base for part in parts), base)

    @UNHURRIED
    @given(AMOUNTS.map(abs), AMOUNTS.map(abs), TABLES)
    def test_marginal_never_falls(self, base, more, table):
        """R133: selling more never pays less where slices are paid each at its own rate."""
        rows = [Tier(*row) for row in table.items()]
        self.assertLessEqual(pay(base, rows, "marginal"), pay(base + more, rows, "marginal"))


class TestShareOut(unittest.TestCase):
    def test_thirds(self):
        """R133: 100.00 in three: 33.34 + 33.33 + 33.33; 100.01 by 33.33, 33.33, 33.34 %: the third gets the cent."""
        self.assertEqual(
            list(tiers.share_out(D(100), dict.fromkeys("abc", D(1)), CENT).values()),
            [D("33.34"), D("33.33"), D("33.33")],
        )
        weights = {"a": D("33.33"), "b": D("33.33"), "c": D("33.34")}
        self.assertEqual(
            list(tiers.share_out(D("100.01"), weights, CENT).values()), [D("33.33"), D("33.33"), D("33.35")]
        )

    def test_negative(self):
        """R133: what is taken back is shared too: -1.00 in three is -0.33 - 0.33 - 0.34."""
        shares = tiers.share_out(D(-1), dict.fromkeys("abc", D(1)), CENT)
        self.assertEqual(sorted(shares.values()), [D("-0.34"), D("-0.33"), D("-0.33")])

    def test_other_side_of_zero(self):
        """R133: 100.00 by 1,000, 1 and -991: whoever sold less than nothing shares nothing, 99.90 + 0.10 + 0.00."""
        shares = tiers.share_out(D(100), {"a": D(1000), "b": D(1), "c": D(-991)}, CENT)
        self.assertEqual(shares, {"a": D("99.90"), "b": D("0.10"), "c": 0})
        shares = tiers.share_out(D(-100), {"a": D(-1000), "b": D(-1), "c": D(991)}, CENT)
        self.assertEqual(shares, {"a": D("-99.90"), "b": D("-0.10"), "c": 0})

    def test_nobody(self):
        self.assertEqual(tiers.share_out(D(5), {}, CENT), {})
        self.assertEqual(tiers.share_out(D(5), {"a": D(0)}, CENT), {"a": 0})

    @UNHURRIED
    @given(st.integers(-(10**9), 10**9), st.lists(RATES, min_size=1, max_size=9), STEPS)
    def test_adds_up(self, steps, weights, step):
        """R133: whatever is shared by whatever weights, not a cent is lost or made, and nobody is off by one."""
        total = steps * step
        table = dict(enumerate(weights))
        if not sum(weights):
            return
        shares = tiers.share_out(total, table, step)
        self.assertEqual(sum(shares.values()), total)
        for key, weight in table.items():
            self.assertLess(abs(shares[key] - total * weight / sum(weights)), step)
