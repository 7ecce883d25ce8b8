"""Where messages may be sent, and what a service can do to whoever sends them: nothing."""

import socket
import time
from unittest import TestCase
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.sales_office_policy.models.organization.messages import post as module
from odoo.addons.sales_office_policy.models.organization.messages.post import (
    Refused,
    parse_address,
    parse_listed,
    post,
)

from . import chat_server
from .chat_server import ChatServer

GOOD = "https://oapi.dingtalk.com/robot/send?access_token=t"


@tagged("post_install", "-at_install", "standard")
class TestPost(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chat = ChatServer()
        cls.addClassCleanup(cls.chat.stop)

    def setUp(self):
        super().setUp()
        self.chat.received.clear()
        self.address = parse_address("wecom", f"{self.chat.origin}/send?key=k", parse_listed(self.chat.origin))

    def _post(self, answer):
        self.chat.answer = answer
        with patch.object(module, "STEP", 0.5), patch.object(module, "ALL", 1.0):
            return post("wecom", self.address, {"timestamp": "1", "sign": "a+b="}, b"{}")

    def test_sent(self):
        """R003: the body arrives at the path of the robot, with what is added to its address."""
        self.assertFalse(self._post({"errcode": 0}).error)
        self.assertEqual(self.chat.received, [("/send", {"key": "k", "timestamp": "1", "sign": "a+b="}, {})])

    def test_misbehaviour(self):
        """R003: whatever a service does, the answer is a word for it, after a second at most."""
        for answer, error in (
            (500, "server"),
            (404, "refused"),
            ({"errcode": 93000}, "token"),
            (chat_server.redirect_home, "redirect"),
            (chat_server.say_too_much, "unreadable"),
            (chat_server.say_nothing, "timeout"),
            (chat_server.drip, "timeout"),
            (chat_server.hang_up, "unreadable"),
            (chat_server.say_nonsense, "unreadable"),
        ):
            begun = time.monotonic()
            with self.subTest(error=error, answer=answer):
                self.assertIn(self._post(answer).error, (error, "unreachable") if error == "unreadable" else (error,))
                self.assertLess(time.monotonic() - begun, 2.5)

    def test_no_redirect_is_followed(self):
        """R056: where an answer leads, nobody goes."""
        self._post(chat_server.redirect_home)
        self.assertEqual([path for path, _query, _body in self.chat.received], ["/send"])

    def test_nobody_there(self):
        """R003: a service that cannot be reached is said to be."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            origin = f"http://127.0.0.1:{free.getsockname()[1]}"
        address = parse_address("wecom", f"{origin}/send", parse_listed(origin))
        self.assertEqual(post("wecom", address, {}, b"{}").error, "unreachable")

    def _resolve(self, *numbers):
        """Have every name lead to these numbers, with the port of this machine's service."""
        port = int(self.chat.origin.rpartition(":")[2])
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]
        return patch.object(module.socket, "getaddrinfo", return_value=found)

    def _dialled(self, reachable):
        """Note who is called; only ``reachable`` answers, which is this machine; the others keep one waiting."""
        dialled, real = [], socket.socket

        def create_connection(place, timeout):
            dialled.append(place[0])
            if place[0] != reachable:
                time.sleep(timeout)
                raise TimeoutError
            wire = real()
            wire.settimeout(timeout)
            wire.connect(("127.0.0.1", place[1]))
            return wire

        return dialled, patch.object(module.socket, "create_connection", create_connection)

    def test_next_number(self):
        """R003: where one of a name's numbers does not answer, the next one is tried, each once."""
        dialled, network = self._dialled("8.8.4.4")
        with self._resolve("8.8.8.8", "8.8.8.8", "8.8.4.4", "1.1.1.1"), network:
            self.assertFalse(self._post({"errcode": 0}).error)
        self.assertEqual(dialled, ["8.8.8.8", "8.8.4.4"])
        self.assertEqual(len(self.chat.received), 1)

    def test_numbers_share_the_time(self):
        """R003: however many numbers a name has, all of it takes no longer than one is given."""
        dialled, network = self._dialled(None)
        begun = time.monotonic()
        with self._resolve(*(f"8.8.8.{number}" for number in range(9))), network:
            self.assertEqual(self._post({"errcode": 0}).error, "timeout")
        self.assertEqual(len(dialled), 2)
        self.assertLess(time.monotonic() - begun, 2)

    def test_one_of_them_is_private(self):
        """R056: a name of which one number leads into a private network is not called at all."""
        dialled, network = self._dialled("8.8.8.8")
        with self._resolve("8.8.8.8", "10.0.0.1"), network:
            self.assertEqual(post("dingtalk", parse_address("dingtalk", GOOD), {}, b"{}").error, "private")
        self.assertFalse(dialled)

    def test_private_networks(self):
        """R056: a name of a service that leads into a private network is not followed there."""
        address = parse_address("dingtalk", GOOD)
        for number in (
            *("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
            *("::1", "fe80::1", "fec0::1", "::ffff:10.0.0.1"),
            *("::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001::1"),
        ):
            found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443))]
            with (
                self.subTest(number=number),
                patch.object(module.socket, "getaddrinfo", return_value=found),
                patch.object(module.socket, "create_connection", side_effect=AssertionError("connected")),
            ):
                self.assertEqual(post("dingtalk", address, {}, b"{}").error, "private")

    def test_allowed(self):
        """R003: the robots of the three services, and what a system administrator lists."""
        for service, address in (
            ("dingtalk", GOOD),
            ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"),
            ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/abc-def"),
            ("feishu", "https://open.larksuite.com/open-apis/bot/v2/hook/abc-def"),
            ("feishu", "https://OPEN.feishu.cn:443/open-apis/bot/v2/hook/abc"),
        ):
            self.assertFalse(parse_address(service, address).is_listed)
        listed = parse_listed("https://gateway.example.com:8443, http://10.0.0.5 nonsense https://bad:port")
        self.assertEqual(listed, {("https", "gateway.example.com", 8443), ("http", "10.0.0.5", 80)})
        self.assertTrue(parse_address("wecom", "https://gateway.example.com:8443/any?x=1", listed).is_listed)

    def test_refused(self):
        """R056: no other host, path, port, scheme or trick in an address is taken."""
        for address in (
            "http://oapi.dingtalk.com/robot/send?access_token=t",
            "https://oapi.dingtalk.com:8443/robot/send",
            "https://oapi.dingtalk.com/other",
            "https://oapi.dingtalk.com.evil.example/robot/send",
            "https://evil.example/robot/send?x=oapi.dingtalk.com",
            "https://user:word@oapi.dingtalk.com/robot/send",
            "https://oapi.dingtalk.com@evil.example/robot/send",
            "https://evil.example\\@oapi.dingtalk.com/robot/send",
            "https://oapi.dingtalk.com/robot/send#part",
            "https://oapi.dingtalk.com/robot/send/../../gettoken?appkey=k",
            "https://oapi.dingtalk.com/robot/send/%2e%2e/%2E./gettoken",
            "https://oapi.dingtalk.com/robot/send?a=b\r\nHost: evil.example",
            "https://oapi.dingtalk.com:port/robot/send",
            "https://[::1/robot/send",
            "https://open.feishu.cn/open-apis/bot/v2/hook/abc",
            "file:///etc/passwd",
            "gopher://oapi.dingtalk.com/robot/send",
            "//oapi.dingtalk.com/robot/send",
            "https://oapi.dingtalk.com/robot/send?" + "a" * 3000,
            "https://ｏapi.dingtalk.com/robot/send",
            "",
        ):
            with self.subTest(address=address), self.assertRaisesRegex(Refused, "host"):
                parse_address("dingtalk", address)
