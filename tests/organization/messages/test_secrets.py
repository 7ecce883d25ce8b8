"""The address of a group is a credential: it goes in and never comes out."""

import json
import logging
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from odoo.addons.sales_office_policy.models.organization.messages.robot import LISTED_PARAMETER

from ...json_rpc import JsonRpcCase, RpcRefused
from .common import SECRET, TOKEN, MessagesCommon

SEALED = ("sealed_address", "sealed_secret", "next_at", "since")
TYPED = ("new_address", "new_secret")


class TestSecrets(MessagesCommon):
    def setUp(self):
        super().setUp()
        self.mine = self.as_(self.policy_admin, self.robot)

    def assert_silent(self, told):
        text = json.dumps(told, default=str)
        for word in (TOKEN, SECRET, "access_token", self.robot.sealed_address, self.robot.sealed_secret):
            self.assertNotIn(word, text)

    def test_new_robot_proposes_what_it_tells(self):
        """R003: a new robot tells what the rooms in use have to tell, until something is unticked."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_custody")
        with Form(self.as_(self.policy_admin, self.env["sales.office.robot"])) as form:
            form.name = "Team South"
            form.kind_ids.remove(id=self.kinds["wins"].id)
        self.assertEqual(set(self.kinds) - set(form.record.kind_ids.mapped("code")), {"papers", "wins"})

    def test_typed_and_gone(self):
        """R056: a form shows nothing of what was typed once it is saved; the host is all that remains."""
        with Form(self.as_(self.policy_admin, self.env["sales.office.robot"])) as form:
            form.name = "Team South"
            form.new_address = self.address
            form.new_secret = SECRET
        robot = form.record
        self.assertFalse(robot.new_address or robot.new_secret)
        self.assertEqual(robot.host, "127.0.0.1")
        self.assertTrue(robot.is_signed)
        self.assert_silent(robot.read())
        self.assertFalse(Form(robot).new_address)

    def test_reading_doors(self):
        """R056: neither read, search by it, export, grouping, copy nor a form tells the address."""
        self.policy_admin.user_id.group_ids |= self.env.ref("base.group_allow_export")
        for name in SEALED:
            for call in (
                lambda name=name: self.mine.read([name]),
                lambda name=name: self.mine.search([(name, "like", "a")]),
                lambda name=name: self.mine.export_data([name]),
                lambda name=name: self.mine._read_group([], [name]),
                lambda name=name: self.mine.search([], order=f"{name} desc"),
                lambda name=name: self.mine.web_read({name: {}}),
            ):
                with self.subTest(name=name), self.assertRaises(AccessError):
                    call()
        messages = self.mine.env["sales.office.message"]
        for name in SEALED:
            with self.assertRaises(AccessError):
                messages.search([(f"robot_id.{name}", "!=", False)])
            with self.assertRaises(AccessError):
                self.as_(self.policy_admin, self.queue(name)).export_data([f"robot_id/{name}"])
        self.assert_silent(self.mine.read())
        self.assert_silent(self.mine.export_data(["name", "new_address", "new_secret", "host"])["datas"])
        self.assert_silent(self.mine.copy_data())
        self.assert_silent(self.mine.web_read({name: {} for name in (*TYPED, "host", "name")}))
        spec = {name: {} for name in (*TYPED, "name", "service", "host")}
        self.assert_silent(self.mine.onchange({"service": "wecom"}, ["service"], spec))
        self.assertFalse(self.mine.copy().host)

    def test_search_by_what_is_typed(self):
        """R056: what is typed is stored nowhere under that name, so nothing is found by it."""
        for name in TYPED:
            try:
                found = self.mine.search([(name, "=", self.address)])
            except (ValueError, TypeError, UserError):
                found = self.mine.browse()
            self.assertFalse(found)

    def test_the_database_keeps_no_address(self):
        """R056: no column of any row says what was typed."""
        self.env.flush_all()
        self.assert_silent_rows = self.columns(self.robot, *SEALED)
        self.assertNotIn(TOKEN, str(self.columns(self.robot)))
        self.assertNotIn(SECRET, str(self.columns(self.robot)))

    def test_a_system_administrator_neither(self):
        """R056: who may do anything in Odoo's settings reads no address either."""
        admin = self.env.ref("base.user_admin")
        with self.assertRaises(AccessError):
            self.robot.with_user(admin).read(["sealed_address"])

    def test_written_by_no_other_door(self):
        """R056: what is sealed is not written by hand, nor begun by a context."""
        for name in ("sealed_address", "host", "last_sent_at"):
            with self.assertRaises(AccessError):
                self.mine.write({name: "https://evil.example" if name != "last_sent_at" else "2026-01-01 00:00:00"})
        robots = self.mine.with_context(default_host="evil.example")
        self.assertFalse(robots.create({"name": "Forged"}).host)
        with self.assertRaises(AccessError):
            robots.with_context(default_sealed_address="x").create({"name": "Forged"})

    def test_refusals_do_not_repeat_it(self):
        """R056: a refused address is in no message, and in no log."""
        wrong = f"https://evil.example/robot/send?access_token={TOKEN}"
        with self.assertLogs("odoo", "DEBUG") as logs:
            logging.getLogger("odoo.test").debug("So that there is a line")
            for vals in ({"new_address": wrong}, {"new_secret": f"{SECRET}\nx"}):
                with self.assertRaisesRegex(ValidationError, "no address of a robot|no signing secret") as caught:
                    self.mine.write(vals)
                self.assert_silent(str(caught.exception))
                self.assertIsNone(caught.exception.__cause__)
        self.assertNotIn(TOKEN, "".join(logs.output))

    def test_sending_logs_nothing(self):
        """R056: neither what is sent nor what goes wrong on the way is logged with the address."""
        self.queue()
        with self.assertLogs("odoo", "DEBUG") as logs, self.assertLogs(None, "DEBUG") as others:
            for name in ("odoo.test", "another"):
                logging.getLogger(name).debug("So that there is a line")
            for answer in (500, {"errcode": 93000, "errmsg": self.address}):
                self.chat.answer = answer
                self.robot.next_at = "2020-01-01 00:00:00"
                self.env["sales.office.message"].search([]).write({"send_at": "2020-01-01 00:00:00"})
                self.run_cron()
        said = "".join(logs.output + others.output)
        self.assertNotIn(TOKEN, said)
        self.assertNotIn(SECRET, said)
        self.assert_silent(self.env["sales.office.message"].search([]).read(["title", "body", "error", "error_code"]))

    def test_another_address(self):
        """R056: the signing secret goes with its address; of another robot it is another one."""
        self.mine.new_address = self.address
        self.assertFalse(self.robot.is_signed or self.robot.sealed_secret)

    def test_another_service(self):
        """R056: a robot that goes to another service forgets the address of the first."""
        self.mine.service = "wecom"
        self.assertFalse(self.robot.host or self.robot.sealed_address or self.robot.sealed_secret)

    def test_a_copy_of_the_database(self):
        """R056: a copy, which has another secret, opens no address and says what to do."""
        self.env["ir.config_parameter"].set_param("database.secret", "another one")
        message = self.queue()
        self.run_cron()
        self.assertFalse(self.chat.received)
        self.assertEqual((message.state, message.error), ("failed", "sealed"))

    def test_a_host_no_longer_allowed(self):
        """R056: what is allowed is asked again when a message is sent."""
        self.env["ir.config_parameter"].set_param(LISTED_PARAMETER, "")
        message = self.queue()
        self.run_cron()
        self.assertFalse(self.chat.received)
        self.assertEqual((message.state, message.error), ("failed", "host"))

    def test_signing_secret_of_wecom(self):
        """R056: WeCom signs nothing, so a secret is refused."""
        with self.assertRaisesRegex(ValidationError, "no signing secret"):
            self._make_robot(service="wecom")

    def test_who_may(self):
        """R135: a robot is the policy administrator's, of their own company; nobody else reads or writes one."""
        for login in ("director", "manager", "leader", "rep", "clerk", "finance", "relations", "outsider"):
            robot = self.as_(getattr(self, login), self.robot)
            with self.subTest(login=login):
                for call in (
                    lambda robot=robot: robot.read(["name"]),
                    lambda robot=robot: robot.write({"name": "Mine"}),
                    lambda robot=robot: robot.action_send_test(),
                    lambda robot=robot: robot.create({"name": "Mine"}),
                    lambda robot=robot: (
                        robot.message_ids.search([]).read(["title"])
                        or robot.env["sales.office.message"].check_access("read")
                    ),
                ):
                    with self.assertRaises(AccessError):
                        call()
        self.assertFalse(self.chat.received)

    def test_of_another_company(self):
        """R135: the policy administrator of another company neither sees it nor makes one here."""
        self.policy_admin.user_id.company_ids |= self.company_valley
        robots = self.mine.with_context(allowed_company_ids=(self.company | self.company_valley).ids)
        with self.assertRaises(AccessError):
            robots.create({"name": "Theirs", "company_id": self.company_valley.id})


class TestSecretsOverRpc(MessagesCommon, JsonRpcCase):
    def test_to_the_end_of_a_request(self):
        """R056: a form that is saved over the web gets nothing back, and a refusal says nothing, traceback included."""
        robots = ("sales.office.robot", "web_save")
        spec = {name: {} for name in ("name", "new_address", "new_secret", "host", "is_signed", "failure_text")}
        told = self.call(
            self.policy_admin, *robots, [], {"name": "South", "new_address": self.address, "new_secret": SECRET}, spec
        )
        self.assertEqual(told[0]["host"], "127.0.0.1")
        self.assertNotIn(TOKEN, json.dumps(told))
        self.assertNotIn(SECRET, json.dumps(told))
        wrong = {"new_address": f"https://evil.example/{TOKEN}"}
        params = {"model": robots[0], "method": robots[1], "args": [[told[0]["id"]], wrong, spec], "kwargs": {}}
        payload = {"id": 0, "jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.opener.post(f"{self.base_url()}/web/dataset/call_kw", json=payload).text
        self.assertIn("Traceback", answer)
        self.assertIn("no address of a robot", answer)
        self.assertNotIn(TOKEN, answer)

    def test_the_test_message_over_rpc(self):
        """R003: the button works over RPC for who may, and for nobody else."""
        told = self.call(self.policy_admin, "sales.office.robot", "action_send_test", self.robot.ids)
        self.assertEqual(told["params"]["type"], "success")
        with patch.object(type(self.robot), "_open", side_effect=AssertionError):
            for employee in (self.rep, self.director):
                with self.assertRaisesRegex(RpcRefused, "AccessError"):
                    self.call(employee, "sales.office.robot", "action_send_test", self.robot.ids)
