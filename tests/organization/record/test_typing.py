"""What would be refused is told while it is typed."""

from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form

from ...access.catalogue import module_models
from ...common import SalesOfficeCommon


class TestTyping(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.env["sales.office.commission.plan"].create(
            {
                "name": "Rooms",
                "company_id": cls.company.id,
                "date_from": "2026-01-01",
                "rule_ids": [Command.create({"name": "Invoiced sales", "rate": 5})],
            }
        )
        cls.rule = cls.plan.rule_ids

    @contextmanager
    def assert_told(self, sentence):
        """Expect that the form says ``sentence`` in what is done under it."""
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as log:
            yield
        self.assertIn(sentence, "\n".join(log.output))

    def assert_silent(self):
        return self.assertNoLogs("odoo.tests.form.onchange", "WARNING")

    def test_every_list_tells(self):
        """R133: whatever lines can be typed of which no two are the same, their record says so at once."""
        Mixin = self.env["sales.office.typing.mixin"]
        created = self.env["ir.model.access"].search([("perm_create", "=", True)]).mapped("model_id.model")
        silent = [
            f"{model._name}.{name}"
            for model in module_models(self.env, transient=True)
            for name, field in model._fields.items()
            if field.type == "one2many" and not field.readonly and field.comodel_name in created
            if Mixin._get_line_keys(field) and not isinstance(model, type(Mixin))
        ]
        self.assertFalse(silent)

    def test_emptied(self):
        """R133: whatever is emptied on a form that is not saved yet is no reason for a traceback."""
        failed = []
        created = self.env["ir.model.access"].search([("perm_create", "=", True)]).mapped("model_id.model")
        for model in module_models(self.env, transient=True):
            if not model._auto or not model._transient and model._name not in created:
                continue
            fields_ = {n: f for n, f in model._fields.items() if f.type not in ("one2many", "many2many", "binary")}
            spec = {name: {"fields": {}} if field.type == "many2one" else {} for name, field in fields_.items()}
            new = model.onchange({}, [], spec)["value"]
            values = {
                name: value["id"] if fields_[name].type == "many2one" and value else value
                for name, value in new.items()
            }
            typed = [name for name, field in fields_.items() if not field.readonly]
            for name in typed:
                try:
                    with self.env.cr.savepoint():
                        model.onchange({**values, name: False}, [name], spec)
                except UserError:
                    pass
                except Exception as error:
                    failed.append(f"{model._name}.{name}: {error!r}")
        self.assertFalse(failed, "\n".join(failed))

    def test_two_tiers_at_one_threshold(self):
        """R133: said in the dialog of the rule; a tier only added says nothing yet, whatever it begins with."""
        form = Form(self.as_(self.policy_admin, self.rule))
        form.tier_by = "base"
        with self.assert_silent(), form.tier_ids.new():
            pass
        with self.assert_told("Two tiers of a rule cannot begin at the same point."), form.tier_ids.edit(1) as tier:
            tier.rate = 8
        with self.assert_silent(), form.tier_ids.edit(1) as tier:
            tier.threshold = 10000
        form.save()
        self.assertEqual(self.rule.tier_ids.mapped("threshold"), [0, 10000])

    def test_rate_above_all(self):
        """R133: a tier of more than 100 %."""
        form = Form(self.as_(self.policy_admin, self.rule))
        form.tier_by = "base"
        with self.assert_told("A rate is at most 100 %."), form.tier_ids.edit(0) as tier:
            tier.rate = 108

    def test_conditions(self):
        """R133: conditions that look where they may not."""
        form = Form(self.as_(self.policy_admin, self.rule))
        with self.assert_told("cannot be used: create_uid.password"):
            form.domain = "[('create_uid.password', '=', 'x')]"
        with self.assert_silent():
            form.domain = "[('name', 'ilike', 'room')]"

    def test_member_twice(self):
        """R133: in the plan twice at the same time; one after the other is fine."""
        form = Form(self.as_(self.policy_admin, self.plan))
        with form.member_ids.new() as member:
            member.employee_id = self.rep
            member.date_to = "2026-02-28"
        with self.assert_told("Rob is in the plan twice at the same time"), form.member_ids.new() as member:
            member.employee_id = self.rep
            member.date_from = "2026-02-01"
        with self.assert_silent(), form.member_ids.edit(1) as member:
            member.date_from = "2026-03-01"

    def test_two_steps_of_a_ladder(self):
        """R060: two steps from the same occurrence."""
        kind = self.env["sales.office.violation.type"].search([("step_ids.occurrence", "=", 1)], limit=1)
        form = Form(self.as_(self.policy_admin, kind))
        with self.assert_silent(), form.step_ids.new():
            pass
        last = len(form.step_ids) - 1
        with self.assert_told("Two steps begin at the same occurrence."), form.step_ids.edit(last) as step:
            step.points = 3

    def test_rota(self):
        """R010: the same person in the rota once more."""
        form = Form(self.as_(self.manager, self.env["sales.office.closing.rota"]))
        form.department_id = self.sales
        with form.line_ids.new() as line:
            line.employee_id = self.rep
        with self.assert_told("Everybody is in the rota once only."), form.line_ids.new() as line:
            line.employee_id = self.rep

    def test_clauses(self):
        """R001: two clauses of a number, and a number that is none."""
        policy = self.env["sales.office.policy"].create({"name": "Rules", "code": "RULES"})
        form = Form(self.as_(self.policy_admin, policy))
        for number in ("1.1", "1.2"):
            with form.clause_ids.new() as clause:
                clause.number, clause.name, clause.text = number, "Dress", "Neat."
        with self.assert_told("Two clauses of a policy cannot share a number."), form.clause_ids.edit(1) as clause:
            clause.number = "1.1"
        with self.assert_told("“one” is not a clause number"), form.clause_ids.edit(1) as clause:
            clause.number = "one"

    def test_shares_of_an_order(self):
        """R134: the same colleague twice; the dialog says what the shares add up to until it is 100."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Lotus"}).id,
                "user_id": self.rep.user_id.id,
                "company_id": self.company.id,
            }
        )
        dialog = self.env["sales.office.credit.dialog"].browse(
            self.as_(self.manager, order).action_open_split()["res_id"]
        )
        form = Form(self.as_(self.manager, dialog))
        with form.line_ids.new() as line:
            line.employee_id, line.percent = self.rep, 60
        self.assertEqual(form.total, 60)
        with self.assert_told("Everybody has one share of an order."), form.line_ids.new() as line:
            line.employee_id, line.percent = self.rep, 40
