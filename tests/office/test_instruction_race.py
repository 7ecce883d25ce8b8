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

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_decided_once(self):
        """R039: of two decisions at once one stands, the other is told that it is decided."""
        told = self._second_waits(lambda env: self._decide(env, "First"), lambda env: self._decide(env, "Second"))
        self.assertIn("is Instructed", told)
        with self.registry.cursor() as cr:
            instruction = self._env(cr)["sales.office.instruction"].browse(self.ids[2])
            self.assertEqual((instruction.decision, len(instruction.log_ids)), ("First", 1))
