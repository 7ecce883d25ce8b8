"""What is added up in tables of targets, and what has no sum. It is 20 March 2026."""

from freezegun import freeze_time

from .common import PlanningCommon


@freeze_time("2026-03-20 02:00:00")
class TestSums(PlanningCommon):
    def _sum(self, targets, *names, reader=None):
        """Return the sum in the last line of a pivot with these targets, for each of the fields."""
        names = names or ("target_value",)
        self.env.flush_all()
        model = self.as_(reader, self.targets) if reader else self.targets
        [[total]] = model.formatted_read_grouping_sets(
            [("id", "in", targets.ids)], [[]], [f"{name}:sum" for name in names]
        )
        sums = [total[f"{name}:sum"] for name in names]
        return sums if len(sums) > 1 else sums[0]

    def test_one_metric(self):
        """R045: parts of one whole and one metric have a sum."""
        self.assertEqual(self._sum(self.target_north | self.target_south), 1200000)

    def test_metrics_do_not_mix(self):
        """R045: money and customers have no sum together, neither aimed at nor achieved."""
        customers = self._create_target(self.retail, 40, metric="new_customers")
        (self.target | customers).achieved_snapshot = 12
        both = self.target | customers
        self.assertEqual(self._sum(both, "target_value", "achieved_snapshot"), [False, False])
        rows = self.targets.formatted_read_group([("id", "in", both.ids)], ["metric"], ["target_value:sum"])
        self.assertEqual(
            {row["metric"]: row["target_value:sum"] for row in rows}, {"invoiced": 1200000, "new_customers": 40}
        )

    def test_whole_and_parts(self):
        """R045: a whole is not counted a second time with its parts, nor a year with its quarters."""
        self.assertFalse(self._sum(self.target | self.target_north | self.target_south))
        quarters = self.as_(self.manager, self.target_north).action_split("equal").sudo()
        self.assertEqual(self._sum(quarters), 700000)
        self.assertFalse(self._sum(quarters | self.target_south), "A year of the South and quarters of the North")

    def test_whole_and_parts_of_parts(self):
        """R045: nor is it counted with what is two levels below it, as for a rep who sees the house's and their own."""
        own = self.split_people()[self.rep]
        for reader in (None, self.manager):
            self.assertFalse(self._sum(self.target | own, reader=reader))
            self.assertTrue(self._sum(self.target_south | own, reader=reader))

    def test_money_of_two_currencies(self):
        """R045: money of two companies has a sum where both count in one currency, customers always."""
        abroad = self.env["res.company"].create({"name": "Abroad", "currency_id": self.env.ref("base.JPY").id})
        for metric, wanted in (("ordered", False), ("new_customers", 80)):
            here, there = (self._create_target(team, 40, metric=metric) for team in (self.north, self.south))
            self.env.flush_all()
            self.env.cr.execute("UPDATE sales_office_target SET company_id = %s WHERE id = %s", [abroad.id, there.id])
            self.env.invalidate_all()
            with self.subTest(metric):
                self.assertNotEqual(here.currency_id, there.currency_id)
                self.assertEqual(self._sum(here | there), wanted)

    def test_shares(self):
        """R045: of shares and marks there is no sum but a mean, which is what each part is to reach."""
        share = self._create_target(self.retail, 22, metric="market_share")
        quarters = self.as_(self.manager, share).action_split("equal").sudo()
        self.assertEqual(self._sum(quarters), 22)

    def test_list_of_parts(self):
        """R103: the list of parts shows a sum where they add up to the whole."""
        share = self._create_target(self.retail, 22, metric="satisfaction")
        for target, adds_up in ((self.target, True), (share, False)):
            with self.subTest(target.metric):
                self.assertIs(target.action_open_parts()["context"]["sales_office_adds_up"], adds_up)
