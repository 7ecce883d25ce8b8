import re

from odoo.tests import HttpCase
from odoo.tools import mute_logger

from ..common import PriceCommon


class TestPriceDecision(PriceCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.order = self.quote((self.night, 10, 8))
        self.approval = self.ask(self.order)

    def _open(self, employee, data=None):
        user = employee.user_id
        user.password = user.login
        self.authenticate(user.login, user.login)
        url = f"/sales-office/price/{self.approval.id}"
        page = self.url_open(url)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        return self.url_open(url, data={**data, "csrf_token": token[1]}) if data and token else page

    def test_message_leads_there(self):
        """R053: the message to the leader has the address of the page on which they decide."""
        message = self.env["mail.message"].search(
            [("model", "=", self.approval._name), ("partner_ids", "in", self.leader.user_id.partner_id.ids)], limit=1
        )
        self.assertIn(f"/sales-office/price/{self.approval.id}", message.body)

    def test_approved_with_one_click(self):
        """R053: opening the page changes nothing; one click on it approves, and a second says so."""
        page = self._open(self.leader)
        self.assertIn("The competitor offers as much", page.text)
        self.assertEqual(self.approval.state, "requested")
        page = self._open(self.leader, {"decision": "approve"})
        self.assertEqual((self.approval.state, self.approval.decided_by_id), ("approved", self.leader.user_id))
        self.assertNotIn('name="decision"', page.text)

    def test_refused_with_a_reason(self):
        """R053: a refusal needs a reason, and what was typed stays on the page."""
        self.assertIn('role="alert"', self._open(self.leader, {"decision": "refuse", "reason": " "}).text)
        self.assertEqual(self.approval.state, "requested")
        self._open(self.leader, {"decision": "refuse", "reason": "Offer the smaller rooms"})
        self.assertEqual((self.approval.state, self.approval.answer), ("refused", "Offer the smaller rooms"))

    def test_not_by_others(self):
        """R135: who asked gets no buttons, a colleague not even the page, and a form of another site is refused."""
        self.assertNotIn('name="decision"', self._open(self.rep).text)
        page = self._open(self.colleague)
        self.assertIn("There is no price here that you can decide.", page.text)
        self.assertNotIn("competitor", page.text)
        self._open(self.leader)
        with mute_logger("odoo.http"):
            answer = self.url_open(f"/sales-office/price/{self.approval.id}", data={"decision": "approve"})
        self.assertEqual((answer.status_code, self.approval.state), (400, "requested"))

    def test_beyond_the_leader(self):
        """R053: a leader sees what is beyond their own limit without a button to approve."""
        self.approval = self.ask(self.quote((self.hall, 10, 15)))
        page = self._open(self.leader).text
        self.assertNotIn('value="approve"', page)
        self.assertIn('value="refuse"', page)
