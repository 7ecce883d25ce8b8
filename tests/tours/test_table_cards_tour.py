from odoo.fields import Command

from ..browser import BrowserCase
from ..customer.complaint.common import ComplaintCommon


class TestTableCardsTour(ComplaintCommon, BrowserCase):
    """Cora notes on her telephone what is done about a complaint."""

    browser_size = "375x667"
    touch_enabled = True

    def test_table(self):
        """R135: the table of a form is cards on a phone, and what is typed into a row there is typed into a dialog."""
        complaint = self.complain()
        mine = self.as_(self.relations, complaint)
        mine.action_acknowledge()
        mine.action_ids = [Command.create({"name": "Ring back within the day", "due_on": "2099-12-30"})]
        url = f"/odoo/action-sales_office_policy.sales_office_complaint_action/{complaint.id}"
        self.tour("sales_office_table_as_cards", self.relations, url=url)
        self.assertEqual(complaint.action_ids.mapped("name"), ["Ring back within the day", "Train the desk"])
