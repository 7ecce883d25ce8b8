"""The one dialog for "say why, then do it": what it asks is declared by the record's model."""

import ast

from lxml import etree
from markupsafe import escape

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from odoo.addons.sales_office_policy.models.organization.rpc.argument_types import SIMPLE
from odoo.addons.sales_office_policy.wizard.organization.reason import _describe

from ...access.catalogue import MODULE
from ...attack.arguments import get_parameters
from ...conduct.common import ConductCommon

NOTHING_HERE = "There is nothing here to give a reason for"
NO_RECORD = "This does not exist any more, or never did"
SHOWN_TYPES = ("char", "text", "date", "datetime", "integer", "monetary", "selection", "many2one")
SPEC = {name: {} for name in ("res_model", "res_id", "operation", "button", "question", "shown", "example")}


class TestReason(ConductCommon):
    def setUp(self):
        super().setUp()
        self.case = self._reported()
        self.env.flush_all()

    def _ask(self, employee, operation, record=None):
        """Return the window action of the dialog, as a button gets it."""
        return self.as_(employee, record or self.case).with_context(reason=operation).action_ask_reason()

    def _dialog(self, employee, **values):
        """Return the dialog that ``employee`` opens with these values, made up by themselves, as its defaults."""
        values = {"res_model": self.case._name, "res_id": self.case.id, "operation": "dismiss", **values}
        context = {f"default_{name}": value for name, value in values.items()}
        return self.as_(employee, self.env["sales.office.reason"]).with_context(**context)

    def _assert_refused(self, message, call, *args):
        """Check that a call is refused in these words, which tell nothing of the case."""
        self.env.invalidate_all()  # what is in the cache is not asked for
        with self.assertRaisesRegex(UserError, message) as refusal:
            call(*args)
        self.assertNotIn("Asleep", str(refusal.exception))
        self.assertNotIn("Napping", str(refusal.exception))

    # ------------------------------------------------------------------ what it asks and does

    def test_button(self):
        """R135: a button opens the dialog about its record, under the name of what is done."""
        action = self._ask(self.manager, "dismiss")
        self.assertEqual((action["name"], action["res_model"]), ("Dismiss", "sales.office.reason"))
        with Form(self.env[action["res_model"]].with_user(self.manager.user_id).with_context(**action["context"])) as f:
            self.assertEqual(f.button, "Dismiss")
            self.assertIn("never counts as an occurrence", f.question)
            self.assertIn("Asleep at the desk.", f.shown)
            f.text = "He was ill."

    def test_words_reach_the_action(self):
        """R135: the record's own action is called with the words, as whoever typed them."""
        self.assertTrue(self.say_why(self.manager, self.case, "dismiss", "He was ill."))
        self.assertEqual((self.case.state, self.case.reason), ("dismissed", "He was ill."))
        self.assertEqual(self.case.decided_by_id, self.manager.user_id)

    def test_what_the_action_opens_is_opened(self):
        """R135: an action that leads somewhere still does; any other closes the dialog."""
        dialog = self._dialog(self.manager).create({"text": "He was ill."})
        self.assertEqual(dialog.action_confirm(), {"type": "ir.actions.act_window_close"})
        opened = {"type": "ir.actions.act_window", "res_model": self.case._name}
        self.patch(self.registry[self.case._name], "action_annul", lambda self, text: opened)
        self.assertEqual(self._dialog(self.manager, operation="annul").create({"text": "x"}).action_confirm(), opened)

    def test_dialog_leaves_no_defaults(self):
        """R135: what the dialog began with becomes no value of what the action makes."""
        contexts = []
        self.patch(self.registry[self.case._name], "action_annul", lambda self, text: contexts.append(self.env.context))
        self._dialog(self.manager, operation="annul").create({"text": "x"}).action_confirm()
        self.assertFalse([key for key in contexts[0] if key.startswith("default_")])

    def test_shown_texts_are_no_markup(self):
        """R135: what somebody wrote on the record is shown as they wrote it."""
        self.case.description = "<b>Asleep</b>\nat the desk"
        shown = self._dialog(self.manager).onchange({}, [], SPEC)["value"]["shown"]
        self.assertIn("&lt;b&gt;Asleep&lt;/b&gt;<br", shown)

    def test_a_name_has_no_label(self):
        """R135: what a record is called is shown as it is; what is written on it has its label."""
        shown = _describe(self.case, ("display_name", "description"))
        self.assertTrue(shown.startswith(f"<dl><dt>{escape(self.case.display_name)}</dt><dt>Facts</dt>"), shown)

    def test_missing_words(self):
        """R135: an action that needs words says so."""
        dialog = self._dialog(self.manager).create({"text": " "})
        with self.assertRaisesRegex(UserError, "Give your reasons"):
            dialog.action_confirm()

    # ------------------------------------------------------------------ what is refused

    def test_undeclared_operation(self):
        """R135: nothing but what the model declares is asked for or done, whatever other actions it has."""
        for operation in ("report", "decide", "action_dismiss", "", None, False, 5, ["dismiss"], {"dismiss": 1}):
            with self.subTest(operation=operation):
                self._assert_refused(NOTHING_HERE, self._ask, self.manager, operation)
        for operation in ("report", "decide", "ask_reason", "dismiss(self)", "dismiss\0"):
            with self.subTest(operation=operation):
                self._assert_refused(
                    NOTHING_HERE, self._dialog(self.manager, operation=operation).onchange, {}, [], SPEC
                )
        dialog = self._dialog(self.manager).create({"text": "x"})
        dialog.operation = "close"
        self._assert_refused(NOTHING_HERE, dialog.action_confirm)

    def test_model_without_reasons(self):
        """R135: the dialog works on records that declare reasons, and on no other model."""
        partner = self.manager.user_id.partner_id
        for name in ("res.partner", "no.model", "sales.office.reader.mixin", "sales.office.protected.mixin", "base"):
            with self.subTest(model=name):
                dialog = self._dialog(self.manager, res_model=name, res_id=partner.id)
                self._assert_refused(f"{NO_RECORD}|you may not read", dialog.onchange, {}, [], SPEC)
                self._assert_refused(
                    f"{NO_RECORD}|you may not read", lambda d=dialog: d.create({"text": "x"}).action_confirm()
                )

    def test_who_may_not_read(self):
        """R135: neither the button, nor the dialog, nor its form tell anything of somebody else's case."""
        strangers = (
            self.colleague,
            self.leader_south,
            self.clerk,
            self.finance,
            self.policy_admin,
            self.director_valley,
        )
        for employee in strangers:
            with self.subTest(employee=employee.name):
                self._assert_refused("", self._ask, employee, "dismiss")
                dialog = self._dialog(employee)
                self._assert_refused("", dialog.default_get, ["res_model", "res_id", "operation"])
                self._assert_refused("", dialog.onchange, {}, [], SPEC)
                self._assert_refused("", dialog.create, {"text": "x"})
                self.assertEqual(self.case.state, "reported")

    def test_forged_forms(self):
        """R135: a form that is not saved tells no more, wherever its values come from."""
        values = {"res_model": self.case._name, "res_id": self.case.id, "operation": "dismiss"}
        reasons = self.as_(self.colleague, self.env["sales.office.reason"])
        self._assert_refused("", reasons.onchange, values, list(values), SPEC)
        by_context = reasons.with_context(default_res_model=self.case._name, default_operation="dismiss")
        self._assert_refused("", by_context.onchange, {"res_id": self.case.id}, ["res_id"], SPEC)
        by_context = reasons.with_context(default_res_id=self.case.id, default_operation="dismiss")
        self._assert_refused("", by_context.onchange, {"res_model": self.case._name}, ["res_model"], SPEC)

    def test_odd_ids(self):
        """R135: an id that no record has is answered with a sentence."""
        for number in (-1, 2**31 - 1):
            with self.subTest(number=number):
                dialog = self._dialog(self.director, res_id=number)
                self._assert_refused("This does not exist|you may not read", dialog.onchange, {}, [], SPEC)

    def test_opened_from_nowhere(self):
        """R135: without a record the form is empty and tells nothing, and nothing is done."""
        dialog = self._dialog(self.director, res_id=0)
        self.assertFalse(dialog.onchange({}, [], SPEC)["value"]["question"])
        self._assert_refused(
            "This does not exist|you may not read", dialog.create({"text": "He was ill."}).action_confirm
        )

    def test_rights_of_now(self):
        """R135: who may not read the record any more learns nothing from a dialog they have open."""
        dialog = self._dialog(self.leader).create({"text": "He was ill."})
        self.rep.department_id = self.leader_south.department_id
        self.case.department_id = self.leader_south.department_id
        self._assert_refused("", dialog.read, ["shown"])
        self._assert_refused("", dialog.action_confirm)
        self.assertEqual(self.case.state, "reported")

    def test_dialogs_are_ones_own(self):
        """R135: nobody reads what somebody else is about to say."""
        dialog = self._dialog(self.manager).create({"text": "He was ill."})
        with self.assertRaises(AccessError):
            self.as_(self.director, dialog).read(["text"])


class TestDeclaredReasons(ConductCommon):
    """Every model that declares reasons, found by themselves."""

    def _declared(self):
        """Return ``{model's name: {operation: Reason}}``."""
        protected = self.registry["sales.office.protected.mixin"]
        models = (model for model in self.env.values() if isinstance(model, protected) and not model._abstract)
        return {model._name: model._get_reasons() for model in models if model._get_reasons()}

    def test_operations_are_actions(self):
        """R135: each operation is carried out by a public action that takes the words first and needs nothing else."""
        declared = self._declared()
        self.assertIn("sales.office.violation", declared)
        for name, reasons in declared.items():
            for operation, reason in reasons.items():
                with self.subTest(model=name, operation=operation):
                    function = getattr(self.registry[name], f"action_{operation}")
                    self.assertEqual(function._sales_office_door, "own")
                    first, *others = get_parameters(function).values()
                    self.assertIn(first.annotation, SIMPLE)
                    self.assertIs(first.annotation, str)
                    self.assertFalse([other for other in others if other.default is other.empty])
                    self.assertTrue(reason.button and reason.question)

    def test_shown_fields_are_texts(self):
        """R135: what is shown above the question is what a line can say of the record."""
        for name, reasons in self._declared().items():
            for operation, reason in reasons.items():
                with self.subTest(model=name, operation=operation):
                    types = {self.env[name]._fields[field].type for field in reason.shown}
                    self.assertLessEqual(types, set(SHOWN_TYPES))

    def test_buttons_ask_for_what_is_declared(self):
        """R135: each button that asks for words names something its model declares; each of these has a button."""
        data = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", "ir.ui.view")])
        asked = set()
        for view in self.env["ir.ui.view"].browse(data.mapped("res_id")).filtered("model"):
            for node in etree.fromstring(view.arch).iter("button"):
                if node.get("name") == "action_ask_reason":
                    asked.add((self._get_model(view, node), ast.literal_eval(node.get("context"))["reason"]))
        declared = {(name, operation) for name, reasons in self._declared().items() for operation in reasons}
        self.assertEqual(asked, declared)

    def _get_model(self, view, node):
        """Return the name of the model that a node of a view is about: the view's, or that of a list of lines in it."""
        model = self.env[view.model]
        for field in reversed([parent for parent in node.iterancestors("field") if parent.get("name")]):
            model = self.env[model._fields[field.get("name")].comodel_name]
        return model._name
