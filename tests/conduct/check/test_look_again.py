"""Open suspicions, and closed cases that count, are looked at again whatever their age."""

from datetime import date, timedelta
from unittest.mock import patch

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

    def test_switched_off(self):
        """R046: what a check suspected before it was switched off follows the facts; it finds nothing new."""
        case = self._suspect()
        self.napping.mode = "off"
        self._say(self.napping, day=TUESDAY + timedelta(days=1))
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60):
            self.napping._cron_run()
            self.assertEqual(case.state, "suspected")
            self.facts["napping"].clear()
            self.napping._cron_run()
        self.assertTrue(case.is_withdrawn)
        self.assertEqual(len(self._finding(self.napping)), 1)
        self.assertNotIn(self.napping, self.napping._get_scheduled(), "Nothing is left to look at")

    def test_room_switched_off(self):
        """R046: what is only suspected withdraws when its room is switched off, and is back with the room."""
        room = self.env.ref("sales_office_policy.room_workday")
        self.napping.room_id = room
        self._suspect(employee=self.colleague)
        cases = self._suspect()
        case = cases.filtered(lambda case: case.employee_id == self.rep)
        reported = cases - case
        self.as_(self.leader, reported).action_report()
        said = len(reported.message_ids)
        self.napping._withdraw_without_room()
        self.assertEqual(case.state, "suspected", "The room is on")
        self.company.sales_office_room_ids -= room
        self.napping._withdraw_without_room()
        self.assertEqual((case.state, case.is_withdrawn, case.finding_ids.state), ("dismissed", True, "open"))
        self.assertEqual((reported.state, len(reported.message_ids)), ("reported", said))
        self.company.sales_office_room_ids += room
        self._schedule()
        self.assertEqual((case.state, case.is_withdrawn), ("suspected", False))

    def test_room_switched_off_by_the_job(self):
        """R046: the job withdraws it, and nothing comes back when the facts are gone by the time the room is on."""
        room = self.env.ref("sales_office_policy.room_workday")
        self.napping.room_id = room
        case = self._suspect()
        self.company.sales_office_room_ids -= room
        with (
            patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60),
            patch.object(type(self.napping), "_get_scheduled", lambda checks: checks.browse()),
        ):
            self.napping._cron_run()
        self.assertTrue(case.is_withdrawn)
        self.facts["napping"].clear()
        self.company.sales_office_room_ids += room
        self._schedule()
        self.assertEqual((case.state, case.finding_ids.state), ("dismissed", "withdrawn"))

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

    def test_facts_come_back(self):
        """R046: a closed case no longer says that its facts have changed once they are back, however old it is."""
        case = self._suspect()
        case.write({"state": "closed", "decided_by_id": self.manager.user_id.id})
        self.facts["napping"].clear()
        self._schedule()
        self.assertTrue(case.facts_changed_at)
        self._say(self.napping)
        self._schedule()
        self.assertFalse(case.facts_changed_at)

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


@freeze_time("2025-04-05 02:00:00")
class TestLargeData(CoverCommon):
    """A week of twelve people is looked at again with as many queries as three days of two."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [
            cls._create_member(f"Member {number}", f"member_{number}", cls.north, "representative")
            for number in range(12)
        ]
        cls.few, cls.many = (cls.people[:2], range(3, 6)), (cls.people, range(3, 10))

    def _found(self, people, days):
        """Return the suspicions about these people and days of March."""
        for employee in people:
            for day in days:
                self._say(self.napping, employee=employee, day=date(2025, 3, day))
        self.napping.run("2025-03-01", "2025-03-31")
        cases = self.Violation.search([("check_id", "=", self.napping.id)])
        self.assertEqual(len(cases), len(people) * len(days))
        return cases

    def _count(self, people, days, prepare):
        """Return the queries of looking again at these days, once ``prepare(cases)`` has changed something."""
        with self.env.cr.savepoint() as savepoint:
            prepare(self._found(people, days))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.napping._look_again(date(2025, 3, 31))
            self.env.flush_all()
            count = self.env.cr.sql_log_count - before
            savepoint.rollback()
        self.env.invalidate_all()
        self.facts["napping"].clear()
        return count

    def _assert_no_more_queries(self, prepare, many=None):
        many = many or self.many
        self._count(*many, prepare)  # caches that any first call fills, by user as well
        few, many = self._count(*self.few, prepare), self._count(*many, prepare)
        self.assertLessEqual(many, few)

    def _close(self, cases):
        cases.write({"state": "closed", "decided_by_id": self.manager.user_id.id, "decided_at": "2025-03-31 08:00:00"})

    def _forget(self, cases):
        self.facts["napping"].clear()

    def test_unchanged(self):
        """R046: what still stands."""
        self._assert_no_more_queries(lambda cases: None)

    def test_withdrawn(self):
        """R046: what has gone away."""
        self._assert_no_more_queries(self._forget)

    def test_corrected(self):
        """R046: what is said otherwise now."""
        self._assert_no_more_queries(lambda cases: cases.finding_ids.write({"reason": "Something else."}))

    def test_closed_unchanged(self):
        """R046: closed cases whose facts still stand."""
        self._assert_no_more_queries(self._close)

    def test_reported_and_gone(self):
        """R046: reported cases whose facts went away: whoever is to decide is told."""
        many = self.people[:8], range(3, 7)  # as below
        self._assert_no_more_queries(lambda cases: (self._report_all(cases), self._forget(cases)), many)

    def _report_all(self, cases):
        cases.write({"state": "reported", "answer_deadline": "2025-04-04 16:00:00"})

    def test_closed_and_gone(self):
        """R046: closed cases whose facts went away: each is told of, to three people."""
        # fewer, because rows are inserted a hundred at a time
        many = self.people[:8], range(3, 7)
        self._assert_no_more_queries(lambda cases: (self._close(cases), self._forget(cases)), many)
