from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .common import PlanningCommon


@freeze_time("2026-03-20 02:00:00")
class TestCampaign(PlanningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.campaign = (
            cls.as_(cls, cls.leader, cls.env["sales.office.campaign"])
            .create(
                {
                    "name": "Wedding fair",
                    "department_id": cls.north.id,
                    "responsible_id": cls.leader.id,
                    "participant_ids": [Command.set(cls.rep.ids)],
                    "date_from": "2026-04-01",
                    "date_to": "2026-04-10",
                    "budget": 10000,
                    "activity_line_ids": [
                        Command.create({"name": "Stand in the lobby", "kind": "display", "employee_id": cls.rep.id}),
                        Command.create({"name": "Visit five planners", "kind": "visit"}),
                    ],
                }
            )
            .sudo()
        )

    def test_from_plan_to_result(self):
        """R075: activities are ticked off, expenses kept against the budget, and it ends with a result."""
        campaign = self.as_(self.leader, self.campaign)
        campaign.action_start()
        self.as_(self.rep, self.campaign.activity_line_ids[0]).action_done()
        self.assertEqual(self.campaign.done_percent, 50)
        campaign.spent = 12000
        self.assertTrue(campaign.is_over_budget)
        with self.assertRaisesRegex(UserError, "Write down the result first"):
            campaign.action_finish()
        campaign.result = "Seven weddings booked"
        campaign.action_finish()
        self.assertEqual(self.campaign.state, "done")
        with self.assertRaisesRegex(UserError, "The campaign is over and locked"):
            campaign.spent = 1
        with self.assertRaisesRegex(UserError, "The campaign is over and locked"):
            self.as_(self.leader, self.campaign.activity_line_ids[0]).note = "Late"
        with self.assertRaisesRegex(UserError, "The campaign is over and locked"):
            self.as_(self.rep, self.campaign.activity_line_ids[0]).action_done()

    def test_who_may(self):
        """R075: participants read it; only who leads the department, or is responsible, changes it."""
        campaign = self.as_(self.rep, self.campaign)
        self.assertEqual(campaign.name, "Wedding fair")
        with self.assertRaises(AccessError):
            campaign.spent = 5
        with self.assertRaises(AccessError):
            campaign.action_start()
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.campaign.activity_line_ids[1]).action_done()
        for employee in (self.colleague, self.leader_south, self.clerk, self.director_valley):
            self.assertFalse(self.as_(employee, self.campaign).has_access("read"))
        self.campaign.responsible_id = self.rep
        campaign.spent = 5
        with self.assertRaises(AccessError):
            campaign.state = "running"
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.campaign.activity_line_ids[0]).is_done = True

    def test_budget_is_approved_with_the_plan(self):
        """R075 R112: what a director approved is not changed, nor is anything added to it."""
        plan = self.env["sales.office.plan"].create({"department_id": self.north.id, "year": 2026})
        self.as_(self.manager, self.campaign).plan_id = plan
        plan.state = "proposed"
        self.assertEqual(plan.campaign_budget, 10000)
        for employee in (self.manager, self.director):
            with self.assertRaisesRegex(UserError, "The plan that has this budget is locked"):
                self.as_(employee, self.campaign).budget = 20000
            with self.assertRaisesRegex(UserError, "The plan that has this budget is locked"):
                self.as_(employee, self.campaign).plan_id = False
        self.as_(self.manager, self.campaign).spent = 20000
        with self.assertRaisesRegex(UserError, "The plan that has this budget is locked"):
            self.as_(self.manager, self.env["sales.office.campaign"]).create(
                {"name": "More", "department_id": self.north.id, "plan_id": plan.id, "budget": 1}
            )

    def test_budget_of_the_next_version(self):
        """R075 R102: an approved budget is changed by the plan's next version, and only once that is approved."""
        self.campaign.plan_id = self.plan_
        with self.assertRaisesRegex(UserError, "Make a new version of the plan first"):
            self.as_(self.manager, self.campaign).revised_budget = 15000
        action = self.as_(self.manager, self.plan_).action_new_version()
        successor = self.as_(self.manager, self.env["sales.office.plan"].browse(action["res_id"]))
        self.assertEqual(successor.earlier_campaign_ids, self.campaign)
        self.campaign.responsible_id = self.rep
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.campaign).revised_budget = 99999
        self.as_(self.manager, self.campaign).revised_budget = 15000
        successor.action_propose()
        with self.assertRaisesRegex(UserError, "Make a new version of the plan first"):
            self.as_(self.manager, self.campaign).revised_budget = 16000
        self.assertEqual(self.campaign.budget, 10000)
        self.as_(self.director, successor).action_approve()
        self.assertEqual((self.campaign.budget, self.campaign.plan_id), (15000, successor.sudo()))

    def test_who_carries_out_does_not_budget(self):
        """R075: the representative responsible for it reports expenses, and changes neither budget nor department."""
        self.campaign.responsible_id = self.rep
        for values in ({"budget": 99999}, {"plan_id": self.plan_.id}, {"department_id": self.south.id}):
            with self.assertRaises(AccessError):
                self.as_(self.rep, self.campaign).write(values)
        self.as_(self.rep, self.campaign).spent = 300

    def test_activities_stay_with_whom_they_are(self):
        """R075: nobody moves an activity into somebody else's campaign."""
        self.campaign.responsible_id = self.rep
        other = self.campaign.copy({"department_id": self.south.id, "responsible_id": self.rep_south.id})
        activity = self.as_(self.rep, self.campaign.activity_line_ids[0])
        with self.assertRaises(AccessError):
            activity.campaign_id = other

    def test_other_company(self):
        """R075: nobody of another company takes part."""
        with self.assertRaisesRegex(ValidationError, "works for another company"):
            self.campaign.participant_ids = [Command.link(self.rep_valley.id)]
        with self.assertRaisesRegex(ValidationError, "works for another company"):
            self.campaign.activity_line_ids[0].employee_id = self.rep_valley
