from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..common import MARCH, CommissionCommon


@freeze_time("2026-04-04 02:00:00")
class TestSettlementRun(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(cls.rep, "2026-03-10", 8000)
        cls.second = cls._create_plan("Second", cls.rep)
        cls.second.with_user(cls.director.user_id).action_approve()
        cls.plans = cls.plan | cls.second

    def request(self, employee, plans=None):
        return self.as_(employee, self.env["sales.office.settlement.run"])._request(plans or self.plans, MARCH[0])

    def settle_runs(self, commits=None):
        """Run the job; with ``commits``, it is told to stop after so many."""
        answers = [10] * 20 if commits is None else [10] * commits + [0]
        with patch.object(self.registry["ir.cron"], "_commit_progress", side_effect=answers):
            self.env["sales.office.settlement.run"]._cron_settle()

    def test_run(self):
        """R134: asked for in the dialog, the period is settled in the background, and the run says how far it is."""
        form = Form(self.as_(self.manager, self.env["sales.office.statement.generate"]))
        self.assertEqual(form.plan_ids[:], self.as_(self.manager, self.plans))
        action = form.save().action_generate_later()
        run = self.env["sales.office.settlement.run"].browse(action["res_id"])
        self.assertEqual((run.state, run.progress), ("waiting", 0))
        self.settle_runs()
        self.assertEqual((run.state, run.progress, run.statement_count), ("done", 100, 4))
        found = self.env["sales.office.statement"].search(
            self.as_(self.manager, run).action_open_statements()["domain"]
        )
        self.assertEqual(len(found), 4)

    def test_interrupted(self):
        """R134: stopped after the first plan, it goes on with the second and makes nothing twice."""
        run = self.request(self.finance)
        self.settle_runs(commits=1)
        self.assertEqual((run.state, run.progress), ("waiting", 50))
        self.settle_runs()
        self.assertEqual(run.state, "done")
        self.assertEqual(self.env["sales.office.statement"].search_count([("plan_id", "in", self.plans.ids)]), 4)

    def test_one_plan_fails(self):
        """R134: a plan that cannot be settled is named, the others are settled all the same."""
        run = self.request(self.manager)
        generate = type(self.plan).generate_statements

        def refuse(plan, *period):
            if plan == self.second:
                raise UserError("No rate")
            return generate(plan, *period)

        with patch.object(type(self.plan), "generate_statements", refuse):
            self.settle_runs()
        self.assertEqual((run.state, run.statement_count), ("done", 3))
        self.assertIn("No rate", run.problems)

    def test_who(self):
        """R134: managers and finance, for approved plans they see; nobody writes a run."""
        for employee in (self.rep, self.leader, self.clerk, self.policy_admin):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.request(employee)
        with self.assertRaises(AccessError):
            self.request(self.director_valley)
        with self.assertRaisesRegex(UserError, "Only approved plans are settled"):
            self.request(self.manager, self._create_plan("Draft", self.rep))
        run = self.request(self.manager)
        with self.assertRaises(AccessError):
            self.as_(self.manager, run).write({"state": "done"})
