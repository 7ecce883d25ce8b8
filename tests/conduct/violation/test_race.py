from threading import Thread
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...race import RaceCase


@tagged("post_install", "-at_install", "standard")
class TestRace(RaceCase):
    """Two people decide one case at once: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            office = env["hr.department"].create({"name": "Racers", "is_sales_office": True})
            director = env.ref("sales_office_policy.group_director")
            users = env["res.users"].create(
                [
                    {"name": name, "login": f"racer_{name}", "group_ids": [Command.set(director.ids)]}
                    for name in ("first", "second")
                ]
            )
            employee = env["hr.employee"].create({"name": "Racer", "department_id": office.id})
            case = env["sales.office.violation"].create(
                {
                    "employee_id": employee.id,
                    "type_id": env.ref("sales_office_policy.violation_type_late_arrival").id,
                    "description": "Came at 08:40",
                }
            )
            now = fields.Datetime.now()
            case.write({"state": "reported", "answer_deadline": now, "answered_at": now})
            self.case_id, self.employee_id, self.office_id, self.user_ids = case.id, employee.id, office.id, users.ids
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            self._case(env).unlink()
            employee = env["hr.employee"].browse(self.employee_id)
            users = env["res.users"].browse(self.user_ids)
            partners = employee.work_contact_id | users.partner_id
            employee.unlink()
            users.unlink()
            partners.exists().unlink()
            env["hr.department"].browse(self.office_id).unlink()

    def _case(self, env, number=None):
        case = env["sales.office.violation"].browse(self.case_id)
        return case if number is None else case.with_user(self.user_ids[number])

    def _race(self, *decisions):
        """Let the second decide before the first commits; return what the second was told."""
        told = []

        def request():
            try:
                self._request(lambda env: self._case(env, 1).action_decide(*decisions[1]))
                told.append("decided")
            except UserError as error:
                told.append(str(error))

        other = Thread(target=request)
        with mute_logger("odoo.sql_db", "odoo.service.model"), patch("odoo.service.model.time.sleep"):
            with self.registry.cursor() as cr:
                self._case(self._env(cr), 0).action_decide(*decisions[0])
                cr.flush()
                other.start()
                other.join(timeout=1)
                cr.commit()
            other.join(timeout=20)
        return told

    def test_one_decides(self):
        """R046: the second of two is told that the case is decided; the first decision stands."""
        told = self._race(("warning", 0, "First."), ("written_warning", 0, "Second."))
        self.assertEqual(len(told), 1)
        self.assertRegex(told[0], "is Decided; this needs: Reported, Appealed")
        with self.registry.cursor() as cr:
            case = self._case(self._env(cr))
            self.assertEqual((case.sanction, case.reason), ("warning", "First."))
            self.assertEqual(case.decided_by_id.id, self.user_ids[0])

    def test_two_at_once_are_two_persons(self):
        """R060: two who suspend at the same moment confirm each other; neither is lost."""
        told = self._race(("suspension", 0, "First."), ("suspension", 0, "Second.", 1))
        with self.registry.cursor() as cr:
            case = self._case(self._env(cr))
            self.assertEqual((told, case.state), (["decided"], "decided"))
            self.assertEqual((case.decided_by_id.id, case.confirmed_by_id.id), tuple(self.user_ids))
