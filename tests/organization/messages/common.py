"""A group with a robot at a chat service on this machine."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from odoo.addons.sales_office_policy.models.organization.messages.robot import LISTED_PARAMETER

from ...common import SalesOfficeCommon
from .chat_server import ChatServer

TOKEN, SECRET = "d0c4b7token", "SEC9f3secret"


class MessagesCommon(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chat = ChatServer()
        cls.addClassCleanup(cls.chat.stop)
        cls.env["ir.config_parameter"].set_param(LISTED_PARAMETER, cls.chat.origin)
        cls.kinds = {kind.code: kind for kind in cls.env["sales.office.message.kind"].search([])}
        cls.address = f"{cls.chat.origin}/robot/send?access_token={TOKEN}"
        cls.robot = cls._make_robot()

    def setUp(self):
        super().setUp()
        self.chat.received.clear()
        self.chat.answer = {"errcode": 0}

    @classmethod
    def _make_robot(cls, **values):
        return cls.env["sales.office.robot"].create(
            {
                "name": "Team North",
                "company_id": cls.company.id,
                "department_id": cls.north.id,
                "kind_ids": [(6, 0, [kind.id for kind in cls.kinds.values()])],
                "lang": "en_US",
                "quiet_from": 0,
                "quiet_until": 0,
                "new_address": cls.address,
                "new_secret": SECRET,
                **values,
            }
        )

    def run_cron(self):
        """Have the job do what waits for it, without committing."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60):
            self.env["sales.office.robot"]._cron_send()

    def queue(self, key="one", robot=None, **values):
        """Put a message into the queue of a robot."""
        now = fields.Datetime.now()
        return self.env["sales.office.message"].create(
            {
                "robot_id": (robot or self.robot).id,
                "kind_id": self.kinds["wins"].id,
                "key": key,
                "title": "Ann has won a deal",
                "body": "North",
                "send_at": now,
                "until": now + timedelta(days=3),
                **values,
            }
        )
