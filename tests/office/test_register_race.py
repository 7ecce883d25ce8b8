from threading import Thread
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..race import RaceCase


@tagged("post_install", "-at_install", "standard")
class TestRegisterRace(RaceCase):
    """Two clerks at two desks: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            self.office_id = env["hr.department"].create({"name": "Race office", "is_sales_office": True}).id
            host = env["hr.employee"].create({"name": "Racer", "department_id": self.office_id})
            self.host_id = host.id
            values = {"employee_id": host.id, "badge": "7"}
            self.visitor_ids = env["sales.office.visitor"].create([{**values, "name": n} for n in ("Li", "Wu")]).ids
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            for table in ("correspondence", "correspondence_counter", "visitor"):
                cr.execute(f"DELETE FROM sales_office_{table} WHERE office_id = %s", [self.office_id])
            host = env["hr.employee"].browse(self.host_id)
            partner = host.work_contact_id
            host.unlink()
            partner.unlink()
            env["hr.department"].browse(self.office_id).unlink()

    def _register(self, env, name, numbers):
        letter = env["sales.office.correspondence"].create(
            {"name": name, "department_id": self.office_id, "date": "2025-03-04"}
        )
        numbers.append(letter.number)

    def _race(self, first, second, finish):
        """Run ``first(env)``, then ``second(env)`` on another connection, which has to wait until ``finish(cr)``."""
        thread = Thread(target=self._request, args=(second,))
        with patch("odoo.service.model.time.sleep"), self.registry.cursor() as cr:
            first(self._env(cr))
            cr.flush()
            thread.start()
            thread.join(timeout=1)
            self.assertTrue(thread.is_alive(), "The second clerk waits for the first")
            finish(cr)
            thread.join(timeout=20)
        self.assertFalse(thread.is_alive())

    def _numbers(self):
        with self.registry.cursor() as cr:
            letters = self._env(cr)["sales.office.correspondence"].search([("office_id", "=", self.office_id)])
            return sorted(letters.mapped("number"))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_letters_at_once(self):
        """R032: two clerks who register at once get two numbers in a row."""
        for _round in range(2):  # the first of the year makes the counter, the second finds it
            self._race(
                lambda env: self._register(env, "First", []),
                lambda env: self._register(env, "Second", []),
                lambda cr: cr.commit(),
            )
        self.assertEqual(self._numbers(), [f"IN-2025-{n:04}" for n in range(1, 5)])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_first_one_fails(self):
        """R032: when the first registration fails, the second gets its number: no gap."""
        given = []
        self._race(
            lambda env: self._register(env, "First", given),
            lambda env: self._register(env, "Second", given),
            lambda cr: cr.rollback(),
        )
        self.assertEqual(given, ["IN-2025-0001", "IN-2025-0001"])
        self.assertEqual(self._numbers(), ["IN-2025-0001"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_badge_at_once(self):
        """R020: one badge given to two visitors at once is worn by one of them."""
        outcome = []

        def second(env):
            try:
                env["sales.office.visitor"].browse(self.visitor_ids[1]).action_sign_in()
            except UserError as error:
                outcome.append(str(error))
                raise

        thread_error = self._race_expecting_error(
            lambda env: env["sales.office.visitor"].browse(self.visitor_ids[0]).action_sign_in(), second
        )
        self.assertTrue(thread_error, "The second one is refused")
        with self.registry.cursor() as cr:
            visitors = self._env(cr)["sales.office.visitor"].browse(self.visitor_ids)
            self.assertEqual(visitors.mapped("state"), ["inside", "expected"])

    def _race_expecting_error(self, first, second):
        """Return the error of ``second``."""
        errors = []

        def guarded():
            try:
                self._request(second)
            except Exception as error:  # whatever refuses them: the index, or who looks first
                errors.append(error)

        with patch("odoo.service.model.time.sleep"), self.registry.cursor() as cr:
            thread = Thread(target=guarded)
            first(self._env(cr))
            cr.flush()
            thread.start()
            thread.join(timeout=1)
            cr.commit()
            thread.join(timeout=20)
        return errors
