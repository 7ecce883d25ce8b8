from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...race import RaceCase


@tagged("post_install", "-at_install", "standard")
class TestContestRace(RaceCase):
    """Two people closing the same contest at once: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            users = env["res.users"].create([{"name": f"Racer {n}", "login": f"contest_racer_{n}"} for n in (1, 2)])
            employees = env["hr.employee"].create([{"name": user.name, "user_id": user.id} for user in users])
            department = env["hr.department"].create({"name": "Race", "is_sales_office": True})
            contest = env["sales.office.contest"].create(
                {
                    "name": "Race",
                    "department_id": department.id,
                    "date_from": "2026-01-01",
                    "date_to": "2026-01-31",
                    "whole_period": False,
                    "state": "running",
                    "prize_ids": [Command.create({"amount": 100})],
                    "participant_ids": [
                        Command.create({"employee_id": employee.id, "seller_id": employee.user_id.id})
                        for employee in employees
                    ],
                }
            )
            self.ids = {"users": users.ids, "employees": employees.ids, "department": department.id}
            self.contest_id = contest.id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            contest = env["sales.office.contest"].browse(self.contest_id)
            contest.state = "draft"
            contest.unlink()
            env["hr.department"].browse(self.ids["department"]).unlink()
            employees, users = (
                env["hr.employee"].browse(self.ids["employees"]),
                env["res.users"].browse(self.ids["users"]),
            )
            partners = users.partner_id | employees.work_contact_id
            employees.unlink()
            users.unlink()
            partners.unlink()

    def _close(self, env):
        env["sales.office.contest"].browse(self.contest_id).action_close()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_closed_once(self):
        """R126: the second waits for the first, and finds the ranking frozen."""
        self.assertTrue(self._second_waits(self._close, self._close), "The second is refused")
