"""What people try with a case, each with the exact answer they get."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from ...access.factories.factories import type_clause
from ..common import ConductCommon


class TestAbuse(ConductCommon):
    def _assert_refused(self, error, message, action, *arguments):
        with self.assertRaises(error) as refused, self.env.cr.savepoint():
            action(*arguments)
        self.assertEqual(str(refused.exception), message)

    # ------------------------------------------------------------------ who decides

    def test_on_oneself(self):
        """R046: neither the manager nor the director decides about themselves."""
        for subject in (self.manager, self.director):
            case = self._answered(employee=subject, reporter=self.clerk)
            message = (
                f"You do not stand above {subject.name}, so this is not yours to decide. "
                "Ask the manager of the department or the director."
            )
            with self.subTest(subject=subject.name):
                own = self.as_(subject, case)
                self._assert_refused(AccessError, message, own.action_decide, "warning")
                self._assert_refused(AccessError, message, own.action_dismiss, "It was nothing.")
                self.assertEqual(case.state, "reported")

    def test_on_a_superior(self):
        """R046: a superior's case is not even there for whom they lead, whatever they call."""
        for superior, subordinate in ((self.director, self.manager), (self.manager, self.leader)):
            case = self._answered(employee=superior, reporter=self.clerk)
            own = self.as_(subordinate, case)
            for action, argument in ((own.action_decide, "warning"), (own.action_dismiss, "It was nothing.")):
                with (
                    self.subTest(superior=superior.name, action=action.__name__),
                    self.assertRaisesRegex(AccessError, "doesn't have 'read' access"),
                ):
                    action(argument)

    def test_own_report(self):
        """R046: who reported a case neither decides nor dismisses it."""
        own = self.as_(self.manager, self._answered(reporter=self.manager))
        message = "You reported this case, so somebody else has to decide it."
        self._assert_refused(AccessError, message, own.action_decide, "warning")
        self._assert_refused(AccessError, message, own.action_dismiss, "Forget it.")

    def test_a_leader_decides_nothing(self):
        """R046: a team leader reports; a deciding call over RPC is refused in words."""
        case = self._answered(reporter=self.clerk)
        message = "Cases are decided by a manager or the director."
        self._assert_refused(AccessError, message, self.as_(self.leader, case).action_decide, "warning")

    # ------------------------------------------------------------------ when

    def test_answer_after_the_decision(self):
        """R046: what comes after the decision is an appeal, not an answer."""
        case = self._reported()
        case.answer_deadline = "2020-01-01"
        self.as_(self.manager, case).action_decide("warning")
        message = f"{case.display_name} is Decided; this needs: Reported."
        self._assert_refused(UserError, message, self.as_(self.rep, case).action_answer, "I was ill.")
        self.assertFalse(case.response)

    def test_facts_changed_after_the_report(self):
        """R046: the employee answers to what they were told, so the facts stand still."""
        own = self.as_(self.leader, self._reported())
        with self.assertRaises(AccessError):
            own.write({"description": "Drunk at the desk."})
        message = "This case has been reported, so its facts are closed. Use the buttons to take it further."
        # behind the record rule, which spoke first
        self._assert_refused(UserError, message, own._check_editable, {"description": "Drunk."})
        with self.assertRaises(AccessError):
            own.unlink()

    def test_told_in_confidence_is_not_watered_down(self):
        """R046: who takes up what a colleague told neither rewrites it nor takes its photo away."""
        facts = {"type_id": self.type.id, "date": self._days_ago(0), "description": "Asleep."}
        told = self.as_(self.colleague, self.Violation)
        told._write_up_in_confidence(self.rep, facts, [("photo.txt", b"zzz")])
        case = self.Violation.search([("employee_id", "=", self.rep.id)])
        own = self.as_(self.leader, case)
        message = "What was told in confidence stays as it was told. Report it, or ask who decides to dismiss it."
        self._assert_refused(UserError, message, own.write, {"description": "Resting."})
        photo = self.env["ir.attachment"].search([("res_model", "=", case._name), ("res_id", "=", case.id)])
        message = "This file belongs to a reported case and stays as it is."
        self._assert_refused(UserError, message, self.as_(self.leader, photo).unlink)
        self.assertEqual((case.description, photo.raw), ("Asleep.", b"zzz"))
        own.action_report()
        self.assertEqual(case.state, "reported")

    # ------------------------------------------------------------------ the table

    def test_faulty_ladders(self):
        """R136: a ladder that leaves an occurrence open or answers one twice is refused, by name."""
        for occurrences, fault in (
            ((), "Give at least one step, from occurrence 1."),
            ((2, 3), "The first step must be from occurrence 1."),
            ((1, 2, 2), "Two steps begin at the same occurrence."),
        ):
            steps = [(occurrence, "warning", 0, 0) for occurrence in occurrences]
            with self.subTest(occurrences=occurrences):
                self._assert_refused(
                    ValidationError, f"Ladder of Faulty: {fault}", lambda s=steps: self._create_type("Faulty", *s)
                )

    def test_a_change_of_the_table_rewrites_nothing(self):
        """R136: a decided case keeps kind, severity, sanction, fine and points, whatever becomes of its type."""
        case = self._decided()
        names = ["category", "severity", "occurrence", "sanction", "fine_amount", "points", "clause_id"]
        before = case.read(names)
        self.as_(self.policy_admin, self.type).write(
            {
                "severity": "severe",
                "category": "trade",
                "window_months": 1,
                "clause_id": type_clause(self, self.rep).id,
                "step_ids": [
                    Command.clear(),
                    Command.create({"occurrence": 1, "sanction": "fine", "fine_amount": 900, "points": 9}),
                ],
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(case.read(names), before)

    # ------------------------------------------------------------------ people move and leave

    def test_leader_moved_while_the_case_is_open(self):
        """R135: the case stays with its department; the new leader sees it, the old one no longer."""
        case = self._reported()
        self.leader.department_id = self.south
        self.north.manager_id = self.leader_south
        self.assertFalse(self.as_(self.leader, case).has_access("read"))
        self.assertEqual(self.as_(self.leader_south, case).description, "Asleep at the desk.")
        self.as_(self.rep, case).action_answer("I was thinking.")
        self.as_(self.manager, case).action_decide("warning")
        self.assertEqual((case.state, case.department_id), ("decided", self.north))

    def test_promoted_reporter(self):
        """R046: who has become a manager since does not decide what they reported as a leader."""
        case = self._answered()
        self.leader.sales_office_role_ids = self.env.ref("sales_office_policy.role_manager")
        self.retail.manager_id = self.leader
        own = self.as_(self.leader, case)
        self.assertFalse(own.can_decide)
        message = "You reported this case, so somebody else has to decide it."
        self._assert_refused(AccessError, message, own.action_decide, "warning")
        self.as_(self.director, case).action_decide("warning")

    def test_employee_moved_in_the_middle(self):
        """R135: the department of the case's day stays responsible; the next one learns nothing."""
        case = self._answered()
        self.rep.department_id = self.south
        self.assertEqual(case.department_id, self.north)
        self.assertFalse(self.as_(self.leader_south, case).has_access("read"))
        self.assertTrue(self.as_(self.leader, case).has_access("read"))
        self.as_(self.manager, case).action_decide("warning")
        self.as_(self.rep, case).action_accept()
        self.assertEqual(case.state, "closed")

    def test_archived_employee(self):
        """R060: somebody who has left is not told any more; their open case is decided and closed all the same."""
        case = self._answered()
        messages = case.message_ids
        self.rep.user_id.active = False
        self.rep.active = False
        self.as_(self.manager, case).action_decide("warning")
        self.assertEqual((case.state, case.employee_id), ("decided", self.rep))
        self.assertFalse((case.message_ids - messages).notified_partner_ids)
        self.assertFalse(case.activity_ids)
        case.appeal_deadline = "2020-01-01"
        self.as_(self.manager, case).action_close()
        self.assertEqual(case.state, "closed")

    def test_activity_for_a_stranger(self):
        """R135: nobody is given something to do about a case that they may not read."""
        case = self._reported()
        giver = self.as_(self.leader, case)
        with self.assertRaisesRegex(UserError, "Ann may not read this case. Ask somebody who may."):
            giver.activity_schedule(user_id=self.colleague.user_id.id, summary="Look at this")
        giver.activity_schedule(user_id=self.manager.user_id.id, summary="Look at this")
        self.assertIn(self.manager.user_id, case.activity_ids.user_id)
