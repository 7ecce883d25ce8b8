"""An opportunity that does not leave its stage without what it asks for: dragged, in the form, with a reason, seen."""

from ..browser import BrowserCase
from ..customer.stage_common import StageCommon


class TestStageTour(StageCommon, BrowserCase):
    def setUp(self):
        super().setUp()
        self.criterion()
        self.of_rob = self.lead()

    def open_lead(self, tour):
        self.tour(tour, self.rep, url=f"/odoo/action-crm.crm_lead_action_pipeline/{self.of_rob.id}")

    def test_dragged(self):
        """R128: the card goes back, with a sentence that says what is missing."""
        self.tour("sales_office_rep_drags_a_card", self.rep, url="/odoo/action-crm.crm_lead_action_pipeline")
        self.assertEqual(self.of_rob.stage_id, self.new)

    def test_overridden(self):
        """R128: the form says what is missing; with a reason it goes on, and the leader sees why."""
        self.open_lead("sales_office_rep_goes_on_without_it")
        self.assertEqual(self.of_rob.stage_id, self.qualified)
        self.tour("sales_office_leader_sees_why", self.leader)
        self.assertEqual(self.of_rob.sales_office_override_ids.seen_by_id, self.leader.user_id)

    def test_on_a_phone(self):
        """R064 R137: a need is written down in the opportunity on a phone, and ticks the criterion."""
        size, self.browser_size, self.touch_enabled = self.browser_size, "390x844", True
        self.open_lead("sales_office_rep_writes_needs_on_a_phone")
        self.browser_size, self.touch_enabled = size, False
        self.assertEqual(self.of_rob.sales_office_need_ids.name, "Forty rooms on one floor")
