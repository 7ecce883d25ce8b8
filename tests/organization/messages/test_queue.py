"""From the queue into the group: once, in time, one a minute, again after faults that pass."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.sales_office_policy.models.organization.messages.message import BACK_OFF, KEPT
from odoo.addons.sales_office_policy.models.organization.messages.news import News

from .common import SECRET, TOKEN, MessagesCommon

MORNING = "2026-03-02 00:00:00"  # a Monday, 08:00 where the office is


class TestQueue(MessagesCommon):
    def setUp(self):
        super().setUp()
        self.clock = self.enterContext(freeze_time(MORNING))
        self.robot.write({"next_at": MORNING, "daily_on": "2026-03-02", "since": "2026-01-01 00:00:00"})

    def test_sent(self):
        """R003: what waits is sent by the job, signed, in the group's language, and is in the log."""
        message = self.queue(link="https://odoo.example.com/odoo/crm.lead/1")
        self.run_cron()
        path, query, body = self.chat.received[0]
        self.assertEqual((path, query["access_token"]), ("/robot/send", TOKEN))
        self.assertIn("sign", query)
        self.assertNotIn(SECRET, str(self.chat.received))
        self.assertIn("Ann has won a deal", body["markdown"]["text"])
        self.assertEqual((message.state, message.tries, message.error), ("sent", 1, False))
        self.assertEqual(self.robot.last_sent_at, fields.Datetime.now())

    def test_a_second_run_sends_nothing(self):
        """R003: run twice, the job sends once."""
        self.queue()
        self.run_cron()
        self.run_cron()
        self.clock.tick(timedelta(minutes=5))
        self.run_cron()
        self.assertEqual(len(self.chat.received), 1)

    def test_one_a_minute(self):
        """R003: a robot sends at most one message a minute, the oldest first; another robot its own meanwhile."""
        other = self._make_robot(name="Team South")
        for key in "abc":
            self.queue(key, title=f"Message {key}")
        self.queue("a", robot=other)
        self.run_cron()
        self.assertEqual(len(self.chat.received), 2)
        self.clock.tick(timedelta(seconds=59))
        self.run_cron()
        self.assertEqual(len(self.chat.received), 2)
        self.clock.tick(timedelta(seconds=2))
        self.run_cron()
        titles = [body["markdown"]["title"] for _path, _query, body in self.chat.received]
        self.assertEqual(titles[-1], "Message b")

    def test_the_job_comes_back(self):
        """R003: what is left over is sent soon, not when the job is due next."""
        cron = self.env.ref("sales_office_policy.ir_cron_group_messages")
        self.queue("a")
        self.queue("b")
        self.run_cron()
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertIn(fields.Datetime.now() + timedelta(minutes=1), triggers.mapped("call_at"))

    def test_faults_that_pass(self):
        """R003: after a fault that passes it is tried again, later each time, and given up after some tries."""
        self.chat.answer = 500
        message = self.queue(until=fields.Datetime.now() + timedelta(days=30))
        waits = []
        for _try in range(len(BACK_OFF)):
            self.run_cron()
            self.assertEqual((message.state, message.error, message.error_code), ("waiting", "server", 500))
            waits.append(message.send_at - fields.Datetime.now())
            self.clock.move_to(message.send_at)
        self.assertEqual(waits, list(BACK_OFF))
        self.run_cron()
        self.assertEqual(message.state, "failed")
        self.assertEqual(self.robot.failure_text, "The service has a fault of its own (code 500)")
        self.clock.tick(timedelta(hours=5))
        self.run_cron()
        self.assertEqual(len(self.chat.received), len(BACK_OFF) + 1)

    def test_well_again(self):
        """R003: once a message arrives, the robot is no longer said to fail."""
        self.chat.answer = 500
        message = self.queue()
        self.run_cron()
        self.assertTrue(self.robot.failure_text)
        self.chat.answer = {"errcode": 0}
        self.clock.tick(timedelta(minutes=2))
        self.run_cron()
        self.assertEqual(message.state, "sent")
        self.assertFalse(self.robot.failure_text)

    def test_faults_that_stay(self):
        """R003: a wrong address or secret is not tried again; the words say what to do."""
        self.chat.answer = {"errcode": 310000, "errmsg": "keywords not in content"}
        message = self.queue()
        self.run_cron()
        self.assertEqual((message.state, message.error), ("failed", "keyword"))
        self.assertIn("fixed word", self.robot.failure_text)

    def test_refused_one_a_minute(self):
        """R003: a service that refuses what it is told is asked no oftener than one that takes it."""
        self.chat.answer = {"errcode": 310000, "errmsg": "keywords not in content"}
        for key in "abc":
            self.queue(key)
        self.run_cron()
        self.assertEqual(len(self.chat.received), 1)
        self.clock.tick(timedelta(minutes=1))
        self.run_cron()
        self.assertEqual(len(self.chat.received), 2)

    def test_too_fast(self):
        """R003: a service that has enough is left alone for ten minutes."""
        self.chat.answer = {"errcode": 130101}
        self.queue("a")
        self.queue("b")
        self.run_cron()
        self.clock.tick(timedelta(minutes=9))
        self.run_cron()
        self.assertEqual(len(self.chat.received), 1)
        self.clock.tick(timedelta(minutes=2))
        self.run_cron()
        self.assertEqual(len(self.chat.received), 2)

    def test_quiet_hours(self):
        """R003: what comes up in quiet hours, by the office's clock, waits for their end."""
        self.robot.write({"quiet_from": 20, "quiet_until": 8.5})
        message = self.queue()
        self.run_cron()
        self.assertFalse(self.chat.received)
        self.assertEqual(message.send_at, fields.Datetime.to_datetime("2026-03-02 00:30:00"))
        self.clock.move_to("2026-03-02 00:30:00")
        self.run_cron()
        self.assertEqual(message.state, "sent")
        self.clock.move_to("2026-03-02 12:00:00")  # 20:00
        self.assertEqual(
            self.robot._get_quiet_end(fields.Datetime.now()), fields.Datetime.to_datetime("2026-03-03 00:30:00")
        )
        self.robot.write({"quiet_from": 12, "quiet_until": 13})
        self.assertIsNone(self.robot._get_quiet_end(fields.Datetime.now()))

    def test_too_late(self):
        """R003: what is of no use any more is dropped, and not sent."""
        message = self.queue(until=fields.Datetime.now() + timedelta(minutes=10))
        self.clock.tick(timedelta(minutes=10))
        self.run_cron()
        self.assertFalse(self.chat.received)
        self.assertEqual((message.state, message.error), ("dropped", "late"))

    def test_room_switched_off_meanwhile(self):
        """R003: what waits of a room that was switched off is dropped."""
        message = self.queue(room="meeting")
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_meeting")
        self.run_cron()
        self.assertFalse(self.chat.received)
        self.assertEqual((message.state, message.error), ("dropped", "off"))

    def test_archived(self):
        """R003: an archived robot sends nothing, and what happened meanwhile is no news when it is back."""
        self.queue()
        self.robot.active = False
        self.run_cron()
        self.assertFalse(self.chat.received)
        self.robot.active = True
        self.assertEqual(self.robot.since, fields.Datetime.now())

    def test_what_has_one_key_is_one_message(self):
        """R003: lines with one key are one message; the same text is counted together."""
        news = [
            News("", "deadlines", "deadlines:today", self.north.id, "Due today", (("Reports", 2),)),
            News("", "deadlines", "deadlines:today", self.north.id, "Due today", (("Reports", 1), ("Contracts", 4))),
            News("", "deadlines", "deadlines:today", self.south.id, "Due today", (("Reports", 8),)),
        ]
        robots = self.robot | self._make_robot(name="All", department_id=False)
        for _time in range(2):
            robots._queue(news, fields.Datetime.now())
        bodies = {message.robot_id.name: message.body for message in self.env["sales.office.message"].search([])}
        self.assertEqual(bodies, {"Team North": "Reports: 3\nContracts: 4", "All": "Reports: 11\nContracts: 4"})

    def test_kinds_and_departments(self):
        """R003: a robot tells the kinds it is to tell, of its department and those below."""
        self.robot.kind_ids = self.kinds["approvals"]
        news = [
            News("", "approvals", "a", self.north.id, "Approvals"),
            News("", "approvals", "b", self.retail.id, "Approvals above"),
            News("", "wins", "c", self.north.id, "A win"),
            News("nowhere", "approvals", "d", self.north.id, "Of a room that is off"),
            News(
                "", "approvals", "e", self.north.id, "Before it was there", at=fields.Datetime.to_datetime("2020-01-01")
            ),
        ]
        self.robot._queue(news, fields.Datetime.now())
        self.assertEqual(self.robot.message_ids.mapped("title"), ["Approvals"])

    def test_of_no_department(self):
        """R003: what belongs to no department any more is told to nobody, and keeps nothing else from being told."""
        news = [
            News("", "wins", f"won:{place}", place, f"Somebody of {place} has won a deal")
            for place in (False, self.north.id)
        ]
        everywhere = self._make_robot(name="All", department_id=False)
        (self.robot | everywhere)._queue(news, fields.Datetime.now())
        for robot in (self.robot, everywhere):
            self.assertEqual(robot.message_ids.mapped("title"), [f"Somebody of {self.north.id} has won a deal"])

    def test_queries(self):
        """R003: news for many robots are queued with as many queries as for one; so is the look for waiting ones."""
        news = [News("", "wins", f"w{number}", self.north.id, "A win") for number in range(3)]
        robots = self.env["sales.office.robot"].union(*(self._make_robot(name=f"Group {n}") for n in range(6)))
        counts = []
        for those in (robots[:2], robots[2:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            those._queue(news, fields.Datetime.now())
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_nothing_without_robots(self):
        """R138: where nobody has a robot, the job asks one question."""
        self.robot.unlink()
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.run_cron()

    def test_fixed_word(self):
        """R003: every message has the word that the robot asks for."""
        self.robot.keyword = "播报"
        self.queue()
        self.run_cron()
        self.assertIn("播报", self.chat.received[0][2]["markdown"]["title"])

    def test_test_message(self):
        """R003: the button says in words what happened, good or bad, and does not wait for the job."""
        robot = self.as_(self.policy_admin, self.robot)
        told = robot.action_send_test()["params"]
        self.assertEqual((told["type"], told["message"]), ("success", "The message is in the group."))
        self.assertEqual(self.robot.message_ids.state, "sent")
        with self.assertRaisesRegex(UserError, "Seconds to wait: 60"):
            robot.action_send_test()
        self.clock.tick(timedelta(minutes=1))
        self.chat.answer = {"errcode": 310000, "errmsg": "sign not match"}
        told = robot.action_send_test()["params"]
        self.assertEqual(told["type"], "danger")
        self.assertIn("signing secret does not fit", told["message"])
        self.chat.answer = {"errcode": 0}
        self.assertEqual(robot.action_send_test()["params"]["type"], "success", "nothing reached the group before")

    def test_test_message_without_an_address(self):
        """R003: without an address the button asks for one."""
        robot = self.as_(self.policy_admin, self._make_robot(new_address=False, new_secret=False))
        with self.assertRaisesRegex(UserError, "Enter the webhook address"):
            robot.action_send_test()

    def test_log_is_kept_for_a_while(self):
        """R003: the log forgets what was sent three months ago, and nothing that waits."""
        old = fields.Datetime.now() - timedelta(days=KEPT + 1)
        sent = self.queue("a", state="sent", send_at=old, until=old)
        waiting = self.queue("b", send_at=old, until=old)
        fresh = self.queue("c", state="sent")
        self.env["sales.office.message"]._gc_messages()
        self.assertEqual((sent | waiting | fresh).exists(), waiting | fresh)
