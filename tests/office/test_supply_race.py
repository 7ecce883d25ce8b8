from odoo.tests import tagged
from odoo.tools import mute_logger

from ..race import RaceCase


@tagged("post_install", "-at_install", "standard")
class TestSupplyRace(RaceCase):
    """Two clerks and the last pen: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            department = env["hr.department"].create({"name": "Race office", "is_sales_office": True})
            employee = env["hr.employee"].create({"name": "Racer", "department_id": department.id})
            pen = env["sales.office.supply"].create({"name": "Race pen", "department_id": department.id})
            pen.action_receive(1, 2)
            self.department_id, self.employee_id, self.pen_id = department.id, employee.id, pen.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            pen = env["sales.office.supply"].browse(self.pen_id)
            pen.move_ids.unlink()
            pen.unlink()
            employee = env["hr.employee"].browse(self.employee_id)
            partner = employee.work_contact_id
            employee.unlink()
            partner.unlink()
            env["hr.department"].browse(self.department_id).unlink()

    def _issue(self, env):
        env["sales.office.supply"].browse(self.pen_id).action_issue(self.employee_id, 1)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_last_one_issued_once(self):
        """R034: of two at once precisely one gets the last pen, the other reads that none is left."""
        told = self._second_waits(self._issue, self._issue)
        self.assertIn("only 0", told)
        with self.registry.cursor() as cr:
            pen = self._env(cr)["sales.office.supply"].browse(self.pen_id)
            self.assertEqual((pen.on_hand, len(pen.move_ids)), (0, 2))
