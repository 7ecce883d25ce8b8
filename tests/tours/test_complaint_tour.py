import re

from ..browser import BrowserCase


class TestComplaintTour(BrowserCase):
    """A customer rings Rob; Cora answers; the customer rates."""

    def test_from_call_to_rating(self):
        """R051 R114: a call becomes a complaint, is acknowledged, answered, closed, and rated badly by its link."""
        customer = self.env["res.partner"].create(
            {"name": "Maple Leaf Software", "email": "office@maple.example.com", "user_id": self.rep.user_id.id}
        )
        call = self.as_(self.rep, self.env["sales.office.call"]).create(
            {"summary": "The heating did not work", "partner_id": customer.id, "employee_id": self.rep.id}
        )
        url = f"/odoo/action-sales_office_policy.sales_office_call_action/{call.id}"
        self.tour("sales_office_complaint_of_a_call", self.rep, url=url)
        complaint = self.env["sales.office.complaint"].search([("res_id", "=", call.id)])
        self.assertEqual((complaint.employee_id, complaint.seller_id), (self.relations, self.rep.user_id))
        self.tour("sales_office_complaint_answered", self.relations)
        self.assertEqual(complaint.state, "closed")
        rating = self.env["rating.rating"].search([("res_model", "=", complaint._name)])
        self._rate(rating, 1, "It is cold again")
        self.assertEqual((complaint.state, complaint.rating), ("reopened", 1))
        self._rate(rating, 5, "Better")
        complaint.invalidate_recordset()
        self.assertEqual((complaint.state, complaint.rating), ("reopened", 1), "a link used twice")

    def _rate(self, rating, rate, feedback):
        self.authenticate(None, None)
        page = self.url_open(f"/rate/{rating.access_token}/{rate}")
        self.assertEqual(page.status_code, 200)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
        data = {"rate": rate, "feedback": feedback, "csrf_token": token}
        page = self.url_open(f"/rate/{rating.access_token}/submit_feedback", data=data)
        self.assertEqual(page.status_code, 200)
        self.env.invalidate_all()
