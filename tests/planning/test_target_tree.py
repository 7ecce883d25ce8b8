"""Who counts where, also after people and departments moved."""

from freezegun import freeze_time

from odoo.exceptions import ValidationError

from .common import PlanningCommon


@freeze_time("2026-03-20 02:00:00")
class TestTargetTree(PlanningCommon):
    def _may(self):
        """Return North's target of May, and its parts by employee."""
        self.as_(self.manager, self.target_north).action_split("equal")
        quarter = self.target_north.child_ids[1]
        may = self.as_(self.manager, quarter).action_split("equal")[1]
        return may, {part.employee_id: part for part in may.action_split("equal", "team").sudo()}

    def test_who_moves_does_not_stop_the_night(self):
        """R103: Rob leaves North in April: May goes with him to South, and stays counted where it was promised."""
        may, parts = self._may()
        self.rep.create_version({"date_version": "2026-04-01", "department_id": self.south.id})
        self.refresh()
        self.assertEqual(parts[self.rep].department_id, self.south)
        self.assertEqual(may.sudo().difference, 0)
        self.as_(self.leader_south, parts[self.rep]).target_value = 1

    def test_who_comes_after_somebody_moved(self):
        """R103: whoever replaces Rob gets a part of North's target too."""
        may, _parts = self._may()
        self.rep.create_version({"date_version": "2026-04-01", "department_id": self.south.id})
        self.refresh()
        newcomer = self._create_member("Newcomer", "newcomer", self.north, "representative")
        values = {"parent_id": may.id, "employee_id": newcomer.id, "period_type": "month", "date_from": "2026-05-01"}
        part = self.as_(self.manager, self.targets).create({**values, "plan_id": self.plan_.id, "target_value": 5})
        self.assertEqual(part.parent_id, may)

    def test_department_moved_or_archived(self):
        """R103: North moves out of Retail, or is closed: what was planned stays, and is still changed."""
        self.north.parent_id = self.sales
        self.as_(self.director, self.target_north).target_value = 690000
        self.north.active = False
        parts = self.as_(self.director, self.target_north).action_split("equal")
        self.assertEqual((len(parts), self.target.difference), (4, 10000))

    def test_new_leader(self):
        """R123: who follows a leader agrees on the team's target in their place."""
        self.as_(self.manager, self.target_north).action_propose()
        self.north.manager_id = self.colleague
        self.assertFalse(self.as_(self.leader, self.target_north).is_owner)
        self.as_(self.colleague, self.target_north).action_accept()
        self.assertEqual(self.target_north.state, "accepted")

    def test_periods_of_one_kind(self):
        """R103: a year split into quarters has no month beside them, which would count twice."""
        self.as_(self.manager, self.target_south).action_split("equal")
        with self.assertRaisesRegex(ValidationError, "is split either into periods of one kind"):
            self._create_target(
                self.south, 5, parent_id=self.target_south.id, period_type="month", date_from="2026-02-01"
            )

    def test_nobody_counts_twice(self):
        """R103: beside North's part of Retail there is none for Rob of North, nor for Sales above it."""
        for department, employee in ((self.north, self.rep), (self.sales, None)):
            with self.assertRaisesRegex(ValidationError, "counts in|is not below"), self.env.cr.savepoint():
                self._create_target(department, 5, employee, parent_id=self.target.id)

    def test_the_reason_of_the_whole_it_left(self):
        """R103: taking a part away changes the difference as well."""
        north = self.target_north
        parts = self.as_(self.manager, north).action_split("hand")
        self.as_(self.manager, north).action_accept_difference("Waiting for the new hall")
        parts[0].parent_id = False
        self.assertFalse(north.difference_reason)
