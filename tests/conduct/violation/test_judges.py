"""Who decides about directors: two people whom the company names, one for the decision and one for the appeal."""

from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user

from ..common import ConductCommon


class JudgesCommon(ConductCommon):
    """Gina, the general manager, decides; Otto, the owner, hears appeals. Neither is an employee."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {"company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)]}
        cls.gina = new_test_user(cls.env, "gina", groups="base.group_user", **company)
        cls.otto = new_test_user(cls.env, "otto", groups="base.group_user", **company)
        cls.company.sales_office_judge_id = cls.gina
        cls.company.sales_office_appeal_judge_id = cls.otto

    def _by(self, user, records):
        return records.with_user(user).with_context(allowed_company_ids=self.company.ids)

    def _today(self, user):
        return {line["key"]: line for line in self._by(user, self.env["sales.office.today"]).get_lines()}


class TestJudges(JudgesCommon):
    def _about_director(self, **values):
        """Return a case about the director that they have answered."""
        case = self._create_case(self.director, **values)
        self._by(self.gina, case).action_report()
        self.as_(self.director, case).action_answer("I was thinking.")
        return case

    def test_a_case_about_a_director_ends(self):
        """R046: a suspicion about a director is reported, decided and closed by whom the company named."""
        case = self._create_case(self.director)
        self.assertIn("conduct_suspected", self._today(self.gina))
        self._by(self.gina, case).action_report()
        self.as_(self.director, case).action_answer("I was thinking.")
        self.assertEqual(self._today(self.gina)["conduct_decide"]["count"], 1)
        self.assertTrue(self._by(self.gina, case).can_decide)
        self._by(self.gina, case).action_decide("warning")
        self.assertEqual((case.state, case.decided_by_id, case.decided_at_top), ("decided", self.gina, True))
        case.appeal_deadline = self._days_ago(1)
        self._by(self.gina, case).action_close()
        self.assertEqual(case.state, "closed")
        self.assertTrue(self._by(self.gina, case).has_access("read"))

    def test_appeal_is_heard_by_the_other(self):
        """R046: nobody hears the appeal against their own decision; the other of the two does, and sees it then."""
        case = self._about_director()
        self.assertFalse(self._by(self.otto, case).has_access("read"))
        with self.assertRaises(AccessError):
            self._by(self.otto, case).action_decide("warning")
        self._by(self.gina, case).action_decide("fine", 50, "He should know.")
        self.assertEqual(case._get_appeal_instance(), self.otto)
        self.as_(self.director, case).action_appeal("No.")
        with self.assertRaisesRegex(AccessError, "You decided this case"):
            self._by(self.gina, case).action_decide("warning", 0, "Well.")
        self.assertEqual(self._today(self.otto)["conduct_decide"]["count"], 1)
        self._by(self.otto, case).action_decide("warning", 0, "Well.")
        self.assertEqual(
            (case.state, case.appeal_outcome, case.appeal_decided_by_id), ("decided", "reduced", self.otto)
        )
        self.as_(self.director, case).action_accept()
        self.assertEqual(case.state, "closed")

    def test_decider_archived(self):
        """R046: once who decides is archived the case waits, Today asks for another, and who is named next decides."""
        case = self._about_director()
        self.gina.action_archive()
        line = self._today(self.policy_admin.user_id)["conduct_judge"]
        self.assertEqual(line["action"]["res_model"], "sales.office.settings")
        for user in (self.otto, self.director.user_id, self.manager.user_id):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._by(user, case).action_decide("warning")
        petra = new_test_user(
            self.env, "petra", groups="base.group_user", company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )  # fmt: skip
        settings = self._by(self.policy_admin.user_id, self.env["sales.office.settings"])
        settings.create({"sales_office_judge_id": petra.id})
        self.assertNotIn("conduct_judge", self._today(self.policy_admin.user_id))
        self._by(petra, case).action_decide("warning")
        self.assertEqual((case.state, case.decided_by_id), ("decided", petra))

    def test_told_by_one_of_them(self):
        """R046: what the one told of the other decides; the appeal is hers, because nobody else is left."""
        case = self._create_case(self.director, informant_id=self.gina.id)
        with self.assertRaises(AccessError):
            self._by(self.gina, case).action_dismiss("I told of it.")
        self._by(self.otto, case).action_report()
        self.as_(self.director, case).action_answer("No.")
        self._by(self.otto, case).action_decide("warning")
        self.assertFalse(self._by(self.gina, case).can_dismiss)
        self.as_(self.director, case).action_appeal("No.")
        self._by(self.gina, case).action_dismiss("Too hard.")
        self.assertEqual((case.state, case.appeal_outcome), ("dismissed", "lifted"))

    def test_what_a_director_reported(self):
        """R046: the director reports, so they do not decide; whom the company named does."""
        case = self._answered(reporter=self.director)
        with self.assertRaisesRegex(AccessError, "You reported this case"):
            self.as_(self.director, case).action_decide("warning")
        self._by(self.gina, case).action_decide("warning")
        self.assertEqual(case.state, "decided")

    def test_an_incident_of_a_director(self):
        """R046: a case of an incident that the director is a party to, or told of, is for whom the company named."""
        case = self._answered()
        self.assertFalse(self._by(self.gina, case).has_access("read"))
        shared = self._create_case(self.director)
        (case | shared).incident = "same"
        self.assertTrue(self._by(self.gina, case).can_decide)
        told = self._create_case(self.colleague, informant_id=self.director.user_id.id)
        self.assertTrue(self._by(self.gina, told).has_access("read"))

    def test_exactly_these(self):
        """R135: they see no other case, no finding, reward or day, and write nothing."""
        others = self._answered() | self._reported(employee=self.leader, reporter=self.manager)
        mine = self._about_director()
        for user, seen in ((self.gina, mine), (self.otto, mine.browse())):
            found = self._by(user, self.Violation).search([("id", "in", (others | mine).ids)])
            self.assertEqual(found, seen)
            for other in others:
                for action, args in (("action_decide", ("warning",)), ("action_dismiss", ("No.",))):
                    with self.assertRaises(AccessError):
                        getattr(self._by(user, other), action)(*args)
            with self.assertRaises(AccessError):
                self._by(user, mine).write({"description": "Otherwise."})
            with self.assertRaises(AccessError):
                self._by(user, self.Violation).create(
                    {"employee_id": self.rep.id, "type_id": self.type.id, "description": "?"}
                )
            for model in ("sales.office.finding", "sales.office.reward", "sales.office.day", "sales.office.statement"):
                self.assertFalse(self._by(user, self.env[model]).search([]))

    def test_nobody_decides_on_his_own_case(self):
        """R046: if Gina is an employee and the case hers, Otto decides; what she reported as well."""
        employee = self._create_member("Gina", "gina_employee", self.sales, "director")
        self.company.sales_office_judge_id = employee.user_id
        own = self._create_case(employee)
        self.assertFalse(self.as_(employee, own).can_dismiss)
        with self.assertRaises(AccessError):
            self.as_(employee, own).action_dismiss("Not me.")
        self.assertTrue(self._by(self.otto, own).can_dismiss)
        self._by(self.otto, own).action_dismiss("Not her.")
        reported = self._reported(employee=self.rep, reporter=employee)
        with self.assertRaises(AccessError):
            self.as_(employee, reported).action_dismiss("Mine.")
        self._by(self.otto, reported).action_dismiss("Not him.")

    def test_a_grave_sanction(self):
        """R060: the one named decides alone, so that the other can hear the appeal; within what a director may."""
        case = self._about_director()
        self._by(self.gina, case).action_decide("suspension", 0, "Third time.")
        self.assertEqual((case.state, case.confirmed_by_id.id), ("decided", False))
        self.env.ref("sales_office_policy.sanction_limit_director_dismissal").unlink()
        with self.assertRaisesRegex(UserError, "It is for: nobody."):
            self._by(self.gina, self._about_director()).action_decide("dismissal", 0, "Enough.")

    def test_letters(self):
        """R060: they print and send the letters of these cases."""
        case = self._about_director()
        self._by(self.gina, case).action_decide("warning")
        self._by(self.gina, case).action_send_notice()
        report = self._by(self.gina, self.env["ir.actions.report"])
        html, _kind = report._render_qweb_html("sales_office_policy.report_violation_decision", case.ids)
        self.assertIn("otto", html.decode())

    def test_dialog(self):
        """R060: they decide by the dialog."""
        case = self._about_director()
        dialog = self._by(self.gina, self.env["sales.office.violation.decide"]).with_context(active_id=case.id)
        Form(dialog).save().action_confirm()
        self.assertEqual(case.state, "decided")

    def test_today_asks_for_them(self):
        """R136: the policy administrator is told while one of the two is missing and there is a director."""
        admin = self.policy_admin.user_id
        self.assertNotIn("conduct_judge", self._today(admin))
        self.otto.active = False
        line = self._today(admin)["conduct_judge"]
        self.assertEqual(line["action"]["res_model"], "sales.office.settings")
        self.assertNotIn("conduct_judge", self._today(self.director.user_id))
        self.env["hr.employee"].search(
            [("user_id", "in", self.company._get_sales_office_directors().ids)]
        ).active = False
        self.assertNotIn("conduct_judge", self._today(admin))

    def test_settings(self):
        """R136: the policy administrator names them, but not themselves; their access comes and goes with it."""
        settings = self._by(self.policy_admin.user_id, self.env["sales.office.settings"])
        group = self.env.ref("sales_office_policy.group_director_judge")
        self.assertIn(group, self.gina.group_ids)
        settings.create({"sales_office_judge_id": self.manager.user_id.id})
        self.assertNotIn(group, self.gina.group_ids)
        self.assertIn(group, self.manager.user_id.group_ids)
        with self.assertRaisesRegex(AccessError, "Nobody gives themselves this post"):
            settings.create({"sales_office_judge_id": self.policy_admin.user_id.id})
        for employee in (self.director, self.rep):
            with self.assertRaises(AccessError):
                self.as_(employee, self.company).write({"sales_office_judge_id": employee.user_id.id})

    def test_who_can_be_named(self):
        """R136: two internal users of the company."""
        portal = new_test_user(self.env, "portal_judge", groups="base.group_portal", company_id=self.company.id)
        for user in (portal, self.rep_valley.user_id):
            with self.assertRaisesRegex(ValidationError, "is no internal user of Harbour Hotel"):
                self.company.sales_office_judge_id = user
        with self.assertRaisesRegex(ValidationError, "name two persons"):
            self.company.sales_office_judge_id = self.otto

    def test_buttons(self):
        """R046: they find every button of the form that a manager finds."""

        def find(user):
            form = etree.fromstring(self._by(user, self.Violation).get_view(view_type="form")["arch"])
            return {button.get("string") for button in form.iter("button")}

        self.assertIn("Annul the Case", find(self.manager.user_id))
        self.assertLessEqual(find(self.manager.user_id), find(self.otto))

    def test_annuls(self):
        """R046: the other of the two annuls, though they have no post."""
        case = self._about_director()
        self._by(self.gina, case).action_decide("warning")
        self.as_(self.director, case).action_accept()
        self.assertTrue(self._by(self.otto, case).can_annul)
        self._by(self.otto, case).action_annul("He was on leave.")
        self.assertEqual(case.state, "annulled")

    def test_of_another_company(self):
        """R135: who is named by one company decides nothing in another, though they work in both."""
        self.gina.company_ids |= self.company_valley
        case = self._create_case(self.director_valley)
        both = case.with_user(self.gina).with_context(allowed_company_ids=(self.company | self.company_valley).ids)
        self.assertFalse(both.has_access("read"))
        self.assertFalse(both.is_for_judge)


class TestJudgesThemselves(JudgesCommon):
    """Gina is an employee of the company, of no department of the office: nobody there leads her."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.management = cls._create_department("Management")
        cls.gina_employee = cls.env["hr.employee"].create(
            {"name": "Gina", "user_id": cls.gina.id, "company_id": cls.company.id, "department_id": cls.management.id}
        )

    def _appeal(self, decider=None):
        """Return the case about Gina in which she appeals against a decision by Otto."""
        case = self._create_case(self.gina_employee)
        self._by(self.otto, case).action_report()
        self._by(self.gina, case).action_answer("No.")
        self._by(self.otto, case).action_decide("warning")
        self.assertNotEqual(case._get_appeal_instance(), self.gina, "nobody is told to appeal to himself")
        self._by(self.gina, case).action_appeal("No.")
        return case

    def test_heard_by_nobody_below(self):
        """R046: neither she nor a director, about whom she decides, hears her appeal; Today asks for somebody else."""
        case = self._appeal()
        for user in (self.gina, self.otto, self.director.user_id, self.manager.user_id):
            with self.subTest(user.name):
                seen = self._by(user, case)
                self.assertFalse(seen.has_access("read") and seen.can_decide)
                with self.assertRaises(AccessError):
                    seen.action_decide("warning", 0, "Well.")
        line = self._today(self.policy_admin.user_id)["conduct_judge"]
        self.assertEqual((line["count"], line["action"]["res_model"]), (1, "sales.office.settings"))
        self.assertIn("somebody else", line["title"])
        self.assertNotIn("conduct_judge", self._today(self.director.user_id))

    def test_heard_by_who_is_named_next(self):
        """R046: once the policy administrator has named somebody else, they hear it, and Today is content."""
        case = self._appeal()
        petra = new_test_user(
            self.env, "petra", groups="base.group_user", company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )  # fmt: skip
        self._by(self.policy_admin.user_id, self.env["sales.office.settings"]).create(
            {"sales_office_appeal_judge_id": petra.id}
        )
        self.assertNotIn("conduct_judge", self._today(self.policy_admin.user_id))
        self._by(petra, case).action_dismiss("Too hard.")
        self.assertEqual((case.state, case.appeal_outcome), ("dismissed", "lifted"))

    def test_heard_by_who_leads_her(self):
        """R046: who manages her department stands above her, and hears it."""
        self.management.manager_id = self.director
        case = self._appeal()
        self.assertNotIn("conduct_judge", self._today(self.policy_admin.user_id))
        self.as_(self.director, case).action_decide("warning", 0, "Well.")
        self.assertEqual(case.appeal_outcome, "upheld")

    def test_not_by_who_stands_below(self):
        """R046: whoever was named decides nothing about a manager of their own; Today says that somebody is missing."""
        self.company.sales_office_judge_id = self.leader.user_id
        case = self._create_case(self.director)
        self.assertFalse(self.as_(self.leader, case).has_access("read"))
        with self.assertRaises(AccessError):
            self.as_(self.leader, case).action_report()
        with self.assertRaises(AccessError):
            self.as_(self.leader, case).action_dismiss("No.")
        case.write({"state": "reported", "answer_deadline": "2020-01-01"})
        self.assertEqual(self._today(self.policy_admin.user_id)["conduct_judge"]["count"], 1)

    def test_works_elsewhere_now(self):
        """R136: who was named and no longer works for the company is missing."""
        self.otto.write({"company_id": self.company_valley.id, "company_ids": [Command.set(self.company_valley.ids)]})
        self.assertIn("conduct_judge", self._today(self.policy_admin.user_id))
