"""Two companies with an office each: nothing crosses."""

from odoo.exceptions import ValidationError

from ...common import SalesOfficeCommon


class TestCompanies(SalesOfficeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Max manages Retail in the harbour and Valley Sales in the valley, with an employee in each
        cls.user = cls.manager.user_id
        cls.user.company_ids |= cls.company_valley
        cls.manager_valley = cls.env["hr.employee"].create(
            {
                "name": "Max",
                "user_id": cls.user.id,
                "company_id": cls.company_valley.id,
                "department_id": cls.sales_valley.id,
                "sales_office_role_ids": cls.env.ref("sales_office_policy.role_manager").ids,
            }
        )
        cls.sales_valley.manager_id = cls.manager_valley

    def _scope(self, *companies):
        user = self.user.with_user(self.user).with_context(allowed_company_ids=[company.id for company in companies])
        return self.env["hr.department"].browse(user._get_sales_office_scope().department_ids)

    def test_scope_of_the_active_companies(self):
        """R135: with one company active the departments led in the other do not count."""
        harbour = self.retail | self.north | self.south
        self.assertEqual(self._scope(self.company), harbour)
        self.assertEqual(self._scope(self.company_valley), self.sales_valley)
        self.assertEqual(self._scope(self.company, self.company_valley), harbour | self.sales_valley)

    def test_in_scope_follows_the_active_companies(self):
        """R135: whether somebody is led is not remembered from one choice of companies to the other."""
        people = self.rep.user_id | self.rep_valley.user_id
        for company, led in ((self.company, self.rep), (self.company_valley, self.rep_valley)):
            seen = people.with_user(self.user).with_context(allowed_company_ids=company.ids)
            self.assertEqual(seen.filtered("in_office_scope"), led.user_id)

    def test_records_of_the_other_company(self):
        """R135: leads and deputies of the other company appear only when it is active and its office is one's own."""
        rep_lead, valley_lead = self.env["crm.lead"].create(
            [
                {"name": "a", "user_id": self.rep.user_id.id, "company_id": self.company.id},
                {"name": "b", "user_id": self.rep_valley.user_id.id, "company_id": self.company_valley.id},
            ]
        )
        leads = (rep_lead | valley_lead).with_user(self.user)
        search = [("id", "in", leads.ids)]
        for companies, found in ((self.company, rep_lead), (self.company_valley, valley_lead)):
            self.assertEqual(leads.with_context(allowed_company_ids=companies.ids).search(search), found)
        self.assertFalse(self.as_(self.director_valley, rep_lead).has_access("read"))
        self.assertFalse(self.as_(self.director, valley_lead).has_access("read"))

    def test_office_of_the_active_company(self):
        """R135: a clerk with an employee in each company keeps the office of the company they work in."""
        self.clerk.user_id.company_ids |= self.company_valley
        self.env["hr.employee"].create(
            {
                "name": "Cleo",
                "user_id": self.clerk.user_id.id,
                "company_id": self.company_valley.id,
                "department_id": self.sales_valley.id,
            }
        )
        user = self.as_(self.clerk, self.clerk.user_id)
        self.assertEqual(user._get_sales_offices(), self.sales)
        people = self.as_(self.clerk, self.rep.user_id | self.rep_valley.user_id)
        self.assertEqual(people.filtered("in_same_office"), self.rep.user_id)

    def test_clerk_hours_and_team_of_another_company(self):
        """R047: an office has a clerk, hours and sales teams of its own company."""
        with self.assertRaisesRegex(ValidationError, "The clerk and the hours of"):
            self.sales.sales_office_clerk_id = self.rep_valley
        with self.assertRaisesRegex(ValidationError, "The clerk and the hours of"):
            self.sales.sales_office_calendar_id = self.company_valley.resource_calendar_id
        with self.assertRaisesRegex(ValidationError, "belong to different companies"):
            self.env["crm.team"].create(
                {"name": "x", "company_id": self.company_valley.id, "department_id": self.north.id}
            )

    def test_rooms_are_per_company(self):
        """R138: a room runs only where it was switched on."""
        room = self.env["sales.office.room"].create({"name": "Test", "code": "test"})
        self.company.sales_office_room_ids |= room
        self.assertTrue(self.company._sales_office_uses("test"))
        self.assertFalse(self.company_valley._sales_office_uses("test"))

    def test_office_of_a_department(self):
        """R047: a department belongs to the nearest office above it."""
        self.assertEqual(self.north.sales_office_id, self.sales)
        self.retail.is_sales_office = True
        self.assertEqual(self.north.sales_office_id, self.retail)
        self.retail.is_sales_office = False
        self.sales.is_sales_office = False
        self.assertFalse(self.north.sales_office_id)
