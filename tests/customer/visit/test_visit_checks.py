from datetime import date

from freezegun import freeze_time

from ..visit.common import NOW, VisitCommon


@freeze_time(NOW)
class TestVisitChecks(VisitCommon):
    def found(self, code, first="2026-01-01", last="2026-12-31", employees=None):
        """Return ``[(source's id, day)]`` of what a check finds about Rob."""
        check = self.env.ref(f"sales_office_policy.check_{code}")
        self.env.flush_all()
        self.env.invalidate_all()
        rows = check._get_detector()(employees or self.rep, date.fromisoformat(first), date.fromisoformat(last))
        return [(row["res_id"], str(row["date"])) for row in rows]

    def test_off_at_first(self):
        """R104 R091 R113: nothing is found before somebody switches the checks on."""
        for code in ("visit_unreported", "return_visit_late", "file_incomplete"):
            check = self.env.ref(f"sales_office_policy.check_{code}").with_company(self.company)
            self.assertEqual(check.mode or "off", "off")

    def test_not_reported(self):
        """R104: found on the last day there was for it, until it is reported, missed or called off."""
        visit, other = self.plan(), self.plan()
        with freeze_time("2026-03-03 09:00:00"):
            self.assertEqual(self.found("visit_unreported"), [])
        with freeze_time("2026-03-04 02:00:00"):
            self.assertEqual(self.found("visit_unreported"), [(visit.id, "2026-03-03"), (other.id, "2026-03-03")])
            visit.action_report("agreed")
            other.action_miss("Ill")
            self.assertEqual(self.found("visit_unreported"), [])

    def test_weekend_does_not_count(self):
        """R104: what was visited on Friday is reported by Monday."""
        visit = self.plan(start="2026-03-06 02:00:00")
        with freeze_time("2026-03-09 02:00:00"):
            self.assertEqual(self.found("visit_unreported"), [])
        with freeze_time("2026-03-10 02:00:00"):
            self.assertEqual(self.found("visit_unreported"), [(visit.id, "2026-03-09")])

    def test_queries(self):
        """R104: the check asks the same number of times for few visits and for many."""

        def count():
            check = self.env.ref("sales_office_policy.check_visit_unreported")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            check._detect_visit_unreported(self.rep, date(2026, 3, 1), date(2026, 3, 31))
            return self.env.cr.sql_log_count - before

        for _number in range(2):
            self.plan()
        with freeze_time("2026-03-05 02:00:00"):
            count()
            few = count()
        for _number in range(10):
            self.plan()
        with freeze_time("2026-03-05 02:00:00"):
            self.assertEqual(count(), few)
