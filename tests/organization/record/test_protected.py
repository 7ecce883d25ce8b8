"""What actions write nobody types: the definition of a field says which is which, for all models at once."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS

from odoo.addons.sales_office_policy.models.organization.record.protected_mixin import Reason

from ...access.catalogue import MODULE, module_models
from ...access.factories.factories import FACTORIES
from ...common import SalesOfficeCommon

#: people write these, and one readonly field of each of them as well
WRITTEN = {"sales.office.policy.clause": {"origin_id"}}  # a copy of a clause remembers which it was copied from
SAMPLES = {"date": "2026-01-05", "datetime": "2026-01-05 08:00:00", "json": {"a": 1}}


def closed_fields(model):
    """Return the stored fields of ours that are readonly and follow from nothing."""
    return {
        name
        for name, field in model._fields.items()
        if field._module == MODULE
        and field.readonly
        and field.store
        and not field.compute
        and name not in MAGIC_COLUMNS
    }


def get_sample(env, field):
    """Return a value that a new record does not begin with."""
    if field.type == "many2one":
        return 4711
    if field.type == "boolean":
        return not (field.default and field.default(env[field.model_name]))
    if field.type in ("one2many", "many2many"):
        return [Command.link(1)]
    if field.type == "selection":
        return field.get_values(env)[-1]
    if field.type in ("integer", "float", "monetary", "many2one_reference"):
        return 4711
    return SAMPLES.get(field.type, "forged")


class TestProtected(SalesOfficeCommon):
    def setUp(self):
        super().setUp()
        self.protected = self.registry["sales.office.protected.mixin"]

    def _get_writable(self):
        """Return the models of which somebody may create or write records."""
        rights = self.env["ir.model.access"].search(["|", ("perm_write", "=", True), ("perm_create", "=", True)])
        writable = set(rights.mapped("model_id.model"))
        return [model for model in module_models(self.env) if model._name in writable]

    def test_what_people_write_is_protected(self):
        """R135: a model that somebody may write refuses what only its actions write, a new one too."""
        for model in self._get_writable():
            if not isinstance(model, self.protected):
                with self.subTest(model=model._name):
                    self.assertEqual(closed_fields(model), WRITTEN.get(model._name, set()))

    def test_closed_fields_are_refused(self):
        """R135: neither a new record nor one that exists takes such a value, and the refusal names the field."""
        checked = 0
        for model in module_models(self.env):
            if not isinstance(model, self.protected):
                continue
            for name in sorted(closed_fields(model)):
                with self.subTest(model=model._name, field=name):
                    label = model._fields[name]._description_string(self.env)
                    vals = {name: get_sample(self.env, model._fields[name])}
                    user = model.with_user(self.manager.user_id)
                    for refuse in (user._check_not_closed, lambda vals, user=user: user._check_new(vals)):
                        with self.assertRaisesRegex(AccessError, "not entered by hand") as refusal:
                            refuse(vals)
                        self.assertIn(label, str(refusal.exception))
                    checked += 1
        self.assertGreater(checked, 200)

    def test_a_context_does_not_choose(self):
        """R135: what hides in a context, or is somebody's own default, is not what a closed field begins with."""
        for model in module_models(self.env):
            if not isinstance(model, self.protected):
                continue
            names = sorted(name for name in closed_fields(model) if not model._fields[name].relational)
            forged = {f"default_{name}": get_sample(self.env, model._fields[name]) for name in names}
            user = model.with_user(self.manager.user_id)
            with self.subTest(model=model._name):
                self.assertEqual(user.with_context(**forged).default_get(names), user.default_get(names))

    def test_own_default(self):
        """R135: a default that somebody saved for themselves is none for what actions write."""
        rewards = self.as_(self.leader, self.env["sales.office.reward"])
        self.env["ir.default"].set("sales.office.reward", "decided_by_id", self.rep.user_id.id)
        self.assertNotIn("decided_by_id", rewards.default_get(["decided_by_id"]))

    def test_what_it_begins_with_is_no_choice(self):
        """R135: a value that a new record has anyway is taken, another one is not."""
        campaigns = self.as_(self.manager, self.env["sales.office.campaign"])
        campaigns._check_new({"state": "planned"})
        with self.assertRaisesRegex(AccessError, "State: not entered by hand"):
            campaigns._check_new({"state": "running"})

    def test_a_copy_begins_anew(self):
        """R135: what actions wrote is not copied by those who may not write it."""
        plan = FACTORIES["sales.office.commission.plan"](self, self.rep)[:1]
        plan.write({"state": "approved", "version": 3})
        copied = plan.with_user(self.director.user_id).copy_data()[0]
        self.assertFalse(copied.keys() & closed_fields(plan))

    def test_reasons_are_declared(self):
        """R135: a protected record asks for no words until its model says so."""
        self.assertEqual(self.env["sales.office.makeup.day"]._get_reasons(), {})
        self.assertIsInstance(self.env["sales.office.violation"]._get_reasons()["dismiss"], Reason)
