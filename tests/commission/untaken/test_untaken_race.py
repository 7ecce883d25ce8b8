from threading import Thread
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..race import PlanRaceCase


@tagged("post_install", "-at_install", "standard")
class TestUntakenRace(PlanRaceCase):
    """Two people look for what no statement takes at once: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            employee, plan = self._create_racer(env, "2020-01-01", name="Invoiced sales", rate=5)
            # paid for nothing that the books know
            statement = env["sales.office.statement"].create(
                {
                    "plan_id": plan.id,
                    "employee_id": employee.id,
                    "date_from": "2020-01-01",
                    "date_to": "2020-01-31",
                    "state": "paid",
                    "line_ids": [
                        Command.create(
                            {
                                "employee_id": employee.id,
                                "company_id": plan.company_id.id,
                                "currency_id": plan.currency_id.id,
                                "kind": "commission",
                                "rule_id": plan.rule_ids.id,
                                "period_from": "2020-01-01",
                                "period_to": "2020-01-31",
                                "base_amount": 1000,
                                "quantity": 0,
                                "amount": 50,
                            }
                        )
                    ],
                }
            )
            self.employee_id, self.plan_id, self.statement_id = employee.id, plan.id, statement.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["sales.office.untaken"].search([("plan_id", "=", self.plan_id)]).unlink()
            statement = env["sales.office.statement"].browse(self.statement_id)
            statement.state = "draft"
            statement.unlink()
            env["sales.office.commission.plan"].browse(self.plan_id).unlink()
            employee = env["hr.employee"].browse(self.employee_id)
            partner = employee.work_contact_id
            employee.unlink()
            partner.unlink()

    def _refresh(self, env):
        plan = env["sales.office.commission.plan"].browse(self.plan_id)
        env["sales.office.untaken"]._refresh(plan.company_id)

    def _second(self, done):
        self._request(self._refresh)
        done.append(True)

    def _rows(self):
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        return self._env(cr)["sales.office.untaken"].search([("plan_id", "=", self.plan_id)])

    def _race(self, rollback=False):
        """Look; before that is committed somebody else looks, too."""
        done = []
        second = Thread(target=self._second, args=(done,))
        with patch("odoo.service.model.time.sleep"), self.registry.cursor() as cr:
            self._refresh(self._env(cr))
            cr.flush()
            second.start()
            second.join(timeout=2)
            self.assertTrue(second.is_alive(), "The second waits for the first")
            cr.rollback() if rollback else cr.commit()
            second.join(timeout=20)
        self.assertEqual(done, [True])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_found_at_once(self):
        """R134: what two find at once is listed once, and neither fails."""
        self._race()
        self.assertEqual(self._rows().mapped("amount"), [-50])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_found_by_the_second_only(self):
        """R134: when the first fails, the second has found it."""
        self._race(rollback=True)
        self.assertEqual(self._rows().mapped("amount"), [-50])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_changed_at_once(self):
        """R134: what has changed since it was listed is brought up to date once."""
        with self.registry.cursor() as cr:
            self._refresh(self._env(cr))
        with self.registry.cursor() as cr:
            self._env(cr)["sales.office.statement"].browse(self.statement_id).line_ids.amount = 70
        self._race()
        self.assertEqual(self._rows().mapped("amount"), [-70])
