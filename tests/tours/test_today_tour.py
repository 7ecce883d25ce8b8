from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..browser import BrowserCase
from ..commission.common import CommissionCommon


@tagged("post_install", "-at_install", "standard")
class TestTodayTour(CommissionCommon, BrowserCase):
    """Today on a phone: a button in a card, taken back, put off."""

    browser_size = "375x667"
    touch_enabled = True

    def test_representative(self):
        """R088 R133: what a rep decides can be taken back for ten seconds; what can wait comes back tomorrow."""
        Note = self.as_(self.rep, self.env["sales.office.market.note"])
        soon = fields.Date.today() + timedelta(days=1)
        old, more = Note.create(
            [{"name": name, "source": "A guest", "valid_until": soon} for name in ("Old news", "More news")]
        )
        self.tour("sales_office_rep_today", self.rep)
        self.assertGreater(old.valid_until, soon)
        self.assertEqual(more.valid_until, soon)
        self.assertFalse(self.rep.user_id.res_users_settings_id.sales_office_snoozed)

    def test_leader(self):
        """R034 R088: what a leader approves in the card is told to the server once it cannot be taken back."""
        pen = self.env["sales.office.supply"].create(
            {"name": "Pen", "department_id": self.sales.id, "monthly_limit": 1}
        )
        pen.action_receive(3, 1)
        self.as_(self.colleague, pen).action_request(2)
        move = self.env["sales.office.supply.move"].search([("supply_id", "=", pen.id), ("state", "=", "requested")])
        self.tour("sales_office_leader_today", self.leader)
        self.assertEqual(move.approved_by_id, self.leader.user_id)
