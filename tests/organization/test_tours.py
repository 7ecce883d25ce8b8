"""What only a browser can show: the assistant."""

from odoo.fields import Command

from ..browser import BrowserCase
from .common import SetupCommon


class TestTours(SetupCommon, BrowserCase):
    browser_size = "1920x1080"  # wide enough for the menus of all rooms

    def test_setup(self):
        """R060 R088 R138: the policy administrator runs the getting-started assistant and changes a ladder."""
        kind = self.env["sales.office.violation.type"].create(
            {
                "name": "Feet on the table",
                "code": "feet",
                "clause_id": self.env.ref("sales_office_policy.clause_posture").id,
                "step_ids": [Command.create({"occurrence": 1, "sanction": "fine", "fine_amount": 20})],
            }
        )
        self.tour("sales_office_policy_setup", self.admin, url="/odoo/sales-office")
        self.assertTrue(self.trade.is_sales_office)
        self.assertEqual(self.trade.sales_office_clerk_id, self.clem)
        waiting = self.env["sales.office.appointment"].search([("state", "=", "proposed")])
        self.assertIn(self.lina, waiting.employee_id)
        self.assertFalse(self.lina.user_id.has_group("sales_office_policy.group_team_leader"))
        waiting.action_confirm()
        self.assertTrue(self.lina.user_id.has_group("sales_office_policy.group_team_leader"))
        self.assertTrue(self.tom.has_group("sales_office_policy.group_representative"))
        self.assertEqual(self.hotel.sales_office_room_ids, self.room | self.env.ref("sales_office_policy.room_conduct"))
        self.assertEqual(kind.step_ids.fine_amount, 80)


class TestSettingsTour(BrowserCase):
    browser_size = "1920x1080"

    def test_settings(self):
        """R088: the settings have a page for each room, and what is sought is found on all of them."""
        self.tour("sales_office_policy_settings", self.policy_admin)
        self.assertEqual(self.company.sales_office_meeting_grace, 7)
