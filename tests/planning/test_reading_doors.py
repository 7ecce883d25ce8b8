"""What a representative cannot find out by search, groups or export."""

from freezegun import freeze_time

from .common import PlanningCommon


@freeze_time("2026-03-20 02:00:00")
class TestReadingDoors(PlanningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        parts = cls.as_(cls, cls.manager, cls.target_north).action_split("equal", "team").sudo()
        cls.people = {part.employee_id: part for part in parts}
        cls.people[cls.colleague].target_value = 250000
        cls.target_north.difference_reason = "Later"
        cls.as_(cls, cls.manager, cls.target_north).action_publish()
        cls.mine = cls.as_(cls, cls.rep, cls.targets)

    def test_search(self):
        """R045: neither by parts, nor by who was told, is a colleague's target found."""
        for domain in (
            [("child_ids.target_value", "=", 250000)],
            [("child_ids.employee_id", "=", self.colleague.id)],
            [("parent_id", "=", self.target_north.id), ("target_value", ">", 240000)],
            [("acknowledgement_ids.employee_id", "=", self.colleague.id)],
        ):
            self.assertFalse(self.mine.search(domain), domain)

    def test_groups(self):
        """R045: groups by person name nobody but oneself."""
        rows = self.mine.formatted_read_group([], ["employee_id"], ["target_value:sum", "achieved_snapshot:sum"])
        self.assertEqual({row["employee_id"] and row["employee_id"][0] for row in rows}, {self.rep.id, False})

    def test_export(self):
        """R045: the team's target is exported with one's own part of it."""
        self.rep.user_id.group_ids |= self.env.ref("base.group_allow_export")
        target = self.as_(self.rep, self.target_north)
        rows = target.export_data(["target_value", "child_ids/target_value", "acknowledgement_ids/employee_id"])[
            "datas"
        ]
        text = str(rows)
        self.assertNotIn("250000", text)
        self.assertNotIn(self.colleague.name, text)

    def test_extremes(self):
        """R103: nothing, a cent and a hundred billion are split to the cent."""
        for month, value in ((4, 0), (5, 0.01), (6, 99999999999.99)):
            target = self._create_target(
                self.north, value, metric="margin", period_type="month", date_from=f"2026-{month:02}-01"
            )
            self.as_(self.manager, target).action_split("equal")
            self.assertEqual((round(target.parts_value, 2), target.difference), (value, 0))
