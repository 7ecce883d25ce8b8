"""What many targets cost: as many queries as a few, but for the rows themselves."""

from freezegun import freeze_time

from .test_achievement import AchievementCommon


@freeze_time("2026-03-20 02:00:00")
class TestBudgets(AchievementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = [cls._create_member(f"Seller {n}", f"seller{n}", cls.north, "representative") for n in range(12)]
        cls.people = cls.env["hr.employee"].union(*people)

    def _count(self, method):
        """Return how many queries ``method()`` takes, writing included, with nothing read before."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        method()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _split(self, by):
        """Return the queries of splitting three quarters and eight."""
        warm, few, many = (
            self.as_(self.manager, self.targets.union(*map(self._quarter, people)))
            for people in (self.people[:1], self.people[1:4], self.people[4:])
        )
        warm.action_split("equal")
        return [self._count(lambda t=targets: t.action_split(by)) for targets in (few, many)]

    def _quarter(self, person):
        return self._create_target(self.north, 9000, person, period_type="quarter", date_from="2026-04-01")

    def test_splitting(self):
        """R103: eight quarters are split at the price of three."""
        few, many = self._split("equal")
        self.assertLessEqual(many, few + 2)

    def test_splitting_by_season(self):
        """R103: eight quarters are split by season at the price of three."""
        few, many = self._split("seasonal")
        self.assertLessEqual(many, few + 2)

    def test_splitting_like_last_year(self):
        """R103: the books are asked once for eight quarters as for three."""
        for seller in self.people:
            self.invoice(seller, "2025-05-02", 100)
        few, many = self._split("last_year")
        self.assertLessEqual(many, few + 2)

    def test_splitting_among_people(self):
        """R103: four months of a team are split among its people at the price of one."""
        months = self.targets.union(*(self.month(self.north, 1000, month) for month in range(4, 9)))
        self.as_(self.manager, months[0]).action_split("equal", "team")
        few, many = (self.as_(self.manager, targets) for targets in (months[1], months[2:]))
        counts = [self._count(lambda t=targets: t.action_split("equal", "team")) for targets in (few, many)]
        self.assertLessEqual(counts[1], counts[0] + 6)

    def test_publishing(self):
        """R132: a target with thirty parts is published at the price of one with a few."""
        self.company.sales_office_sync_team_target = False
        few, many = (self.month(self.north, 1000, month) for month in (4, 5))
        for target, people in ((few, self.people[:2]), (many, self.people)):
            for person in people:
                self.month(person, 0, target.date_from.month, parent_id=target.id, state="draft")
            target.difference_reason = "No figures yet"
        warm = self.month(self.south, 1)
        self.as_(self.manager, warm).action_publish()
        few, many = self.as_(self.manager, few), self.as_(self.manager, many)
        counts = [self._count(lambda t=target: t.action_publish()) for target in (few, many)]
        self.assertLessEqual(counts[1], counts[0] + 3)

    def test_opening_a_form(self):
        """R103: a target with twelve parts opens at the price of one with two, buttons and all."""
        few, many = (self.month(self.north, 1000, month) for month in (4, 5))
        for target, people in ((few, self.people[:2]), (many, self.people)):
            for person in people:
                self.month(person, 10, target.date_from.month, parent_id=target.id)
        names = ["can_publish", "can_set", "is_owner", "achieved_value", "forecast_percent", "acknowledged"]
        few, many = self.as_(self.leader, few), self.as_(self.leader, many)
        counts = [self._count(lambda t=target: t.read(names)) for target in (few, few, many)]
        self.assertLessEqual(counts[2], counts[1])

    def test_revising(self):
        """R102: a plan with many people's targets is copied level by level, not target by target."""
        for person in self.people:
            self._create_target(self.north, 10, person, metric="quantity")
        targets = len(self.plan_.target_ids)
        count = self._count(self.as_(self.manager, self.plan_).action_new_version)
        self.assertGreater(targets, 12)
        self.assertLess(count, 120)
