from datetime import timedelta

from odoo import fields

from ..browser import BrowserCase
from ..customer.visit.common import VisitCommon


class TestVisitTour(VisitCommon, BrowserCase):
    """A rep's morning on a phone."""

    browser_size = "375x667"
    touch_enabled = True

    def test_visit_outcome_next_step(self):
        """R104 R137: from Today, with the thumb: I am here, what came of it, what comes next."""
        start = fields.Datetime.now() - timedelta(minutes=1)
        visit = self.plan(start=start, lead_id=self.lead.id)
        self.tour("sales_office_rep_visits", self.rep)
        self.assertEqual((visit.state, visit.outcome, visit.outcome_note), ("done", "further", "They like the hall"))
        self.assertTrue(visit.came_at)
        self.assertEqual(self.lead.activity_ids.summary, "Send the offer")
