"""Role x relation x operation for every model of the module, through the ORM and over JSON-RPC."""

from functools import partial
from unittest import TestCase
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import HttpCase
from odoo.tests.common import JsonRpcException

from ..common import SalesOfficeCommon
from .catalogue import MATRIX, OPERATIONS, PUBLIC_MODELS, expected, module_models
from .factories.factories import FACTORIES

HARBOUR = (
    "director",
    "manager",
    "leader",
    "leader_south",
    "rep",
    "colleague",
    "rep_south",
    "clerk",
    "relations",
    "finance",
    "policy_admin",
    "outsider",
)
VIEWERS = (*HARBOUR, "director_valley")
LED_BY = {  # subject -> who leads them
    "rep": ("leader", "manager", "director"),
    "rep_south": ("leader_south", "manager", "director"),
    "leader": ("manager", "director"),
    "clerk": ("director",),
    "rep_valley": ("director_valley",),
}
PROXY = {"leader_south": "leader", "colleague": "rep", "rep_south": "rep", "director_valley": "director"}


class TestMatrixIsWhole(SalesOfficeCommon):
    def test_the_matrix_names_every_model(self):
        """R135: a new model has to say in the matrix who may do what with it."""
        ruled = [model._name for model in module_models(self.env) if model._name not in PUBLIC_MODELS]
        self.assertEqual(sorted(MATRIX), sorted(ruled))
        self.assertEqual(sorted(FACTORIES), sorted(MATRIX))


class TestMatrix(SalesOfficeCommon, HttpCase):
    """One record of each model about each subject, made once for all the walks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = {
            model_name: {subject: FACTORIES[model_name](cls, getattr(cls, subject)) for subject in LED_BY}
            for model_name in MATRIX
        }
        # which rules refused is looked up for the text of a refusal: most of the time, and nothing that is asked here
        Rule = cls.registry["ir.rule"]
        cls.startClassPatcher(patch.object(Rule, "_get_failing", lambda self, records, mode: self.browse()))

    def _expected(self, model_name, subject, viewer):
        """Return the letters the viewer may do with the record about the subject, and why."""
        if (subject == "rep_valley") != (viewer == "director_valley"):
            return "", "another company"
        role = PROXY.get(viewer, viewer)
        if subject == viewer:
            relation = "own"
        elif viewer in LED_BY[subject]:
            relation = "led"
        else:
            relation = "company"
        return expected(model_name, relation, role), relation

    def test_orm(self):
        """R135: every role can do with every record precisely what the matrix says."""
        wrong = []
        for model_name, by_subject in self.records.items():
            everything = self.env[model_name].union(*by_subject.values())
            for viewer in VIEWERS:
                seen = self.as_(getattr(self, viewer), everything)
                allowed = {letter: seen._filtered_access(name)._ids for letter, name in OPERATIONS.items()}
                for subject, record in by_subject.items():
                    actual = "".join(letter for letter in OPERATIONS if record.id in allowed[letter])
                    letters, relation = self._expected(model_name, subject, viewer)
                    if actual != letters:
                        wrong.append(f"{model_name}: {viewer} / {subject} ({relation}): {actual!r} is not {letters!r}")
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def test_no_other_door(self):
        """R056 R135: what cannot be read cannot be searched, grouped, counted or exported either."""
        self.env.ref("base.group_allow_export").user_ids |= self.env["res.users"].search([("share", "=", False)])
        for model_name, by_subject in self.records.items():
            tried = {}
            for viewer in VIEWERS:
                model = self.as_(getattr(self, viewer), self.env[model_name])
                closed = [
                    record.id
                    for subject, record in by_subject.items()
                    if not self._expected(model_name, subject, viewer)[0]
                ]
                # whoever finds the same doors closed knocks once
                tried.setdefault((tuple(closed), model.has_access("read")), (viewer, model.browse(closed)))
            for viewer, records in tried.values():
                with self.subTest(model=model_name, viewer=viewer):
                    self.env.invalidate_all()
                    self._check_no_door(records)

    def _check_no_door(self, records):
        model, domain = records.browse(), [("id", "in", records.ids)]
        for record in records:
            with self._refused():
                record.read(["display_name"])
            with self._refused():
                record.export_data(["id", "display_name"])
        if not model.has_access("read"):
            with self._refused():
                model.search_read(domain, ["display_name"])
            return
        self.assertFalse(model.search_read(domain, ["display_name"]))
        self.assertEqual(model.search_count(domain), 0)
        # a view of other tables has no author
        groupby = next(name for name in ("create_uid", "employee_id", "user_id", "pool_id") if name in model._fields)
        self.assertFalse(model.formatted_read_group(domain, [groupby], ["__count"]))

    def _refused(self):
        """Expect an AccessError; without the savepoint of Odoo's `assertRaises`: what only reads leaves nothing."""
        return TestCase.assertRaises(self, AccessError)

    def test_rpc(self):
        """R135: a call of the web client reads, changes or deletes no more than the matrix says.

        Who may do what was compared by ``test_orm``; here each answer is asked for once per model and relation.
        """
        for model_name in MATRIX:
            tried = {}
            for viewer in VIEWERS:
                for subject in LED_BY:
                    tried.setdefault(self._expected(model_name, subject, viewer), (viewer, subject))
            for viewer in dict.fromkeys(viewer for viewer, _subject in tried.values()):
                self._check_create(getattr(self, viewer), model_name, self._call)
            for viewer, subject in tried.values():
                self._check_record(viewer, model_name, subject, self._call)

    def test_rpc_over_http(self):
        """R135: the same over a real connection, each viewer with some of the models, and each model with a viewer."""
        self.env.flush_all()
        for number, viewer in enumerate(VIEWERS):
            login = getattr(self, viewer).user_id.login
            self.authenticate(login, login)
            self._check_viewer(viewer, list(MATRIX)[number :: len(VIEWERS)], self._call_over_http)

    def _call(self, viewer, model_name, method, *args):
        """Call a method as the web client's request does, with nothing in the cache.

        An exception is returned as its name.
        """
        self.env.invalidate_all()
        env = self.env(user=viewer.user_id, context={"lang": "en_US", "tz": "Asia/Shanghai"}, su=False)
        try:
            return call_kw(env[model_name], method, args, {})
        except AccessError:
            return "odoo.exceptions.AccessError"

    def _call_over_http(self, _viewer, model_name, method, *args):
        """The same as the logged-in user."""
        params = {"model": model_name, "method": method, "args": args, "kwargs": {}}
        try:
            return self.make_jsonrpc_request(f"/web/dataset/call_kw/{model_name}/{method}", params)
        except JsonRpcException as error:
            return str(error)

    def _check_viewer(self, viewer, model_names, call):
        for model_name in model_names:
            self._check_create(getattr(self, viewer), model_name, call)
            subjects = {self._expected(model_name, subject, viewer): subject for subject in LED_BY}
            for subject in subjects.values():
                self._check_record(viewer, model_name, subject, call)

    def _check_record(self, viewer, model_name, subject, call):
        letters, relation = self._expected(model_name, subject, viewer)
        with self.subTest(viewer=viewer, model=model_name, subject=subject, relation=relation):
            call = partial(call, getattr(self, viewer), model_name)
            self._check_calls(call, self.records[model_name][subject], letters)

    def _check_create(self, viewer, model_name, call):
        """Who has no right to create such records at all is refused before anything they send is read.

        For the others the record decides, which test_orm has checked.
        """
        if self.as_(viewer, self.env[model_name]).has_access("create"):
            return
        with self.subTest(viewer=viewer.name, model=model_name, operation="create"):
            self.assertEqual(call(viewer, model_name, "create", [{}]), "odoo.exceptions.AccessError")

    def _check_calls(self, call, record, letters):
        seen = call("read", [record.id], ["display_name"])
        if "r" in letters:
            self.assertEqual(seen[0]["id"], record.id)
        else:
            self.assertEqual(seen, "odoo.exceptions.AccessError")
        if "w" not in letters:
            values = {self._writable_field(record._name): False}
            self.assertEqual(call("write", [record.id], values), "odoo.exceptions.AccessError")
        if "u" not in letters:
            self.assertEqual(call("unlink", [record.id]), "odoo.exceptions.AccessError")

    def _writable_field(self, model_name):
        """Return the name of a plain stored field."""
        fields = self.env[model_name]._fields.values()
        return next(
            f.name
            for f in fields
            if f.store and not f.compute and not f.related and f.type in ("char", "text", "html", "date", "integer")
        )
