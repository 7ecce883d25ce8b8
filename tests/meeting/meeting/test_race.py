from datetime import datetime, timedelta
from threading import Thread
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...race import RaceCase


@tagged("post_install", "-at_install", "standard")
class TestRace(RaceCase):
    """Two at once in a meeting: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            office = env["hr.department"].create({"name": "Racers", "is_sales_office": True})
            users = env["res.users"].create(
                [
                    {"name": name, "login": f"racer_{name}", "group_ids": [Command.set(groups)]}
                    for name, groups in (
                        ("first", env.ref("sales_office_policy.group_team_leader").ids),
                        ("second", env.ref("sales_office_policy.group_member").ids),
                    )
                ]
            )
            employees = env["hr.employee"].create(
                [{"name": user.name, "user_id": user.id, "department_id": office.id} for user in users]
            )
            office.manager_id = employees[0]
            now = datetime.now().replace(microsecond=0)
            self.schedule = env["sales.office.meeting.schedule"].create({"department_id": office.id})
            meeting = env["sales.office.meeting"].create(
                {
                    "department_id": office.id,
                    "start": now,
                    "stop": now + timedelta(hours=1),
                    "attendance_ids": [Command.create({"employee_id": employee.id}) for employee in employees],
                }
            )
            self.meeting_id, self.office_id, self.schedule_id = meeting.id, office.id, self.schedule.id
            self.employee_ids, self.user_ids = employees.ids, users.ids
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            meetings = env["sales.office.meeting"].search([("department_id", "=", self.office_id)])
            meetings.write({"state": "planned", "schedule_id": False})
            meetings.unlink()
            env["sales.office.meeting.schedule"].browse(self.schedule_id).unlink()
            office = env["hr.department"].browse(self.office_id)
            office.manager_id = False
            employees = env["hr.employee"].browse(self.employee_ids)
            partners = employees.work_contact_id | employees.user_id.partner_id
            employees.unlink()
            office.unlink()
            env["res.users"].browse(self.user_ids).unlink()
            partners.exists().unlink()

    def _meeting(self, env, number=None):
        """Return the meeting as the superuser or the number-th user sees it."""
        meeting = env["sales.office.meeting"].browse(self.meeting_id)
        return meeting if number is None else meeting.with_user(self.user_ids[number])

    def _race(self, first, second):
        """Run ``first``; before it is committed somebody else runs ``second`` as a request. Return its error."""
        errors = []

        def request():
            try:
                self._request(second)
            except UserError as error:
                errors.append(str(error))

        other = Thread(target=request)
        with patch("odoo.service.model.time.sleep"), self.registry.cursor() as cr:
            first(self._env(cr))
            cr.flush()
            other.start()
            other.join(timeout=1)
            cr.commit()
            other.join(timeout=20)
        self.assertFalse(other.is_alive())
        return errors

    def _rows(self):
        with self.registry.cursor() as cr:
            meeting = self._meeting(self._env(cr))
            return meeting.state, [(row.state, bool(row.signed_in_at)) for row in meeting.attendance_ids.sorted("id")]

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_person_in_two_tabs(self):
        """R003: signing in from two browser tabs at once is signing in once."""

        def sign_in(env):
            self._meeting(env, 1).action_sign_in()

        self.assertFalse(self._race(sign_in, sign_in))
        self.assertEqual(self._rows(), ("open", [("expected", False), ("present", True)]))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_people_at_once(self):
        """R003: two who sign in at the same moment, opening the meeting, are both there."""
        errors = self._race(
            lambda env: self._meeting(env, 0).action_sign_in(), lambda env: self._meeting(env, 1).action_sign_in()
        )
        self.assertFalse(errors)
        self.assertEqual(self._rows(), ("open", [("present", True), ("present", True)]))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_chairs_close(self):
        """R003: of two chairs who close at once one does, the other is told that it is closed."""

        def close(env):
            self._meeting(env, 0).action_close()

        self._request(lambda env: self._meeting(env, 0).action_open())
        (error,) = self._race(close, close)
        self.assertIn("is Closed", error)
        self.assertEqual(self._rows()[0], "closed")

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_sign_in_while_it_is_closed(self):
        """R003: who signs in the moment the chair closes is told so, and their absence stands."""
        self._request(lambda env: self._meeting(env, 0).action_open())
        (error,) = self._race(
            lambda env: self._meeting(env, 0).action_close(), lambda env: self._meeting(env, 1).action_sign_in()
        )
        self.assertIn("is Closed", error)
        self.assertEqual(self._rows(), ("closed", [("absent", False), ("absent", False)]))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_excused_who_comes_while_it_is_closed(self):
        """R003: nor does a mark that closing does not touch slip past it."""
        self._request(
            lambda env: self._meeting(env).attendance_ids.sorted("id")[1].write({"state": "excused", "reason": "Fair"})
        )
        self._request(lambda env: self._meeting(env, 0).action_open())
        self.assertTrue(
            self._race(
                lambda env: self._meeting(env, 0).action_close(), lambda env: self._meeting(env, 1).action_sign_in()
            )
        )
        self.assertEqual(self._rows()[1][1], ("excused", False))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_planned_twice_at_once(self):
        """R003: the scheduled run and somebody's button at the same time make one meeting a day."""

        def plan(env):
            schedule = env["sales.office.meeting.schedule"].browse(self.schedule_id)
            schedule.plan_meetings("2031-03-03", "2031-03-04")

        (error,) = self._race(plan, plan)
        self.assertIn("being planned just now", error)
        with self.registry.cursor() as cr:
            domain = [("schedule_id", "=", self.schedule_id)]
            self.assertEqual(self._env(cr)["sales.office.meeting"].search_count(domain), 2)
