from odoo.fields import Command
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

    def test_director_approves_policy(self):
        """R061: the director reads a submitted policy, approves it and puts it in force."""
        policy = self._create_policy()
        policy.with_user(self.policy_admin.user_id).action_submit()
        self._tour("sales_office_director_approves_policy", self.director)
        self.assertEqual(policy.state, "in_force")
        self.assertEqual(policy.approved_by_id, self.director.user_id)
        self.assertIn(self.rep.user_id, policy.acknowledgement_ids.user_id)

    def _create_policy(self):
        """Return a draft for the sales department with one clause."""
        return self.env["sales.office.policy"].create(
            {
                "name": "Rules of the tour",
                "code": "TOUR",
                "company_id": self.company.id,
                "department_ids": [Command.set(self.sales.ids)],
                "clause_ids": [
                    Command.create(
                        {"number": "1.1", "chapter": "Day", "name": "Hours", "text": "Be in the office at eight."}
                    )
                ],
            }
        )
