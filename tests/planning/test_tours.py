from ..browser import BrowserCase
from .common import PlanningCommon


class TestPlanningTours(PlanningCommon, BrowserCase):
    """What manager and rep do on the screen, each as themselves in a real browser."""

    def test_split_publish_and_dispute(self):
        """R103 R123 R132: a manager splits a target, explains a difference and publishes; a rep disputes theirs."""
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

    def test_split_a_year(self):
        """R103 R123: a manager distributes a year, corrects, undoes, pastes from a spreadsheet, saves and proposes."""
        self.tour("sales_office_manager_splits_a_year", self.manager, action="sales_office_target_matrix_action")
        months = self.targets.search(
            [("period_type", "=", "month"), ("employee_id", "in", (self.rep | self.leader).ids)]
        )
        self.assertEqual((len(months), set(months.mapped("state"))), (24, {"proposed"}))
        self.assertFalse(self.target_north.difference)
        ray = self.targets.search([("employee_id", "=", self.rep_south.id), ("period_type", "=", "year")])
        self.assertEqual((ray.target_value, ray.parent_id), (300000, self.target_south))


class TestTargetsOnAPhone(PlanningCommon, BrowserCase):
    """The same on a telephone."""

    browser_size = "375x667"
    touch_enabled = True

    def test_one_period(self):
        """R123: the table shows one month at a time, in which a target is typed."""
        self.tour("sales_office_manager_types_on_a_phone", self.manager, action="sales_office_target_matrix_action")
        march = self.targets.search([("employee_id", "=", self.rep.id), ("date_from", "=", "2026-03-01")])
        self.assertEqual(march.mapped("target_value"), [30000])
