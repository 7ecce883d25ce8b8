"""What the overview costs: as many queries for a large office as for a small one."""

from freezegun import freeze_time

from .common import NOW, FilledCommon


@freeze_time(NOW)
class TestBudget(FilledCommon):
    def _count(self, employee, **asked):
        """Return how many queries the overview takes with nothing read before."""
        overview = self.as_(employee, self.overview_)
        overview.get_overview(**asked)  # what the registry remembers
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        overview.get_overview(**asked)
        return self.cr.sql_log_count - before

    def test_more_people(self):
        """R137: twelve people more, with sales, leads, days, cases and findings, cost no query more."""
        asked = {"period_type": "year"}
        few = [self._count(employee, **asked) for employee in (self.director, self.manager, self.leader)]
        for number in range(12):
            self.person(f"Seller{number}")
        many = [self._count(employee, **asked) for employee in (self.director, self.manager, self.leader)]
        for before, after in zip(few, many, strict=True):
            self.assertLessEqual(after, before + 1)
        with self.assertQueryCount(80):
            self.as_(self.director, self.overview_).get_overview(**asked)

    def test_more_teams(self):
        """R137: six teams more cost no query more."""
        few = self._count(self.director, department_id=self.retail.id)
        for number in range(6):
            team = self._create_department(f"Team {number}", parent_id=self.retail.id)
            self._create_member(f"Of {number}", f"of{number}", team, "representative")
        many = self._count(self.director, department_id=self.retail.id)
        self.assertLessEqual(many, few + 1)
