from datetime import timedelta
from threading import Thread
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from odoo.addons.sales_office_policy.models.organization.messages.robot import LISTED_PARAMETER

from ...race import RaceCase
from .chat_server import ChatServer


@tagged("post_install", "-at_install", "standard")
class TestMessageRace(RaceCase):
    """Two jobs at once: real connections and real commits, cleaned up by hand."""

    def setUp(self):
        super().setUp()
        self.chat = ChatServer()
        self.addCleanup(self.chat.stop)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            parameters = env["ir.config_parameter"]
            self.before = parameters.get_param(LISTED_PARAMETER)
            parameters.set_param(LISTED_PARAMETER, self.chat.origin)
            now = fields.Datetime.now()
            robot = env["sales.office.robot"].create(
                {"name": "Race", "lang": "en_US", "quiet_until": 0, "quiet_from": 0, "new_address": self._address()}
            )
            robot.next_at = now - timedelta(minutes=1)
            self.robot_id = robot.id
            for key in "ab":
                env["sales.office.message"].create(
                    {
                        "robot_id": robot.id,
                        "key": key,
                        "title": f"Message {key}",
                        "send_at": now - timedelta(minutes=1),
                        "until": now + timedelta(days=1),
                    }
                )
        self.addCleanup(self._clean_up)

    def _address(self):
        return f"{self.chat.origin}/robot/send?access_token=t"

    def _clean_up(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["sales.office.robot"].browse(self.robot_id).unlink()
            env["ir.config_parameter"].set_param(LISTED_PARAMETER, self.before or False)

    def _run(self):
        with self.registry.cursor() as cr:
            self._env(cr)["sales.office.robot"]._cron_send()

    def test_two_jobs(self):
        """R003: what one job is sending, another leaves alone, and the minute between two messages is kept."""
        running = []

        def answer(handler):
            """While the first job waits for its answer, the second runs to its end."""
            if not running:
                running.append(True)
                second = Thread(target=self._run)
                second.start()
                second.join(timeout=20)
                running.append(second.is_alive())
            handler.answer({"errcode": 0})

        self.chat.answer = answer
        with patch.object(self.registry["sales.office.robot"], "_gather_news", lambda *args: None):
            self._run()
        self.assertEqual(running, [True, False], "the second waits for nobody")
        self.assertEqual(len(self.chat.received), 1)
