from ..browser import BrowserCase
from .common import PlanningCommon


class TestPlanningTours(PlanningCommon, BrowserCase):
    """What manager and rep do on the screen, each as himself in a real browser."""

    def test_split_publish_and_dispute(self):
        """R103 R123 R132: a manager splits a target, explains a difference and publishes; a rep disputes his."""
        action = f"sales_office_target_action_cascade/{self.target_north.id}"
        self.tour(
            "sales_office_manager_splits_and_publishes",
            self.manager,
            action=action,
        )
        self.assertTrue(self.target_north.published_at)
        self.assertEqual(self.target_north.difference_reason, "A new colleague comes in May")
        target = self.targets.search([("employee_id", "=", self.rep.id)])
        self.assertEqual(target.state, "proposed")
        self.tour("sales_office_rep_disputes_target", self.rep)
        self.assertEqual((target.state, target.reason), ("disputed", "My largest customer has left"))
