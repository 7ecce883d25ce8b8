from freezegun import freeze_time

from odoo.tests import HttpCase

from .test_estimate import JUNE, BooksCommon
from .test_simulation import SimulationCommon


class EstimateTours(HttpCase):
    def _tour(self, record, name, employee):
        self.env.flush_all()
        self.start_tour(f"/odoo/{record._name}/{record.id}", name, login=employee.user_id.login)


@freeze_time("2026-06-10 02:00:00")
class TestEstimateTour(BooksCommon, EstimateTours):
    def test_rep_asks_what_it_adds(self):
        """R133: a rep reads on his quotation what it adds: 420.00; after changing it to 7,000: 500.00."""
        (self.special | self.plan).member_ids.unlink()
        self._plan_with_rule(self.rep, tier_by="base", tier_ids=[(0, 5), (8000, 8)])
        self.invoice(self.rep, "2026-06-02", 6000)
        order = self.order(self.rep, JUNE, (6000, 1, 0), confirm=False)
        self._tour(order, "sales_office_rep_asks_what_it_adds", self.rep)
        self.assertEqual(order.amount_untaxed, 7000)


@freeze_time("2026-06-10 02:00:00")
class TestSimulationTour(SimulationCommon, EstimateTours):
    def test_director_simulates_a_plan(self):
        """R133: a director compares a draft with what is paid now, and it stays a draft."""
        draft = self.draft(self.rep)
        self._tour(draft, "sales_office_director_simulates_a_plan", self.director)
        self.assertEqual(draft.state, "draft")
