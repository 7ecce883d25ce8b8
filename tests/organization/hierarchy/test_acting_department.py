"""The department that new records begin with: what somebody leads, else where they belong."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import Form

from ...access.catalogue import module_models
from ...common import SalesOfficeCommon

#: further models in which such a default is the whole office
OFFICES = {"sales.office.closing.rota", "sales.office.supply"}


@freeze_time("2026-03-02 02:00:00")
class TestActingDepartment(SalesOfficeCommon):
    def acting(self, employee):
        return self.as_(employee, employee.user_id)._get_sales_office_department()

    def test_whoever_leads_acts_for_what_he_leads(self):
        """R047: a director, a manager and a leader act for the topmost department they lead."""
        self.assertEqual(self.acting(self.director), self.sales)
        self.assertEqual(self.acting(self.manager), self.retail)
        self.assertEqual(self.acting(self.leader), self.north)

    def test_whoever_leads_none_acts_for_where_he_belongs(self):
        """R047: a representative, a clerk and an accountant act for the department they belong to."""
        self.assertEqual(self.acting(self.rep), self.north)
        self.assertEqual(self.acting(self.clerk), self.sales)
        self.assertEqual(self.acting(self.finance), self.sales)
        self.assertFalse(self.acting(self.outsider))

    def test_topmost_of_several(self):
        """R047: of two departments one below the other it is the upper, of two beside each other one's own first."""
        self.retail.manager_id = self.leader
        self.assertEqual(self.acting(self.leader), self.retail)
        self.retail.manager_id, self.north.manager_id, self.south.manager_id = False, self.rep_south, self.rep_south
        self.assertEqual(self.acting(self.rep_south), self.south)

    def test_above_the_office(self):
        """R047: whoever leads what lies above the sales office acts for the office."""
        hotel = self._create_department("Hotel", manager_id=self.outsider.id)
        self.sales.parent_id = hotel
        self.assertEqual(self.acting(self.outsider), self.sales)

    def test_deputy_acts_for_his_own(self):
        """R047: what is lent is no default: a deputy's own records stay where they belong."""
        self.env["sales.office.deputy"].create(
            {"employee_id": self.manager.id, "deputy_id": self.rep_south.id, "date_to": date(2026, 3, 9)}
        )
        self.assertIn(self.north.id, self.as_(self.rep_south, self.rep_south.user_id)._get_sales_office_scope()[0])
        self.assertEqual(self.acting(self.rep_south), self.south)

    def test_every_default_is_it(self):
        """R047: each model whose department has a default begins with it, the whole office where one is meant."""
        checked = 0
        for model in module_models(self.env):
            field = model._fields.get("department_id")
            if not field or not field.default:
                continue
            checked += 1
            for employee in (self.director, self.manager, self.leader, self.rep, self.clerk, self.finance):
                with self.subTest(model=model._name, login=employee.user_id.login):
                    default = self.as_(employee, model).default_get(["department_id"]).get("department_id")
                    acting = self.acting(employee)
                    expected = acting.sales_office_id if model._name in OFFICES else acting
                    self.assertEqual(default, expected.id)
        self.assertGreater(checked, 5)

    def test_first_year_plan(self):
        """R045: who makes their first year plan has nothing to choose: it is the plan of what they lead."""
        for employee, department in ((self.director, self.sales), (self.manager, self.retail)):
            with self.subTest(login=employee.user_id.login):
                plan = Form(self.as_(employee, self.env["sales.office.plan"])).save()
                self.assertEqual(plan.sudo().department_id, department)

    def test_first_target(self):
        """R072: the first target in a plan is of the plan's department, whoever leads more than that."""
        for employee, department, owner in (
            (self.director, self.sales, self.director),
            (self.director, self.retail, self.manager),
            (self.manager, self.retail, self.manager),
        ):
            with self.subTest(login=employee.user_id.login, department=department.name):
                plan = self.env["sales.office.plan"].create({"department_id": department.id, "year": 2026})
                form = Form(self.as_(employee, self.env["sales.office.target"]))
                form.plan_id = self.as_(employee, plan)
                form.target_value = 1000
                target = form.save().sudo()
                self.assertEqual((target.department_id, target.owner_id), (department, owner))
                plan.unlink()

    def test_target_below_the_plan(self):
        """R072: in a plan of the department above, the first target is of the department one leads."""
        plan = self.env["sales.office.plan"].create({"department_id": self.sales.id, "year": 2026})
        self.env["sales.office.target"].create({"plan_id": plan.id, "department_id": self.sales.id, "target_value": 1})
        self.as_(self.director, plan).action_propose()
        plan.action_approve()
        form = Form(self.as_(self.manager, self.env["sales.office.target"]))
        form.plan_id = self.as_(self.manager, plan)
        self.assertEqual(form.department_id.id, self.retail.id)

    def test_first_campaign(self):
        """R075: the first campaign is of what one leads, and within the plan's department."""
        plan = self.env["sales.office.plan"].create({"department_id": self.retail.id, "year": 2026})
        for employee, department in (
            (self.director, self.retail),
            (self.manager, self.retail),
            (self.leader, self.north),
        ):
            with self.subTest(login=employee.user_id.login):
                campaign = self.as_(employee, self.env["sales.office.campaign"])
                readable = plan.with_user(employee.user_id).has_access("read")
                campaign = campaign.with_context(default_plan_id=plan.id if readable else False)
                campaign = campaign.create({"name": "Spring"}).sudo()
                self.assertEqual((campaign.department_id, campaign.responsible_id), (department, employee))

    def test_first_meeting_and_schedule(self):
        """R003: the first meeting and schedule are of what one leads, and one chairs them oneself."""
        for employee, department in (
            (self.director, self.sales),
            (self.manager, self.retail),
            (self.leader, self.north),
        ):
            with self.subTest(login=employee.user_id.login):
                form = Form(self.as_(employee, self.env["sales.office.meeting"]))
                form.start = "2026-03-03 01:00:00"
                meeting = form.save().sudo()
                self.assertEqual((meeting.department_id, meeting.chair_id), (department, employee))
                schedule = Form(self.as_(employee, self.env["sales.office.meeting.schedule"])).save().sudo()
                self.assertEqual(schedule.department_id, department)
                schedule.unlink()  # nobody is expected at two at once

    def test_first_inspection_and_contest(self):
        """R018 R126: so are an inspection, by oneself, and a contest."""
        for employee, department in ((self.director, self.sales), (self.manager, self.retail)):
            with self.subTest(login=employee.user_id.login):
                inspection = Form(self.as_(employee, self.env["sales.office.inspection"])).save().sudo()
                self.assertEqual((inspection.department_id, inspection.inspector_id), (department, employee))
                form = Form(self.as_(employee, self.env["sales.office.contest"]))
                form.name = "March"
                self.assertEqual(form.save().sudo().department_id, department)

    def test_costs_nothing_more_the_second_time(self):
        """R047: the answer about whom one leads is remembered, so that a default asks only for names."""
        user = self.as_(self.manager, self.manager.user_id)
        user._get_sales_office_department()
        with freeze_time("2026-03-02 02:01:00"), self.assertQueryCount(0):
            user._get_sales_office_department()
