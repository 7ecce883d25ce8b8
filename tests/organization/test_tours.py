"""What only a browser can show: the Today page and the assistant."""

from odoo.tests import HttpCase, tagged

from .common import SetupCommon


class TestTours(SetupCommon, HttpCase):
    def test_setup(self):
        """R088 R138: the policy administrator runs the getting-started assistant from the Today page."""
        self.start_tour("/odoo/sales-office", "sales_office_policy_setup", login="ada")
        self.assertTrue(self.trade.is_sales_office)
        self.assertEqual(self.trade.sales_office_clerk_id, self.clem)
        self.assertTrue(self.lina.user_id.has_group("sales_office_policy.group_team_leader"))
        self.assertTrue(self.tom.has_group("sales_office_policy.group_representative"))
        self.assertEqual(self.hotel.sales_office_room_ids, self.room)


@tagged("post_install", "-at_install", "standard")
class TestTodayPage(HttpCase):
    def test_unit(self):
        """R088: the Today page's own unit tests pass in the browser."""
        suite = "@sales_office_policy/today"
        code = 0
        for character in suite:  # Hoot's name of a suite in an address
            code = (code << 5) - code + ord(character) & 0xFFFFFFFF
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={code:08x}",
            "",
            "",
            login="admin",
            timeout=180,
            success_signal="[HOOT] Test suite succeeded",
        )
