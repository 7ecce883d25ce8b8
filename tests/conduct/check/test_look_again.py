"""Open suspicions, and closed cases that count, are looked at again whatever their age."""

from datetime import date, timedelta

from freezegun import freeze_time

from .test_cover import TUESDAY, CoverCommon


@freeze_time("2025-08-05 02:00:00")
class TestLookAgain(CoverCommon):
    """In August the checks look back five days; what happened in March is found before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.out | cls.napping | cls.snoring).limit_days = 5

    def _suspect(self, *checks, **values):
        for check in checks or (self.napping,):
            self._say(check, **values)
            check.run("2025-03-01", "2025-06-30")
        return self.Violation.search([("check_id", "in", [check.id for check in checks or (self.napping,)])])

    def _schedule(self, *checks):
        for check in checks or (self.napping,):
            check._run_scheduled()

    def test_withdrawn(self):
        """R046: what was suspected months ago withdraws when its facts are waived or corrected."""
        case = self._suspect()
        self._schedule()
        self.assertEqual(case.state, "suspected")
        self.facts["napping"].clear()
        self._schedule()
        self.assertTrue(case.is_withdrawn)

    def test_corrected(self):
        """R046: corrected facts of an old suspicion are those it says."""
        case = self._suspect()
        finding = case.finding_ids
        finding.reason = "Something else."
        self._schedule()
        self.assertEqual((finding.reason, case.description), ("napping that day.", "napping that day."))

    def test_nothing_new(self):
        """R046: nothing new is found about days before the look-back, nor about others of those who are looked at."""
        self._suspect()
        self._say(self.napping, day=TUESDAY + timedelta(days=1))
        self._say(self.napping, employee=self.colleague)
        self._schedule()
        self.assertEqual(len(self._finding(self.napping)), 1)

    def test_dismissed_stays(self):
        """R046: what somebody dismissed is settled, and not looked at again."""
        case = self._suspect()
        self.as_(self.manager, case).action_dismiss("He was ill.")
        self.facts["napping"].clear()
        self._schedule()
        self.assertEqual((case.finding_ids.state, case.is_withdrawn), ("open", False))

    def test_covered_no_longer(self):
        """R046: what an old absence covered gets its own consequence when the absence withdraws."""
        self._suspect(self.out, self.napping)
        self.assertFalse(self._finding(self.napping).violation_id)
        self.facts["out"].clear()
        self._schedule(self.out, self.napping)
        self.assertEqual(self._finding(self.napping).violation_id.state, "suspected")
        self.assertEqual(self._finding(self.out).state, "withdrawn")

    def test_waived_together(self):
        """R046: when what an old absence covered has gone away as well, it is never suspected."""
        self._suspect(self.out, self.napping)
        self.facts["out"].clear()
        self.facts["napping"].clear()
        self._schedule(self.out, self.napping)
        self.assertEqual(self._finding(self.napping).state, "withdrawn")
        self.assertFalse(self._finding(self.napping).violation_id)

    def test_many_months_at_once(self):
        """R046: batches reach from the oldest suspicion to the look-back."""
        days = [date(2025, 3, 4), date(2025, 4, 30), date(2025, 6, 3)]
        for day in days:
            self._suspect(day=day)
        self.facts["napping"].clear()
        self._schedule()
        self.assertEqual(self._finding(self.napping).mapped("state"), ["withdrawn"] * 3)

    def test_queries(self):
        """R046: a batch of old suspicions takes as many queries for three people as for six."""
        people = [self.rep, self.colleague, self.rep_south, self.leader, self.manager, self.clerk]

        def count(employees):
            for employee in employees:
                self._suspect(employee=employee)
            self.facts["napping"].clear()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.napping._look_again(date(2025, 7, 31))
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(people)
        self.env["sales.office.finding"].search([]).unlink()
        few = count(people[:3])
        self.env["sales.office.finding"].search([]).unlink()
        self.assertEqual(few, count(people))
