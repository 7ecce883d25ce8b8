"""A robot that keeps failing shows on Today of who can mend it."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from odoo.addons.sales_office_policy.models.organization.messages.message import BACK_OFF
from odoo.addons.sales_office_policy.models.organization.today import TRIED

from .common import MessagesCommon


class TestFailing(MessagesCommon):
    def setUp(self):
        super().setUp()
        self.clock = self.enterContext(freeze_time("2026-03-02 00:00:00"))
        self.robot.write({"next_at": fields.Datetime.now(), "daily_on": "2026-03-02", "since": "2026-01-01 00:00:00"})

    def _line(self, employee):
        """Return the line about robots on somebody's page, if it is there."""
        today = self.as_(employee, self.env["sales.office.today"])
        return next((line for line in today.get_lines() if line["key"] == "robots_failing"), None)

    def test_given_up(self):
        """R003 R088: a message that was refused shows, with why, and opens what the robot told."""
        self.chat.answer = {"errcode": 310000, "errmsg": "keywords not in content"}
        message = self.queue()
        self.run_cron()
        line = self._line(self.policy_admin)
        self.assertIn("Team North: The robot asks for a keyword", line["detail"])
        log = self.as_(self.policy_admin, self.env[line["action"]["res_model"]])
        self.assertEqual(log.search(line["action"]["domain"]), self.as_(self.policy_admin, message))

    def test_some_tries(self):
        """R003 R088: a fault that passes shows once it came some times in a row, and until a message arrives."""
        self.chat.answer = 500
        self.queue()
        for number in range(TRIED):
            self.assertFalse(self._line(self.policy_admin), number)
            self.run_cron()
            self.clock.tick(BACK_OFF[number])
        self.assertEqual(self._line(self.policy_admin)["count"], 1)
        self.chat.answer = {"errcode": 0}
        self.run_cron()
        self.assertFalse(self._line(self.policy_admin))

    def test_several(self):
        """R003 R088: one line for all of them; one that is archived is nobody's concern."""
        self.chat.answer = {"errcode": 310000}
        other = self._make_robot(name="Team South")
        self.queue()
        self.queue(robot=other)
        self.run_cron()
        line = self._line(self.policy_admin)
        self.assertEqual((line["count"], line["detail"]), (2, "Team North, Team South"))
        other.active = False
        self.assertEqual(self._line(self.policy_admin)["count"], 1)

    def test_whom_it_concerns(self):
        """R135: only who keeps the robots hears of it."""
        self.chat.answer = {"errcode": 310000}
        self.queue()
        self.run_cron()
        self.assertTrue(self._line(self.policy_admin))
        for employee in (self.rep, self.leader, self.manager, self.director, self.clerk):
            self.assertFalse(self._line(employee), employee.name)

    def test_well(self):
        """R088: robots that reach their groups, or have told them nothing yet, show nothing."""
        self.assertFalse(self._line(self.policy_admin))
        self.queue()
        self.run_cron()
        self.clock.tick(timedelta(minutes=1))
        self.assertFalse(self._line(self.policy_admin))
