from threading import Thread
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...race import RaceCase

MARCH = ("2026-03-01", "2026-03-31")


@tagged("post_install", "-at_install", "standard")
class TestRace(RaceCase):
    """Two people computing at once: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            employee = env["hr.employee"].create({"name": "Racer"})
            plans = env["sales.office.commission.plan"].create(
                [
                    {
                        "name": f"Race {number}",
                        "date_from": "2026-01-01",
                        "state": "approved",
                        "rule_ids": [Command.create({"name": "Invoiced sales", "rate": 5})],
                        "member_ids": [Command.create({"employee_id": employee.id, "date_from": "2026-01-01"})],
                    }
                    for number in (1, 2)
                ]
            )
            violation = env["sales.office.violation"].create(
                {
                    "employee_id": employee.id,
                    "type_id": env["sales.office.violation.type"].search([], limit=1).id,
                    "date": "2026-03-05",
                    "description": "Too fast",
                    "state": "closed",
                    "sanction": "fine",
                    "fine_amount": 80,
                }
            )
            self.employee_id, self.plan_ids, self.violation_id = employee.id, plans.ids, violation.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            plans = env["sales.office.commission.plan"].browse(self.plan_ids)
            plans.statement_ids.unlink()
            plans.unlink()
            env["sales.office.violation"].browse(self.violation_id).unlink()
            employee = env["hr.employee"].browse(self.employee_id)
            partner = employee.work_contact_id
            employee.unlink()
            partner.unlink()

    def _settle(self, env, number):
        env["sales.office.commission.plan"].browse(self.plan_ids[number]).generate_statements(*MARCH)

    def _second(self, number, done):
        self._request(self._settle, number)
        done.append(number)

    def _race(self, number):
        """Compute the first plan; before it is committed somebody else computes plan ``number``."""
        done = []
        second = Thread(target=self._second, args=(number, done))
        with patch("odoo.service.model.time.sleep"), self.registry.cursor() as cr:
            self._settle(self._env(cr), 0)
            cr.flush()
            second.start()
            second.join(timeout=1)
            self.assertTrue(second.is_alive(), "The second run waits for the first")
            cr.commit()
            second.join(timeout=20)
        self.assertEqual(done, [number])
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        return self._env(cr)["sales.office.statement.line"].search([("employee_id", "=", self.employee_id)])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_plans_one_fine(self):
        """R134: two plans computed at once do not both take up the same fine as new."""
        lines = self._race(1).filtered("violation_id").sorted("id")
        self.assertEqual(lines.mapped("kind"), ["fine", "brought_forward"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_plan_twice(self):
        """R134: one plan computed twice at once has one statement."""
        lines = self._race(0)
        self.assertEqual(len(lines.statement_id), 1)
        self.assertEqual(sorted(lines.mapped("kind")), ["commission", "fine"])
