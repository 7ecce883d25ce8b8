from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from ..common import APRIL, MARCH, CommissionCommon


@freeze_time("2026-04-03 02:00:00")
class TestPlan(CommissionCommon):
    def member(self, employee):
        return self.plan.member_ids.filtered(lambda m: m.employee_id == employee)

    def test_made_by_the_administrator(self):
        """R133: the policy administrator writes a plan in the screens, the director approves it."""
        self.company.sales_office_fine_cap_percent = 15
        form = Form(self.as_(self.policy_admin, self.env["sales.office.commission.plan"]))
        form.name = "Banquets"
        form.date_from = "2026-03-01"
        with form.rule_ids.new() as rule:
            rule.name = "Banquets invoiced"
            rule.rate = 3
        with form.member_ids.new() as member:
            member.employee_id = self.rep
        plan = form.save()
        self.assertEqual(plan.fine_cap_percent, 15)
        self.assertEqual(plan.member_ids.user_id, self.rep.user_id)
        self.assertEqual(str(plan.member_ids.date_from), "2026-03-01")
        with self.assertRaises(AccessError):
            plan.action_approve()
        self.as_(self.director, plan).action_approve()
        self.assertEqual((plan.state, plan.approved_by_id), ("approved", self.director.user_id))
        self.invoice(self.rep, "2026-03-10", 1000)
        self.assertEqual(self.settle(MARCH, self.rep, plan.with_env(self.env)).net, 30)

    def test_approval(self):
        """R133 R046: only a director approves, a plan with rules, which does not pay themselves."""
        empty = self._create_plan("Empty", self.rep, rule_ids=[])
        with self.assertRaisesRegex(UserError, "Add at least one rule"):
            self.as_(self.director, empty).action_approve()
        own = self._create_plan("Own", self.rep | self.director)
        with self.assertRaises(AccessError):
            self.as_(self.director, own).action_approve()
        with self.assertRaises(AccessError):
            self.as_(self.director_valley, own).action_approve()
        with self.assertRaisesRegex(UserError, "; this needs: Draft"):
            self.as_(self.director, self.plan).action_approve()

    def test_approved_is_locked(self):
        """R133: no door changes what an approved plan pays: fields, rules, commands, copies of the state."""
        rule = self.plan.rule_ids
        for employee in (self.director, self.policy_admin):
            plan, locked_rule = self.as_(employee, self.plan), self.as_(employee, rule)
            for change in (
                lambda p=plan: p.write({"fine_cap_percent": 0}),
                lambda p=plan: p.write({"date_to": "2026-12-31"}),
                lambda p=plan: p.write({"rule_ids": [Command.update(rule.id, {"rate": 50})]}),
                lambda p=plan: p.write({"rule_ids": [Command.create({"name": "More", "rate": 50})]}),
                lambda p=plan: p.unlink(),
                lambda r=locked_rule: r.write({"rate": 50}),
                lambda r=locked_rule: r.copy(),
                lambda r=locked_rule: r.unlink(),
                lambda p=plan: p.member_ids[:1].unlink(),
                lambda p=plan: p.member_ids[:1].write({"employee_id": self.clerk.id}),
            ):
                with (
                    self.subTest(employee=employee.name),
                    self.assertRaisesRegex(UserError, "An approved commission plan is locked|The plan is approved"),
                ):
                    change()
                self.env.invalidate_all()
        self.assertEqual(rule.rate, 5)
        for employee in (self.rep, self.leader, self.manager, self.finance, self.clerk):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.as_(employee, rule).write({"rate": 50})

    def test_state_is_not_typed_in(self):
        """R133: neither a draft nor a new plan is approved by writing the state."""
        draft = self.as_(self.policy_admin, self._create_plan("Draft", self.rep))
        for values in ({"state": "approved"}, {"approved_by_id": self.director.user_id.id}, {"version": 7}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                draft.write(values)
            with self.subTest(values=values), self.assertRaises(AccessError):
                draft.create({"name": "New", "date_from": "2026-01-01", **values})
        new = draft.with_context(default_state="approved").create({"name": "New", "date_from": "2026-01-01"})
        self.assertEqual(new.state, "draft")

    def test_members_of_an_approved_plan(self):
        """R133: a director adds who joins and ends who leaves, with a trace; the administrator cannot."""
        values = {"employee_id": self.clerk.id, "date_from": "2026-04-01"}
        with self.assertRaises(AccessError):
            self.as_(self.policy_admin, self.plan).write({"member_ids": [Command.create(values)]})
        self.as_(self.director, self.plan).write({"member_ids": [Command.create(values)]})
        self.assertIn("Cleo: 04/01/2026", self.plan.message_ids[0].body)
        self.as_(self.director, self.member(self.clerk)).date_to = "2026-04-30"
        self.assertIn("Cleo: 04/01/2026 – 04/30/2026", self.plan.message_ids[0].body)

    def test_nobody_puts_himself_in(self):
        """R046: a director does not join the plan they decide about, and who approved it never does."""
        values = {"employee_id": self.director.id, "date_from": "2026-04-01"}
        with self.assertRaisesRegex(ValidationError, "approved this plan and cannot be paid by it"):
            self.as_(self.director, self.plan).write({"member_ids": [Command.create(values)]})
        with self.assertRaisesRegex(ValidationError, "approved this plan and cannot be paid by it"):
            self.plan.write({"member_ids": [Command.create(values)]})

    def test_member_once_at_a_time(self):
        """R133: nobody is in a plan twice on one day; again later is fine."""
        with self.assertRaisesRegex(ValidationError, "is in the plan twice at the same time"):
            self.member(self.rep).copy()
        self.member(self.rep).date_to = "2026-03-31"
        with self.assertRaisesRegex(ValidationError, "is in the plan twice at the same time"):
            self.member(self.rep).copy({"date_from": "2026-03-31"})
        self.member(self.rep).copy({"date_from": "2026-04-01", "date_to": False})

    def test_member_of_the_company(self):
        """R135: a plan pays employees of its company only."""
        with self.assertRaisesRegex(ValidationError, "works for another company"):
            self.plan.member_ids = [Command.create({"employee_id": self.rep_valley.id, "date_from": "2026-01-01"})]

    def test_figures_in_range(self):
        """R133: rates and shares are percentages, dates in order."""
        plan = self._create_plan("Draft", self.rep)
        for record, values in (
            (plan.rule_ids, {"rate": 0}),
            (plan.rule_ids, {"rate": 101}),
            (plan, {"fine_cap_percent": 101}),
            (plan, {"lookback_periods": -1}),
            (plan, {"date_to": "2025-12-31"}),
            (plan.member_ids, {"date_to": "2025-12-31"}),
        ):
            with self.subTest(values=values), self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
                record.write(values)
                self.env.flush_all()

    def test_new_version(self):
        """R133: 5 % until the 15th of April, 8 % from the 16th: 1,000 before pay 50, 1,000 after 80."""
        action = self.as_(self.policy_admin, self.plan).action_new_version()
        version = self.plan.browse(action["res_id"])
        self.assertEqual((version.version, version.supersedes_id, version.state), (2, self.plan, "draft"))
        self.assertEqual(version.display_name, "Rooms v2")
        self.assertEqual(self.plan.action_new_version()["res_id"], version.id)
        self.as_(self.policy_admin, version).write(
            {"date_from": "2026-04-16", "rule_ids": [Command.update(version.rule_ids.id, {"rate": 8})]}
        )
        self.as_(self.director, version).action_approve()
        self.assertEqual((self.plan.state, self.plan.date_to), ("closed", date(2026, 4, 15)))
        for day in ("2026-04-15", "2026-04-16"):
            self.invoice(self.rep, day, 1000)
        self.assertEqual(self.settle(APRIL, self.rep).net, 50)
        self.assertEqual(self.settle(APRIL, self.rep, version).net, 80)

    def test_version_corrects_the_one_before(self):
        """R133: March was paid at 5 %. Its invoice of 1,000 is cancelled: version 2 takes back 50, not 80,
        and takes it back once, whichever version is computed first."""
        invoice = self.invoice(self.rep, "2026-03-10", 1000)
        self.lock(self.settle(MARCH, self.rep))
        version = self.plan.browse(self.plan.action_new_version()["res_id"])
        version.write({"date_from": "2026-04-01"})
        version.rule_ids.rate = 8
        self.as_(self.director, version).action_approve()
        invoice.button_draft()
        statements = (self.plan | version).generate_statements(*APRIL)
        mine = statements.filtered(lambda s: s.employee_id == self.rep)
        self.assertEqual(mine.plan_id, version)
        self.assertEqual(self.figures(mine), [("correction", -1000, -50), ("commission", 0, 0)][::-1])
        self.assertFalse(self.settle(APRIL, self.rep))

    def test_version_does_not_rewrite_history(self):
        """R133: a version cannot begin in a month that is settled, nor before the one it supersedes."""
        self.lock(self.settle(MARCH, self.rep))
        version = self.plan.browse(self.plan.action_new_version()["res_id"])
        for day in ("2026-03-31", "2026-01-01"):
            version.date_from = day
            with self.assertRaisesRegex(UserError, "start the new version later|A new version starts after"):
                self.as_(self.director, version).action_approve()
        version.date_from = "2026-04-01"
        self.as_(self.director, version).action_approve()

    def test_version_after_the_end(self):
        """R133: a plan that ends in April is not carried on to June by the version that starts then."""
        plan = self._create_plan("Season", self.rep, date_to="2026-04-30")
        self.as_(self.director, plan).action_approve()
        version = plan.browse(plan.action_new_version()["res_id"])
        version.date_from = "2026-06-01"
        self.as_(self.director, version).action_approve()
        self.assertEqual(plan.date_to, date(2026, 4, 30))

    def test_close(self):
        """R133: a plan ends today; what was earned until then is settled."""
        self.invoice(self.rep, "2026-04-02", 1000)
        with self.assertRaises(AccessError):
            self.as_(self.manager, self.plan).action_close()
        self.as_(self.director, self.plan).action_close()
        self.assertEqual((self.plan.state, str(self.plan.date_to)), ("closed", "2026-04-03"))
        self.invoice(self.rep, "2026-04-04", 1000)
        self.assertEqual(self.settle(APRIL, self.rep).net, 50)

    def test_cron(self):
        """R134: on the second of April the drafts of March are made, for companies that use the room."""
        self.invoice(self.rep, "2026-03-10", 1000)
        cron = self.env.ref("sales_office_policy.ir_cron_generate_statements")
        room = self.env.ref("sales_office_policy.room_commission")
        self.company.sales_office_room_ids -= room
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            self.assertFalse(self.plan.statement_ids)
            self.company.sales_office_room_ids |= room
            cron.method_direct_trigger()
            statements = self.plan.statement_ids
            self.assertEqual(statements.mapped("date_from"), [MARCH[0]] * 3)
            cron.method_direct_trigger()
        self.assertEqual(self.plan.statement_ids, statements)

    def test_wizard(self):
        """R134: the manager chooses a month and gets the statements they may see."""
        Wizard = self.as_(self.manager, self.env["sales.office.statement.generate"])
        form = Form(Wizard)
        self.assertEqual(str(form.month), "2026-03-01")
        self.assertEqual(form.plan_ids[:], self.plan)
        form.month = "2026-03-17"
        action = form.save().action_generate()
        statements = self.as_(self.manager, self.env["sales.office.statement"]).search(action["domain"])
        self.assertEqual(len(statements), 3)
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.env["sales.office.statement.generate"]).create({"plan_ids": self.plan.ids})
