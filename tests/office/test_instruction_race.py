from threading import Thread
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..race import RaceCase


@tagged("post_install", "-at_install", "standard")
class TestInstructionRace(RaceCase):
    """Leader and manager decide the same question: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            department = env["hr.department"].create({"name": "Race office", "is_sales_office": True})
            employees = env["hr.employee"].create(
                [
                    {"name": "Head", "department_id": department.id},
                    {"name": "Racer", "department_id": department.id},
                ]
            )
            department.manager_id = employees[0]
            instruction = env["sales.office.instruction"].create(
                {"employee_id": employees[1].id, "name": "Race?", "question": "Who is first?"}
            )
            instruction.state = "asked"
            self.ids = department.id, employees.ids, instruction.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        department_id, employee_ids, instruction_id = self.ids
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["sales.office.instruction"].browse(instruction_id).unlink()
            employees = env["hr.employee"].browse(employee_ids)
            partners = employees.work_contact_id
            env["hr.department"].browse(department_id).manager_id = False
            employees.unlink()
            partners.unlink()
            env["hr.department"].browse(department_id).unlink()

    def _decide(self, env, text):
        env["sales.office.instruction"].browse(self.ids[2]).action_decide("agreed", text)

    def _second(self, outcome):
        try:
            self._request(self._decide, "Second")
            outcome.append("decided")
        except UserError as error:
            outcome.append(str(error))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_decided_once(self):
        """R039: of two decisions at once one stands, the other is told that it is decided."""
        outcome = []
        second = Thread(target=self._second, args=(outcome,))
        with patch("odoo.service.model.time.sleep"), self.registry.cursor() as cr:
            self._decide(self._env(cr), "First")
            cr.flush()
            second.start()
            second.join(timeout=1)
            self.assertTrue(second.is_alive(), "The second waits for the first")
            cr.commit()
            second.join(timeout=20)
        self.assertEqual(len(outcome), 1)
        self.assertIn("is Instructed", outcome[0])
        with self.registry.cursor() as cr:
            instruction = self._env(cr)["sales.office.instruction"].browse(self.ids[2])
            self.assertEqual((instruction.decision, len(instruction.log_ids)), ("First", 1))
