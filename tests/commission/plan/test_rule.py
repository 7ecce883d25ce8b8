"""What a rule pays on a statement, and how it explains itself."""

from decimal import Decimal

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from ..common import APRIL, MARCH, CommissionCommon

TWO_TIERS = {"tier_by": "base", "rate": 0, "tier_ids": [(0, 5), (8000, 8)]}


@freeze_time("2026-05-04 02:00:00")
class TestRule(CommissionCommon):
    def test_marginal(self):
        """R133: 12,000 with 5 %, from 8,000 on 8 %: 8,000 x 5 % + 4,000 x 8 % = 720."""
        plan = self._plan_with_rule(**TWO_TIERS)
        self.invoice(self.rep, "2026-03-10", 7000)
        self.invoice(self.rep, "2026-03-20", 5000)
        line = self.settle(MARCH, self.rep, plan).line_ids
        self.assertEqual((line.base_amount, line.amount, line.rate), (12000, 720, 0))
        self.assertEqual(line.explanation, "8,000.00 × 5 % + 4,000.00 × 8 % = 720.00")

    def test_whole(self):
        """R133: the same, all at the rate reached: 12,000 x 8 % = 960; 8,000 exactly: 640."""
        plan = self._plan_with_rule(**TWO_TIERS, tier_mode="whole")
        self.invoice(self.rep, "2026-03-10", 12000)
        self.invoice(self.colleague, "2026-03-10", 8000)
        statements = self.settle(MARCH, plan=plan).grouped("employee_id")
        self.assertEqual(statements[self.rep].line_ids.explanation, "12,000.00 × 8 % = 960.00")
        self.assertEqual(statements[self.colleague].net, 640)

    def test_tiers_are_of_the_period_not_of_the_line(self):
        """R133: ten invoices of 1,000 are 10,000 together: 8,000 x 5 % + 2,000 x 8 % = 560."""
        plan = self._plan_with_rule(**TWO_TIERS)
        for _number in range(10):
            self.invoice(self.rep, "2026-03-10", 1000)
        self.assertEqual(self.settle(MARCH, self.rep, plan).net, 560)

    def test_correction_across_a_threshold(self):
        """R133 R134: 12,000 paid as 720; a refund of 5,000 dated back leaves 7,000 x 5 % = 350: -370."""
        plan = self._plan_with_rule(**TWO_TIERS)
        self.invoice(self.rep, "2026-03-10", 12000)
        self.lock(self.settle(MARCH, self.rep, plan))
        self.refund(self.rep, "2026-03-31", 5000)
        correction = self.settle(APRIL, self.rep, plan).line_ids[1]
        self.assertEqual((correction.base_amount, correction.amount), (-5000, -370))
        self.assertEqual(
            correction.explanation,
            "March 2026: the books now show 7,000.00 instead of 12,000.00. "
            "7,000.00 × 5 % = 350.00, less 720.00 settled before: -370.00",
        )

    def test_negative_period(self):
        """R133: more refunded than sold, -1,000, takes back what sales begin with: 5 %."""
        plan = self._plan_with_rule(**TWO_TIERS)
        self.refund(self.rep, "2026-03-10", 1000)
        self.assertEqual(self.settle(MARCH, self.rep, plan).net, -50)

    def test_per_unit(self):
        """R133: 3.00 for each of the first ten units and 5.00 above; 15 sold less 3 back: 10 x 3 + 2 x 5 = 40."""
        plan = self._plan_with_rule(rate_type="per_unit", tier_by="base", tier_ids=[(0, 3), (10, 5)])
        night = self.env["product.product"].create({"name": "Night", "type": "service"})
        line = {"product_id": night.id, "price_unit": 100, "tax_ids": []}
        units, back = ([Command.create({**line, "quantity": quantity})] for quantity in (15, 3))
        self.invoice(self.rep, "2026-03-10", invoice_line_ids=units)
        self.refund(self.rep, "2026-03-11", invoice_line_ids=back)
        line = self.settle(MARCH, self.rep, plan).line_ids
        self.assertEqual((line.quantity, line.base_amount, line.amount), (12, 1200, 40))
        self.assertEqual(line.explanation, "10 × 3.00 + 2 × 5.00 = 40.00")
        self.lock(line.statement_id)
        self.refund(self.rep, "2026-03-12", invoice_line_ids=back)
        correction = self.settle(APRIL, self.rep, plan).line_ids[1]
        self.assertEqual((correction.quantity, correction.amount), (-3, -13))
        self.assertIn("now show 9 instead of 12. 9 × 3.00 = 27.00, less 40.00", correction.explanation)

    def test_fixed(self):
        """R133: 200 for the month from 1,000 on, 500 from 5,000; below 1,000 nothing."""
        plan = self._plan_with_rule(
            rate_type="fixed", tier_by="base", tier_mode="whole", tier_ids=[(1000, 200), (5000, 500)]
        )
        self.invoice(self.rep, "2026-03-10", 5000)
        self.invoice(self.colleague, "2026-03-10", 999.99)
        statements = self.settle(MARCH, plan=plan).grouped("employee_id")
        self.assertEqual(statements[self.rep].line_ids.explanation, "500.00")
        self.assertEqual([statements[who].net for who in (self.rep, self.colleague, self.leader)], [500, 0, 0])

    def test_floor_and_cap(self):
        """R133: at least 300, at most 1,000: 5 % of 2,000 = 100 is 300, of 30,000 = 1,500 is 1,000; 10,000 pay 500."""
        limits = {"name": "Sales", "rate": 5, "floor_amount": 300, "cap_amount": 1000}
        employees = self.rep | self.colleague | self.leader
        plan = self._create_plan("Special", employees, rule_ids=[Command.create(limits)])
        plan.with_user(self.director.user_id).action_approve()
        self.invoice(self.rep, "2026-03-10", 2000)
        self.invoice(self.colleague, "2026-03-10", 30000)
        self.invoice(self.leader, "2026-03-10", 10000)
        lines = {line.employee_id: line for line in self.settle(MARCH, plan=plan).line_ids}
        self.assertEqual(lines[self.rep].explanation, "2,000.00 × 5 % = 100.00, but at least 300.00")
        self.assertEqual(lines[self.colleague].explanation, "30,000.00 × 5 % = 1,500.00, but at most 1,000.00")
        self.assertEqual(lines[self.leader].amount, 500)

    def test_two_rules_and_two_plans(self):
        """R133: 5 % of the plan "Rooms" and, in a second plan, 2 % and 100 for the month: 500 and 200 + 100."""
        plan = self._create_plan("Second", self.rep, rate=2)
        plan.rule_ids = [Command.create({"name": "Diligence", "rate_type": "fixed", "rate": 100})]
        plan.with_user(self.director.user_id).action_approve()
        self.invoice(self.rep, "2026-03-10", 10000)
        self.assertEqual(self.settle(MARCH, self.rep).net, 500)
        self.assertEqual(self.settle(MARCH, self.rep, plan).line_ids.mapped("amount"), [200, 100])

    def test_no_decimals(self):
        """R133: in yen 5 % of 1,234 = 61.7 is 62; in dinars 1.234 x 5 % = 0.0617 is 0.062."""
        for currency, base, amount in (("JPY", "1234", 62), ("KWD", "1.234", 0.062)):
            with self.subTest(currency):
                self.company.currency_id = (
                    self.env["res.currency"].with_context(active_test=False).search([("name", "=", currency)])
                )
                rule = self._create_plan(currency, self.rep).rule_ids
                self.assertEqual(float(rule._get_commission(Decimal(base)).amount), amount)

    def test_in_words_of_the_reader(self):
        """R134: the parts are explained in the reader's figures."""
        plan = self._plan_with_rule(**TWO_TIERS)
        self.invoice(self.rep, "2026-03-10", 12000)
        line = self.settle(MARCH, self.rep, plan).line_ids
        self.env["res.lang"]._activate_lang("de_DE")
        self.assertEqual(line.with_context(lang="de_DE").explanation, "8.000,00 × 5 % + 4.000,00 × 8 % = 720,00")

    def test_made_in_the_form(self):
        """R133: the administrator chooses tiers, sees where each ends and what they would pay."""
        form = Form(self.as_(self.policy_admin, self.env["sales.office.commission.plan"]))
        form.name = "Tiered"
        with form.rule_ids.new() as rule:
            rule.name = "Invoiced sales"
            rule.rate = 5
            rule.tier_by = "base"
            with rule.tier_ids.new() as tier:
                tier.threshold = 8000
                tier.rate = 8
            rule.example_base = 12000
            self.assertEqual(rule.example, "8,000.00 × 5 % + 4,000.00 × 8 % = 720.00")
        rule = form.save().rule_ids
        self.assertEqual(rule.tier_ids.mapped(lambda tier: (tier.threshold, tier.rate)), [(0, 5), (8000, 8)])
        self.assertEqual(rule.tier_ids.mapped("until"), ["8,000.00", "…"])
        self.assertEqual(rule.summary, "5 % from 0.00, 8 % from 8,000.00")

    def test_tiers_in_order(self):
        """R133: a threshold once, no rates above 100 %, no tiers without the choice, and the choice not without."""
        rule = self._create_plan("Draft", self.rep).rule_ids
        with self.assertRaisesRegex(ValidationError, "Add the tiers of"):
            rule.tier_by = "base"
        with self.assertRaisesRegex(ValidationError, "has tiers but is not tiered"):
            rule.tier_ids = [Command.create({"threshold": 0, "rate": 5})]
        with self.assertRaisesRegex(ValidationError, "A rate is at most 100"):
            rule.write({"tier_by": "base", "tier_ids": [Command.create({"threshold": 0, "rate": 101})]})
        rule.write({"tier_by": "base", "tier_ids": [Command.clear(), Command.create({"threshold": 0, "rate": 5})]})
        with self.assertRaisesRegex(ValidationError, "A rate is at most 100"):
            rule.tier_ids.rate = 101
        for values, error in (
            ({"threshold": 0}, UniqueViolation),
            ({"threshold": -1}, CheckViolation),
            ({"threshold": 1, "rate": -1}, CheckViolation),
        ):
            with self.assertRaises(error), mute_logger("odoo.sql_db"), self.cr.savepoint():
                rule.tier_ids = [Command.create({"rate": 1, **values})]
                self.env.flush_all()
            self.env.invalidate_all()

    def test_tiers_are_locked(self):
        """R133: tiers of an approved plan are closed to everybody, by every door; a new version copies them."""
        plan = self._plan_with_rule(**TWO_TIERS)
        tier = plan.rule_ids.tier_ids[1]
        for employee in (self.director, self.policy_admin):
            own = self.as_(employee, tier)
            for change in (
                lambda t=own: t.write({"rate": 50}),
                lambda t=own: t.unlink(),
                lambda t=own: t.copy({"threshold": 9000}),
                lambda t=own: t.rule_id.write({"tier_ids": [Command.update(tier.id, {"rate": 50})]}),
            ):
                with (
                    self.subTest(employee=employee.name),
                    self.assertRaisesRegex(UserError, "An approved commission plan is locked"),
                ):
                    change()
                self.env.invalidate_all()
        draft = self._create_plan("Draft", self.rep).rule_ids
        with self.assertRaisesRegex(UserError, "An approved commission plan is locked"):  # not moved in either
            self.as_(self.director, draft).write({"plan_id": plan.id})
        version = plan.browse(plan.action_new_version()["res_id"])
        self.assertEqual(version.rule_ids.tier_ids.mapped("rate"), [5, 8])


@freeze_time("2026-07-04 02:00:00")
class TestPeriods(CommissionCommon):
    def test_quarter(self):
        """R133: a quarter's tiers look at the quarter: 3 x 4,000 = 12,000: 8,000 x 5 % + 4,000 x 8 % = 720."""
        plan = self._plan_with_rule(**TWO_TIERS, period_type="quarter")
        for day in ("2026-04-01", "2026-05-10", "2026-06-30", "2026-07-01", "2026-03-31"):
            self.invoice(self.rep, day, 4000)
        with self.assertRaisesRegex(UserError, "is settled by the"):
            self.settle(APRIL, plan=plan)
        statement = self.settle(("2026-04-01", "2026-06-30"), self.rep, plan)
        self.assertEqual(statement.net, 720)
        self.assertEqual(statement.display_name, "Rob, Q2 2026")

    def test_year_and_correction(self):
        """R133 R134: a year of 12,000 pays 720; refunded by 5,000 in its last days it is corrected a year later."""
        plan = self._plan_with_rule(**TWO_TIERS, period_type="year", date_from="2025-01-01", lookback_periods=1)
        plan.member_ids.date_from = "2025-01-01"
        self.invoice(self.rep, "2025-03-10", 12000)
        self.lock(self.settle(("2025-01-01", "2025-12-31"), self.rep, plan))
        self.refund(self.rep, "2025-12-31", 5000)
        statement = self.settle(("2026-01-01", "2026-12-31"), self.rep, plan)
        self.assertEqual(statement.line_ids[1].amount, -370)
        self.assertIn("2025: the books now show 7,000.00", statement.line_ids[1].explanation)

    def test_wizard_and_cron(self):
        """R134: the dialog settles the period around the day chosen, the cron the one that ended last."""
        plan = self._plan_with_rule(period_type="quarter")
        action = (
            self.as_(self.manager, self.env["sales.office.statement.generate"])
            .create({"plan_ids": plan.ids, "month": "2026-05-17"})
            .action_generate()
        )
        statements = self.env["sales.office.statement"].search(action["domain"])
        self.assertEqual(set(statements.mapped("date_to")), {plan._get_period(statements[0].date_from)[1]})
        statements.unlink()
        with self.enter_registry_test_mode():
            self.env.ref("sales_office_policy.ir_cron_generate_statements").method_direct_trigger()
        self.assertEqual({str(day) for day in plan.statement_ids.mapped("date_from")}, {"2026-04-01"})
        self.assertEqual({str(day) for day in self.plan.statement_ids.mapped("date_from")}, {"2026-06-01"})
