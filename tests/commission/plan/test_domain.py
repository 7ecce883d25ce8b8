"""Conditions that an administrator types in: fixed values, about sales, and never code."""

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.sales_office_policy.models.organization.record import literal_domain

from ..common import MARCH, CommissionCommon


class TestDomain(CommissionCommon):
    def _assert_refused(self, text, **values):
        rule = self._create_plan("Draft", self.rep).rule_ids
        with self.assertRaisesRegex(ValidationError, "The further conditions of"):
            self.as_(self.policy_admin, rule).write({"domain": text, **values})
        self.env.invalidate_all()

    def test_accepted(self):
        """R133: paths over orders, products and customers, nested ones too, on the model that counts."""
        rule = self.as_(self.policy_admin, self._create_plan("Draft", self.rep).rule_ids)
        for text in (
            "[]",
            "[('product_id.categ_id', 'child_of', [1, 2])]",
            "['|', ('quantity', '>', 3), '!', ('move_id.partner_id.country_id.code', '=', 'CN')]",
            "[('move_id', 'any', [('commercial_partner_id.category_id.name', 'ilike', 'VIP')])]",
            "[('move_id.invoice_date', '>=', '2026-01-01')]",
        ):
            with self.subTest(text=text):
                rule.domain = text
        rule.write({"basis": "ordered", "domain": "[('order_id.team_id.name', '=', 'North')]"})
        with self.assertRaisesRegex(
            ValidationError, "The further conditions of"
        ):  # what fits orders does not fit invoices
            rule.basis = "invoiced"

    def test_what_they_ask_about_has_gone(self):
        """R133: a settlement says which rule asks for what is no longer there, and settles nothing."""
        plan = self._create_plan("Sales", self.rep)
        plan.with_user(self.director.user_id).action_approve()
        for text in ("[('move_id.gone_with_a_module', '=', 1)]", "not a domain", "[('product_id', 'like')]"):
            with self.subTest(text=text), self.assertRaisesRegex(UserError, "conditions of “.*” cannot be used"):
                self.env.cr.execute("UPDATE sales_office_commission_rule SET domain = %s", [text])
                self.env.invalidate_all()
                self.settle(MARCH, plan=plan)

    def test_code_does_not_run(self):
        """R133: names, calls and comprehensions are refused, whatever they would do."""
        for text in (
            "[('name', '=', uid)]",
            "[('name', '=', __import__('os').getcwd())]",
            "[(x, '=', 1) for x in ('name',)]",
            "[('move_id.invoice_date', '>=', context_today())]",
            "lambda: []",
            "[('name', '=', open('/etc/passwd').read())]",
            "not a domain",
            "{'name': 1}",
            "(" * 500,
        ):
            with self.subTest(text=text[:40]):
                self._assert_refused(text)

    def test_nothing_is_looked_into(self):
        """R135: no door to salaries, users, notes or what only some may read, however it is reached."""
        for text in (
            "[('move_id.invoice_user_id.password', '=', 'x')]",
            "[('move_id.invoice_user_id.login', '=like', 'a%')]",
            "[('move_id.message_ids.body', 'ilike', 'secret')]",
            "[('partner_id.employee_ids.wage', '>', 1000)]",
            "[('move_id', 'any', [('partner_id.user_ids', 'any', [('login', '=', 'admin')])])]",
            "[('move_id', 'any!', [('name', '=', 'x')])]",
            "[('partner_id.bank_ids.acc_number', '=', '1')]",
            "[('create_uid.name', '=', 'x')]",
        ):
            with self.subTest(text=text):
                self._assert_refused(text)

    def test_mistakes_are_found_when_saved(self):
        """R133: an unknown field, operator or value is refused at once, not when the month is settled."""
        for text in (
            "[('no_such_field', '=', 1)]",
            "[('name', 'inselect', 1)]",
            "[('move_id.invoice_date', '>=', 'soon')]",
            "[('name', '=')]",
        ):
            with self.subTest(text=text):
                self._assert_refused(text)

    def test_parse(self):
        self.assertEqual(literal_domain.parse(False), Domain.TRUE)
        self.assertEqual(literal_domain.parse("[('a', '=', 1)]"), Domain("a", "=", 1))
