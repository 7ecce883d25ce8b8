"""Role x relation x operation for every model of the module, through the ORM and over JSON-RPC."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase
from odoo.tests.common import JsonRpcException

from ..common import SalesOfficeCommon
from .catalogue import MATRIX, OPERATIONS, PUBLIC_MODELS, expected, module_models
from .factories import FACTORIES

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
LED_BY = {  # subject -> who leads him
    "rep": ("leader", "manager", "director"),
    "rep_south": ("leader_south", "manager", "director"),
    "leader": ("manager", "director"),
    "clerk": ("director",),
    "rep_valley": ("director_valley",),
}
PROXY = {"leader_south": "leader", "colleague": "rep", "rep_south": "rep", "director_valley": "director"}


class MatrixCommon(SalesOfficeCommon):
    def _ruled_models(self):
        return [model._name for model in module_models(self.env) if model._name not in PUBLIC_MODELS]

    def _subjects(self, model_name):
        """Return {subject's name: record about him}."""
        return {subject: FACTORIES[model_name](self, getattr(self, subject)) for subject in LED_BY}

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


class TestMatrixOrm(MatrixCommon):
    def test_the_matrix_names_every_model(self):
        """R135: a new model has to say in the matrix who may do what with it."""
        self.assertEqual(sorted(MATRIX), sorted(self._ruled_models()))
        self.assertEqual(sorted(FACTORIES), sorted(MATRIX))

    def test_orm(self):
        """R135: every role can do with every record precisely what the matrix says."""
        wrong = []
        for model_name in MATRIX:
            for subject, record in self._subjects(model_name).items():
                for viewer in (*HARBOUR, "director_valley"):
                    seen = self.as_(getattr(self, viewer), record)
                    actual = "".join(letter for letter, name in OPERATIONS.items() if seen.has_access(name))
                    letters, relation = self._expected(model_name, subject, viewer)
                    if actual != letters:
                        wrong.append(f"{model_name}: {viewer} / {subject} ({relation}): {actual!r} is not {letters!r}")
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def test_no_other_door(self):
        """R056 R135: what cannot be read cannot be searched, grouped, counted or exported either."""
        self.env.ref("base.group_allow_export").user_ids |= self.env["res.users"].search([("share", "=", False)])
        for model_name in MATRIX:
            for subject, record in self._subjects(model_name).items():
                for viewer in (*HARBOUR, "director_valley"):
                    if self._expected(model_name, subject, viewer)[0]:
                        continue
                    with self.subTest(model=model_name, subject=subject, viewer=viewer):
                        self._check_no_door(self.as_(getattr(self, viewer), record))

    def _check_no_door(self, record):
        model, domain = record.browse(), [("id", "in", record.ids)]
        with self.assertRaises(AccessError):
            record.read(["display_name"])
        with self.assertRaises(AccessError):
            record.export_data(["id", "display_name"])
        if not model.has_access("read"):
            with self.assertRaises(AccessError):
                model.search_read(domain, ["display_name"])
            return
        self.assertFalse(model.search_read(domain, ["display_name"]))
        self.assertEqual(model.search_count(domain), 0)
        groupby = "create_uid" if model._log_access else "employee_id"  # a view of other tables has no author
        self.assertFalse(model.formatted_read_group(domain, [groupby], ["__count"]))


class TestMatrixRpc(MatrixCommon, HttpCase):
    def _call(self, model_name, method, *args, **kwargs):
        """Call a method as the logged-in user; an error of the server is returned as its exception's name."""
        params = {"model": model_name, "method": method, "args": args, "kwargs": kwargs}
        try:
            return self.make_jsonrpc_request(f"/web/dataset/call_kw/{model_name}/{method}", params)
        except JsonRpcException as error:
            return str(error)

    def test_rpc(self):
        """R135: over a JSON-RPC connection nobody reads, changes or deletes more than the matrix says."""
        records = {
            model_name: [(subject, record.id) for subject, record in self._subjects(model_name).items()]
            for model_name in MATRIX
        }
        self.env.flush_all()
        for viewer in (*HARBOUR, "director_valley"):
            login = getattr(self, viewer).user_id.login
            self.authenticate(login, login)
            for model_name, pairs in records.items():
                self._check_rpc_create(model_name, viewer)
                for subject, record_id in pairs:
                    letters, relation = self._expected(model_name, subject, viewer)
                    with self.subTest(viewer=viewer, model=model_name, subject=subject, relation=relation):
                        self._check_rpc(model_name, record_id, letters)

    def _check_rpc_create(self, model_name, viewer):
        """Who has no right to create such records at all is refused before anything he sends is read.

        For the others the record decides, which test_orm has checked.
        """
        if self.as_(getattr(self, viewer), self.env[model_name]).has_access("create"):
            return
        with self.subTest(viewer=viewer, model=model_name, operation="create"):
            self.assertEqual(self._call(model_name, "create", [{}]), "odoo.exceptions.AccessError")

    def _check_rpc(self, model_name, record_id, letters):
        seen = self._call(model_name, "read", [record_id], ["display_name"])
        if "r" in letters:
            self.assertEqual(seen[0]["id"], record_id)
        else:
            self.assertEqual(seen, "odoo.exceptions.AccessError")
        if "w" not in letters:
            field = self._writable_field(model_name)
            self.assertEqual(
                self._call(model_name, "write", [record_id], {field: False}), "odoo.exceptions.AccessError"
            )
        if "u" not in letters:
            self.assertEqual(self._call(model_name, "unlink", [record_id]), "odoo.exceptions.AccessError")

    def _writable_field(self, model_name):
        """Return the name of a plain stored field."""
        fields = self.env[model_name]._fields.values()
        return next(
            f.name
            for f in fields
            if f.store and not f.compute and not f.related and f.type in ("char", "text", "html", "date", "integer")
        )
