"""One thing done with many records of a list, with one reason."""

import ast
import inspect

from lxml import etree

from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_office_policy.models.organization.record.protected_mixin import MODULE

from ...conduct.common import ConductCommon


class TestMany(ConductCommon):
    def _ask(self, employee, records, operation):
        return self.as_(employee, records).with_context(operation=operation).action_for_many()

    def _dialog(self, employee, action, **values):
        context = {**action["context"], **values}
        return self.as_(employee, self.env["sales.office.reason"]).with_context(**context).create({})

    def test_one_reason(self):
        """R046: the dialog asks once, says with how many it is done and what is left out; so does the message."""
        cases = self._create_case(self.rep) | self._create_case(self.rep_south)
        decided = self._decided(employee=self.colleague)
        action = self._ask(self.manager, cases | decided, "dismiss")
        dialog = self._dialog(self.manager, action)
        self.assertEqual((dialog.button, dialog.doable_count), ("Dismiss", 2))
        self.assertIn("is Decided; needs: Suspected, Reported, Appealed", dialog.left_out)
        with self.assertRaisesRegex(UserError, "Say why"):
            dialog.action_confirm()
        dialog.text = "Cleared up."
        message = dialog.action_confirm()["params"]["message"]
        self.assertIn("Dismiss: 2", message)
        self.assertIn("Left out: 1", message)
        self.assertEqual(cases.mapped("reason"), ["Cleared up."] * 2)
        self.assertEqual(decided.state, "decided")

    def test_a_line_for_each_reason(self):
        """R046: the message says in a line of its own with how many it was done, and why with which it was not."""
        case, taken_back = self._create_case(self.rep), self._create_case(self.leader, state="dismissed")
        decided = self._decided(employee=self.colleague)
        decided |= self._decided(employee=self.rep_south, reporter=self.leader_south)
        dialog = self._dialog(self.manager, self._ask(self.manager, case | decided | taken_back, "dismiss"))
        dialog.text = "Cleared up."
        told, needed = dialog.action_confirm()["params"], "needs: Suspected, Reported, Appealed"
        lines = [
            "Dismiss: 1",
            "Left out: 3",
            f"{', '.join(decided.mapped('display_name'))}: is Decided; {needed}",
            f"{taken_back.display_name}: is Dismissed; {needed}",
        ]
        self.assertEqual((told["message"].split("\n"), told["className"]), (lines, "text-prewrap"))

    def test_many_left_out(self):
        """R046: of many with the same reason the first are named, and the others counted."""
        cases = self.env["sales.office.violation"].union(*(self._create_case(self.rep) for _number in range(10)))
        lines = cases._describe_left_out(dict.fromkeys(cases, "is not ripe"))
        self.assertEqual(len(lines), 1)
        self.assertRegex(lines[0], "and 2 more: is not ripe$")

    def test_at_once(self):
        """R046: what takes no words is done without a dialog."""
        cases = self._create_case(self.rep) | self._create_case(self.colleague)
        self.assertEqual(self._ask(self.leader, cases, "report")["tag"], "display_notification")
        self.assertEqual(cases.mapped("state"), ["reported"] * 2)

    def test_none(self):
        """R046: where it can be done with none, that is said with the reasons, and nobody writes words for nothing."""
        with self.assertRaisesRegex(UserError, "None of those chosen.*\n.*is not yours to decide"):
            self._ask(self.leader, self._create_case(self.rep), "dismiss")

    def test_nonsense(self):
        """R135: whatever is named that is not declared is refused in a sentence."""
        case = self._create_case(self.rep)
        for operation in ("unlink", "appeal", "_lock", None, 7, ["report"], {"report": 1}):
            with self.subTest(operation), self.assertRaisesRegex(UserError, "done with many at once"):
                self._ask(self.leader, case, operation)
        with self.assertRaisesRegex(UserError, "done with many at once"):
            self._ask(self.leader, case.browse(), "report")
        with self.assertRaises(AccessError):
            self._ask(self.colleague, case, "report")

    def test_forged_dialog(self):
        """R135: the dialog is no door of its own, whatever it is opened with."""
        case, foreign = self._create_case(self.rep), self._create_case(self.rep_south)
        action = self._ask(self.manager, case | foreign, "dismiss")
        with self.assertRaises(AccessError):
            self._dialog(self.leader, action, default_res_ids=foreign.ids).action_confirm()
        for given in ("all", [0], ["x"], {"a": 1}, [[case.id]]):
            with self.subTest(given), self.assertRaisesRegex(UserError, "does not exist any more, or never did"):
                self._dialog(self.manager, action, default_res_ids=given).action_confirm()
        with self.assertRaisesRegex(UserError, "done with many at once"):
            self._dialog(self.manager, action, default_operation="appeal").action_confirm()
        self.assertEqual((case | foreign).mapped("state"), ["suspected"] * 2)

    def test_declared(self):
        """R135: what is done with many is a public action of the model, with words exactly where it asks for them.

        What else it may be given is None by default.
        """
        for name, declared in self._declared().items():
            model, reasons = self.env[name], self.env[name]._get_reasons()
            for operation, many in declared.items():
                with self.subTest(model=name, operation=operation):
                    _self, *given = inspect.signature(getattr(type(model), f"action_{operation}")).parameters.values()
                    asked = [parameter for parameter in given if parameter.default is not None]
                    self.assertEqual(bool(asked), operation in reasons)
                    self.assertTrue(many.label)
                    self.assertTrue(not many.flag or many.flag in model._fields and many.refusal)
                    if many.states:
                        self.assertLessEqual(set(many.states), set(model._fields["state"].get_values(self.env)))

    def test_buttons(self):
        """R135: each button for many in the header of a list names what its model declares, and all that is has one."""
        data = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", "ir.ui.view")])
        asked = set()
        for view in self.env["ir.ui.view"].browse(data.mapped("res_id")).filtered("model"):
            for node in etree.fromstring(view.arch).iter("button"):
                if node.get("name") == "action_for_many":
                    asked.add((view.model, ast.literal_eval(node.get("context"))["operation"]))
        declared = {(name, operation) for name, many in self._declared().items() for operation in many}
        self.assertEqual(asked, declared)

    def _declared(self):
        """Return what each model that can be made does with many."""
        protected = self.env.registry["sales.office.protected.mixin"]
        models = (model for model in self.env.values() if isinstance(model, protected) and not model._abstract)
        return {model._name: many for model in models if (many := model._get_many())}
