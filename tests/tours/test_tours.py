from odoo.tests import HttpCase

from ..common import SalesOfficeCommon


class TestTours(SalesOfficeCommon, HttpCase):
    """What people do on the screen, each as himself in a real browser."""

    def _tour(self, name, employee):
        self.env.flush_all()
        self.start_tour("/odoo/action-sales_office_policy.sales_office_today_action", name, login=employee.user_id.login)

    def test_clerk_lends_and_takes_back(self):
        """R015 R017: the clerk hands a paper out, is told when it is due, and takes it back."""
        document = self.env["sales.office.document"].create(
            {
                "name": "Contract of the tour",
                "reference": "DOC-TOUR",
                "category_id": self.env.ref("sales_office_policy.document_category_contract").id,
                "department_id": self.sales.id,
            }
        )
        self._tour("sales_office_clerk_lends_and_takes_back", self.clerk)
        self.assertEqual(document.state, "available")
        self.assertEqual(document.loan_ids.employee_id, self.rep)
        self.assertEqual(document.loan_ids.condition, "Complete, no marks")
        self.assertEqual(document.loan_ids.taken_back_by_id, self.clerk.user_id)
