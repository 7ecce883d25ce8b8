"""What comes after the assistant, in the company of :mod:`.common`."""

from odoo.exceptions import AccessError
from odoo.fields import Command

from .common import SetupCommon


class TestFirstStep(SetupCommon):
    def setUp(self):
        super().setUp()
        self.hotel.sales_office_room_ids = self.env["sales.office.room"].search([])
        self.trade.is_sales_office = True
        self.steps = {
            name: self.env.ref(f"sales_office_policy.first_step_{name}")
            for name in ("policy", "meeting", "commission", "custody", "people")
        }

    def _open(self):
        """Return the names of the steps that Ada has before her."""
        steps = self.as_(self.admin, self.env["sales.office.first.step"])._get_open(self.hotel)
        return {name for name, step in self.steps.items() if step in steps}

    def _line(self, employee=None):
        today = self.as_(employee or self.admin, self.env["sales.office.today"])
        lines = today._ask(today._get_setup_lines())
        return next((line for line in lines if line["key"] == "first_steps"), None)

    def test_all_of_it_comes_first(self):
        """R138: a new office has a policy to approve, meetings, a plan, papers and people before it."""
        self.assertEqual(self._open(), set(self.steps))
        line = self._line()
        self.assertEqual(line["count"], 5)
        self.assertEqual(line["items"][0]["title"], "Approve the policy")
        self.assertEqual(line["items"][0]["action"]["res_model"], "sales.office.policy")
        self.assertFalse(self._line(self.rita), "only the policy administrator is told")

    def test_done_when_it_is_there(self):
        """R138: nobody ticks a step off: it is gone once its records are found, in this company."""
        schedule = {"kind": "morning", "start_time": 8.25, "end_time": 8.5}
        self.env["sales.office.meeting.schedule"].create({**schedule, "department_id": self.retail.id})
        self.assertIn("meeting", self._open(), "another company's schedule")
        self.env["sales.office.meeting.schedule"].create({**schedule, "department_id": self.trade.id})
        self.assertNotIn("meeting", self._open())

    def test_people_to_invite(self):
        """R138: whoever has a post and never signed in is listed until they have."""
        self.rita.sales_office_role_ids = self.env.ref("sales_office_policy.role_representative")
        item = next(item for item in self._line()["items"] if item["title"] == "Invite the people")
        self.assertIn(self.rita.id, item["action"]["domain"][0][2])
        users = self.env["hr.employee"].search([("company_id", "=", self.hotel.id)]).user_id
        for user in users:
            self.env["res.users.log"].with_user(user).sudo().create({})
        self.assertNotIn("people", self._open())

    def test_not_needed(self):
        """R138: what is not needed is left out for this company, and can be brought back in the settings."""
        self.as_(self.admin, self.steps["custody"]).action_skip()
        self.assertNotIn("custody", self._open())
        self.assertFalse(self.company.sales_office_skipped_step_ids)
        self.as_(self.admin, self.env["sales.office.settings"]).create(
            {"sales_office_skipped_step_ids": [Command.clear()]}
        )
        self.assertIn("custody", self._open())

    def test_only_the_policy_administrator_leaves_out(self):
        """R135: nobody else says what an office does not need."""
        for employee in (self.director, self.clerk, self.rep):
            with self.assertRaisesRegex(AccessError, "policy administrator"):
                self.as_(employee, self.steps["custody"]).action_skip()
        with self.assertRaises(AccessError):
            self.as_(self.outsider, self.steps["custody"]).action_skip()

    def test_room_that_is_off(self):
        """R138: what is not used asks for nothing."""
        self.hotel.sales_office_room_ids -= self.env.ref("sales_office_policy.room_commission")
        self.assertEqual(self._open(), set(self.steps) - {"commission"})

    def test_asked_at_once(self):
        """R138: however many steps there are, they are asked for at once."""
        steps = self.as_(self.admin, self.env["sales.office.first.step"])
        self._open()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            steps._get_open(self.hotel)
        self.steps["policy"].sudo().copy()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            steps._get_open(self.hotel)
