from datetime import date

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...race import RaceCase

#: a Wednesday to come, for which nobody has a row
WEDNESDAY = date(2031, 3, 5)


@tagged("post_install", "-at_install", "standard")
class TestDayRace(RaceCase):
    """The job and somebody who signs in: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            room = env.ref("sales_office_policy.room_workday")
            self.had_room = room in env.company.sales_office_room_ids
            env.company.sales_office_room_ids |= room
            office = env["hr.department"].create({"name": "Race office", "is_sales_office": True})
            employee = env["hr.employee"].create({"name": "Racer", "department_id": office.id})
            self.office_id, self.employee_id = office.id, employee.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            employee = env["hr.employee"].browse(self.employee_id)
            partner = employee.work_contact_id
            employee.unlink()
            partner.unlink()
            env["hr.department"].browse(self.office_id).unlink()
            if not self.had_room:
                env.company.sales_office_room_ids -= env.ref("sales_office_policy.room_workday")

    def _make(self, env):
        return env["sales.office.day"]._refresh(env["hr.employee"].browse(self.employee_id), [WEDNESDAY])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_made_at_once(self):
        """R002: two that make the same day at once both get it, and there is one row."""
        made = []
        self.assertFalse(self._second_waits(self._make, lambda env: made.append(self._make(env).ids)))
        with self.registry.cursor() as cr:
            rows = self._env(cr)["sales.office.day"].search(
                [("employee_id", "=", self.employee_id), ("date", "=", WEDNESDAY)]
            )
            self.assertEqual(len(rows), 1)
            self.assertEqual(made[-1], rows.ids)
