"""A case by hand and a suspicion about the same employee, kind and day are one case."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..check.test_cover import TUESDAY, CoverCommon


class JoiningCommon(CoverCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.napping.violation_type_id

    def _found(self):
        """Return the suspicion that the check makes about Rob."""
        self._say(self.napping)
        return self._run(self.napping)

    def _by_hand(self, reporter=None, **values):
        values = {"type_id": self.kind.id, "date": TUESDAY, "description": "I saw him sleep.", **values}
        return self._create_case(self.rep, reporter or self.leader, **values)

    def _reported_by_hand(self, reporter=None):
        return self._report(self._by_hand(), reporter or self.leader)

    def _close(self, case):
        self.as_(self.rep, case).action_answer("Yes.")
        self.as_(self.manager, case).action_decide("warning")
        self.as_(self.rep, case).action_accept()


@freeze_time("2025-03-05 02:00:00")
class TestJoining(JoiningCommon):
    def test_suspicion_reported_after(self):
        """R046: a suspicion that is reported joins the case that somebody has reported by hand, which goes on."""
        case = self._by_hand()
        self.as_(self.leader, case).action_report()
        suspicion = self._found()
        action = self.as_(self.leader, suspicion).action_report()
        self.assertEqual(action["res_id"], case.id)
        self.assertEqual((suspicion.state, suspicion.joined_id, case.state), ("dismissed", case, "reported"))
        self.assertEqual(self._finding(self.napping).violation_id, case)
        self.assertIn("napping that day", case.message_ids[0].body)
        self.assertFalse(self._run(self.napping), "the fact is not suspected again")

    def test_nothing_to_join(self):
        """R046: who reports what is joined with nothing stays on their page, and a clerk goes back to their list."""
        self.assertIs(self.as_(self.leader, self._by_hand()).action_report(), True)
        action = self.as_(self.clerk, self._by_hand(self.clerk)).action_report()
        self.assertEqual(action["xml_id"], "sales_office_policy.sales_office_violation_action")

    def test_reported_by_hand_after(self):
        """R046: a case by hand takes over the suspicion that a check had made before."""
        suspicion = self._found()
        case = self._by_hand()
        self.as_(self.leader, case).action_report()
        self.assertEqual((suspicion.state, suspicion.joined_id, case.state), ("dismissed", case, "reported"))
        self.assertEqual(self._finding(self.napping).violation_id, case)

    def test_both_reported(self):
        """R046: a case by hand joins the suspicion that somebody has reported before."""
        suspicion = self._found()
        draft = self._by_hand(self.clerk)
        self.as_(self.leader, suspicion).action_report()
        self.assertEqual((suspicion.state, draft.state), ("reported", "suspected"))
        self.as_(self.clerk, draft).action_report()
        self.assertEqual((draft.state, draft.joined_id), ("dismissed", suspicion))
        self.assertIn("I saw him sleep.", suspicion.message_ids[0].body)

    def test_both_at_once(self):
        """R046: reported together they are one case."""
        cases = self._found() | self._by_hand()
        cases[0].reporter_id = self.leader.user_id
        self.as_(self.leader, cases).action_report()
        self.assertEqual(sorted(cases.mapped("state")), ["dismissed", "reported"])

    def test_no_second_occurrence(self):
        """R046: joined cases are one occurrence, also when the first is closed by then."""
        case = self._by_hand()
        self.as_(self.leader, case).action_report()
        self._close(case)
        suspicion = self._found()
        self.as_(self.leader, suspicion).action_report()
        self.assertEqual(suspicion.joined_id, case)
        later = self._by_hand(date="2025-03-05")
        self.as_(self.leader, later).action_report()
        self.assertEqual(later.occurrence, 2)

    def test_two_by_hand_are_two(self):
        """R046: two cases by hand, and one of another kind or day, stay apart."""
        first, second = self._by_hand(), self._by_hand()
        other_day, other_kind = self._by_hand(date="2025-03-03"), self._by_hand(type_id=self.type.id)
        cases = first | second | other_day | other_kind
        self.as_(self.leader, cases).action_report()
        self.assertEqual(set(cases.mapped("state")), {"reported"})
        suspicion = self._found()
        self.as_(self.leader, suspicion).action_report()
        self.assertEqual(suspicion.joined_id, first)

    def test_second_fact_of_the_day(self):
        """R046: a case by hand is about one finding: a second suspicion of the day is a case of its own."""
        case = self._by_hand()
        self.as_(self.leader, case).action_report()
        self._found()
        self.snoring.violation_type_id = self.kind
        self._say(self.snoring)
        self.napping.covers_ids = False
        both = self._run(self.napping, self.snoring)
        self.assertEqual(len(both), 2)
        self.as_(self.leader, both[0]).action_report()
        self.as_(self.leader, both[1]).action_report()
        self.assertEqual(sorted(both.mapped("state")), ["dismissed", "reported"])

    def test_proves_it(self):
        """R046: what a check found is the evidence that the kind asks for."""
        self.kind.evidence_required = True
        self._say(self.napping)
        suspicion = self._run(self.napping)
        suspicion.write({"res_model": "hr.employee", "res_id": self.rep.id})
        case = self._by_hand()
        self.as_(self.leader, case).action_report()
        self.assertEqual((case.state, case.res_id), ("reported", self.rep.id))

    def test_who_wrote_the_joined_case_does_not_decide(self):
        """R046: who wrote up the case that was joined has reported, too."""
        suspicion = self._found()
        draft = self._by_hand(self.manager)
        self.as_(self.leader, suspicion).action_report()
        self.as_(self.manager, draft).action_report()
        self.as_(self.rep, suspicion).action_answer("Yes.")
        self.assertFalse(self.as_(self.manager, suspicion).can_decide)
        with self.assertRaisesRegex(AccessError, "somebody else has to decide it"):
            self.as_(self.manager, suspicion).action_decide("warning")
        self.as_(self.director, suspicion).action_decide("warning")

    def test_one_click(self):
        """R046: the case by hand is shown beside what is found later, and joined with it by one click."""
        case = self._reported_by_hand(self.clerk)
        suspicion = self._found()
        finding = self._finding(self.napping)
        self.assertEqual(self.as_(self.leader, finding).twin_id, case)
        action = self.as_(self.leader, finding).action_join()
        self.assertEqual(action["res_id"], case.id)
        self.assertEqual((finding.violation_id, suspicion.joined_id, case.state), (case, case, "reported"))

    def test_not_with_a_draft(self):
        """R046: what was found says nothing of a draft about its employee; reported, the draft takes it over."""
        suspicion, draft = self._found(), self._by_hand(self.clerk)
        finding = self._finding(self.napping)
        self.assertFalse(self.as_(self.leader, finding).twin_id)
        with self.assertRaisesRegex(UserError, "There is no reported case by hand"):
            self.as_(self.leader, finding).action_join()
        self.assertFalse(self.as_(self.rep, suspicion).joined_id)
        self.as_(self.clerk, draft).action_report()
        self.assertEqual((finding.violation_id, suspicion.joined_id), (draft, draft))

    def test_facts_go_away(self):
        """R046: a case in somebody's hands is told that the finding it was joined with went away, and stays."""
        case = self._reported_by_hand()
        self._found()
        self.as_(self.leader, self._finding(self.napping)).action_join()
        self.facts["napping"].clear()
        self._run(self.napping)
        self.assertEqual((case.state, case.is_withdrawn), ("reported", False))
        self.assertIn("waived or corrected", case.message_ids[0].body)
        self._say(self.napping)
        self._run(self.napping)
        self.assertEqual(case.description, "I saw him sleep.")

    def test_who_may_join(self):
        """R046 R135: nobody joins what they do not lead, nor what is not there."""
        self.napping.mode = "notify"
        self._found()
        finding = self._finding(self.napping)
        with self.assertRaisesRegex(UserError, "There is no reported case by hand"):
            self.as_(self.leader, finding).action_join()
        self._reported_by_hand()
        finding.invalidate_recordset()
        for employee in (self.rep, self.colleague, self.leader_south, self.clerk, self.finance, self.policy_admin):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, finding).action_join()
        self.as_(self.leader, finding).action_join()
        with self.assertRaisesRegex(UserError, "There is no reported case by hand"):
            self.as_(self.leader, finding).action_join()

    def test_draft_deleted(self):
        """R046: what was joined with a draft, as it could be once, is suspected again when its writer deletes that."""
        suspicion, case = self._found(), self._by_hand()
        finding = self._finding(self.napping)
        suspicion._join_into(case)
        self.as_(self.leader, case).unlink()
        self.assertEqual(self._run(self.napping), finding.violation_id)


@freeze_time("2025-03-05 02:00:00")
class TestSeparating(JoiningCommon):
    """What was joined by mistake is taken apart again."""

    def _joined(self):
        """Return a case by hand and the suspicion that was joined with it when it was reported."""
        suspicion, case = self._found(), self._by_hand()
        self.as_(self.leader, case).action_report()
        self.assertEqual(suspicion.joined_id, case)
        return case, suspicion

    def test_suspicion_separated(self):
        """R046: the suspicion is one again with its finding; reported, it is a case of its own beside the other."""
        case, suspicion = self._joined()
        self.assertTrue(self.as_(self.manager, suspicion).can_separate)
        self.as_(self.manager, suspicion).action_separate()
        self.assertEqual((suspicion.state, suspicion.joined_id.id, case.state), ("suspected", False, "reported"))
        self.assertEqual(self._finding(self.napping).violation_id, suspicion)
        self.assertTrue(case.is_apart)
        self.assertIn("another fact: napping that day.", case.message_ids[0].body)
        self.assertEqual(self._run(self.napping), suspicion)
        self.assertIs(self.as_(self.leader, suspicion).action_report(), True)
        self.assertEqual((suspicion.state, case.state), ("reported", "reported"))

    def test_by_hand_separated(self):
        """R046: a case by hand that went on in a suspicion is a draft again, which its writer can hand in."""
        suspicion, draft = self._found(), self._by_hand(self.clerk)
        self.as_(self.leader, suspicion).action_report()
        self.as_(self.clerk, draft).action_report()
        self.as_(self.manager, draft).action_separate()
        self.assertEqual((draft.state, draft.is_apart, suspicion.state), ("suspected", True, "reported"))
        self.assertEqual(self._finding(self.napping).violation_id, suspicion)
        self.as_(self.clerk, draft).action_report()
        self.assertEqual((draft.state, draft.joined_id.id), ("reported", False))

    def test_joined_by_hand_again(self):
        """R046: who separated too quickly joins them from the finding."""
        case, suspicion = self._joined()
        self.as_(self.manager, suspicion).action_separate()
        self.as_(self.leader, self._finding(self.napping)).action_join()
        self.assertEqual((suspicion.joined_id, case.is_apart), (case, False))

    def test_facts_gone_meanwhile(self):
        """R046: a suspicion whose facts went away withdraws when it is separated; the closed case no longer says so."""
        case, suspicion = self._joined()
        self._close(case)
        self.facts["napping"].clear()
        self._run(self.napping)
        self.assertTrue(case.facts_changed_at)
        self.as_(self.manager, suspicion).action_separate()
        self.assertEqual((suspicion.state, suspicion.is_withdrawn), ("dismissed", True))
        self.assertFalse(case.facts_changed_at)

    def test_source_goes_along(self):
        """R046: the record that a check found is no longer the source of the case by hand."""
        self._say(self.napping)
        suspicion = self._run(self.napping)
        source = {"res_model": "hr.employee", "res_id": self.rep.id}
        suspicion.write(source)
        suspicion.finding_ids.write(source)
        case = self._by_hand()
        self.as_(self.leader, case).action_report()
        self.as_(self.manager, suspicion).action_separate()
        self.assertEqual((case.res_id, suspicion.res_id), (False, self.rep.id))
        self.assertEqual(suspicion.finding_ids, self._finding(self.napping))

    def test_finding_without_suspicion(self):
        """R046: what a check only notified of is taken off the case by its finding."""
        self.napping.mode = "notify"
        self._say(self.napping)
        self._run(self.napping)
        finding, case = self._finding(self.napping), self._reported_by_hand()
        self.as_(self.leader, finding).action_join()
        self.assertTrue(self.as_(self.manager, finding).can_separate)
        self.as_(self.manager, finding).action_separate()
        self.assertEqual((finding.violation_id.id, case.is_apart), (False, True))
        with self.assertRaisesRegex(UserError, "joined with no case by hand"):
            self.as_(self.leader, finding).action_separate()

    def test_by_the_finding(self):
        """R046: separated from its finding, the suspicion is the one that was there."""
        case, suspicion = self._joined()
        self.as_(self.manager, self._finding(self.napping)).action_separate()
        self.assertEqual((suspicion.state, self._finding(self.napping).violation_id), ("suspected", suspicion))
        self.assertFalse(case.finding_ids)

    def test_who_may(self):
        """R046 R135: who judges the case; its reporter and the employee do not, nor who wrote what was joined."""
        case, suspicion = self._joined()
        finding = self._finding(self.napping)
        others = (self.rep, self.colleague, self.leader, self.leader_south, self.clerk, self.finance, self.policy_admin)
        for employee in (*others, self.director_valley):
            with self.subTest(employee.name):
                for record in (suspicion, finding):
                    with self.assertRaises(AccessError):
                        self.as_(employee, record).action_separate()
        for employee in (self.rep, self.leader):
            self.assertFalse(self.as_(employee, suspicion).can_separate)
            self.assertFalse(self.as_(employee, finding).can_separate)
        with self.assertRaisesRegex(UserError, "goes on in no other one"):
            self.as_(self.manager, case).action_separate()

    def test_not_by_who_wrote_it(self):
        """R046: who wrote what was joined does not take it apart to judge the rest."""
        suspicion, draft = self._found(), self._by_hand(self.manager)
        self.as_(self.leader, suspicion).action_report()
        self.as_(self.manager, draft).action_report()
        self.assertFalse(self.as_(self.manager, draft).can_separate)
        with self.assertRaisesRegex(AccessError, "somebody else has to decide it"):
            self.as_(self.manager, draft).action_separate()
        self.as_(self.director, draft).action_separate()
        self.assertEqual(draft.state, "suspected")

    def test_while_nothing_is_reported(self):
        """R046: who leads the employee takes apart what was joined with a draft, until it is reported."""
        suspicion, case = self._found(), self._by_hand(self.clerk)
        suspicion._join_into(case)
        self.as_(self.leader, suspicion).action_separate()
        self.assertEqual((suspicion.state, case.state), ("suspected", "suspected"))
