from freezegun import freeze_time

from ...browser import BrowserCase
from ..plan.test_simulation import SimulationCommon
from .test_estimate import JUNE, BooksCommon


@freeze_time("2026-06-10 02:00:00")
class TestEstimateTour(BooksCommon, BrowserCase):
    def test_rep_asks_what_it_adds(self):
        """R133: a rep reads on their quotation what it adds: 420.00; after changing it to 7,000: 500.00."""
        (self.special | self.plan).member_ids.unlink()
        self._plan_with_rule(self.rep, tier_by="base", tier_ids=[(0, 5), (8000, 8)])
        self.invoice(self.rep, "2026-06-02", 6000)
        order = self.order(self.rep, JUNE, (6000, 1, 0), confirm=False)
        self.tour("sales_office_rep_asks_what_it_adds", self.rep, url=f"/odoo/sale.order/{order.id}")
        self.assertEqual(order.amount_untaxed, 7000)


@freeze_time("2026-06-10 02:00:00")
class TestSimulationTour(SimulationCommon, BrowserCase):
    def test_director_simulates_a_plan(self):
        """R133: a director compares a draft with what is paid now, and it stays a draft."""
        draft = self.draft(self.rep)
        self.tour("sales_office_director_simulates_a_plan", self.director, url=f"/odoo/{draft._name}/{draft.id}")
        self.assertEqual(draft.state, "draft")
