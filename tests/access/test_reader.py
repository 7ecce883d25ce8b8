"""What somebody writes or is about to write tells them no more about other records than they may read of them."""

from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tools import SQL, mute_logger

from ..common import SalesOfficeCommon
from .catalogue import MODULE, module_models
from .factories.factories import FACTORIES
from .foreign import MARK, OPEN, make_foreign

#: Odoo lets every employee find these by what is written in them, whatever it shows of them afterwards
SEARCHED_BY_ALL = ("calendar.event",)
VIEWERS = ("rep", "clerk", "manager", "policy_admin")
TEXTS = ("char", "text", "html", "json", "reference")
MANY = ("one2many", "many2many")
PAIRS = ("reference", "many2one_reference")

#: models of Odoo's whose fields of ours refer to nothing that is kept from anybody who may write them
UNGUARDED = {
    "account.move": "who collects an invoice, written by the software",
    "hr.employee.public": "read only",
    "mail.message": "Odoo's own field, declared again for this database alone",
    "res.company": "a system administrator's own settings",
    "res.users": "posts and groups, written by the software",
}


def get_spec(model, depth=1):
    """Return the specification of a form with all that may be told by a record of the model."""
    spec = {}
    for name in model.fields_get(attributes=["type"]):
        field = model._fields[name]
        if field.type in TEXTS:
            spec[name] = {}
        elif field.type == "many2one":
            spec[name] = {"fields": {"display_name": {}}}
        elif field.type in MANY and depth and field.comodel_name.startswith("sales.office."):
            lines = model.env[field.comodel_name]
            spec[name] = {"fields": get_spec(lines, depth - 1) if lines.has_access("read") else {}}
    return spec


class TestReader(SalesOfficeCommon):
    """What all of these tests refer to is made once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.specs = {}
        models = module_models(cls.env, transient=True)
        comodels = dict.fromkeys(comodel for model in models for _field, comodel in cls._references(model))
        cls.foreign = {comodel: make_foreign(cls, comodel) for comodel in comodels}

    def setUp(self):
        super().setUp()
        self.foreign = {**self.foreign}  # what a test makes besides is gone after it
        self.tried, self.told = 0, []

    def _foreign(self, comodel):
        """Return a marked record that none of the viewers may read."""
        if comodel not in self.foreign:
            self.foreign[comodel] = make_foreign(self, comodel)
        return self.foreign[comodel]

    def _spec(self, model):
        """Return the specification of all the viewer may be told by a form of the model."""
        key = (model.env.uid, model._name)
        if key not in self.specs:
            self.specs[key] = get_spec(model)
        return self.specs[key]

    @classmethod
    def _references(cls, model):
        """Return (field, model referred to) of all that a record of the model can refer to."""
        found = []
        for field in model._fields.values():
            if field.type in ("many2one", *MANY):
                if field.comodel_name not in OPEN and not cls.env[field.comodel_name]._transient:
                    found.append((field, field.comodel_name))
            elif field.type in PAIRS:
                found.append((field, "sales.office.document"))
        return [pair for pair in found if pair[0].name not in ("create_uid", "write_uid")]

    def _get_vals(self, field, foreign):
        """Return what somebody would send to have the field refer to the record."""
        if field.type in MANY:
            return {field.name: [Command.link(foreign.id)]}
        if field.type == "reference":
            return {field.name: f"{foreign._name},{foreign.id}"}
        if field.type == "many2one_reference":
            return {field.name: foreign.id, field.model_field: foreign._name}
        return {field.name: foreign.id}

    def _try(self, what, call, *args):
        """Call and note whether anything which comes back, be it a refusal, says what the foreign record is called."""
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                said = repr(call(*args))
        except Exception as error:
            said = repr(error) + str(error)
        self.tried += 1
        if MARK in said:
            self.told.append(what)

    def _each(self):
        """Yield each viewer's (name, model, field, foreign record, its values), with an empty record."""
        for viewer in VIEWERS:
            employee = getattr(self, viewer)
            for model in module_models(self.env, transient=True):
                seen = self.as_(employee, model)
                for field, comodel in self._references(model):
                    foreign = self._foreign(comodel)
                    yield viewer, seen, field, self._get_vals(field, foreign)

    def test_an_unsaved_record_tells_no_names(self):
        """R135: neither values nor defaults given to a form tell what a record is called that one may not read."""
        for viewer, model, field, vals in self._each():
            if not model.has_access("create"):
                continue
            what = f"{viewer}: {model._name}.{field.name}"
            spec = self._spec(model)
            defaults = {f"default_{name}": value for name, value in vals.items()}
            self._try(f"{what} given", model.onchange, dict(vals), list(vals), spec)
            by_default = model.with_context(**defaults)
            self._try(f"{what} by default", by_default.onchange, {}, [], spec)
            self._try(f"{what} of a default", by_default.default_get, list(vals))
        self.assertFalse(self.told)
        self.assertGreater(self.tried, 1000)

    def test_a_line_of_an_unsaved_record_tells_no_names(self):
        """R135: nor does a line that is sent with a form, be the form Odoo's or ours."""
        for viewer in VIEWERS:
            for parent, lines in self._get_parents():
                model = self.as_(getattr(self, viewer), parent)
                if not model.has_access("create") or lines.name not in (spec := self._spec(model)):
                    continue
                for field, comodel in self._references(self.env[lines.comodel_name]):
                    vals = self._get_vals(field, self._foreign(comodel))
                    what = f"{viewer}: {model._name}.{lines.name}.{field.name}"
                    given, shown = {lines.name: [[0, "virtual_1", vals]]}, {lines.name: spec[lines.name]}
                    self._try(what, model.onchange, given, [lines.name], shown)
        self.assertFalse(self.told)
        self.assertGreater(self.tried, 100)

    def _get_parents(self):
        """Return (model, field) of all lines of ours."""
        return [
            (self.env[name], field)
            for name in sorted(self.env.registry)
            if not self.env[name]._abstract
            for field in self.env[name]._fields.values()
            if field.type == "one2many" and field.comodel_name.startswith("sales.office.")
        ]

    def test_a_saved_record_tells_no_names(self):
        """R135: nobody points a record of their own at something they may not read."""
        for viewer in VIEWERS:
            employee = getattr(self, viewer)
            for name, factory in FACTORIES.items():
                if not self.as_(employee, self.env[name]).has_access("write"):
                    continue
                own = self.as_(employee, factory(self, employee)[:1])
                if own.has_access("write"):
                    self._check_own(viewer, own)
        self.assertFalse(self.told)
        self.assertGreater(self.tried, 100)

    def _check_own(self, viewer, own):
        spec = self._spec(own)
        copied = own.sudo().copy_data()[0] if own.has_access("create") else None
        for field, comodel in self._references(own):
            vals = self._get_vals(field, self._foreign(comodel))
            what = f"{viewer}: {own._name}.{field.name}"
            self._try(f"{what} saved", own.web_save, dict(vals), spec)
            self._try(f"{what} typed", own.onchange, dict(vals), list(vals), spec)
            if copied is not None:
                self._try(f"{what} created", own.browse().web_save, {**copied, **vals}, spec)
                self._try(f"{what} copied", self._copy, own, vals, spec)

    def _copy(self, own, vals, spec):
        return own.copy(vals).web_read(spec)

    def test_an_import_tells_no_names(self):
        """R135: nor does a file of records that refer to one by its number."""
        for viewer, model, field, _vals in self._each():
            if field.type != "many2one" or not model.has_access("create"):
                continue
            row = [[str(self._foreign(field.comodel_name).id)]]
            self._try(f"{viewer}: {model._name}.{field.name}", self._import, model, [f"{field.name}/.id"], row)
        self.assertFalse(self.told)
        self.assertGreater(self.tried, 50)

    def _import(self, model, names, rows):
        result = model.load(names, rows)
        return result, result["ids"] and model.browse(result["ids"]).web_read(self._spec(model))

    def test_a_search_through_a_reference_tells_nothing(self):
        """R135: no record is found by what is written in something it refers to that one may not read."""
        searched = 0
        for name, factory in FACTORIES.items():
            own = self.as_(self.rep, factory(self, self.rep)[:1])
            if not own._auto or not own.has_access("read"):
                continue
            for field, comodel in self._references(own):
                if field.type != "many2one" or not field.store or comodel in SEARCHED_BY_ALL:
                    continue
                texts = [f for f in self.env[comodel]._fields.values() if f.store and f.type == "char" and not f.groups]
                foreign = self._foreign(comodel)
                with self.env.cr.savepoint() as before:
                    if not self._refer(own, field, foreign):
                        continue
                    for text in texts if own.has_access("read") else ():
                        with self.subTest(path=f"{name}.{field.name}.{text.name}"):
                            searched += 1
                            domain = [("id", "=", own.id), (f"{field.name}.{text.name}", "ilike", MARK)]
                            self.assertFalse(self._search(own, domain))
                    before.rollback()
                self.env.invalidate_all()
        self.assertGreater(searched, 100)

    def _search(self, model, domain):
        try:
            return model.search(domain)
        except AccessError:
            return model.browse()  # the model referred to is closed as a whole

    def _refer(self, record, field, foreign):
        """Have the record refer to the foreign one, past all rules; return whether the database takes that."""
        column, table = SQL.identifier(field.name), SQL.identifier(record._table)
        self.env.flush_all()
        try:
            with self.env.cr.savepoint(flush=False), mute_logger("odoo.sql_db"):
                self.env.cr.execute(SQL("UPDATE %s SET %s = %s WHERE id = %s", table, column, foreign.id, record.id))
        except IntegrityError:
            return False
        self.env.invalidate_all()
        return True


class TestReaderRules(SalesOfficeCommon):
    def setUp(self):
        super().setUp()
        self.secret = FACTORIES["sales.office.document"](self, self.rep_south)
        self.secret.write({"name": MARK, "confidentiality": "secret"})
        self.licence = FACTORIES["sales.office.partner.licence"](self, self.rep)

    def test_every_model_asks_its_reader(self):
        """R135: every model of ours, and every one of Odoo's with references of ours, asks what its writer may read."""
        guarded = self.env.registry.descendants(["sales.office.reader.mixin"], "_inherit", "_inherits")
        ours = {model._name for model in module_models(self.env, transient=True)}
        extended = {
            name
            for name in self.env.registry
            if not self.env[name]._abstract and name not in ours
            for field in self.env[name]._fields.values()
            if field._module == MODULE and field.type in ("many2one", *MANY, *PAIRS)
        }
        self.assertFalse((ours | extended) - guarded - UNGUARDED.keys())

    def test_refusal_names_the_field_only(self):
        """R135: a refused reference names the field it was given for."""
        licence = self.as_(self.rep, self.licence)
        with self.assertRaisesRegex(AccessError, "^Controlled Document: you may not read what is given there"):
            licence.document_id = self.secret.id
        with self.assertRaisesRegex(AccessError, "^Controlled Document: you may not read what is given there"):
            licence.document_id = self.secret.id + 1000  # nor does it tell whether there is such a record

    def test_what_stays_is_no_news(self):
        """R135: who may write a record saves it with what others made it refer to."""
        deal = self.env["crm.lead"].create({"name": "Rooms", "user_id": self.rep_south.user_id.id})
        line = FACTORIES["sales.office.meeting.line"](self, self.rep)
        line.lead_id = deal
        seen = self.as_(self.rep, line)
        seen._check_given([{"lead_id": deal.id, "text": "Ten rooms"}])
        with self.assertRaisesRegex(AccessError, "you may not read what is given there"):
            seen.copy({"lead_id": deal.id})

    def test_a_default_of_the_user_is_asked_about(self):
        """R135: a default that the user sets for themselves tells no more than a value."""
        field = self.env["ir.model.fields"]._get("sales.office.partner.licence", "document_id")
        self.env["ir.default"].create(
            {"field_id": field.id, "json_value": str(self.secret.id), "user_id": self.rep.user_id.id}
        )
        licences = self.as_(self.rep, self.env["sales.office.partner.licence"])
        shown = licences.onchange({}, [], get_spec(licences))
        self.assertFalse(shown["value"]["document_id"])

    def test_saving_asks_without_queries(self):
        """R135: what refers to nothing is asked nothing."""
        licence = self.as_(self.rep, self.licence)
        licence.has_access("write")
        self.env.flush_all()
        with self.assertQueryCount(0):
            licence._check_given([{"number": "5"}])
        with self.assertRaisesRegex(AccessError, "you may not read what is given there"), self.assertQueryCount(10):
            licence._check_given([{"document_id": self.secret.id}] * 100)

    def test_a_refusal_in_debug_mode_names_nothing(self):
        """R135: Odoo's own refusal, which names records to whoever switches debug mode on, does not name ours."""
        seen = self.as_(self.rep, self.secret)
        debug_mode = patch.object(type(self.env["res.users"]), "has_group", lambda self, group: True)
        with debug_mode, self.assertRaises(AccessError) as refusal:
            seen.read(["name"])
        self.assertNotIn(MARK, str(refusal.exception))
        self.assertIn(f"sales.office.document: {self.secret.id}", str(refusal.exception))


@freeze_time("2026-02-10 04:00:00")
class TestForgedValues(SalesOfficeCommon):
    """Nothing that is computed for a form still being typed depends on records its reader may not read."""

    def _forge(self, model):
        """Return values for every field that can be typed, about somebody of another team."""
        stranger = self.rep_south
        known = {"hr.employee": stranger, "hr.department": stranger.department_id, "res.users": stranger.user_id}
        examples = {"char": "x", "text": "x", "integer": 1, "float": 1.0, "monetary": 1.0, "date": "2026-02-01"}
        values = {}
        for name in model.fields_get(attributes=["type"]):
            field = model._fields[name]
            if not field.store or field.compute and field.readonly or name in ("create_uid", "write_uid"):
                continue
            if field.type == "many2one":
                comodel = model.env[field.comodel_name]
                found = known.get(comodel._name) or comodel.has_access("read") and comodel.search([], limit=1)
                values[name] = found and found.id
            elif field.type in examples:
                values[name] = examples[field.type]
        return values

    def _look(self):
        """Return what forms tell of forged values: {(viewer, model, state): answer}."""
        told = {}
        for viewer in ("leader",):
            for model in module_models(self.env, transient=True):
                seen = self.as_(getattr(self, viewer), model)
                if not seen.has_access("create"):
                    continue
                fields = seen.fields_get(attributes=["type"])
                spec = {name: {} for name in fields if not seen._fields[name].relational} | get_spec(seen, 0)
                values = self.forged.setdefault((viewer, seen._name), self._forge(seen))
                for state in seen._fields["state"].get_values(self.env) if "state" in fields else ():
                    told[viewer, seen._name, state] = self._ask(seen, {**values, "state": state}, spec)
                told[viewer, seen._name, ""] = self._ask(seen, values, spec)
        return told

    def _ask(self, model, values, spec):
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                return repr(model.onchange(dict(values), list(values), spec))
        except Exception as error:
            return repr(error)

    def test_answers_do_not_depend_on_what_is_hidden(self):
        """R135: values forged about a stranger tell nothing that changes with records about them."""
        self.forged = {}
        before = self._look()
        for factory in FACTORIES.values():
            factory(self, self.rep_south)
        for violation_type in self.env["sales.office.violation.type"].search([]):
            case = self.env["sales.office.violation"].create(
                {
                    "employee_id": self.rep_south.id,
                    "type_id": violation_type.id,
                    "date": "2026-01-20",
                    "description": "x",
                }
            )
            case.state = "closed"
        after = self._look()
        self.assertGreater(sum(answer.startswith("{'value'") for answer in after.values()), 30)
        for key, answer in before.items():
            with self.subTest(key=key):
                self.assertEqual(after[key], answer)
