"""What happens every night. It is 20 March 2026, a Friday."""

from unittest.mock import patch

from freezegun import freeze_time

from .test_achievement import AchievementCommon


@freeze_time("2026-03-20 02:00:00")
class TestRefresh(AchievementCommon):
    def test_interrupted(self):
        """R103: a run that is stopped after its first batch is finished by the next, which does nothing twice."""
        first, second = self.month(self.rep), self.month(self.colleague)
        self.invoice(self.rep, "2026-03-02", 70)
        self.invoice(self.colleague, "2026-03-02", 30)
        self.env.flush_all()
        (self.targets.search([]) - first - second).refreshed_at = "2026-03-20 01:00:00"
        progress = patch.object(self.env.registry["ir.cron"], "_commit_progress", side_effect=[9, 0])
        batch = patch("odoo.addons.sales_office_policy.models.planning.target.achievement.BATCH", 1)
        with progress, batch:
            self.targets._cron_refresh()
        self.assertEqual((first.achieved_snapshot, second.achieved_snapshot), (70, 0))
        self.invoice(self.rep, "2026-03-02", 5)
        self.env.flush_all()
        self.refresh()
        self.assertEqual((first.achieved_snapshot, second.achieved_snapshot), (70, 30))
        with freeze_time("2026-03-21 02:00:00"):
            self.refresh()
        self.assertEqual(first.achieved_snapshot, 75)

    def test_other_company_and_room_off(self):
        """R103: nothing is refreshed for a company that does not plan."""
        target = self.month(self.rep)
        self.company.sales_office_room_ids = False
        self.refresh()
        self.assertFalse(target.refreshed_at)

    def test_month_of_the_office(self):
        """R132: on 31 March at 17:00 UTC it is April in Shanghai, and Odoo's team has April's target."""
        team = self.env["crm.team"].create(
            {"name": "North", "department_id": self.north.id, "company_id": self.company.id}
        )
        for month, value in ((3, 300), (4, 400)):
            self.month(self.north, value, month).published_at = "2026-03-01 00:00:00"
        self.refresh()
        self.assertEqual(team.invoiced_target, 300)
        with freeze_time("2026-03-31 17:00:00"):
            self.refresh()
        self.assertEqual(team.invoiced_target, 400)

    def test_first_morning_of_the_office(self):
        """R103: what is invoiced on 1 April in Shanghai is read that morning, which is 31 March in UTC."""
        april = self.month(self.rep, 100, 4)
        self.invoice(self.rep, "2026-04-01", 30)
        self.env.flush_all()
        with freeze_time("2026-03-31 23:00:00"):
            self.refresh()
        self.assertEqual(april.achieved_snapshot, 30)

    def test_superseded_targets_do_not_count(self):
        """R132: whatever the caller's context, the team's target is that of the version in force."""
        old, new = self.month(self.rep, 100), self.month(self.colleague, 40)
        (old | new).published_at = "2026-03-01 00:00:00"
        old.active = False
        values = self.targets.with_context(active_test=False)._get_published_values(
            self.north, "invoiced", old.date_from
        )
        self.assertEqual(values, {self.north: 40})

    def test_batch(self):
        """R103: twelve targets cost as many queries as three."""
        people = [self._create_member(f"Seller {n}", f"seller{n}", self.north, "representative") for n in range(12)]
        targets = self.targets.union(*(self.month(employee) for employee in people))
        targets |= self.targets.union(*(self.month(employee, month=5) for employee in people))
        counts = []
        for batch in (targets, targets[:3] | targets[12:15], targets):
            batch.achieved_snapshot = 1
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            batch._refresh()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
        self.assertLess(counts[2], 40)
