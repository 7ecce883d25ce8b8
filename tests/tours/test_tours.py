from odoo.fields import Command

from ..browser import BrowserCase
from ..commission.common import MARCH, CommissionCommon


class TestTours(CommissionCommon, BrowserCase):
    """What people do on the screen, each as themselves in a real browser."""

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
        self.tour("sales_office_clerk_lends_and_takes_back", self.clerk)
        self.assertEqual(document.state, "available")
        self.assertEqual(document.loan_ids.employee_id, self.rep)
        self.assertEqual(document.loan_ids.condition, "Complete, no marks")
        self.assertEqual(document.loan_ids.taken_back_by_id, self.clerk.user_id)

    def test_hold_passes_to_the_next_in_line(self):
        """R015: who waits is told their place; the clerk is told for whom it is kept; they confirm the receipt."""
        document = self.env["sales.office.document"].create(
            {
                "name": "Contract of the tour",
                "reference": "DOC-TOUR",
                "category_id": self.env.ref("sales_office_policy.document_category_contract").id,
                "department_id": self.sales.id,
            }
        )
        self.as_(self.clerk, document).action_hand_out(self.rep)
        self.tour("sales_office_rep_waits_in_line", self.colleague)
        self.assertEqual(document.hold_ids.employee_id, self.colleague)
        self.tour("sales_office_clerk_serves_the_line", self.clerk)
        self.assertEqual(document.holder_id, self.colleague)
        self.tour("sales_office_rep_draws_and_confirms", self.colleague)
        loan = document.loan_ids.filtered(lambda loan: loan.state == "on_loan")
        self.assertEqual((loan.employee_id, loan.receipt), (self.colleague, "screen"))

    def test_director_approves_policy(self):
        """R061: the director reads a submitted policy, approves it and puts it in force."""
        policy = self._create_policy()
        policy.with_user(self.policy_admin.user_id).action_submit()
        self.tour("sales_office_director_approves_policy", self.director)
        self.assertEqual(policy.state, "in_force")
        self.assertEqual(policy.approved_by_id, self.director.user_id)
        self.assertIn(self.rep.user_id, policy.acknowledgement_ids.user_id)

    def test_rep_reads_answers_and_confirms(self):
        """R111 R046 R134: a rep confirms what they read, answers the case about them and confirms their statement."""
        policy = self._create_policy()
        policy.with_user(self.policy_admin.user_id).action_submit()
        policy.with_user(self.director.user_id).action_approve()
        policy.with_user(self.director.user_id).action_put_in_force()
        case = self._report_case()
        self.invoice(self.rep, "2026-03-10", 10000)
        statement = self.settle(MARCH, self.rep)
        statement.with_user(self.manager.user_id).action_submit()

        self.tour("sales_office_rep_reads_answers_confirms", self.rep)

        acknowledgement = policy.acknowledgement_ids.filtered(lambda a: a.employee_id == self.rep)
        self.assertTrue(acknowledgement.acknowledged_at)
        self.assertEqual(case.response, "The ferry was late.")
        self.assertEqual((statement.state, statement.confirmed_by_id), ("confirmed", self.rep.user_id))

    def _report_case(self):
        """Return a case of lateness that the leader handed in."""
        case = self.as_(self.leader, self.env["sales.office.violation"]).create(
            {
                "employee_id": self.rep.id,
                "type_id": self.env.ref("sales_office_policy.violation_type_late_arrival").id,
                "description": "Came at 08:40",
            }
        )
        case.action_report()
        return case.sudo()

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
