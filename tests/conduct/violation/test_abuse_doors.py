"""A representative at the doors of a colleague's case, as a browser or a script knocks at them."""

from odoo.tests import HttpCase
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import ConductCommon

SECRET = "Snored on the sofa"


class TestAbuseDoors(ConductCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_allow_export").user_ids |= cls.colleague.user_id | cls.rep.user_id

    def setUp(self):
        super().setUp()
        self.case = self._reported(description=SECRET)
        self.message = self.case.message_post(body=SECRET, subtype_xmlid="mail.mt_note")
        self.paper = self.env["ir.attachment"].create(
            {"name": "photo.txt", "raw": SECRET.encode(), "res_model": self.case._name, "res_id": self.case.id}
        )
        self.env.flush_all()

    def _call(self, model, method, *arguments, **values):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": arguments, "kwargs": values},
        )

    def _assert_refused(self, model, method, *arguments, **values):
        with (
            self.subTest(model=model, method=method),
            mute_logger("odoo.http"),
            self.assertRaisesRegex(JsonRpcException, "odoo.exceptions.AccessError"),
        ):
            self._call(model, method, *arguments, **values)

    def test_by_id(self):
        """R135: reading, opening, exporting or copying by id is refused."""
        self.authenticate("colleague", "colleague")
        case, ids = self.case._name, self.case.ids
        self._assert_refused(case, "read", ids, ["description"])
        self._assert_refused(case, "web_read", ids, {"description": {}})
        self._assert_refused(case, "export_data", ids, ["description", "employee_id/name"])
        self._assert_refused(case, "copy", ids)
        self._assert_refused(case, "message_post", ids, body="x")
        self._assert_refused(case, "action_answer", ids, "x")

    def test_by_search_and_groups(self):
        """R135: lists, groups and counts say nothing, whatever they are grouped and aggregated by."""
        self.authenticate("colleague", "colleague")
        case, domain = self.case._name, [("id", "=", self.case.id)]
        self.assertEqual(self._call(case, "search_read", domain, ["description"]), [])
        self.assertEqual(self._call(case, "web_search_read", domain, {"description": {}})["length"], 0)
        for groupby in (["employee_id"], ["reporter_id"], ["date:month"], ["state"]):
            groups = self._call(case, "formatted_read_group", domain, groupby, ["fine_amount:sum", "__count"])
            self.assertEqual(groups, [], groupby)

    def test_by_attachment_address(self):
        """R135: the address of a photo opens for the employee and for nobody beside them."""
        addresses = (
            f"/web/content/{self.paper.id}",
            f"/web/content/{self.paper.id}?download=1",
            f"/web/content?model=ir.attachment&id={self.paper.id}&field=raw",
            f"/web/image/{self.paper.id}",
        )
        self.authenticate("colleague", "colleague")
        for address in addresses:
            with self.subTest(address=address):
                self.assertNotIn(SECRET.encode(), self.url_open(address).content)
        self.assertEqual(self.url_open(addresses[0]).status_code, 404)
        self.authenticate("rep", "rep")
        self.assertEqual(self.url_open(addresses[0]).content, SECRET.encode())

    def test_by_chatter(self):
        """R135: neither the messages themselves nor the thread's page give anything away."""
        self.authenticate("colleague", "colleague")
        self._assert_refused("mail.message", "read", self.message.ids, ["body"])
        self._assert_refused("ir.attachment", "read", self.paper.ids, ["raw"])
        found = self._call("mail.message", "search_read", [("body", "ilike", SECRET)], ["body"])
        self.assertEqual(found, [])
        thread = {"thread_model": self.case._name, "thread_id": self.case.id}
        with mute_logger("odoo.http"):
            try:
                answer = self.make_jsonrpc_request("/mail/thread/messages", thread)
            except JsonRpcException:
                return
        self.assertNotIn(SECRET, str(answer))

    def test_by_the_link_of_an_activity(self):
        """R135: the link in the mail of an activity leads its employee to the case, and a colleague elsewhere."""
        activity = self.case.activity_ids
        self.assertEqual(activity.user_id, self.rep.user_id)
        link = f"/mail/view?model={self.case._name}&res_id={self.case.id}"
        place = f"{self.case._name}/{self.case.id}"
        self.authenticate("rep", "rep")
        self.assertIn(place, self.url_open(link).url)
        self.authenticate("colleague", "colleague")
        self.assertNotIn(place, self.url_open(link).url)
        self._assert_refused("mail.activity", "read", activity.ids, ["summary"])
        self.assertEqual(self._call("mail.activity", "search_count", [("id", "in", activity.ids)]), 0)
