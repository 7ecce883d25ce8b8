"""What the employee sees of their post, and the leader of their people."""

from odoo.exceptions import AccessError
from odoo.tests import Form

from ...common import SalesOfficeCommon


class TestPost(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls.env["hr.job"].create(
            {
                "name": "Representative",
                "company_id": cls.company.id,
                "no_of_recruitment": 2,
                "sales_office_duties": "<p>Visits customers</p>",
                "sales_office_skills": "<p>Talks well</p>",
            }
        )
        cls.rep.job_id = cls.job

    def test_own_post(self):
        """R069: every member opens their own post and reads its duties and skills, and changes neither."""
        action = self.as_(self.rep, self.env["hr.employee.public"]).action_open_my_post()
        self.assertEqual((action["res_model"], action["res_id"]), ("hr.employee.public", self.rep.id))
        post = self.as_(self.rep, self.env["hr.employee.public"]).browse(action["res_id"])
        form = Form(post, view=action["views"][0][0])
        self.assertEqual(form.sales_office_duties, "<p>Visits customers</p>")
        self.assertEqual(form.sales_office_skills, "<p>Talks well</p>")
        self.assertEqual(post.sales_office_role_ids, self.rep.sales_office_role_ids)
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.job).sales_office_duties = "Nothing"

    def test_without_an_employee(self):
        """R069: somebody without an employee in the company gets a page that says so."""
        self.rep.user_id = False
        action = self.env["hr.employee.public"].with_user(self.colleague.user_id).action_open_my_post()
        self.assertTrue(action["res_id"])
        user = self.env.ref("base.user_admin")
        user.employee_ids.user_id = False
        action = self.env["hr.employee.public"].with_user(user).action_open_my_post()
        self.assertFalse(action.get("res_id"))
        self.assertIn("Ask HR", action["help"])

    def test_team_overview(self):
        """R082 R083: a leader lists the people they lead, without themselves and whoever stands above."""
        for viewer, names in (
            (self.leader, {"Rob", "Ann"}),
            (self.manager, {"Rob", "Ann", "Lea", "Leo", "Ray"}),
            (self.rep, set()),
        ):
            people = self.as_(viewer, self.env["hr.employee.public"])
            found = people.search([("in_office_scope", "=", True)])
            self.assertEqual(set(found.mapped("name")), names, viewer.name)
            self.assertEqual(found, people.search([]).filtered("in_office_scope"))

    def test_staffing(self):
        """R107: the expected number of people on a post is core's own, on the same job as its duties."""
        self.assertEqual(self.job.expected_employees, 3)
