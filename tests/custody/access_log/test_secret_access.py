from base64 import b64encode
from contextlib import nullcontext
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, test_cursor

from odoo.addons.mail.tools.discuss import Store

from ..common import CustodyCommon

COMMIT = test_cursor.TestCursor.commit
PIXEL = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
SPECIFICATION = {"name": {}, "note": {}, "confidentiality": {}}


class SecretCommon(CustodyCommon):
    """The contract seal is secret: Cleo, Lea and those above her may open it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accesses = cls.env["sales.office.document.access"]
        cls.seal.note = "In the safe, left drawer"
        cls.file = cls._attach(cls.seal, "Impression.txt")
        cls.env.ref("base.group_allow_export").user_ids |= cls.leader.user_id | cls.rep.user_id

    @classmethod
    def _attach(cls, document, name):
        return cls.env["ir.attachment"].create(
            {
                "name": name,
                "datas": b64encode(b"secret"),
                "mimetype": "text/plain",
                "res_model": document._name,
                "res_id": document.id,
            }
        )

    def log(self):
        """Return who did what, the oldest first."""
        self.env.invalidate_all()
        entries = self.accesses.search([], order="id")
        return [(entry.user_id.login, entry.kind, entry.document_id.name) for entry in entries]


class TestSecretAccess(SecretCommon):
    def test_form(self):
        """R022: opening the form of a secret document is logged with who and when."""
        with freeze_time("2025-03-04 02:00:00"):
            self.as_(self.leader, self.seal).web_read(SPECIFICATION)
        self.assertEqual(self.log(), [("leader", "record", "Contract seal")])
        self.assertEqual(str(self.accesses.search([]).opened_at), "2025-03-04 02:00:00")

    def test_rpc(self):
        """R022: so is reading it in whatever other way."""
        for read in (
            lambda seal: seal.read(["note"]),
            lambda seal: seal.read(),
            lambda seal: seal.search_read([("id", "=", seal.id)], ["note"]),
            lambda seal: seal.web_search_read([("id", "=", seal.id)], SPECIFICATION),
            lambda seal: self.as_(self.leader, self.hand_over()).web_read({"document_id": {"fields": {"note": {}}}}),
        ):
            self.accesses.search([]).unlink()
            self.env.invalidate_all()
            read(self.as_(self.leader, self.seal))
            self.assertEqual(self.log(), [("leader", "record", "Contract seal")])

    def hand_over(self):
        return self.loans.search([("document_id", "=", self.seal.id)]) or self.hand_out(self.seal, self.leader)

    def test_list(self):
        """R022: a list that shows its title has not opened it."""
        self.as_(self.leader, self.seal).web_search_read([], {"name": {}, "reference": {}, "state": {}})
        self.assertEqual(self.log(), [])

    def test_other_doors(self):
        """R022: what a form asks again, and content as the name of a group, are logged too."""
        for read in (
            lambda seal: seal.formatted_read_group([("id", "=", seal.id)], ["note"], ["__count"]),
            lambda seal: seal.formatted_read_grouping_sets([("id", "=", seal.id)], [["note"]], ["__count"]),
        ):
            self.accesses.search([]).unlink()
            self.env.invalidate_all()
            read(self.as_(self.leader, self.seal))
            self.assertEqual(self.log(), [("leader", "record", "Contract seal")])
        self.accesses.search([]).unlink()
        self.as_(self.clerk, self.seal).onchange({}, [], {"note": {}})
        self.assertEqual(self.log(), [("clerk", "record", "Contract seal")])

    def test_photo_in_the_chain(self):
        """R022: the photo of a secret paper that came back is one of its files."""
        self.hand_out(self.seal, self.leader)
        self.as_(self.clerk, self.seal).action_take_back("Stained", "worn", PIXEL)
        photo = self.env["ir.attachment"].search(
            [("res_model", "=", "sales.office.document.event"), ("res_field", "=", "photo")]
        )
        self.as_(self.leader, photo).read(["datas"])
        self.assertEqual(self.log(), [("leader", "attachment", "Contract seal")])

    def test_duplicate(self):
        """R022: a duplicate takes what is in it along: that is logged, and the duplicate is as secret."""
        duplicate = self.as_(self.clerk, self.seal).copy()
        self.assertEqual(duplicate.confidentiality, "secret")
        self.assertEqual(self.log(), [("clerk", "copy", "Contract seal")])
        self.accesses.search([]).unlink()
        self.as_(self.leader, self.seal).copy_data()
        self.assertEqual(self.log(), [("leader", "copy", "Contract seal")])

    def test_search_by_content(self):
        """R022: whoever finds it by what is in it has learned that, be it on the way from its loans."""
        loan = self.hand_over()
        self.seal.message_post(body="The left drawer is broken")
        found = [("note", "=ilike", "in the safe%")]
        for search in (
            lambda seal: seal.search(found),
            lambda seal: seal.search_count(found),
            lambda seal: seal.search([("note", "not ilike", "moon")]),
            lambda seal: seal.search([("message_ids.body", "ilike", "drawer")]),
            lambda seal: seal.formatted_read_group(found, [], ["__count"]),
            lambda seal: seal.search([], order="name, note desc"),
            lambda seal: self.as_(self.leader, loan).search([("document_id.note", "ilike", "safe")]),
            lambda seal: self.as_(self.leader, loan).search([("document_id", "any", found)]),
        ):
            self.accesses.search([]).unlink()
            self.env.invalidate_all()
            search(self.as_(self.leader, self.seal))
            self.assertEqual(self.log(), [("leader", "search", "Contract seal")])

    def test_search_finds_nothing(self):
        """R022: nothing is logged of what was not found, nor of a search by what lists show."""
        seal = self.as_(self.leader, self.seal)
        self.assertFalse(seal.search([("note", "ilike", "moon")]))
        self.assertFalse(self.as_(self.rep, self.seal).search([("note", "ilike", "safe")]))
        seal.search([("name", "ilike", "seal")], order="name")
        self.assertEqual(self.log(), [])

    def test_grouped_on_the_way(self):
        """R022: loans grouped by what is in their documents tell it."""
        loan = self.as_(self.leader, self.hand_over())
        loan.formatted_read_group([], ["document_id.note"], ["__count"])
        self.assertEqual(self.log(), [("leader", "record", "Contract seal")])

    def test_messages(self):
        """R022: reading or finding what was written about it is opening it."""
        message = self.seal.message_post(body="The left drawer is broken", message_type="comment")
        about = [("model", "=", self.seal._name), ("res_id", "=", self.seal.id)]
        self.env.ref("base.group_system").user_ids |= self.leader.user_id  # who may export messages
        for read, kind in (
            (lambda messages: messages.browse(message.id).read(["body"]), "record"),
            (lambda messages: messages.browse(message.id).web_read({"preview": {}}), "record"),
            (lambda messages: messages.search_read(about, ["subject", "body"]), "record"),
            (lambda messages: Store().add(messages.browse(message.id)), "record"),
            (lambda messages: messages.formatted_read_group(about, ["subject"], ["__count"]), "record"),
            (lambda messages: messages.browse(message.id).export_data(["body"]), "record"),
            (lambda messages: messages.search([*about, ("body", "ilike", "drawer")]), "search"),
            (lambda messages: messages._message_fetch(None, thread=self.seal, search_term="drawer"), "search"),
        ):
            self.accesses.search([]).unlink()
            self.env.invalidate_all()
            read(self.as_(self.leader, self.env["mail.message"]))
            self.assertEqual(self.log(), [("leader", kind, "Contract seal")])
        self.accesses.search([]).unlink()
        self.as_(self.leader, message).read(["author_id", "date"])
        self.assertEqual(self.log(), [], "Who wrote when is no content")

    def test_messages_about_its_loan(self):
        """R022: what is written about its loan is written about it."""
        message = self.hand_over().message_post(body="Bring it back")
        self.as_(self.leader, message).read(["body"])
        self.assertEqual(self.log(), [("leader", "record", "Contract seal")])

    def test_activities(self):
        """R022: so is what is to be done about it."""
        activity = self.seal.activity_schedule(
            "mail.mail_activity_data_todo", note="The left drawer", user_id=self.leader.user_id.id
        )
        activity = self.as_(self.leader, activity)
        activity.read(["summary", "date_deadline"])
        self.assertEqual(self.log(), [])
        activity.read(["note"])
        self.assertEqual(self.log(), [("leader", "record", "Contract seal")])

    def test_files_found_by_content(self):
        """R022: a file found by its text has told it."""
        self.file.index_content = "secret"
        self.as_(self.leader, self.file).search([("index_content", "ilike", "secr")])
        self.assertEqual(self.log(), [("leader", "search", "Contract seal")])

    def test_refused(self):
        """R022: who may not open it has not opened it."""
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.seal).web_read(SPECIFICATION)
        self.assertEqual(self.log(), [])

    def test_once_in_a_while(self):
        """R022: opened again within minutes is one entry, by somebody else or later another."""
        for moment, reader in (
            ("2025-03-04 02:00:00", self.leader),
            ("2025-03-04 02:05:00", self.leader),
            ("2025-03-04 02:06:00", self.clerk),
            ("2025-03-04 02:30:00", self.leader),
        ):
            with freeze_time(moment):
                self.as_(reader, self.seal).web_read(SPECIFICATION)
        self.assertEqual([entry[0] for entry in self.log()], ["leader", "clerk", "leader"])

    def test_export(self):
        """R022: an export is logged, also from the list of loans."""
        self.as_(self.leader, self.seal).export_data(["reference", "name"])
        self.assertEqual(self.log(), [("leader", "export", "Contract seal")])
        self.accesses.search([]).unlink()
        loan = self.as_(self.leader, self.hand_over())
        loan.export_data(["employee_id", "document_id", "document_id/name"])
        self.assertEqual(self.log(), [], "The title alone is no content")
        loan.export_data(["document_id/note"])
        self.assertEqual(self.log(), [("leader", "export", "Contract seal")])

    def test_report(self):
        """R022: so is a printout."""
        self.env["ir.ui.view"].create(
            {
                "name": "sales_office_policy_test",
                "type": "qweb",
                "key": "sales_office_policy.test",
                "arch": "<t t-name='sales_office_policy.test'><p t-foreach='docs' t-as='doc' t-esc='doc.name'/></t>",
            }
        )
        report = self.env["ir.actions.report"].create(
            {
                "name": "Card",
                "model": self.seal._name,
                "report_name": "sales_office_policy.test",
                "report_type": "qweb-html",
            }
        )
        self.as_(self.leader, report.browse())._render_qweb_html(report.id, self.seal.ids)
        self.assertEqual(self.log(), [("leader", "print", "Contract seal")])

    def test_logging_opens_nothing(self):
        """R022: what the log asks about a document its reader may not see does not become readable by that."""
        seal = self.as_(self.rep, self.seal)
        self.env.flush_all()
        self.env.invalidate_all()
        self.as_(self.rep, self.accesses)._log(seal, "print")
        with self.assertRaises(AccessError):
            seal.name  # noqa: B018
        self.assertEqual(self.log(), [("rep", "print", "Contract seal")])

    def test_attachment_read(self):
        """R022: reading the content of its file is logged with the file's name; reading its name is not."""
        file = self.as_(self.leader, self.file)
        file.read(["name", "mimetype"])
        self.assertEqual(self.log(), [])
        file.read(["raw"])
        self.assertEqual(self.log(), [("leader", "attachment", "Contract seal")])
        self.assertEqual(self.accesses.search([]).attachment_name, "Impression.txt")
        file.read(["datas"])
        self.assertEqual(len(self.log()), 1)

    def test_others_cost_nothing(self):
        """R022: nothing is logged of documents that are not secret, nor a query spent on them."""
        contract = self.as_(self.leader, self.contract)
        queries = []
        for patched in (True, False):
            self.env.flush_all()
            self.env.invalidate_all()
            contract.web_read(SPECIFICATION)  # whatever is cached in the registry
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with patch.object(self.env.registry[contract._name], "_log_opened") if patched else nullcontext():
                contract.web_read(SPECIFICATION)
                contract.read(["note"])
            queries.append(self.env.cr.sql_log_count - before)
        self.assertEqual(queries[0], queries[1])
        self.assertEqual(self.log(), [])

    def test_many_at_once(self):
        """R022: many secret documents read at once are logged in a batch."""
        for size in (2, 20):
            documents = self.seal.browse()
            for number in range(size):
                documents |= self._create_document(f"Plan {size}/{number}", self.north, "plan")
            self.env.flush_all()
            documents = self.as_(self.leader, documents)
            documents.read(["name", "confidentiality"])
            with self.assertQueryCount(5):
                documents._log_opened("record")
                self.env.flush_all()
        self.assertEqual(len(self.log()), 22)

    def test_director_only(self):
        """R022: the director reads the log, of their company only; nobody changes it, not even they."""
        self.as_(self.leader, self.seal).web_read(SPECIFICATION)
        entry = self.accesses.search([])
        self.assertEqual(self.as_(self.director, self.accesses).search([]), entry)
        self.assertFalse(self.as_(self.director_valley, self.accesses).search([]))
        for employee in (self.leader, self.manager, self.clerk, self.policy_admin, self.rep):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.accesses).search_count([])
        for change in (
            lambda log: log.write({"kind": "print"}),
            lambda log: log.unlink(),
            lambda log: log.copy(),
            lambda log: log.create({}),
        ):
            with self.assertRaises(AccessError):
                change(self.as_(self.director, entry))

    def test_log_outlives_the_document(self):
        """R022: the entry stays when the document's record is deleted, with its title."""
        self.as_(self.leader, self.seal).web_read(SPECIFICATION)
        self.as_(self.clerk, self.seal).unlink()
        entry = self.accesses.search([])
        self.assertIn("Contract seal", entry.document_name)
        self.assertFalse(entry.document_id)


def _commit(cursor):
    """Commit a pseudo-cursor and do what was to be done afterwards."""
    afterwards = list(cursor.postcommit._funcs)
    COMMIT(cursor)
    for function in afterwards:
        function()


class TestSecretAccessHttp(SecretCommon, HttpCase):
    def setUp(self):
        super().setUp()
        # the pseudo-cursors of tests throw away what a real one does after a commit
        self.startPatcher(patch.object(test_cursor.TestCursor, "commit", _commit))
        self.authenticate("leader", "leader")
        self.env.flush_all()

    def _web_read(self, document):
        params = {
            "model": document._name,
            "method": "web_read",
            "args": [document.ids],
            "kwargs": {"specification": SPECIFICATION},
        }
        return self.make_jsonrpc_request(f"/web/dataset/call_kw/{document._name}/web_read", params)

    def test_form_on_a_replica(self):
        """R022: the form is read by a cursor that cannot write, and the entry is there all the same."""
        with self.assertNoLogs("odoo.http", "WARNING"):
            self.assertEqual(self._web_read(self.seal)[0]["note"], "In the safe, left drawer")
        self.assertEqual(self.log(), [("leader", "record", "Contract seal")])

    def test_form_on_the_primary(self):
        """R022: nor is it lost where there is no replica."""
        self.set_registry_readonly_mode(False)
        self._web_read(self.seal)
        self.assertEqual(self.log(), [("leader", "record", "Contract seal")])

    def test_download(self):
        """R022: a download is logged, by whichever address."""
        for url in (
            f"/web/content/{self.file.id}",
            f"/web/content/ir.attachment/{self.file.id}/datas",
            f"/web/content/{self.file.id}?access_token={self.file.generate_access_token()[0]}",
        ):
            self.accesses.search([]).unlink()
            self.env.flush_all()
            with self.subTest(url), self.assertNoLogs("odoo.http", "WARNING"):
                response = self.url_open(url)
                self.assertEqual((response.status_code, response.content), (200, b"secret"))
                self.assertEqual(self.log(), [("leader", "attachment", "Contract seal")])

    def test_download_of_others(self):
        """R022: files of other documents are not logged."""
        file = self._attach(self.contract, "Annex.txt")
        self.env.flush_all()
        self.assertEqual(self.url_open(f"/web/content/{file.id}").status_code, 200)
        self.assertEqual(self.log(), [])
