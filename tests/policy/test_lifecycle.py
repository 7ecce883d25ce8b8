from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import PolicyCommon


class TestPolicyLifecycle(PolicyCommon):
    def test_from_draft_to_in_force(self):
        """R061: the administrator drafts, the director approves, then the version is in force."""
        policy = self.policy
        self.assertEqual((policy.state, policy.version, policy.drafted_by_id), ("draft", 1, self.policy_admin.user_id))
        self.as_(self.policy_admin, policy).action_submit()
        self.assertEqual((policy.state, policy.submitted_by_id), ("review", self.policy_admin.user_id))
        self.as_(self.director, policy).action_approve()
        self.assertEqual((policy.state, policy.approved_by_id), ("approved", self.director.user_id))
        self.assertTrue(policy.approved_on)
        self.as_(self.policy_admin, policy).action_put_in_force()
        self.assertEqual(policy.state, "in_force")
        self.assertEqual(policy.effective_date, policy.in_force_on)

    def test_what_the_administrator_types(self):
        """R061: a policy is written in its form, clause by clause."""
        Policy = self.as_(self.policy_admin, self.env["sales.office.policy"])
        with Form(Policy) as form:
            form.name = "Travel"
            form.code = "TRAVEL"
            with form.clause_ids.new() as clause:
                clause.number = "1.1"
                clause.chapter = "Trips"
                clause.name = "Approval"
                clause.text = "Trips are approved beforehand."
        self.assertEqual(form.record.company_id, self.company)
        self.assertEqual(form.record.clause_ids.chapter, "Trips")

    def test_empty_policy_is_not_submitted(self):
        self.policy.clause_ids.unlink()
        with self.assertRaisesRegex(UserError, "has no clause yet"):
            self.as_(self.policy_admin, self.policy).action_submit()

    def test_drafter_never_approves(self):
        """R061: not even a director approves what they drafted or submitted."""
        self.policy_admin.sales_office_role_ids |= self.env.ref("sales_office_policy.role_director")
        self.as_(self.policy_admin, self.policy).action_submit()
        with self.assertRaises(AccessError):
            self.as_(self.policy_admin, self.policy).action_approve()
        self.assertFalse(self.as_(self.policy_admin, self.policy).can_approve)
        self.assertTrue(self.as_(self.director, self.policy).can_approve)

    def test_submitter_never_approves(self):
        """R061: a director who submits another's draft cannot approve it either."""
        self.director.sales_office_role_ids |= self.env.ref("sales_office_policy.role_policy_admin")
        self.as_(self.director, self.policy).action_submit()
        with self.assertRaises(AccessError):
            self.as_(self.director, self.policy).action_approve()

    def test_shipped_draft_belongs_to_who_submits_it(self):
        """R061: a text that came with the module is drafted by whoever takes it over."""
        policy = self.env["sales.office.policy"].sudo().create({"name": "Shipped", "code": "SHIPPED"})
        self.assertFalse(policy.drafted_by_id)
        policy.clause_ids = self.policy.clause_ids.copy({"policy_id": policy.id})
        self.as_(self.policy_admin, policy).action_submit()
        self.assertEqual(policy.drafted_by_id, self.policy_admin.user_id)

    def test_only_a_director_approves(self):
        """R061: everybody else is refused, with or without sight of the draft."""
        self.as_(self.policy_admin, self.policy).action_submit()
        for employee in (self.policy_admin, self.manager, self.leader, self.rep, self.clerk, self.outsider):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.policy).action_approve()
        self.assertEqual(self.policy.state, "review")

    def test_director_of_another_company(self):
        """R135: a director approves in their own company only."""
        self.as_(self.policy_admin, self.policy).action_submit()
        with self.assertRaises(AccessError):
            self.as_(self.director_valley, self.policy).action_approve()

    def test_only_the_administrator_moves_texts(self):
        """R061: manager and representative neither submit, put in force nor start a version."""
        self.approve(self.policy)
        for employee in (self.manager, self.leader, self.rep):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.policy).action_put_in_force()
        self.as_(self.director, self.policy).action_put_in_force()
        for employee in (self.director, self.manager, self.rep):
            for action in ("action_new_version", "action_supplement"):
                with self.subTest(f"{employee.name} {action}"), self.assertRaises(AccessError):
                    getattr(self.as_(employee, self.policy), action)()

    def test_actions_in_the_wrong_state(self):
        admin, director = self.as_(self.policy_admin, self.policy), self.as_(self.director, self.policy)
        for action in (director.action_approve, director.action_put_in_force, admin.action_new_version):
            with self.assertRaisesRegex(UserError, "; this needs: "):
                action()
        self.put_in_force(self.policy)
        for action in (admin.action_submit, director.action_approve, admin.action_put_in_force):
            with self.assertRaisesRegex(UserError, "; this needs: "):
                action()
        with self.assertRaisesRegex(UserError, "is In Force; this needs: In Review, Approved"):
            director.action_send_back("Too late")

    def test_send_back(self):
        """R061: a version goes back to draft with a reason, and is approved anew."""
        self.as_(self.policy_admin, self.policy).action_submit()
        with self.assertRaisesRegex(UserError, "Say why it is sent back, so that the drafter"):
            self.as_(self.director, self.policy).action_send_back("  ")
        self.say_why(self.director, self.policy, "send_back", "Name <the> clerk")
        self.assertEqual(self.policy.state, "draft")
        self.assertIn("Sent back: Name &lt;the&gt; clerk", self.policy.message_ids[0].body)
        self.assertEqual(self.policy.message_ids[0].author_id, self.director.user_id.partner_id)
        self.approve(self.policy)
        with self.assertRaises(AccessError):  # the approval is the director's to undo
            self.as_(self.policy_admin, self.policy).action_send_back("A typing error")
        self.as_(self.director, self.policy).action_send_back("A typing error")
        self.assertFalse(self.policy.approved_by_id)

    def test_who_sends_back(self):
        self.as_(self.policy_admin, self.policy).action_submit()
        with self.assertRaises(AccessError):
            self.as_(self.manager, self.policy).action_send_back("I do not like it")
        self.as_(self.policy_admin, self.policy).action_send_back("I forgot something")
        self.assertEqual(self.policy.state, "draft")

    def test_second_version_supersedes(self):
        """R061: the next version takes the place of the one in force, in one step."""
        self.put_in_force(self.policy)
        second = self.new_version(self.policy)
        self.assertEqual((second.version, second.supersedes_id, second.state), (2, self.policy, "draft"))
        self.assertEqual(second.drafted_by_id, self.policy_admin.user_id)
        self.assertEqual(second.clause_ids.mapped("number"), ["1.1", "1.2", "2.1"])
        self.assertEqual(second.clause_ids.origin_id, self.policy.clause_ids)
        self.put_in_force(second)
        self.assertEqual((self.policy.state, second.state), ("superseded", "in_force"))
        self.assertEqual(self.policy.superseded_on, second.in_force_on)
        self.assertEqual(second.history_ids, second | self.policy)

    def test_new_version_is_made_once(self):
        """R061: asking twice opens the version that is being worked on."""
        self.put_in_force(self.policy)
        self.assertEqual(self.new_version(self.policy), self.new_version(self.policy))

    def test_new_version_keeps_translations(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.policy.clause_ids[0].with_context(lang="fr_FR").name = "Ponctualité"
        self.put_in_force(self.policy)
        clause = self.new_version(self.policy).clause_ids[0]
        self.assertEqual(clause.with_context(lang="fr_FR").name, "Ponctualité")
        self.assertEqual(clause.name, "Punctuality")

    def test_older_version_cannot_come_back(self):
        """R061: once a later version is in force the earlier one has to become a new version."""
        self.put_in_force(self.policy)
        second = self.approve(self.new_version(self.policy))
        self.policy.write({"state": "superseded"})
        self.env.flush_all()
        third = {"name": "House Rules", "code": "HOUSE", "version": 3, "state": "in_force"}
        self.policy.create({**third, "company_id": self.company.id})
        with self.assertRaisesRegex(UserError, "A later version is in force already"):
            self.as_(self.policy_admin, second).action_put_in_force()
        self.assertEqual(second.state, "approved")

    def test_one_version_in_force_by_the_database(self):
        """R061: two versions in force at once are impossible whatever the code does."""
        self.put_in_force(self.policy)
        second = self.new_version(self.policy)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            second.sudo().write({"state": "in_force"})
            self.env.flush_all()

    def test_supplement(self):
        """R101: a supplement is approved like a version and leaves it in force."""
        self.put_in_force(self.policy)
        supplement = self.supplement(self.policy)
        self.assertEqual((supplement.version, supplement.supplement_number), (1, 1))
        self.put_in_force(supplement)
        self.assertEqual((self.policy.state, supplement.state), ("in_force", "in_force"))
        self.assertEqual(supplement.display_name, "House Rules, version 1, supplement 1")
        self.assertEqual(self.supplement(self.policy).supplement_number, 2)

    def test_supplement_ends_with_its_version(self):
        """R101: what a supplement added becomes chapters of the next version, which ends it."""
        self.put_in_force(self.policy)
        supplement = self.put_in_force(self.supplement(self.policy))
        second = self.new_version(self.policy)
        added = second.clause_ids.filtered(lambda clause: clause.origin_id == supplement.clause_ids)
        self.assertEqual((added.number, added.chapter), ("3.1", "Bicycles"))
        draft = self.approve(self.supplement(self.policy))
        self.put_in_force(second)
        self.assertEqual((self.policy.state, supplement.state), ("superseded", "superseded"))
        with self.assertRaisesRegex(
            UserError, "is not in force, so nothing can be added"
        ):  # nothing can be added to an archived version
            self.as_(self.policy_admin, draft).action_put_in_force()
        with self.assertRaisesRegex(UserError, "is Superseded; this needs: In Force"):
            self.as_(self.policy_admin, self.policy).action_supplement()

    @freeze_time("2025-03-03 02:00:00")
    def test_effective_date_in_the_future(self):
        """R061: an approved version waits for its date."""
        self.policy.effective_date = "2025-03-10"
        self.approve(self.policy)
        with self.assertRaisesRegex(UserError, "comes into force on"):
            self.as_(self.director, self.policy).action_put_in_force()
        self.assertEqual(self.policy.state, "approved")

    def test_cron_puts_in_force_on_the_day_of_the_office(self):
        """R061: it is the 10th in Shanghai while it still is the 9th in UTC."""
        with freeze_time("2025-03-03 02:00:00"):
            self.policy.effective_date = "2025-03-10"
            self.approve(self.policy)
        other = self.approve(self._create_policy(code="OTHER"))
        with freeze_time("2025-03-09 15:00:00"):
            self.run_cron()
            self.assertEqual(self.policy.state, "approved")
        with freeze_time("2025-03-09 16:30:00"):
            self.run_cron()
            self.assertEqual((self.policy.state, str(self.policy.in_force_on)), ("in_force", "2025-03-10"))
            self.run_cron()
        self.assertEqual(other.state, "approved", "without a date it is put in force by hand")

    def test_cron_leaves_the_room_alone(self):
        """R138: nothing happens by itself in a company that has not switched the room on."""
        with freeze_time("2025-03-03 02:00:00"):
            self.policy.effective_date = "2025-03-03"
            self.approve(self.policy)
            self.company.sales_office_room_ids = False
            self.run_cron()
        self.assertEqual(self.policy.state, "approved")

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("sales_office_policy.ir_cron_policy_in_force").method_direct_trigger()

    def test_code_stays(self):
        """R061: versions of one policy share code and company."""
        second = self.new_version(self.put_in_force(self.policy))
        with self.assertRaisesRegex(ValidationError, "A version and its supplements keep the code"):
            self.as_(self.policy_admin, second).code = "HOME"

    def test_copies(self):
        """R138: a copy is a policy of its own, in this company or in another."""
        copy = self.as_(self.policy_admin, self.policy).copy()
        self.assertEqual((copy.code, copy.version, copy.state), ("HOUSE (copy)", 1, "draft"))
        self.policy.department_ids = self.north
        there = {"code": "HOUSE", "company_id": self.company_valley.id}
        with self.assertRaises(AccessError):
            self.as_(self.policy_admin, self.policy).copy(there)
        user = self.policy_admin.user_id
        user.company_ids |= self.company_valley
        self.env["hr.employee"].create(
            {
                "name": "Paula",
                "user_id": user.id,
                "company_id": self.company_valley.id,
                "sales_office_role_ids": [Command.set(self.policy_admin.sales_office_role_ids.ids)],
            }
        )
        both = self.policy.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        copy = both.copy(there)
        self.assertEqual((copy.code, copy.company_id, len(copy.clause_ids)), ("HOUSE", self.company_valley, 3))
        self.assertFalse(copy.department_ids)
