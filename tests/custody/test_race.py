from threading import Thread
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..race import RaceCase


@tagged("post_install", "-at_install", "standard")
class TestRace(RaceCase):
    """Two clerks at two desks: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            department = env["hr.department"].create({"name": "Race office", "is_sales_office": True})
            employees = env["hr.employee"].create(
                [{"name": f"Racer {number}", "department_id": department.id} for number in (1, 2)]
            )
            category = env.ref("sales_office_policy.document_category_record_book")
            document = env["sales.office.document"].create(
                {"name": "Race book", "category_id": category.id, "department_id": department.id}
            )
            self.department_id, self.document_id, self.employee_ids = department.id, document.id, employees.ids
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            document = env["sales.office.document"].browse(self.document_id)
            document.event_ids.unlink()
            document.loan_ids.unlink()
            document.state = "available"
            document.unlink()
            employees = env["hr.employee"].browse(self.employee_ids)
            partners = employees.work_contact_id
            employees.unlink()
            partners.unlink()
            env["hr.department"].browse(self.department_id).unlink()

    def _hand_out(self, env, borrower_id):
        env["sales.office.document"].browse(self.document_id).action_hand_out(borrower_id)

    def _second_clerk(self, outcome):
        try:
            self._request(self._hand_out, self.employee_ids[1])
            outcome.append("handed out")
        except UserError as error:
            outcome.append(str(error))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_clerks_at_once(self):
        """R015: precisely one hands the document out, the other reads who has it."""
        outcome = []
        second = Thread(target=self._second_clerk, args=(outcome,))
        with patch("odoo.service.model.time.sleep"), self.registry.cursor() as cr:
            self._hand_out(self._env(cr), self.employee_ids[0])
            cr.flush()
            second.start()
            second.join(timeout=1)
            self.assertTrue(second.is_alive(), "The second clerk waits for the first")
            cr.commit()
            second.join(timeout=20)
        self.assertEqual(len(outcome), 1)
        self.assertIn("on loan to Racer 1", outcome[0])
        with self.registry.cursor() as cr:
            loans = self._env(cr)["sales.office.document.loan"].search([("document_id", "=", self.document_id)])
            self.assertEqual(loans.mapped("employee_id.name"), ["Racer 1"])
