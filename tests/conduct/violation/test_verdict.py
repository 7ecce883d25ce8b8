"""Who may impose what, decisions by two persons, appeals at the next level, equal cases."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..common import ConductCommon


class TestAuthorityTable(ConductCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Limit = cls.env["sales.office.sanction.limit"]

    def test_fine_above_the_limit(self):
        """R060: the shipped table lets a manager fine up to 500; above it is the director's."""
        case = self._answered()
        message = "“Fine” with this fine is more than you may impose. It is for: Director."
        with self.assertRaisesRegex(UserError, message):
            self.as_(self.manager, case).action_decide("fine", 500.01, "Much.")
        self.as_(self.manager, case).action_decide("fine", 500, "Much.")
        self.assertEqual(case.fine_amount, 500)

    def test_director_has_no_limit(self):
        case = self._answered()
        self.as_(self.director, case).action_decide("fine", 9000, "Enough.")
        self.assertEqual((case.state, case.sanction), ("decided", "fine"))

    def test_not_in_the_table(self):
        """R060: what is not in the table may not be imposed, by nobody at all if nobody has a line."""
        self.env.ref("sales_office_policy.sanction_limit_director_demotion").unlink()
        for decider in (self.manager, self.director):
            with self.assertRaisesRegex(UserError, "It is for: nobody."):
                self.as_(decider, self._answered()).action_decide("demotion", 0, "Enough.")

    def test_a_company_with_lines_of_its_own(self):
        """R060: goes by these alone; the other company by the shared ones."""
        self.Limit.create({"company_id": self.company.id, "post": "manager", "sanction": "warning", "fine_limit": 10})
        case = self._answered()
        with self.assertRaisesRegex(UserError, "with this fine is more than you may impose"):
            self.as_(self.director, case).action_decide("fine", 20, "No line for it.")
        self.as_(self.manager, case).action_decide("warning", 0, "")
        valley = self._answered(employee=self.rep_valley, reporter=self.director_valley)
        self.assertEqual(self.Limit._get_lines(valley.company_id)._get_entitled(valley, "demotion", 0), {"director"})

    def test_one_line_each(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.Limit.create({"post": "manager", "sanction": "warning"})

    def test_who_edits(self):
        """R136: the policy administrator edits the table; a director reads it."""
        line = self.env.ref("sales_office_policy.sanction_limit_manager_fine")
        self.as_(self.policy_admin, line).fine_limit = 100
        for other in (self.rep, self.leader, self.manager, self.director):
            self.assertEqual(self.as_(other, line).fine_limit, 100)
            with self.assertRaises(AccessError):
                self.as_(other, line).fine_limit = 9000


class TestTwoPersons(ConductCommon):
    def _suspend(self, case, decider, reason="Third time."):
        return self.as_(decider, case).action_decide("suspension", 0, reason)

    def test_two(self):
        """R060: a suspension waits for a second person; the first stays the decider, the second confirms."""
        case = self._answered()
        action = self._suspend(case, self.manager)
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual((case.state, case.sanction, case.decided_at), ("reported", False, False))
        self._suspend(case, self.director, "")
        self.assertEqual(
            (case.state, case.sanction, case.decided_by_id, case.confirmed_by_id, case.reason),
            ("decided", "suspension", self.manager.user_id, self.director.user_id, "Third time."),
        )
        self.assertFalse(case.first_decision or case.first_decided_by_id)

    def test_not_the_same_person_twice(self):
        case = self._answered()
        for _time in range(2):
            self._suspend(case, self.director)
        self.assertEqual((case.state, case.first_decided_by_id), ("reported", self.director.user_id))

    def test_one_of_the_two_has_the_authority(self):
        """R060: a manager confirms what the director began; two managers together suspend nobody."""
        case = self._answered()
        self._suspend(case, self.director)
        self._suspend(case, self.manager)
        self.assertEqual((case.state, case.decided_by_id), ("decided", self.director.user_id))
        other = self._answered()
        self._suspend(other, self.manager)
        self.leader.user_id.group_ids |= self.env.ref("sales_office_policy.group_manager")
        self.north.manager_id = self.leader
        other.reporter_id = self.clerk.user_id
        with self.assertRaisesRegex(UserError, "It is for: Director."):
            self._suspend(other, self.leader)
        self.assertEqual(other.first_decided_by_id, self.manager.user_id)

    def test_second_person_decides_otherwise(self):
        """R060: a milder sanction is decided at once; another grave one is a new first decision."""
        case = self._answered()
        self._suspend(case, self.manager)
        self.as_(self.director, case).action_decide("dismissal", 0, "Worse than that.")
        self.assertEqual((case.state, case.first_decision["sanction"]), ("reported", "dismissal"))
        self.as_(self.manager, case).action_decide("written_warning", 0, "Not that bad.")
        self.assertEqual(
            (case.state, case.sanction, case.decided_by_id, case.confirmed_by_id.id),
            ("decided", "written_warning", self.manager.user_id, False),
        )

    def test_nothing_shows(self):
        """R060: employee, colleague and leader learn nothing of a decision that is none yet."""
        case = self._reported()
        case.answer_deadline = fields.Datetime.now() - timedelta(days=1)
        messages = case.message_ids
        self._suspend(case, self.manager)
        self.assertEqual((case.message_ids, case.activity_ids.user_id), (messages, self.rep.user_id))
        for reader in (self.rep, self.leader):
            seen = self.as_(reader, case)
            self.assertEqual((seen.awaits_second, seen.first_decision_text, seen.sanction), (False, False, False))
            self.assertFalse(seen.search([("awaits_second", "=", True)]))
            for name in ("first_decision", "first_decided_by_id"):
                with self.assertRaises(AccessError):
                    seen.read([name])
                with self.assertRaises(AccessError):
                    seen.search([(name, "!=", False)])
        judge = self.as_(self.director, case)
        self.assertEqual(judge.search([("awaits_second", "=", True)]), judge)
        self.assertRegex(judge.first_decision_text, "Max.*Suspension.*\nThird time.")

    def test_no_trace(self):
        """R060: nor do name and time of the last change tell that somebody has decided."""
        case = self._answered()
        self.env.flush_all()
        before = self.as_(self.rep, case).read(["write_uid", "write_date"])
        self._suspend(case, self.manager)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(case.first_decided_by_id, self.manager.user_id)
        self.assertEqual(self.as_(self.rep, case).read(["write_uid", "write_date"]), before)

    def test_late_answer(self):
        """R046: an answer that comes in between is heard: the first decision is gone."""
        case = self._reported()
        case.answer_deadline = fields.Datetime.now() - timedelta(days=1)
        self._suspend(case, self.manager)
        self.as_(self.rep, case).action_answer("I was ill.")
        self.assertFalse(case.first_decision)
        self._suspend(case, self.director)
        self.assertEqual(case.state, "reported")

    def test_dialog(self):
        """R060: the second person finds the first decision in the dialog and confirms it as it is."""
        case = self._answered(type_id=self._create_type("Dozing", (1, "suspension", 30, 5)).id)
        self.as_(self.manager, case).action_decide("suspension", 30, "Third time.", 5)
        dialog = self.as_(self.director, self.env["sales.office.violation.decide"]).with_context(active_id=case.id)
        with Form(dialog) as form:
            self.assertEqual((form.sanction, form.fine_amount, form.points), ("suspension", 30, 5))
            self.assertIn("Max", form.first_decision_text)
        form.record.action_confirm()
        self.assertEqual((case.state, case.fine_amount, case.points), ("decided", 30, 5))

    def test_dismissed_in_between(self):
        case = self._answered()
        self._suspend(case, self.manager)
        self.as_(self.director, case).action_dismiss("It was somebody else.")
        self.assertEqual((case.state, case.first_decision), ("dismissed", False))

    def test_waiting_is_not_on_the_first_persons_page(self):
        """R060: Today asks the second person, not the one who has decided."""
        case = self._answered()
        self._suspend(case, self.manager)
        pages = {
            person: [
                line["count"]
                for line in self.as_(person, self.env["sales.office.today"]).get_lines()
                if line["key"] == "conduct_decide"
            ]
            for person in (self.manager, self.director)
        }
        self.assertEqual(pages, {self.manager: [], self.director: [1]})


class TestAppeal(ConductCommon):
    def _appealed(self, **values):
        case = self._decided(**values)
        self.as_(case.employee_id, case).action_appeal("No.")
        return case

    def test_both_deciders_keep_off(self):
        """R046: neither of the two hears the appeal; where a director took part, a deputy may."""
        case = self._answered()
        for decider in (self.manager, self.director):
            self.as_(decider, case).action_decide("suspension", 0, "Third time.")
        self.as_(self.rep, case).action_appeal("Second.")
        for decider in (self.manager, self.director):
            with self.assertRaisesRegex(AccessError, "You decided this case, so somebody else has to hear the appeal."):
                self.as_(decider, case).action_decide("warning", 0, "Well.")
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.manager.id,
                "deputy_id": self.leader_south.id,
                "date_from": fields.Date.subtract(fields.Date.today(), days=1),
                "date_to": fields.Date.add(fields.Date.today(), days=1),
            }
        )
        self.as_(self.leader_south, case).action_decide("warning", 0, "Second it was.")
        self.assertEqual((case.state, case.appeal_outcome), ("decided", "reduced"))

    def test_next_level(self):
        """R046: a manager's decision is heard by a director, not by another who stands no higher."""
        case = self._appealed()
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.manager.id,
                "deputy_id": self.leader_south.id,
                "date_from": fields.Date.subtract(fields.Date.today(), days=1),
                "date_to": fields.Date.add(fields.Date.today(), days=1),
            }
        )
        deputy = self.as_(self.leader_south, case)
        self.assertFalse(deputy.can_decide)
        with self.assertRaisesRegex(AccessError, "An appeal goes to the next level: .* above Max."):
            deputy.action_decide("warning", 0, "Well.")
        self.assertTrue(self.as_(self.director, case).can_decide)

    def test_never_worse(self):
        """R046: an appeal does not make it worse: no harsher sanction, no higher fine, no more points."""
        case = self._appealed(sanction="fine", fine_amount=50)
        hearer = self.as_(self.director, case)
        for decision in (("suspension", 0, "x", 0), ("fine", 51, "x", 1), ("fine", 50, "x", 2)):
            with self.assertRaisesRegex(UserError, "An appeal never makes a decision worse"):
                hearer.action_decide(*decision)
        hearer.action_decide("fine", 50, "x", 1)
        self.assertEqual(case.appeal_outcome, "upheld")

    def test_milder_in_name_only(self):
        """R046: a milder sanction does not bring a fine, nor points, that the decision did not have."""
        case = self._appealed(sanction="fine", fine_amount=50)
        hearer = self.as_(self.director, case)
        for decision in (("written_warning", 51, "x", 1), ("written_warning", 500, "x", 0), ("warning", 0, "x", 9)):
            with self.assertRaisesRegex(UserError, "An appeal never makes a decision worse"):
                hearer.action_decide(*decision)
        hearer.action_decide("written_warning", 50, "x", 1)
        self.assertEqual(case.appeal_outcome, "reduced")

    def test_appeal_within_ones_authority(self):
        """R060: who hears an appeal may uphold a grave sanction, but not put another one in its place on their own."""
        case = self._answered()
        for decider in (self.manager, self.director):
            self.as_(decider, case).action_decide("dismissal", 0, "Third time.")
        self.as_(self.rep, case).action_appeal("Second.")
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.manager.id,
                "deputy_id": self.leader_south.id,
                "date_from": fields.Date.subtract(fields.Date.today(), days=1),
                "date_to": fields.Date.add(fields.Date.today(), days=1),
            }
        )
        hearer = self.as_(self.leader_south, case)
        with self.assertRaisesRegex(UserError, "is more than you may impose"):
            hearer.action_decide("suspension", 100000, "Well.")
        hearer.action_decide("dismissal", 0, "Third it was.")
        self.assertEqual(case.appeal_outcome, "upheld")

    def test_fewer_points_are_a_reduction(self):
        case = self._appealed(sanction="written_warning")
        self.as_(self.director, case).action_decide("written_warning", 0, "Less.", 0)
        self.assertEqual(case.appeal_outcome, "reduced")

    def test_later_ladders(self):
        """R060: a case lifted on appeal was no occurrence; one that becomes final is counted, and the case says so."""
        first = self._appealed()
        later = self._reported()
        self.as_(self.director, first).action_dismiss("Not him.")
        self.assertEqual(later.occurrence, 1)
        second = self._closed()
        self.assertEqual(later.occurrence, 2)
        self.assertIn("occurrence 2", later.message_ids[0].body)
        self.assertEqual(second.occurrence, 1)


class TestPrecedents(ConductCommon):
    def test_shown_without_names(self):
        """R046: who decides sees what became of equal cases, the same occurrence first, and of nobody's."""
        self._close_past(self.rep_south, self._days_ago(40), occurrence=1, sanction="warning", points=1)
        self._close_past(self.colleague, self._days_ago(9), occurrence=3, sanction="fine", fine_amount=80)
        case = self._answered()
        precedents = self.as_(self.manager, case)._get_precedents()
        self.assertEqual([p["sanction"] for p in precedents], ["Warning", "Fine"])
        self.assertEqual(precedents[0]["month"], f"{self._days_ago(40):%Y-%m}")
        dialog = self.as_(self.manager, self.env["sales.office.violation.decide"]).with_context(active_id=case.id)
        html = Form(dialog).precedents
        self.assertIn("80.00", html)
        for person in (self.rep_south, self.colleague):
            self.assertNotIn(person.name, html)

    def test_who_sees_them(self):
        """R135: nobody but who may judge the case."""
        self._close_past(self.rep_south, self._days_ago(9), occurrence=1, sanction="warning")
        case = self._answered()
        for reader in (self.rep, self.leader):
            self.assertEqual(self.as_(reader, case)._get_precedents(), [])

    def test_other_companies_do_not_count(self):
        self._close_past(self.rep_valley, self._days_ago(9), occurrence=1, sanction="warning")
        self.assertEqual(self.as_(self.manager, self._answered())._get_precedents(), [])
