from odoo.tests import tagged
from odoo.tools import mute_logger

from ..race import PlanRaceCase


@tagged("post_install", "-at_install", "standard")
class TestExportRace(PlanRaceCase):
    """A payment is taken back while its month is exported to payroll: real connections, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            employee, plan = self._create_racer(env, "2020-01-01", name="At least 100", rate=5, floor_amount=100)
            statement = plan.generate_statements("2020-01-01", "2020-01-31")
            statement.state = "approved"
            statement.action_pay()
            self.made = {record._name: record.ids for record in (statement, plan, employee)}
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            records = {name: env[name].browse(ids) for name, ids in self.made.items()}
            partner = records["hr.employee"].work_contact_id
            env["sales.office.payroll.export"].search([("date_from", "=", "2020-01-01")]).unlink()
            records["sales.office.statement"].state = "draft"
            for record in records.values():
                record.unlink()
            partner.unlink()

    def _export(self, env):
        env["sales.office.payroll.dialog"].create({"month": "2020-01-01"}).action_export()

    def _take_back(self, env):
        statement = env["sales.office.statement"].browse(self.made["sales.office.statement"])
        statement.action_take_back_payment("The wrong month")

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_taken_back_while_it_is_exported(self):
        """R036 R134: payroll has the payment: it is not taken back any more."""
        self.assertIn("was exported to payroll", self._second_waits(self._export, self._take_back))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_exported_while_it_is_taken_back(self):
        """R036 R134: the export waits, and then says what is true."""
        self.assertFalse(self._second_waits(self._take_back, self._export))
        with self.registry.cursor() as cr:
            statement = self._env(cr)["sales.office.statement"].browse(self.made["sales.office.statement"])
            self.assertEqual(statement.state, "approved")
