"""From suspicion to the end: every step by the right person, every other refused."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from ..common import ConductCommon


class TestProcess(ConductCommon):
    def test_fine_of_nothing(self):
        """R060: a fine has an amount after rounding."""
        case = self._answered()
        with self.assertRaisesRegex(UserError, "Give the amount of the fine"):
            self.as_(self.manager, case).action_decide("fine", 0.001, "Heard.")

    def test_whole_pipeline(self):
        """R060 R046: reported by the clerk, answered, decided by the manager, accepted, closed."""
        case = self.as_(self.clerk, self.Violation).create(
            {"employee_id": self.rep.id, "type_id": self.type.id, "description": "Asleep at the desk."}
        )
        self.assertEqual((case.state, case.reporter_id, case.occurrence), ("suspected", self.clerk.user_id, 0))
        case.action_report()
        case = case.sudo()
        self.assertEqual((case.state, case.occurrence, case.proposed_sanction), ("reported", 1, "warning"))
        self.as_(self.rep, case).action_answer("I was thinking.")
        self.as_(self.manager, case).action_decide("warning", 0, "")
        self.assertEqual(
            (case.state, case.sanction, case.fine_amount, case.points, case.decided_by_id),
            ("decided", "warning", 0, 1, self.manager.user_id),
        )
        self.as_(self.rep, case).action_accept()
        self.assertEqual((case.state, case.sanction), ("closed", "warning"))

    def test_form_and_wizards(self):
        """R060: what people type: the draft, the answer, the decision filled with the ladder's proposal."""
        self._close_past(self.rep, self._days_ago(10))
        with Form(self.as_(self.leader, self.Violation)) as form:
            form.employee_id = self.as_(self.leader, self.rep)
            form.type_id = self.type
            form.description = "Asleep again."
        case = form.record
        case.action_report()
        self.say_why(self.rep, case, "answer", "I was thinking again.")
        self.assertEqual(case.response, "I was thinking again.")
        decide = self.as_(self.manager, self.env["sales.office.violation.decide"]).with_context(active_id=case.id)
        with Form(decide) as form:
            self.assertEqual((form.occurrence, form.sanction, form.fine_amount, form.points), (2, "fine", 50, 2))
        form.record.action_confirm()
        self.assertEqual((case.state, case.fine_amount, case.points), ("decided", 50, 2))
        self.say_why(self.rep, case, "appeal", "It was a short one.")
        self.assertEqual((case.state, case.appeal), ("appealed", "It was a short one."))
        with Form(self.as_(self.director, decide)) as form:
            self.assertEqual((form.sanction, form.fine_amount), ("fine", 50))
            form.fine_amount = 20
            form.reason = "Short indeed."
        form.record.action_confirm()
        self.assertEqual((case.state, case.appeal_outcome, case.fine_amount), ("decided", "reduced", 20))

    def test_dismissed_by_dialog(self):
        """R060: the reasons of a dismissal are asked by the one dialog for reasons."""
        case = self._reported()
        self.say_why(self.manager, case, "dismiss", "Not true.")
        self.assertEqual((case.state, case.reason), ("dismissed", "Not true."))

    # ------------------------------------------------------------------ reporting

    def test_only_the_writer_reports_a_draft(self):
        """R046: nobody hands in a draft through somebody else, to decide it themselves afterwards."""
        case = self._create_case(self.rep, self.manager)
        for other in (self.leader, self.director):
            with self.assertRaises(AccessError):
                self.as_(other, case).action_report()
        for stranger in (self.rep, self.colleague, self.leader_south):
            with self.assertRaises(AccessError):
                self.as_(stranger, case).action_report()
        self.as_(self.manager, case).action_report()
        self.assertEqual(case.state, "reported")

    def test_a_case_without_reporter_is_reported_by_a_leader(self):
        """R046: what a check suspected is reported by somebody with authority, who is the reporter then."""
        case = self._create_case(self.rep)
        with self.assertRaises(AccessError):
            self.as_(self.leader_south, case).action_report()
        self.as_(self.leader, case).action_report()
        self.assertEqual(case.reporter_id, self.leader.user_id)

    def test_report_once(self):
        case = self._reported()
        with self.assertRaisesRegex(UserError, "is Reported; this needs: Suspected"):
            self.as_(self.leader, case).action_report()

    def test_no_case_in_the_future(self):
        """The day counts where the employee is: it is tomorrow there already."""
        with freeze_time("2026-03-10 20:00:00"):  # 11 March 04:00 in Shanghai
            self.assertTrue(self._create_case(self.rep, date="2026-03-11"))
            with self.assertRaisesRegex(ValidationError, "The day of a case must not lie in the future"):
                self._create_case(self.rep, date="2026-03-12")

    # ------------------------------------------------------------------ answering

    def test_only_the_employee_answers(self):
        case = self._reported()
        for other in (self.leader, self.manager, self.director, self.colleague, self.clerk):
            with self.assertRaises(AccessError):
                self.as_(other, case).action_answer("He was asleep.")

    def test_answer_once_and_with_words(self):
        case = self._reported()
        with self.assertRaisesRegex(UserError, "Write your answer"):
            self.as_(self.rep, case).action_answer("  ")
        self.as_(self.rep, case).action_answer("Yes.")
        with self.assertRaisesRegex(UserError, "You have answered this case"):
            self.as_(self.rep, case).action_answer("No.")
        self.assertEqual(case.response, "Yes.")

    def test_no_answer_before_the_report_or_after_the_decision(self):
        with self.assertRaisesRegex(UserError, "is Suspected; this needs: Reported"):
            found = self._create_case(self.rep, check_id=self.env.ref("sales_office_policy.check_late_arrival").id)
            self.as_(self.rep, found).action_answer("What?")
        case = self._reported()
        case.answer_deadline = fields.Datetime.now() - timedelta(days=1)
        self.as_(self.manager, case).action_decide("warning")
        with self.assertRaisesRegex(UserError, "is Decided; this needs: Reported"):
            self.as_(self.rep, case).action_answer("Too late.")

    def test_late_answer_is_heard_while_undecided(self):
        case = self._reported()
        case.answer_deadline = fields.Datetime.now() - timedelta(days=1)
        self.as_(self.rep, case).action_answer("Sorry, I was ill.")
        self.assertTrue(case.answered_at)

    def test_deadlines_are_working_days_of_the_office(self):
        """R046: three working days after a Thursday in Shanghai, a holiday left out, end on Wednesday night."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": "2026-03-15 16:00:00",  # Monday 16 March in Shanghai
                "date_to": "2026-03-16 15:59:59",
            }
        )
        with freeze_time("2026-03-12 02:00:00"):
            self.assertEqual(str(self._reported().answer_deadline), "2026-03-18 15:59:59")
        with freeze_time("2026-03-12 17:00:00"):  # Friday in Shanghai already
            self.assertEqual(str(self._reported().answer_deadline), "2026-03-19 15:59:59")

    def test_deadline_without_working_hours(self):
        """An office without any working hours counts plain days."""
        self.calendar.attendance_ids.unlink()
        with freeze_time("2026-03-12 02:00:00"):
            self.assertEqual(str(self._reported().answer_deadline), "2026-03-15 15:59:59")

    def test_days_come_from_the_settings(self):
        self.company.write({"sales_office_answer_days": 1, "sales_office_appeal_days": 2})
        with freeze_time("2026-03-12 02:00:00"):
            case = self._decided()
        self.assertEqual(str(case.answer_deadline), "2026-03-13 15:59:59")
        self.assertEqual(str(case.appeal_deadline), "2026-03-16 15:59:59")

    # ------------------------------------------------------------------ deciding

    def test_not_decided_unheard(self):
        """R046: decided only once the employee answered or their time is over."""
        case = self._reported()
        self.assertFalse(self.as_(self.manager, case).can_decide)
        with self.assertRaisesRegex(UserError, "The employee has not answered yet"):
            self.as_(self.manager, case).action_decide("warning")
        case.answer_deadline = fields.Datetime.now() - timedelta(seconds=1)
        self.assertTrue(case.is_unanswered)
        self.as_(self.manager, case).action_decide("warning")
        self.assertEqual(case.state, "decided")
        self.assertIn(
            "Decided without an answer: the time to answer had passed.", "".join(case.message_ids.mapped("body"))
        )

    def test_who_cannot_decide(self):
        """R046: not the employee, a colleague, a leader who is no manager, another team's, or the clerk."""
        case = self._answered(reporter=self.clerk)
        for other in (
            self.rep,
            self.colleague,
            self.leader,
            self.leader_south,
            self.clerk,
            self.relations,
            self.finance,
        ):
            with self.subTest(other=other.name), self.assertRaises(AccessError):
                self.as_(other, case).action_decide("warning")
            with self.subTest(other=other.name), self.assertRaises(AccessError):
                self.as_(other, case).action_dismiss("Friend of mine.")

    def test_nobody_decides_about_himself(self):
        """R046: not even the director, nor through dismissing or closing."""
        for person in (self.manager, self.director):
            case = self._create_case(person)
            case.write({"state": "reported", "reporter_id": self.clerk.user_id.id, "answer_deadline": "2020-01-01"})
            own = self.as_(person, case)
            with self.assertRaises(AccessError):
                own.action_decide("warning")
            with self.assertRaises(AccessError):
                own.action_dismiss("It was nothing.")
            case.write({"state": "decided", "appeal_deadline": "2020-01-01"})
            with self.assertRaises(AccessError):
                own.action_close()

    def test_nobody_decides_about_a_superior(self):
        """R046: a manager does not decide about the director, nor a leader about the manager."""
        for superior, subordinate in ((self.director, self.manager), (self.manager, self.leader)):
            case = self._answered(employee=superior, reporter=self.clerk)
            with self.assertRaises(AccessError):
                self.as_(subordinate, case).action_decide("warning")

    def test_who_reports_does_not_decide(self):
        """R046: the reporter neither decides nor dismisses; somebody else with authority does."""
        case = self._answered(reporter=self.manager)
        self.assertFalse(self.as_(self.manager, case).can_decide)
        with self.assertRaises(AccessError):
            self.as_(self.manager, case).action_decide("warning")
        with self.assertRaises(AccessError):
            self.as_(self.manager, case).action_dismiss("Forget it.")
        self.as_(self.director, case).action_decide("warning")
        self.assertEqual(case.state, "decided")

    def test_decide_once(self):
        case = self._decided()
        for decider in (self.manager, self.director):
            with self.assertRaisesRegex(UserError, "is Decided; this needs: Reported, Appealed"):
                self.as_(decider, case).action_decide("dismissal", 0, "Changed my mind.")

    def test_another_sanction_needs_reasons(self):
        case = self._answered()
        decider = self.as_(self.manager, case)
        for decision in (("written_warning", 0), ("warning", 30)):
            with self.assertRaisesRegex(
                UserError, "This is not what the ladder proposes|with this fine is more than you may impose"
            ):
                decider.action_decide(*decision)
        with self.assertRaisesRegex(UserError, "This is not what the ladder proposes"):
            decider.action_decide("warning", 0, "", 7)
        decider.action_decide("written_warning", 30, "In front of guests.", 3)
        self.assertEqual((case.sanction, case.fine_amount, case.points), ("written_warning", 30, 3))

    def test_impossible_sanctions(self):
        decider = self.as_(self.manager, self._answered())
        for decision in (("lashes", 0), (False, 0), ("fine", 0), ("fine", -5), ("warning", -5)):
            with (
                self.subTest(decision=decision),
                self.assertRaisesRegex(UserError, "“sanction” has to be|Give the amount of the fine, and no negative"),
            ):
                decider.action_decide(*decision, "Because.")

    def test_fines_switched_off(self):
        """Without fines a fine is proposed as a warning with its points, and cannot be decided."""
        self.company.sales_office_fines_enabled = False
        self._close_past(self.rep, self._days_ago(5))
        case = self._answered()
        self.assertEqual((case.proposed_sanction, case.proposed_fine_amount, case.proposed_points), ("warning", 0, 2))
        decider = self.as_(self.manager, case)
        for decision in (("fine", 50), ("written_warning", 50)):
            with self.assertRaisesRegex(UserError, "Choose another sanction"):
                decider.action_decide(*decision, "Because.")
        decider.action_decide("warning")
        self.assertEqual((case.sanction, case.fine_amount, case.points), ("warning", 0, 2))

    # ------------------------------------------------------------------ appeal

    def test_appeal_is_decided_by_somebody_else(self):
        """R046: the first decider does not hear the appeal; the first reasons stay on record."""
        case = self._decided(sanction="written_warning", reason="Third time.")
        self.as_(self.rep, case).action_appeal("It was the second.")
        with self.assertRaises(AccessError):
            self.as_(self.manager, case).action_decide("written_warning", 0, "Still.")
        with self.assertRaises(AccessError):
            self.as_(self.manager, case).action_dismiss("Still.")
        hearer = self.as_(self.director, case)
        with self.assertRaisesRegex(UserError, "Give your reasons for the decision"):
            hearer.action_decide("warning")
        hearer.action_decide("warning", 0, "True.")
        self.assertEqual((case.state, case.sanction, case.appeal_outcome), ("decided", "warning", "reduced"))
        self.assertEqual((case.decided_by_id, case.reason), (self.manager.user_id, "Third time."))
        self.assertEqual((case.appeal_decided_by_id, case.appeal_reason), (self.director.user_id, "True."))

    def test_appeal_upheld_and_closed(self):
        case = self._decided()
        self.as_(self.rep, case).action_appeal("No.")
        self.as_(self.director, case).action_decide("warning", 0, "Yes.")
        self.assertEqual(case.appeal_outcome, "upheld")
        with self.assertRaisesRegex(UserError, "The time to appeal is over, or your appeal"):
            self.as_(self.rep, case).action_appeal("No!")
        self.as_(self.manager, case).action_close()
        self.assertEqual(case.state, "closed")

    def test_appeal_lifted(self):
        """A case dismissed on appeal keeps no sanction and no fine."""
        case = self._decided(sanction="fine", fine_amount=80)
        self.as_(self.rep, case).action_appeal("It was not me.")
        self.as_(self.director, case).action_dismiss("It was not him.")
        self.assertEqual(
            (case.state, case.sanction, case.fine_amount, case.points, case.appeal_outcome),
            ("dismissed", False, 0, 0, "lifted"),
        )

    def test_only_the_employee_appeals_and_in_time(self):
        case = self._decided()
        for other in (self.leader, self.manager, self.colleague):
            with self.assertRaises(AccessError):
                self.as_(other, case).action_appeal("For him.")
        with self.assertRaisesRegex(UserError, "Write why you appeal"):
            self.as_(self.rep, case).action_appeal("")
        case.appeal_deadline = fields.Datetime.now() - timedelta(seconds=1)
        with self.assertRaisesRegex(UserError, "The time to appeal is over, or your appeal"):
            self.as_(self.rep, case).action_appeal("Late.")

    # ------------------------------------------------------------------ closing

    def test_not_closed_while_an_appeal_may_come(self):
        case = self._decided()
        self.assertFalse(self.as_(self.manager, case).can_close)
        with self.assertRaisesRegex(UserError, "The employee may still appeal"):
            self.as_(self.manager, case).action_close()
        for other in (self.rep, self.leader, self.leader_south):
            with self.assertRaises(AccessError):
                self.as_(other, case).action_close()
        case.appeal_deadline = fields.Datetime.now() - timedelta(seconds=1)
        self.assertTrue(self.as_(self.manager, case).can_close)
        self.as_(self.manager, case).action_close()
        self.assertEqual(case.state, "closed")

    def test_only_the_employee_accepts(self):
        case = self._decided()
        for other in (self.manager, self.director, self.colleague):
            with self.assertRaises(AccessError):
                self.as_(other, case).action_accept()

    def test_the_end_is_the_end(self):
        """R060: nothing happens to a closed or a dismissed case any more."""
        dismissed = self._reported()
        self.as_(self.manager, dismissed).action_dismiss("No.")
        for case in (self._closed(), dismissed):
            employee, manager, director = (self.as_(e, case) for e in (self.rep, self.manager, self.director))
            for action, arguments in (
                (manager.action_report, ()),
                (employee.action_answer, ("x",)),
                (manager.action_decide, ("warning",)),
                (employee.action_accept, ()),
                (employee.action_appeal, ("x",)),
                (director.action_dismiss, ("x",)),
                (manager.action_close, ()),
            ):
                with (
                    self.subTest(state=case.state, action=action.__name__),
                    self.assertRaisesRegex(UserError, "; this needs: "),
                ):
                    action(*arguments)

    # ------------------------------------------------------------------ deputies, moves, companies

    def test_deputy_decides_but_not_about_whom_he_stands_in_for(self):
        """R047 R046: the manager's deputy decides in their place, never about them."""
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.manager.id,
                "deputy_id": self.leader_south.id,
                "date_from": fields.Date.today(),
                "date_to": fields.Date.today() + timedelta(days=1),
            }
        )
        case = self._answered()
        self.as_(self.leader_south, case).action_decide("warning")
        self.assertEqual(case.decided_by_id, self.leader_south.user_id)
        about_manager = self._answered(employee=self.manager, reporter=self.clerk)
        about_himself = self._answered(employee=self.leader_south, reporter=self.clerk)
        for other in (about_manager, about_himself):
            with self.assertRaises(AccessError):
                self.as_(self.leader_south, other).action_decide("warning")

    def test_a_move_does_not_hand_the_case_over(self):
        """R135: a case stays with the department of its day."""
        case = self._reported()
        self.rep.department_id = self.south
        self.assertEqual(case.department_id, self.north)
        self.assertTrue(self.as_(self.leader, case).has_access("read"))
        self.assertFalse(self.as_(self.leader_south, case).has_access("read"))

    def test_employee_without_user(self):
        """Somebody without a user cannot answer; their time runs all the same and nobody is told."""
        employee = self.env["hr.employee"].create(
            {"name": "Nina", "company_id": self.company.id, "department_id": self.north.id}
        )
        case = self._reported(employee=employee)
        case.answer_deadline = fields.Datetime.now() - timedelta(seconds=1)
        self.as_(self.manager, case).action_decide("warning")
        self.assertEqual(case.state, "decided")

    def test_other_company(self):
        """R135: another company's director neither sees nor decides; types of a company stay in it."""
        case = self._answered()
        foreign = self.as_(self.director_valley, case)
        with self.assertRaises(AccessError):
            foreign.action_decide("warning")
        own_type = self._create_type("Local", (1, "warning", 0, 0), company_id=self.company.id)
        self.assertFalse(self.as_(self.director_valley, own_type).has_access("read"))
        with self.assertRaisesRegex(UserError, "company inconsistencies"):
            self._create_case(self.rep_valley, type_id=own_type.id)

    def test_batch(self):
        """All actions take several cases at once."""
        cases = self._create_case(self.rep, self.leader) | self._create_case(self.colleague, self.leader)
        self.as_(self.leader, cases).action_report()
        cases.write({"answer_deadline": "2020-01-01"})
        self.as_(self.manager, cases).action_decide("warning")
        cases.write({"appeal_deadline": "2020-01-01"})
        self.as_(self.manager, cases).action_close()
        self.assertEqual(cases.mapped("state"), ["closed", "closed"])

    def test_source(self):
        lead = self.env["crm.lead"].create({"name": "L", "user_id": self.rep.user_id.id})
        case = self._create_case(
            self.rep,
            res_model="crm.lead",
            res_id=lead.id,
            check_id=self.env.ref("sales_office_policy.check_late_arrival").id,
        )
        action = self.as_(self.rep, case).action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.lead", lead.id))
        with self.assertRaisesRegex(UserError, "This does not come from another record"):
            self._create_case(self.rep).action_open_source()
