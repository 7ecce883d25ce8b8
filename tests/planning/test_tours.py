from odoo.tests import HttpCase

from .common import PlanningCommon


class TestPlanningTours(PlanningCommon, HttpCase):
    """What manager and rep do on the screen, each as himself in a real browser."""

    def test_split_publish_and_dispute(self):
        """R103 R123 R132: a manager splits a target, explains a difference and publishes; a rep disputes his."""
        self.env.flush_all()
        action = "sales_office_policy.sales_office_target_action_cascade"
        self.start_tour(
            f"/odoo/action-{action}/{self.target_north.id}",
            "sales_office_manager_splits_and_publishes",
            login=self.manager.user_id.login,
        )
        self.assertTrue(self.target_north.published_at)
        self.assertEqual(self.target_north.difference_reason, "A new colleague comes in May")
        target = self.targets.search([("employee_id", "=", self.rep.id)])
        self.assertEqual(target.state, "proposed")
        self.start_tour(
            "/odoo/action-sales_office_policy.sales_office_today_action",
            "sales_office_rep_disputes_target",
            login=self.rep.user_id.login,
        )
        self.assertEqual((target.state, target.reason), ("disputed", "My largest customer has left"))
