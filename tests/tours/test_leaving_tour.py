from odoo import fields

from ..browser import BrowserCase


class TestLeavingTour(BrowserCase):
    """Rob wants to go home with a contract in his bag."""

    def setUp(self):
        super().setUp()
        contract = self.env["sales.office.document"].create(
            {
                "name": "Framework contract",
                "department_id": self.north.id,
                "category_id": self.env.ref("sales_office_policy.document_category_contract").id,
            }
        )
        self.as_(self.clerk, contract).action_hand_out(self.rep)
        self.company.attendance_from_systray = True
        self.attendance = self.env["hr.attendance"].create(
            {"employee_id": self.rep.id, "check_in": fields.Datetime.now()}
        )

    def _assert_left_by(self, tour):
        self.tour(tour, self.rep, url="/odoo")
        self.assertEqual(self.rep.attendance_ids, self.attendance)
        self.assertTrue(self.attendance.check_out)

    def test_asked(self):
        """R017: they see what they hold, are asked, stay, ask again and leave: one attendance, complete."""
        self.company.sales_office_ask_papers = True
        self._assert_left_by("sales_office_sign_out_with_papers")

    def test_not_asked(self):
        """R017: where the company did not choose so they are told, and signed out at once."""
        self._assert_left_by("sales_office_sign_out_unasked")
