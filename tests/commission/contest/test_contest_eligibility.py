"""Who has no rank at the close, whatever they sold."""

from .contest_common import ContestCommon


class TestContestEligibility(ContestCommon):
    def severe(self, employee, state, day="2026-03-10", severity="severe"):
        types = self.env["sales.office.violation.type"].search([("severity", "=", severity)], limit=1)
        values = dict.fromkeys(("answer_deadline", "appeal_deadline"), "2026-03-20 00:00:00")
        case = {"employee_id": employee.id, "type_id": types.id, "date": day, "description": "Seen", "state": state}
        return self.env["sales.office.violation"].create({**case, **values})

    def days(self, employee, **statuses):
        """Give the employee days of March: ``status=number``."""
        statuses = [status for status, number in statuses.items() for _n in range(number)]
        self.env["sales.office.day"].create(
            [
                {"employee_id": employee.id, "date": f"2026-03-{day:02}", "status": status}
                for day, status in enumerate(statuses, 2)
            ]
        )

    def test_severe_case(self):
        """R126: a severe case under way, or lost about a day of the period, leaves its employee out."""
        contest = self.running()
        row = self.row(contest, self.rep)
        for state, day, out in (
            ("suspected", "2026-03-10", False),  # nobody has stood up for it
            ("dismissed", "2026-03-10", False),
            ("closed", "2026-02-10", False),
            ("closed", "2026-03-10", "violation"),
            ("reported", "2026-02-10", "violation"),
            ("decided", "2026-03-10", "violation"),
            ("appealed", "2026-03-10", "violation"),
        ):
            with self.subTest(state=state, day=day):
                case = self.severe(self.rep, state, day)
                row.invalidate_recordset()
                self.assertEqual(row.current_exclusion, out)
                case.unlink()
        self.severe(self.rep, "decided", severity="minor")
        self.severe(self.colleague, "decided")
        self.invoice(self.colleague, "2026-03-05", 900)
        self.invoice(self.rep, "2026-03-05", 10)
        self.close(contest)
        self.assertEqual(self.ranking(contest), {"Rob": (1, 600), "Ray": (2, 0), "Ann": (0, 0)})
        self.assertEqual(self.row(contest, self.colleague).exclusion, "violation")
        self.assertEqual(self.standings(contest)[-1][:2], (0, "Ann"))
        self.assertFalse(self.closed(no_severe_violation=False).participant_ids.filtered("exclusion"))

    def test_attendance(self):
        """R126: 9 of 10 days is 90 %: enough at 90, too little at 90.01; excused days and days off do not count."""
        self.days(self.rep, present=7, late=1, incomplete=1, absent=1, excused=5, off=3)
        self.days(self.colleague, present=8, absent=1)  # 88.9 %
        for minimum, out in ((0, set()), (88, set()), (90, {"Ann"}), (90.01, {"Ann", "Rob"}), (100, {"Ann", "Rob"})):
            with self.subTest(minimum):
                contest = self.closed(minimum_attendance=minimum)
                found = contest.participant_ids.filtered(lambda p: p.exclusion == "attendance")
                self.assertEqual(set(found.employee_id.mapped("name")), out)

    def test_whole_period(self):
        """R126: who came on the second day, or left the office before the last, is out; who changed team is not."""
        newcomer = self._create_member("Nina", "nina", self.north, "representative")
        newcomer.version_ids.date_version = "2026-03-02"
        contest = self.running()
        self.rep.create_version({"date_version": "2026-03-15", "department_id": self.south.id})
        nowhere = self._create_department("Kitchen")
        self.colleague.create_version({"date_version": "2026-03-31", "department_id": nowhere.id})
        self.close(contest)
        out = contest.participant_ids.filtered("exclusion")
        self.assertEqual(out.employee_id, newcomer | self.colleague)
        self.assertEqual(set(out.mapped("exclusion")), {"period"})
        self.assertFalse(self.closed(whole_period=False).participant_ids.filtered("exclusion"))

    def test_left_in_between(self):
        """R126: who left before the end is out; who left after it is not."""
        contest = self.running()
        self.rep.version_id.departure_date = "2026-03-30"
        self.colleague.version_id.departure_date = "2026-04-02"
        (self.rep | self.colleague).active = False
        self.close(contest)
        self.assertEqual(self.row(contest, self.rep).exclusion, "period")
        self.assertFalse(self.row(contest, self.colleague).exclusion)
