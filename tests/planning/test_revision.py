"""A plan is revised in the middle of the year, while work goes on under the version in force."""

from freezegun import freeze_time

from odoo.exceptions import UserError

from .common import PlanningCommon


@freeze_time("2026-03-20 02:00:00")
class TestRevision(PlanningCommon):
    def _revise(self):
        """Return the draft of the next version and its copies ``{target: copy}``."""
        self.env.flush_all()
        action = self.as_(self.manager, self.plan_).action_new_version()
        successor = self.env["sales.office.plan"].browse(action["res_id"])
        return successor, {target.previous_id: target for target in successor.target_ids}

    def _approve(self, plan):
        self.as_(self.manager, plan).action_propose()
        self.as_(self.director, plan).action_approve()
        self.env.flush_all()

    def test_what_was_split_meanwhile(self):
        """R102: a target split, or added, while the next version was written goes on in it."""
        people = self.split_people()
        successor, copies = self._revise()
        self.as_(self.leader, people[self.rep]).action_split("equal")
        added = self._create_target(self.north, 30, metric="new_customers")
        self._approve(successor)
        self.assertEqual(len(copies[people[self.rep]].child_ids), 4)
        self.assertIn(added, successor.target_ids.previous_id)

    def test_what_was_deleted_from_it(self):
        """R102: a target left out of the next version does not come back, nor its parts."""
        people = self.split_people()
        successor, copies = self._revise()
        self.as_(self.manager, copies[people[self.rep]]).unlink()
        self._approve(successor)
        self.assertNotIn(self.rep, successor.target_ids.employee_id)

    def test_what_was_agreed_meanwhile(self):
        """R102 R123: a value agreed under the version in force follows, unless the next version has another."""
        people = self.split_people()
        for target in people.values():
            self.as_(self.manager, target).action_propose()
        successor, copies = self._revise()
        self.as_(self.manager, copies[people[self.colleague]]).target_value = 250000
        for employee, value in ((self.rep, 200000), (self.colleague, 1)):
            self.as_(employee, people[employee]).action_dispute("Too much")
            self.as_(self.manager, people[employee]).target_value = value
            self.as_(self.manager, people[employee]).action_propose()
            self.as_(employee, people[employee]).action_accept()
        self._approve(successor)
        self.assertEqual((copies[people[self.rep]].target_value, copies[people[self.rep]].state), (200000, "accepted"))
        other = copies[people[self.colleague]]
        self.assertEqual((other.target_value, other.state), (250000, "draft"))

    def test_a_reason_is_about_one_difference(self):
        """R103: a reason given under the version before does not excuse another difference in the next one."""
        people = self.split_people()
        people[self.rep].target_value -= 10000
        self.as_(self.leader, self.target_north).action_accept_difference("A new colleague comes in May")
        successor, copies = self._revise()
        self.as_(self.manager, copies[people[self.rep]]).target_value -= 50000
        self._approve(successor)
        self.assertEqual(copies[self.target_north].difference, 60000)
        self.assertFalse(copies[self.target_north].difference_reason)

    def test_who_has_taken_note(self):
        """R132: who took note of an unchanged target need not again; nobody is asked about one that is gone."""
        self.as_(self.manager, self.target_north).action_publish()
        self.as_(self.manager, self.target_south).action_publish()
        self.as_(self.rep, self.target_north).action_acknowledge()
        successor, copies = self._revise()
        self.as_(self.manager, copies[self.target_south]).target_value = 510000
        self._approve(successor)
        self.assertEqual(copies[self.target_north].acknowledged, "1 / 3")
        self.assertFalse(self.target_south.acknowledgement_ids)

    def test_charts_keep_the_past(self):
        """R103: the months before the revision do not drop to nothing in the graph."""
        month = self._create_target(self.north, 5000, self.rep, period_type="month", date_from="2026-01-01")
        month.achieved_snapshot = 4321
        successor, copies = self._revise()
        self._approve(successor)
        self.assertEqual(copies[month].achieved_snapshot, 4321)

    def test_published_both_before_and_after(self):
        """R102: the published targets of both versions never stand beside each other, however they are written."""
        self.as_(self.manager, self.target).action_publish()
        successor, copies = self._revise()
        successor.target_ids.mapped("published_at")
        self._approve(successor)
        self.assertTrue(all(copy.published_at for copy in copies.values()))
        with self.assertRaisesRegex(UserError, "The plan of .* is closed"):
            self.as_(self.manager, self.target).action_publish()

    def test_who_moved_meanwhile(self):
        """R102: a plan with targets of somebody who changed teams is revised like any other."""
        quarter = self.as_(self.manager, self.target_north).action_split("equal")[2]
        quarter.action_split("equal", "team")
        self.rep.create_version({"date_version": "2026-04-01", "department_id": self.south.id})
        self.refresh()
        successor, copies = self._revise()
        self.assertEqual(len(copies), len(self.plan_.target_ids))

    def test_of_the_same_year(self):
        """R102: the next version is not turned into the plan of another year or department."""
        successor, _copies = self._revise()
        for values in ({"year": 2027}, {"department_id": self.north.id}):
            with self.assertRaisesRegex(UserError, "A new version is of the same department"):
                self.as_(self.manager, successor).write(values)
