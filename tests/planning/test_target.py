from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError

from .common import PlanningCommon


@freeze_time("2026-03-20 02:00:00")
class TestAgreement(PlanningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.target_rep = cls._create_target(cls.north, 5000, cls.rep, period_type="month", date_from="2026-03-01")

    def test_accept(self):
        """R123: the owner sees a target once it is proposed, and accepts it."""
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.target_rep).read(["target_value"])
        self.as_(self.leader, self.target_rep).action_propose()
        self.as_(self.rep, self.target_rep).action_accept()
        self.assertEqual(self.target_rep.state, "accepted")
        with self.assertRaisesRegex(UserError, "is Accepted; this needs"):
            self.as_(self.rep, self.target_rep).action_accept()

    def test_accept_many(self):
        """R123: a representative accepts all that was proposed to them at once; nobody accepts for somebody else."""
        second = self._create_target(self.north, 6000, self.rep, period_type="month", date_from="2026-04-01")
        targets = self.target_rep | second
        self.as_(self.leader, targets).with_context(operation="propose").action_for_many()
        with self.assertRaisesRegex(UserError, "is accepted by its owner"):
            self.as_(self.leader, targets).with_context(operation="accept").action_for_many()
        self.as_(self.rep, targets).with_context(operation="accept").action_for_many()
        self.assertEqual(targets.mapped("state"), ["accepted", "accepted"])

    def test_dispute_and_another_value(self):
        """R123: a disputed target is changed and proposed again by who stands above."""
        self.as_(self.leader, self.target_rep).action_propose()
        with self.assertRaisesRegex(UserError, "Take it back first"):
            self.as_(self.leader, self.target_rep).target_value = 4000
        with self.assertRaisesRegex(UserError, "Say why the target is not realistic"):
            self.as_(self.rep, self.target_rep).action_dispute("  ")
        self.as_(self.rep, self.target_rep).action_dispute("My largest customer has left")
        self.assertEqual((self.target_rep.state, self.target_rep.reason), ("disputed", "My largest customer has left"))
        self.as_(self.leader, self.target_rep).target_value = 4000
        self.as_(self.leader, self.target_rep).action_propose()
        self.as_(self.rep, self.target_rep).action_accept()
        self.assertEqual((self.target_rep.target_value, self.target_rep.reason), (4000, False))

    def test_dispute_in_the_dialog(self):
        """R123: a representative, who reads no plan, disputes their own target and nobody else's."""
        self.as_(self.leader, self.target_rep).action_propose()
        with self.assertRaises(AccessError):
            self.say_why(self.colleague, self.target_rep, "dispute", "Too much")
        self.say_why(self.rep, self.target_rep, "dispute", "Too much")
        self.assertEqual(self.target_rep.state, "disputed")

    def test_insist(self):
        """R123: who stands above may keep it, with an answer; the owner may not."""
        self.as_(self.leader, self.target_rep).action_propose()
        self.as_(self.rep, self.target_rep).action_dispute("Too much")
        for employee in (self.rep, self.colleague, self.leader_south):
            with self.assertRaises(AccessError):
                self.as_(employee, self.target_rep).action_insist("No")
        self.as_(self.leader, self.target_rep).action_insist("You reached more last year")
        self.assertEqual(self.target_rep.state, "accepted")
        self.assertIn("You reached more", str(self.target_rep.message_ids.mapped("body")))

    def test_only_the_owner_answers(self):
        """R123: neither a colleague nor the leader accepts for somebody else."""
        self.as_(self.leader, self.target_rep).action_propose()
        for employee in (self.colleague, self.leader, self.manager, self.director, self.finance):
            with self.assertRaises(AccessError):
                self.as_(employee, self.target_rep).action_accept()
            with self.assertRaises(AccessError):
                self.as_(employee, self.target_rep).action_dispute("Too much")

    def test_take_back(self):
        """R123: what was agreed changes only after it was taken back, with a trace."""
        self.as_(self.leader, self.target_rep).action_propose()
        self.as_(self.rep, self.target_rep).action_accept()
        with self.assertRaisesRegex(UserError, "Take it back first"):
            self.as_(self.manager, self.target_rep).target_value = 1
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.target_rep).action_take_back("Less, please")
        self.as_(self.manager, self.target_rep).action_take_back("He is ill")
        self.as_(self.manager, self.target_rep).target_value = 1
        self.assertIn("He is ill", str(self.target_rep.message_ids.mapped("body")))

    def test_leader_does_not_set_his_own(self):
        """R045: the team's target is its leader's own, so they neither changes nor takes it back."""
        for vals in ({"target_value": 1}, {"state": "accepted"}, {"published_at": "2026-01-01"}):
            with self.assertRaises(AccessError):
                self.as_(self.leader, self.target_north).write(vals)
        self.as_(self.manager, self.target_north).action_propose()
        with self.assertRaises(AccessError):
            self.as_(self.leader, self.target_north).action_take_back("Too much")
        self.as_(self.leader, self.target_north).action_accept()
        self.assertEqual(self.target_north.state, "accepted")

    def test_leader_sets_his_people_only(self):
        """R083: a leader sets targets of their own people, not of another team, themselves, or a department."""
        values = {
            "plan_id": self.plan_.id,
            "date_from": "2026-04-01",
            "period_type": "month",
            "metric": "new_customers",
            "target_value": 3,
        }
        targets = self.as_(self.leader, self.targets)
        targets.create({**values, "employee_id": self.rep.id})
        for owner in (
            {"employee_id": self.rep_south.id},
            {"employee_id": self.leader.id},
            {"department_id": self.north.id},
            {"department_id": self.retail.id},
        ):
            with self.assertRaises(AccessError):
                targets.create({**values, **owner})
        with self.assertRaises(AccessError):
            targets.create({**values, "employee_id": self.rep.id, "date_from": "2026-05-01", "state": "accepted"})

    def test_nothing_is_proposed_before_the_plan_is_approved(self):
        """R112: a plan that no director approved binds nobody."""
        plan = self.env["sales.office.plan"].create({"department_id": self.north.id, "year": 2026})
        target = self.targets.create(
            {"plan_id": plan.id, "employee_id": self.rep.id, "date_from": "2026-01-01", "target_value": 5}
        )
        with self.assertRaisesRegex(UserError, "is not approved"):
            self.as_(self.manager, target).action_propose()

    def test_period_begins_with_its_first_day(self):
        """R103: a month begins on its first, a week on Monday or the month's first day."""
        for kind, day in (("month", "2026-03-02"), ("quarter", "2026-02-01"), ("week", "2026-03-03")):
            with self.assertRaisesRegex(ValidationError, "A target begins on the first day"), self.env.cr.savepoint():
                self._create_target(self.north, 1, period_type=kind, date_from=day)
        week = self._create_target(self.north, 1, period_type="week", date_from="2026-04-01")
        self.assertEqual(str(week.date_to), "2026-04-05")

    def test_department_of_the_day(self):
        """R103: who moves keeps what they were set; what begins later belongs to their new department."""
        later = self._create_target(self.north, 5, self.rep, period_type="month", date_from="2026-05-01")
        self.rep.create_version({"date_version": "2026-04-01", "department_id": self.south.id})
        self.refresh()
        self.assertEqual((self.target_rep.department_id, later.department_id), (self.north, self.south))

    def test_archived_employee(self):
        """R123: the target of somebody who left is still read and taken back."""
        self.as_(self.leader, self.target_rep).action_propose()
        self.rep.active = False
        self.as_(self.leader, self.target_rep).action_take_back("Left")
        self.assertEqual(self.target_rep.state, "draft")

    def test_who_sees_what(self):
        """R045 R132: a person's target is for them and those above, a team's for the team once it is published."""
        self.as_(self.leader, self.target_rep).action_propose()
        for employee, seen in (
            (self.rep, True),
            (self.leader, True),
            (self.manager, True),
            (self.director, True),
            (self.colleague, False),
            (self.leader_south, False),
            (self.clerk, False),
            (self.director_valley, False),
        ):
            found = self.as_(employee, self.targets).search([("id", "=", self.target_rep.id)])
            self.assertEqual(bool(found), seen, employee.name)
        self.assertFalse(self.as_(self.rep, self.target_north).has_access("read"))
        self.as_(self.manager, self.target_north).action_propose()
        self.as_(self.leader, self.target_north).action_publish()
        self.assertTrue(self.as_(self.rep, self.target_north).has_access("read"))
        self.assertFalse(self.as_(self.rep_south, self.target_north).has_access("read"))
        rows = self.as_(self.rep, self.targets).formatted_read_group([], ["period_type"], ["target_value:sum"])
        self.assertEqual({row["period_type"]: row["target_value:sum"] for row in rows}, {"year": 700000, "month": 5000})


@freeze_time("2026-03-20 02:00:00")
class TestPublish(PlanningCommon):
    def test_difference_has_to_be_resolved_or_explained(self):
        """R103: 690,000 of 700,000 is shown as 10,000 missing and published only with a reason."""
        people = self.split_people()
        self.as_(self.manager, self.target_north).action_propose()
        people[self.rep].target_value -= 10000
        self.assertEqual(self.target_north.difference, 10000)
        with self.assertRaisesRegex(UserError, "differ from it by"):
            self.as_(self.leader, self.target_north).action_publish()
        with self.assertRaisesRegex(UserError, "Say why the parts may differ from the whole"):
            self.as_(self.leader, self.target_north).action_accept_difference(" ")
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.target_north).action_accept_difference("Why not")
        self.as_(self.leader, self.target_north).action_accept_difference("A new colleague comes in May")
        self.as_(self.leader, self.target_north).action_publish()
        self.assertTrue(people[self.rep].published_at)

    def test_a_reason_is_about_one_difference(self):
        """R103: with another difference the reason has to be given again."""
        people = self.split_people()
        people[self.rep].target_value -= 10000
        self.as_(self.leader, self.target_north).action_accept_difference("New colleague")
        self.as_(self.leader, people[self.colleague]).target_value -= 1
        self.assertFalse(self.target_north.difference_reason)
        with self.assertRaisesRegex(UserError, "Say why the parts may differ from the whole"):
            self.as_(self.manager, self.target_north).action_accept_difference("")

    def test_publish_asks_the_people(self):
        """R132: all of the team are told and take note; drafts of people are proposed to them."""
        people = self.split_people()
        self.as_(self.manager, self.target_north).action_propose()
        self.as_(self.leader, self.target_north).action_publish()
        self.assertEqual(set(people.values().__iter__().__next__().mapped("state")), {"proposed"})
        asked = self.target_north.acknowledgement_ids
        self.assertEqual(asked.employee_id, self.rep | self.colleague)
        self.assertEqual(self.target_north.acknowledged, "0 / 2")
        self.as_(self.rep, self.target_north).action_acknowledge()
        self.as_(self.rep, self.target_north).action_acknowledge()
        self.assertEqual(self.target_north.acknowledged, "1 / 2")
        with self.assertRaises(AccessError):
            self.as_(self.leader, asked - asked.filtered(lambda a: a.employee_id == self.rep)).action_acknowledge()

    def test_publish_twice(self):
        """R132: a second time asks nobody again and changes nothing."""
        self.as_(self.manager, self.target_north).action_propose()
        self.as_(self.leader, self.target_north).action_publish()
        published = self.target_north.published_at
        self.as_(self.manager, self.target_north).action_publish()
        self.assertEqual(self.target_north.published_at, published)
        self.assertEqual(len(self.target_north.acknowledgement_ids), 2 + 1)  # Lea, now that Max published it

    def test_who_publishes(self):
        """R132: neither the team nor another leader publishes."""
        for employee in (self.rep, self.leader_south, self.clerk, self.director_valley):
            with self.assertRaises(AccessError):
                self.as_(employee, self.target_north).action_publish()

    def test_sales_team_is_kept_in_step(self):
        """R132: Odoo's own team has the published target of this month; without the room or the setting it is left."""
        team = self.env["crm.team"].create(
            {"name": "North", "department_id": self.north.id, "company_id": self.company.id}
        )
        quarter = self.as_(self.manager, self.target_north).action_split("equal")[0]
        months = quarter.action_split("equal")
        self.company.sales_office_sync_team_target = False
        self.as_(self.manager, self.target_north).action_publish()
        self.assertEqual(team.invoiced_target, 0)
        self.company.sales_office_sync_team_target = True
        self.as_(self.manager, self.target_north).action_publish()
        self.assertEqual(team.invoiced_target, round(months[2].sudo().target_value))
        with freeze_time("2026-02-02 02:00:00"):
            months[1].sudo().target_value = 7
            self.refresh()
        self.assertEqual(team.invoiced_target, 7)

    def test_sales_team_without_an_own_month(self):
        """R132: where the team has no month of its own, the months of its people are added up."""
        team = self.env["crm.team"].create(
            {"name": "North", "department_id": self.north.id, "company_id": self.company.id}
        )
        for person in self.split_people().values():
            for quarter in self.as_(self.manager, person).action_split("equal")[0]:
                quarter.action_split("equal")
        self.as_(self.manager, self.target_north).action_publish()
        months = self.targets.search([("period_type", "=", "month"), ("date_from", "=", "2026-03-01")])
        self.assertEqual(len(months), 3)
        self.assertEqual(team.invoiced_target, round(sum(months.mapped("target_value"))))
