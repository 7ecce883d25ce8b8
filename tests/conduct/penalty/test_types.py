"""Violation types, their ladders, and what they propose for a case."""

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from ...access.factories.factories import type_clause
from ..common import ConductCommon


class TestTypes(ConductCommon):
    def test_faulty_ladders_are_refused(self):
        """R136: no ladder without steps, without a first step, or with a double one."""
        for occurrences in ((), (2,), (2, 3), (1, 1), (1, 2, 2)):
            with self.subTest(occurrences=occurrences), self.assertRaisesRegex(ValidationError, "Ladder of Faulty: "):
                self._create_type("Faulty", *((n, "warning", 0, 0) for n in occurrences))

    def test_faulty_changes_are_refused(self):
        """R136: through the type or a step alone."""
        first, second, _third = self.type.step_ids
        for change in (
            lambda: self.type.write({"step_ids": [Command.clear()]}),
            lambda: self.type.write({"step_ids": [Command.delete(first.id)]}),
            lambda: self.type.write({"step_ids": [Command.update(second.id, {"occurrence": 1})]}),
            lambda: first.write({"occurrence": 3}),
            lambda: second.write({"occurrence": 4}),
            lambda: first.unlink(),
            lambda: first.copy(),
        ):
            with self.assertRaisesRegex(ValidationError, "Ladder of Napping: "), self.env.cr.savepoint():
                change()

    def test_bad_steps_are_refused(self):
        for values in (
            {"sanction": "fine", "fine_amount": 0},
            {"sanction": "warning", "fine_amount": -1},
            {"points": -1},
            {"occurrence": 0},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.type.write({"step_ids": [Command.create({"occurrence": 9, "sanction": "warning", **values})]})
                self.env.flush_all()

    def test_steps_change_places(self):
        """R136: the administrator inserts a step in front, or exchanges two, in one save."""
        admin = self.as_(self.policy_admin, self.type)
        with Form(admin) as form:
            for index, occurrence in enumerate((2, 3, 5)):
                with form.step_ids.edit(index) as step:
                    step.occurrence = occurrence
            with form.step_ids.new() as step:
                step.occurrence = 1
                step.sanction = "warning"
        self.assertEqual(admin.step_ids.sorted("occurrence").mapped("occurrence"), [1, 2, 3, 5])
        last, before = admin.step_ids.sorted("occurrence", reverse=True)[:2]
        admin.write(
            {
                "step_ids": [
                    Command.update(last.id, {"occurrence": 3, "points": 9}),
                    Command.update(before.id, {"occurrence": 5}),
                ]
            }
        )
        self.env.flush_all()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.assertEqual((last.occurrence, before.occurrence), (3, 5))

    def test_copy_of_a_type(self):
        copied = self.type.copy()
        self.assertNotEqual(copied.code, self.type.code)
        self.assertEqual(copied.step_ids.mapped("occurrence"), [1, 2, 4])
        self.assertFalse(copied.step_ids & self.type.step_ids)

    def test_a_code_once_per_company(self):
        local = self._create_type("Napping", (1, "warning", 0, 0), company_id=self.company.id)
        self.assertEqual(local.code, self.type.code)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._create_type("Napping", (1, "warning", 0, 0))

    def test_currency_is_the_companys(self):
        self.assertEqual(self.type.currency_id, self.company.currency_id)
        case = self._reported()
        self.assertEqual(case.currency_id, self.company.currency_id)

    def test_names(self):
        """What a case and a step are called; a new one has no name yet."""
        names = self.type.step_ids.mapped("display_name")
        self.assertEqual(
            [name.replace("\N{NO-BREAK SPACE}", " ") for name in names][:2], ["From 1: Warning", "From 2: Fine ¥ 50.00"]
        )
        self.assertEqual(self._create_case(self.rep, date="2026-01-05").display_name, "Napping: Rob, 01/05/2026")
        self.assertNotIn("False", self.Violation.new({}).display_name)

    # ------------------------------------------------------------------ occurrences

    def test_ladder_is_climbed_by_closed_cases(self):
        """R060: closed cases count; suspected, reported, decided and dismissed ones do not."""
        self._create_case(self.rep, self.leader)
        self._reported()
        self._decided()
        dismissed = self._answered()
        self.as_(self.manager, dismissed).action_dismiss("No.")
        case = self._reported()
        self.assertEqual((case.occurrence, case.proposed_sanction), (1, "warning"))
        self._closed()
        self.assertEqual((case.occurrence, case.proposed_sanction, case.proposed_fine_amount), (2, "fine", 50))
        self._close_past(self.rep, self._days_ago(1), self._days_ago(2))
        self.assertEqual(self._reported().occurrence, 4)

    def test_other_people_and_types_do_not_count(self):
        other = self._create_type("Snoring", (1, "warning", 0, 0))
        self._close_past(self.colleague, self._days_ago(1))
        self._close_past(self.rep, self._days_ago(1), type_id=other.id)
        self.assertEqual(self._reported().occurrence, 1)

    def test_window(self):
        """R060: a case leaves the window on the same day a year later."""
        today = fields.Date.today()
        self._close_past(self.rep, today - relativedelta(months=12))
        self.assertEqual(self._reported().occurrence, 1)
        self._close_past(self.rep, today - relativedelta(months=12) + relativedelta(days=1))
        self.assertEqual(self._reported().occurrence, 2)
        self.type.window_months = 0
        self.assertEqual(self._reported().occurrence, 3)

    def test_a_later_day_does_not_count(self):
        self._close_past(self.rep, self._days_ago(1))
        self.assertEqual(self._reported(date=self._days_ago(2)).occurrence, 1)

    def test_decided_at_the_occurrence_of_the_moment(self):
        """R060: what was closed between report and decision counts, and until it is closed; then the number stands."""
        case = self._answered()
        self._close_past(self.rep, self._days_ago(1))
        self.as_(self.manager, case).action_decide("fine", 50)
        self.assertEqual((case.occurrence, case.points), (2, 2))
        self._close_past(self.rep, self._days_ago(2))
        self.as_(self.rep, case).action_accept()
        self.assertEqual((case.occurrence, case.points), (3, 2))
        self._close_past(self.rep, self._days_ago(3))
        self.assertEqual(case.occurrence, 3)

    def test_a_new_ladder_leaves_decided_cases_alone(self):
        """R136: an edited ladder applies to what is decided afterwards."""
        decided, reported = self._decided(), self._answered(employee=self.colleague)
        admin = self.as_(self.policy_admin, self.type)
        admin.write({"window_months": 1, "step_ids": [Command.clear(), Command.create({"sanction": "dismissal"})]})
        self.assertEqual((decided.sanction, decided.points, decided.occurrence), ("warning", 1, 1))
        self.assertEqual(reported.proposed_sanction, "dismissal")
        admin.step_ids.write({"sanction": "fine", "fine_amount": 70})
        self.assertEqual((reported.proposed_sanction, reported.proposed_fine_amount), ("fine", 70))
        admin.clause_id = type_clause(self, self.rep)
        self.assertEqual(decided.clause_id, self.clause)

    def test_counting_costs_the_same_for_few_and_many(self):
        """One pass: the number of queries does not grow with the number of cases."""
        employees = self.env["hr.employee"].create(
            [{"name": f"E{n}", "company_id": self.company.id, "department_id": self.north.id} for n in range(12)]
        )
        cases = self.Violation
        for employee in employees:
            self._close_past(employee, self._days_ago(3))
            cases |= self._create_case(employee, state="reported", answer_deadline="2030-01-01")
        self.env.flush_all()

        def count(some):
            self.env.invalidate_all()
            some.modified(["state"])
            before = self.env.cr.sql_log_count
            some.mapped("occurrence")
            some.mapped("proposed_fine_amount")
            self.assertEqual(set(some.mapped("occurrence")), {2})
            return self.env.cr.sql_log_count - before

        count(cases[:2])  # warms the caches of the registry
        self.assertEqual(count(cases[:5]), count(cases))

    # ------------------------------------------------------------------ the shipped table

    def _shipped(self, slug):
        return self.env.ref(f"sales_office_policy.violation_type_{slug}")

    def _ladder(self, slug):
        return [(s.occurrence, s.sanction, s.fine_amount) for s in self._shipped(slug).step_ids]

    def test_shipped_types_point_to_their_clauses(self):
        """R012 R013 R014 R021 R023 R025 R026 R027 R028 R042 R054 R055 R058 R095 R096 R097: each has a type."""
        expected = {
            "paper_waste": "paper_use",
            "food_in_office": "food",
            "private_business": "private_business",
            "uncivil_language": "civil_language",
            "customer_rewards": "customer_rewards",
            "posture": "posture",
            "no_knock": "knock",
            "abuse": "abuse",
            "no_greeting": "greeting",
            "secrets_leaked": "secrets",
            "secrets_leaked_serious": "secrets",
            "poor_service": "service",
            "gift_undeclared": "gifts",
            "image_damaged": "image",
            "illegal_sale": "illegal_sale",
            "false_information": "false_information",
            "price_breach": "price",
            "late_arrival": "punctuality",
            "early_leave": "punctuality",
            "absence": "punctuality",
            "meeting_late": "morning_meeting",
            "meeting_absent": "meeting_absence",
            "meeting_unprepared": "meeting_preparation",
            "document_overdue": "document_return",
            "document_left": "document_left",
            "document_left_secret": "desk_secret",
            "closing_missed": "closing_office",
            "report_late": "reports",
            "sign_in_for_other": "sign_in",
        }
        for slug, clause in expected.items():
            with self.subTest(slug=slug):
                self.assertEqual(self._shipped(slug).clause_id, self.env.ref(f"sales_office_policy.clause_{clause}"))

    def test_shipped_ladders_are_whole(self):
        """R136: every shipped ladder starts at the first occurrence, gets no milder, and has a description."""
        order = ["warning", "fine", "written_warning", "demotion", "suspension", "dismissal"]
        names = self.env["ir.model.data"].search(
            [("module", "=", "sales_office_policy"), ("model", "=", "sales.office.violation.type")]
        )
        self.assertGreater(len(names), 30)
        for shipped in self.env["sales.office.violation.type"].browse(names.mapped("res_id")):
            with self.subTest(code=shipped.code):
                shipped._check_ladder()
                self.assertTrue(shipped.description)
                points = shipped.step_ids.mapped("points")
                self.assertEqual(points, sorted(points))
                self.assertTrue(all(step.sanction in order for step in shipped.step_ids))

    def test_abuse_costs_the_same_each_time(self):
        """R027: threats, shouting, abuse: a fine of 100 each time."""
        self.assertEqual(self._ladder("abuse"), [(1, "fine", 100)])
        abuse = self._shipped("abuse")
        for days in (9, 8, 7):
            self._close_past(self.rep, self._days_ago(days), type_id=abuse.id)
            case = self._reported(type_id=abuse.id)
            self.assertEqual((case.proposed_sanction, case.proposed_fine_amount), ("fine", 100))

    def test_secrets_have_two_severities(self):
        """R042: leaking secrets costs 100, serious cases the post."""
        self.assertEqual(self._ladder("secrets_leaked")[0], (1, "fine", 100))
        self.assertEqual(self._ladder("secrets_leaked_serious"), [(1, "dismissal", 0)])
        self.assertEqual(self._shipped("secrets_leaked_serious").severity, "severe")

    def test_a_papers_class_chooses_the_type(self):
        """R016 R019: a confidential paper left lying about is the graver type."""
        severities = [self._shipped(slug).severity for slug in ("document_left", "document_left_secret")]
        self.assertEqual(severities, ["minor", "serious"])
