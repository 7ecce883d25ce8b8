from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .common import PlanningCommon


@freeze_time("2026-03-20 02:00:00")
class TestPlan(PlanningCommon):
    def _draft(self, department=None, **values):
        plan = self.env["sales.office.plan"].create(
            {"department_id": (department or self.south).id, "year": 2026, **values}
        )
        self.targets.create(
            {"plan_id": plan.id, "department_id": plan.department_id.id, "date_from": "2026-01-01", "target_value": 90}
        )
        return plan

    def test_manager_proposes_director_approves(self):
        """R102 R112: the manager writes the year's plan and proposes it, a director puts it in force."""
        self.assertEqual(self.plan_.state, "approved")
        self.assertEqual(self.plan_.proposed_by_id, self.manager.user_id)
        self.assertEqual(self.plan_.approved_by_id, self.director.user_id)
        self.assertEqual(self.target.state, "accepted")
        self.assertEqual(self.plan_.display_name, "Retail 2026")

    def test_nobody_approves_his_own(self):
        """R112: a manager approves nothing, nor does the director who proposed it."""
        plan = self._draft()
        with self.assertRaises(AccessError):
            self.as_(self.leader_south, plan).action_propose()
        self.as_(self.director, plan).action_propose()
        with self.assertRaises(AccessError):
            self.as_(self.manager, plan).action_approve()
        with self.assertRaises(AccessError):
            self.as_(self.director, plan).action_approve()
        self.as_(self.director, plan).action_send_back("North first")
        self.as_(self.manager, plan).action_propose()
        self.as_(self.director, plan).action_approve()
        self.assertEqual(plan.state, "approved")

    def test_wrong_order(self):
        """R112: a draft is not approved, nothing is proposed or approved twice, nor without a target."""
        plan = self._draft()
        with self.assertRaisesRegex(UserError, "is Draft; this needs"):
            self.as_(self.director, plan).action_approve()
        with self.assertRaisesRegex(UserError, "is Approved; this needs"):
            self.as_(self.director, self.plan_).action_approve()
        plan.target_ids.unlink()
        with self.assertRaisesRegex(UserError, "Set at least one target"):
            self.as_(self.manager, plan).action_propose()

    def test_approved_is_locked(self):
        """R102: strategy and the plan's own targets stand still once it is proposed; state is nobody's to write."""
        plan = self.as_(self.manager, self.plan_)
        for vals in ({"strategy": "Other"}, {"year": 2027}):
            with self.assertRaisesRegex(UserError, "A plan that was proposed is locked"):
                plan.write(vals)
        for vals in ({"state": "draft"}, {"approved_by_id": self.manager.user_id.id}):
            with self.assertRaises(AccessError):
                plan.write(vals)
        with self.assertRaisesRegex(UserError, "A plan that was proposed is locked"):
            plan.unlink()
        with self.assertRaises(AccessError):
            self.as_(self.manager, self.target).target_value = 1
        with self.assertRaisesRegex(UserError, "The plan is locked"):
            self.as_(self.director, self.target).target_value = 1

    def test_one_plan_in_force(self):
        """R102: a department has one plan in force for a year."""
        plan = self._draft(self.retail)
        self.as_(self.manager, plan).action_propose()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.as_(self.director, plan).action_approve()
            self.env.flush_all()

    def test_new_version(self):
        """R102: a revision copies the targets, leaves what is over, and takes the place of the version before."""
        quarters = self.as_(self.manager, self.target_south).action_split("equal").sudo()
        self.as_(self.manager, self.target_south).action_publish()
        action = self.as_(self.manager, self.plan_).action_new_version()
        successor = self.env["sales.office.plan"].browse(action["res_id"])
        self.assertEqual(self.as_(self.manager, self.plan_).action_new_version()["res_id"], successor.id)
        self.assertEqual((successor.version, str(successor.date_from)), (2, "2026-04-01"))
        copies = {target.previous_id: target for target in successor.target_ids}
        self.assertEqual(len(copies), 7)
        with self.assertRaisesRegex(UserError, "What ended before the new version stays"):
            self.as_(self.manager, copies[quarters[0]]).target_value = 1
        self.as_(self.manager, copies[quarters[1]]).target_value = 150000
        self.as_(self.manager, copies[self.target_south]).target_value = 525000
        self.as_(self.manager, copies[self.target]).target_value = 1225000
        self.as_(self.manager, successor).action_propose()
        self.as_(self.director, successor).action_approve()
        self.assertEqual((self.plan_.state, successor.state), ("closed", "approved"))
        self.assertFalse(self.target.active)
        self.assertTrue(copies[quarters[0]].published_at, "unchanged, so it goes on as it was")
        self.assertEqual((copies[quarters[1]].state, copies[quarters[1]].published_at), ("draft", False))
        self.assertEqual(copies[self.target].state, "accepted")
        self.as_(self.manager, copies[self.target_south]).action_publish()
        self.assertEqual(copies[quarters[1]].state, "proposed")

    def test_targets_are_in_the_plans_year_and_below_its_department(self):
        """R103: neither another year's nor another department's targets belong to a plan."""
        with self.assertRaisesRegex(ValidationError, "is not in the plan's year"):
            self._create_target(self.north, 5, metric="quantity", date_from="2027-01-01")
        with self.assertRaisesRegex(ValidationError, "is not below the plan's department"):
            self._create_target(self.sales, 5, metric="quantity")

    def test_close(self):
        """R102: a closed plan changes nothing any more."""
        self.as_(self.manager, self.plan_).action_close()
        with self.assertRaisesRegex(UserError, "The plan is locked"):
            self.as_(self.manager, self.target_north).target_value = 5
        with self.assertRaisesRegex(UserError, "The plan of .* is closed"):
            self.as_(self.manager, self.target_north).action_split("equal")

    def test_who_reads_plans(self):
        """R045: leaders of the office read what is in force, drafts only who writes them; representatives neither."""
        draft = self._draft()
        for employee, seen in (
            (self.leader, self.plan_),
            (self.manager, self.plan_ | draft),
            (self.director, self.plan_ | draft),
        ):
            self.assertEqual(self.as_(employee, self.env["sales.office.plan"]).search([]).sudo(), seen.sorted())
        self.assertFalse(self.as_(self.rep, self.env["sales.office.plan"]).has_access("read"))
        self.assertFalse(self.as_(self.director_valley, self.env["sales.office.plan"]).search([]))
