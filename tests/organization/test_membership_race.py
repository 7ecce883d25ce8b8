from datetime import date, timedelta
from threading import Thread
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..race import RaceCase

FIRST = date(2020, 1, 1)


@tagged("post_install", "-at_install", "standard")
class TestMembershipRace(RaceCase):
    """Two people correct the same days at once: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            department = env["hr.department"].create({"name": "Race", "is_sales_office": True})
            employee = env["hr.employee"].create({"name": "Racer", "department_id": department.id})
            self.employee_id, self.department_id = employee.id, department.id
            env.flush_all()
            env["sales.office.membership"]._get_stays(env.company)  # which enters the present
            rows = env["sales.office.membership"].search([("employee_id", "=", employee.id)])
            self.days = FIRST, min(rows.mapped("date_from")) - timedelta(days=1)
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            employee = env["hr.employee"].browse(self.employee_id)
            partner = employee.work_contact_id
            employee.unlink()
            partner.unlink()
            env["hr.department"].browse(self.department_id).unlink()

    def _correct(self, env):
        employee = env["hr.employee"].browse(self.employee_id)
        department = env["hr.department"].browse(self.department_id)
        env["sales.office.membership"].action_correct(employee, *self.days, "Forgotten", department)

    def _second(self, done):
        self._request(self._correct)
        done.append(True)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_corrected_at_once(self):
        """R135: the second waits, sees what the first has entered, and nobody belongs twice on one day."""
        done = []
        second = Thread(target=self._second, args=(done,))
        with patch("odoo.service.model.time.sleep"), self.registry.cursor() as cr:
            self._correct(self._env(cr))
            cr.flush()
            second.start()
            second.join(timeout=2)
            self.assertTrue(second.is_alive(), "The second waits for the first")
            cr.commit()
            second.join(timeout=20)
        self.assertEqual(done, [True])
        with self.registry.cursor() as cr:
            rows = self._env(cr)["sales.office.membership"].search([("employee_id", "=", self.employee_id)])
            self.assertEqual(len(rows.filtered(lambda row: row.date_from == FIRST)), 1)
