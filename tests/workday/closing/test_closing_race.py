from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...race import RaceCase


@tagged("post_install", "-at_install", "standard")
class TestClosingRace(RaceCase):
    """Two phones in one office: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            office = env["hr.department"].create({"name": "Race office", "is_sales_office": True})
            employee = env["hr.employee"].create({"name": "Racer", "department_id": office.id})
            closing = env["sales.office.closing"].create(
                {
                    "office_id": office.id,
                    "template_id": env.ref("sales_office_policy.closing_template_daily").id,
                    "date": fields.Date.today() - timedelta(days=1),
                    "deadline": fields.Datetime.now() + timedelta(hours=1),
                    "employee_id": employee.id,
                    "line_ids": [Command.create({"name": "Lights are off"})],
                }
            )
            self.office_id, self.employee_id, self.closing_id = office.id, employee.id, closing.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["sales.office.closing"].browse(self.closing_id).unlink()
            employee = env["hr.employee"].browse(self.employee_id)
            partner = employee.work_contact_id
            employee.unlink()
            partner.unlink()
            env["hr.department"].browse(self.office_id).unlink()

    def _closing(self, env):
        return env["sales.office.closing"].browse(self.closing_id)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_tick_at_once(self):
        """R010: two people tick the same item at once: it is ticked, by the first."""
        when = []

        def tick(env):
            self._closing(env).line_ids.action_tick()
            when.append(self._closing(env).line_ids.marked_at)

        self.assertFalse(self._second_waits(tick, tick))
        with self.registry.cursor() as cr:
            line = self._closing(self._env(cr)).line_ids
            self.assertEqual((line.state, line.marked_at), ("done", when[0]))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_finished_while_ticking(self):
        """R010: an item is taken back while the other finishes the list: whoever is second is refused."""

        def finish(env):
            self._closing(env).line_ids.action_tick()
            self._closing(env).action_done()

        def untick(env):
            self._closing(env).line_ids.action_untick()

        self.assertIn("finished and locked", self._second_waits(finish, untick))
        with self.registry.cursor() as cr:
            closing = self._closing(self._env(cr))
            self.assertEqual((closing.state, closing.line_ids.state), ("done", "done"))
