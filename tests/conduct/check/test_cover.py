"""One fact, one consequence: which check covers which is data, and what is covered is suspected once."""

from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from ...migrating import load_migration
from ..common import ConductCommon

TUESDAY = date(2025, 3, 4)
#: versions with a script about what checks cover, in order
UPGRADES = ("19.0.1.1.0", "19.0.2.1.0")


def minutes(start, stop):
    return datetime(2025, 3, 4, *start), datetime(2025, 3, 4, *stop)


class CoverCommon(ConductCommon):
    """Three checks, whose facts the test decides: out covers napping, napping covers snoring."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.facts = {"out": {}, "napping": {}, "snoring": {}}
        cls.out, cls.napping, cls.snoring = (cls._create_check(code) for code in cls.facts)
        cls.out.covers_ids = cls.napping
        cls.napping.covers_ids = cls.snoring

    @classmethod
    def _create_check(cls, code):
        def detect(check, employees, date_from, date_to):
            return [
                check._prepare_finding(employee, day, f"{code} that day.", minutes=when)
                for (employee, day), when in cls.facts[code].items()
                if employee in employees and date_from <= day <= date_to
            ]

        check = cls.env["sales.office.check"].create(
            {
                "name": code.title(),
                "code": code,
                "room_id": cls.env.ref("sales_office_policy.room_conduct").id,
                "violation_type_id": cls._create_type(f"Type of {code}", (1, "warning", 0, 1)).id,
            }
        )
        check.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        cls.startClassPatcher(patch.object(type(check), f"_detect_{code}", detect, create=True))
        return check

    def setUp(self):
        super().setUp()
        for facts in self.facts.values():
            facts.clear()

    def _say(self, check, when=None, employee=None, day=TUESDAY):
        self.facts[check.code][employee or self.rep, day] = when

    def _run(self, *checks):
        """Run checks in this order; return the suspected cases of all."""
        for check in checks or (self.out, self.napping, self.snoring):
            check.run(TUESDAY, TUESDAY)
        domain = [("check_id", "in", (self.out | self.napping | self.snoring).ids), ("state", "=", "suspected")]
        return self.Violation.search(domain)

    def _finding(self, check):
        return self.env["sales.office.finding"].search([("check_id", "=", check.id)])


@freeze_time("2025-03-05 02:00:00")
class TestCover(CoverCommon):
    def test_one_suspicion(self):
        """R046: an absence and what it covers are one suspicion, in whatever order they are found."""
        for order in ((self.out, self.napping), (self.napping, self.out)):
            with self.subTest(order[0].code), self.env.cr.savepoint() as savepoint:
                self._say(self.out)
                self._say(self.napping)
                self.assertEqual(self._run(*order).check_id, self.out)
                self.assertEqual(self._finding(self.napping).covered_by_id, self._finding(self.out))
                self.assertEqual(self._finding(self.out).also, "Napping")
                self.assertEqual(self._run(*order).check_id, self.out, "a second run changes nothing")
                savepoint.rollback()

    def test_of_another_day_or_person(self):
        """R046: nobody is covered by what another did, or they themselves on another day."""
        self._say(self.out)
        self._say(self.napping, employee=self.colleague)
        self._say(self.napping, day=date(2025, 3, 3))
        self.napping.run(date(2025, 3, 3), TUESDAY)
        self.assertEqual(len(self._run(self.out)), 3)

    def test_chain(self):
        """R046: what a covered finding covers has no consequence either."""
        for check in (self.out, self.napping, self.snoring):
            self._say(check)
        self.assertEqual(self._run(self.snoring, self.napping, self.out).check_id, self.out)

    def test_within_its_minutes(self):
        """R046: a late arrival covers the meeting that was held in its minutes, not the one after."""
        self._say(self.napping, minutes((1, 0), (2, 0)))
        self._say(self.snoring, minutes((1, 30), (1, 45)))
        self.assertEqual(self._run().check_id, self.napping)
        self._say(self.snoring, minutes((1, 30), (2, 1)))
        self.assertEqual(self._run().check_id, self.napping | self.snoring)

    def test_covering_fact_goes_away(self):
        """R046: when the covering fact goes away, what it covered gets its own suspicion with the next run."""
        self._say(self.out)
        self._say(self.napping)
        self._run()
        self.facts["out"].clear()
        self.assertFalse(self._run(self.out))
        self.assertFalse(self._finding(self.napping).covered_by_id)
        self.assertEqual(self._run(self.napping).check_id, self.napping)
        self._say(self.out)
        case = self._finding(self.napping).violation_id
        self.assertEqual(self._run(self.out).check_id, self.out)
        self.assertTrue(case.is_withdrawn)
        self.assertIn("same fact", case.message_ids[0].body)

    def test_dismissed_by_a_person_covers_still(self):
        """R046: what somebody judged to be nothing does not come back under another name."""
        self._say(self.out)
        self._say(self.napping)
        case = self._run()
        self.as_(self.manager, case).action_dismiss("He had told me.")
        self.assertFalse(self._run())

    def test_reported_before(self):
        """R046: a case in somebody's hands goes on, and is told that it is the same fact."""
        self._say(self.napping)
        case = self._run()
        self.as_(self.leader, case).action_report()
        self._say(self.out)
        self._run()
        self.assertEqual(case.state, "reported")
        self.assertIn("same fact as another finding", case.message_ids[0].body)

    def test_mere_notice_covers_nothing(self):
        """R046: a check that only notifies takes no suspicion from others."""
        self.out.mode = "notify"
        self._say(self.out)
        self._say(self.napping)
        self.assertEqual(self._run().check_id, self.napping)

    def test_no_longer_data(self):
        """R046: a company that wants both takes one off the list of what the other covers."""
        self._say(self.out)
        self._say(self.napping)
        self.out.covers_ids = False
        self.assertEqual(self._run().check_id, self.out | self.napping)

    def test_counted_once(self):
        """R046: neither the figures of the check nor the employee's page count a covered finding."""
        self._say(self.napping)
        self._run()
        self._say(self.out)
        self._run()
        check = self.as_(self.director, self.napping)
        self.assertEqual((check.found_count, check.dismissed_count), (0, 0))
        lines = self.as_(self.rep, self.env["sales.office.today"]).get_lines()
        self.assertEqual([line["count"] for line in lines if line["key"] == "conduct_finding"], [1])

    def test_preview(self):
        """R046: the preview tells as many suspicions as the run makes."""
        self._say(self.out)
        self._say(self.napping)
        checks = self.out | self.napping
        looks = dict(checks._preview(TUESDAY, TUESDAY))
        self.assertEqual([len(looks[check][3]) for check in checks], [1, 0])
        alone = dict(self.napping._preview(TUESDAY, TUESDAY))
        self.assertEqual(len(alone[self.napping][3]), 1, "nothing covers it yet")
        self.out.run(TUESDAY, TUESDAY)
        alone = dict(self.napping._preview(TUESDAY, TUESDAY))
        self.assertEqual(len(alone[self.napping][3]), 0)

    def test_no_circle(self):
        """R046: checks that cover each other in a circle are refused, from either side."""
        with self.assertRaisesRegex(ValidationError, "must not cover"):
            self.snoring.covers_ids = self.out
        with self.assertRaisesRegex(ValidationError, "must not cover"):
            self.out.covered_by_ids = self.snoring
        with self.assertRaisesRegex(ValidationError, "must not cover"):
            self.out.covers_ids = self.out

    def test_who_changes_it(self):
        """R046 R135: the policy administrator edits what a check covers, in its form; nobody else does."""
        with Form(self.as_(self.policy_admin, self.out)) as form:
            form.covers_ids.add(self.snoring)
        self.assertIn(self.snoring, self.out.covers_ids)
        for employee in (self.rep, self.leader, self.director):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.out).covers_ids = False

    def test_seen_by_whom_it_concerns(self):
        """R046 R135: the employee and their leader read what a finding covers, a colleague none of it."""
        self._say(self.out)
        self._say(self.napping)
        self._run()
        finding = self._finding(self.out)
        for employee in (self.rep, self.leader):
            self.assertEqual(self.as_(employee, finding).also, "Napping")
        with self.assertRaises(AccessError):
            self.as_(self.colleague, finding).read(["also"])

    def test_queries(self):
        """R046: covering is settled by the same number of queries for three as for six."""
        people = [self.rep, self.colleague, self.rep_south, self.leader, self.manager, self.clerk]
        counts = []
        for day, employees in ((date(2025, 3, 1), people), (date(2025, 3, 2), people[:3]), (date(2025, 3, 3), people)):
            for check in (self.out, self.napping):
                for employee in employees:
                    self._say(check, employee=employee, day=day)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            (self.out | self.napping).run(day, day)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])


class TestShippedCovers(ConductCommon):
    def test_shipped(self):
        """R046: an absence covers what else is missed that day; a late arrival the meeting held in its minutes."""
        codes = {
            code: set(self.env.ref(f"sales_office_policy.check_{code}").covers_ids.mapped("code"))
            for code in ("absence", "late_arrival", "early_leave", "sign_in_missing", "document_overdue")
        }
        self.assertLessEqual(
            {"late_arrival", "early_leave", "away", "meeting_late", "meeting_absent", "work_report_late"},
            codes["absence"],
        )
        self.assertIn("closing_missed", codes["absence"])
        self.assertEqual(codes["late_arrival"], {"meeting_late", "meeting_absent", "meeting_unprepared"})
        self.assertEqual(codes["early_leave"], {"meeting_absent"})
        self.assertFalse(codes["sign_in_missing"] | codes["document_overdue"])

    def test_upgrade(self):
        """R046: an upgrade gives checks that are there what new ones are shipped with, and keeps what is set."""
        # those of the rooms of orders and customers are newer than the version that is upgraded
        checks = self.env["sales.office.check"].search([("room_id.code", "not in", ("order", "customer"))])
        shipped = {check: check.covers_ids for check in checks}
        late = self.env.ref("sales_office_policy.check_late_arrival")
        checks.covers_ids = False
        for version in UPGRADES:
            load_migration("post-covers", version).migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual({check: check.covers_ids for check in checks}, shipped)
        late.covers_ids = self.env.ref("sales_office_policy.check_early_leave")
        load_migration("post-covers").migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(late.covers_ids.code, "early_leave")

    def test_upgrade_of_a_closing(self):
        """R010 R046: upgraded, an absence covers the office left open, unless somebody has set what it covers."""
        absence = self.env.ref("sales_office_policy.check_absence")
        missed = self.env.ref("sales_office_policy.check_closing_missed")
        script = load_migration("post-covers", UPGRADES[-1])
        absence.covers_ids -= missed | self.env.ref("sales_office_policy.check_away")
        script.migrate(self.env.cr, "19.0.2.0.0")
        self.assertNotIn(missed, absence.covers_ids)
        absence.covers_ids |= self.env.ref("sales_office_policy.check_away")
        script.migrate(self.env.cr, "19.0.2.0.0")
        self.assertIn(missed, absence.covers_ids)

    def test_upgrade_of_a_text(self):
        """R001: upgraded, the check for missing sign-ins says what it finds; somebody's own words stay."""
        check = self.env.ref("sales_office_policy.check_sign_in_missing")
        script = load_migration("pre-texts", UPGRADES[-1])
        for text, upgraded in ((script.OLD, script.NEW), ("Ours", "Ours")):
            check.description = text
            self.env.flush_all()
            script.migrate(self.env.cr, "19.0.2.0.0")
            self.env.invalidate_all()
            self.assertEqual(check.description, upgraded)
