"""The formats of the three services, without the ORM."""

import base64
import hashlib
import hmac
import json
from unittest import TestCase

from odoo.tests import tagged

from odoo.addons.sales_office_policy.models.organization.messages.webhook import SERVICES, Note, cut, prepare, read

NOW = 1772433000.5
NOTE = Note("Morning meeting", ("08:15 – 08:35", "Expected (2): Ann, Rob"), "https://odoo.example.com/odoo/m/7", "Open")


@tagged("post_install", "-at_install", "standard")
class TestWebhook(TestCase):
    def _prepare(self, service, note=NOTE, secret=""):
        parameters, body = prepare(service, note, secret, NOW)
        return parameters, json.loads(body)

    def test_dingtalk(self):
        """R003: DingTalk gets Markdown with a title, mentions nobody, and a sign in the address."""
        parameters, body = self._prepare("dingtalk", secret="SECret")
        self.assertEqual(body["msgtype"], "markdown")
        self.assertEqual(body["markdown"]["title"], "Morning meeting")
        self.assertIn("[Open](https://odoo.example.com/odoo/m/7)", body["markdown"]["text"])
        self.assertEqual(body["at"], {"atMobiles": [], "isAtAll": False})
        told = f"{parameters['timestamp']}\nSECret".encode()
        self.assertEqual(parameters["timestamp"], "1772433000500")
        self.assertEqual(parameters["sign"], base64.b64encode(hmac.digest(b"SECret", told, hashlib.sha256)).decode())

    def test_wecom(self):
        """R003: WeCom gets Markdown and nothing that is signed."""
        parameters, body = self._prepare("wecom", secret="SECret")
        self.assertFalse(parameters)
        self.assertEqual(body.keys(), {"msgtype", "markdown"})
        self.assertIn("Expected (2): Ann, Rob", body["markdown"]["content"])

    def test_feishu(self):
        """R003: Feishu gets a post, with time and sign in the body; key and message are swapped there."""
        parameters, body = self._prepare("feishu", secret="SECret")
        self.assertFalse(parameters)
        self.assertEqual(body["msg_type"], "post")
        post = body["content"]["post"]["zh_cn"]
        self.assertEqual(post["title"], "Morning meeting")
        self.assertEqual(post["content"][-1], [{"tag": "a", "text": "Open", "href": NOTE.link}])
        self.assertEqual(body["timestamp"], "1772433000")
        key = b"1772433000\nSECret"
        self.assertEqual(body["sign"], base64.b64encode(hmac.digest(key, b"", hashlib.sha256)).decode())

    def test_unsigned(self):
        """R003: without a secret nothing is signed."""
        for service in SERVICES:
            parameters, body = self._prepare(service)
            self.assertFalse(parameters, service)
            self.assertNotIn("sign", body)

    def test_names_are_no_markup(self):
        """R056: what somebody is called is shown as such: no link and no mention comes of a name."""
        note = Note("[Click](https://evil.example)", ("<@all> **Ann** `x`\n# big",))
        for service in ("dingtalk", "wecom"):
            _parameters, body = self._prepare(service, note)
            text = json.dumps(body["markdown"], ensure_ascii=False)
            for mark in ("[Click]", "<@all>", "**Ann**", "`x`", "\\n# big"):
                self.assertNotIn(mark, text)

    def test_names_make_no_lines(self):
        """R056: a name with line breaks, or with signs that turn the text around, says nothing in the group's name."""
        note = Note("Ann\nPaula: bonus for all", ("Bob\u2028\u202eevil\u202c\r\nCleo",))
        post = self._prepare("feishu", note)[1]["content"]["post"]["zh_cn"]
        self.assertEqual(post["title"], "Ann Paula: bonus for all")
        self.assertEqual(post["content"], [[{"tag": "text", "text": "Bob evil Cleo"}]])

    def test_cut_by_bytes(self):
        """R003: a long message is cut at a character's border, below the bytes of the service; the link stays whole."""
        note = Note("早会" * 50, ("应到：" + "张三、" * 3000,), NOTE.link, "打开")
        for service, known in SERVICES.items():
            _parameters, body = prepare(service, note, "", NOW)
            self.assertLessEqual(len(body), known.most_bytes + 1500, service)
            self.assertIn(NOTE.link, body.decode())
        _parameters, body = self._prepare("wecom", note)
        self.assertLessEqual(len(body["markdown"]["content"].encode()), 4096)
        self.assertEqual(cut("张三李四", 9), "张三…")
        self.assertEqual(cut("张三", 6), "张三")

    def test_answers(self):
        """R003: a status of 200 says nothing; the code in the answer does, under the name each service gives it."""
        for service, body, error in (
            ("dingtalk", {"errcode": 0, "errmsg": "ok"}, ""),
            ("dingtalk", {"errcode": 310000, "errmsg": "description:机器人发送签名不匹配"}, "signature"),
            ("dingtalk", {"errcode": 310000, "errmsg": "description:关键词不匹配"}, "keyword"),
            ("dingtalk", {"errcode": 310000, "errmsg": "description:来源IP不在白名单"}, "sender"),
            ("dingtalk", {"errcode": 310000}, "refused"),
            ("dingtalk", {"errcode": 130101}, "too_fast"),
            ("dingtalk", {"errcode": 300001}, "token"),
            ("wecom", {"errcode": 0}, ""),
            ("wecom", {"errcode": 93000}, "token"),
            ("wecom", {"errcode": 45009}, "too_fast"),
            ("wecom", {"errcode": 12345}, "refused"),
            ("feishu", {"StatusCode": 0, "StatusMessage": "success", "code": 0}, ""),
            ("feishu", {"StatusCode": 0}, ""),
            ("feishu", {"code": 19021}, "signature"),
            ("feishu", {"code": 19024}, "keyword"),
            ("feishu", {"code": 19036}, "too_long"),
            ("feishu", {"msg": "ok"}, "unreadable"),
            ("feishu", {"code": "0"}, "unreadable"),
            ("feishu", [0], "unreadable"),
        ):
            self.assertEqual(read(service, 200, json.dumps(body).encode()).error, error, (service, body))
        for status, error in ((429, "too_fast"), (500, "server"), (302, "redirect"), (404, "refused")):
            self.assertEqual(read("wecom", status, b"").error, error)
        for body in (b"", b"<html>", b"[" * 100_000, b"\xff"):
            self.assertEqual(read("wecom", 200, body).error, "unreadable")
