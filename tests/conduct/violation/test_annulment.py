"""A closed case whose facts went away is told of and can be annulled, and then counts for nothing."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..check.test_cover import CoverCommon
from .test_letters import LetterCommon

ANNULMENT = "sales_office_policy.report_violation_annulment"


class AnnulCommon(CoverCommon, LetterCommon):
    def _closed_by_check(self):
        """Return a case that the check found and the manager decided."""
        self._say(self.napping)
        case = self._run(self.napping)
        self.as_(self.leader, case).action_report()
        self.as_(self.rep, case).action_answer("Yes.")
        self.as_(self.manager, case).action_decide("warning")
        self.as_(self.rep, case).action_accept()
        return case

    def _facts_gone(self):
        self.facts["napping"].clear()
        self._run(self.napping)


@freeze_time("2025-03-05 02:00:00")
class TestFactsChanged(AnnulCommon):
    def _told(self, case):
        return case.message_ids.filtered(lambda m: "no longer stands" in (m.body or "")).partner_ids

    def test_told_once(self):
        """R046: decider, leader and employee are told, once, and the case says what is different."""
        case = self._closed_by_check()
        self.assertFalse(case.facts_changed_at)
        self._facts_gone()
        self.assertEqual(case.state, "closed")
        self.assertTrue(case.facts_changed_at)
        self.assertEqual(case.facts_now, "Napping: no longer found.")
        told = (self.manager | self.leader | self.rep).user_id.partner_id
        self.assertEqual(self._told(case), told)
        count = len(case.message_ids)
        self._run(self.napping)
        self.assertEqual(len(case.message_ids), count)

    def test_leader_who_left(self):
        """R046: where the leader cannot log in any more, who stands above them is told."""
        self._say(self.napping)
        case = self._run(self.napping)
        self.as_(self.director, case).action_report()
        self.as_(self.rep, case).action_answer("Yes.")
        case.write({"state": "closed", "sanction": "warning", "decided_by_id": self.director.user_id.id})
        self.leader.user_id.active = False
        self._facts_gone()
        self.assertEqual(self._told(case), (self.director | self.manager | self.rep).user_id.partner_id)

    def test_each_in_his_language(self):
        """R046: each is told in their own language."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(["sales_office_policy"], ["zh_CN"])
        self.rep.user_id.lang = "zh_CN"
        case = self._closed_by_check()
        self._facts_gone()
        partner = self.rep.user_id.partner_id
        message = case.message_ids.filtered(lambda m: partner in m.partner_ids)[0]
        self.assertNotIn("The facts of a closed case", message.body)
        self.assertIn("事实", message.body)

    def test_what_the_record_shows(self):
        """R046: the case says what the record behind it shows now."""
        case = self._closed_by_check()
        case.finding_ids.write({"res_model": "hr.employee", "res_id": self.rep.id})
        self._facts_gone()
        self.assertEqual(case.facts_now, f"Napping: no longer found. {self.rep.display_name}")

    def test_facts_come_back(self):
        """R046: when the facts are again what they were, the case stops saying otherwise."""
        case = self._closed_by_check()
        self._facts_gone()
        self._say(self.napping)
        self._run(self.napping)
        self.assertFalse(case.facts_changed_at)
        self.assertIn("again as they were", case.message_ids[0].body)

    def test_another_rule_is_no_other_fact(self):
        """R046: a grace that is longer from now on does not call closed cases into question."""
        case = self._closed_by_check()
        self.napping.grace_minutes = 10
        self._facts_gone()
        self.assertFalse(case.facts_changed_at)

    def test_gone_before_it_was_closed(self):
        """R046: facts that went away while the case was under way are told of when it is closed all the same."""
        self._say(self.napping)
        case = self._run(self.napping)
        self.as_(self.leader, case).action_report()
        self.as_(self.rep, case).action_answer("Yes.")
        self._facts_gone()
        self.as_(self.manager, case).action_decide("warning")
        self.assertFalse(case.facts_changed_at)
        self.as_(self.rep, case).action_accept()
        self.assertTrue(case.facts_changed_at)

    def _told_further(self, case, words):
        return case.message_ids.filtered(lambda m: words in (m.body or "")).partner_ids

    def test_gone_while_reported(self):
        """R046: of a reported case whoever is to decide it is told, and again when the facts are back."""
        self._say(self.napping)
        case = self._run(self.napping)
        self.as_(self.leader, case).action_report()
        self._facts_gone()
        self.assertEqual(self._told_further(case, "have since been waived"), self.manager.user_id.partner_id)
        self._say(self.napping)
        self._run(self.napping)
        self.assertEqual(self._told_further(case, "stand again"), self.manager.user_id.partner_id)

    def test_gone_while_reported_by_who_could_decide(self):
        """R046: nobody decides what they reported, so who comes next is told."""
        self._say(self.napping)
        case = self._run(self.napping)
        self.as_(self.manager, case).action_report()
        self._facts_gone()
        self.assertEqual(self._told_further(case, "have since been waived"), self.director.user_id.partner_id)

    def test_gone_while_decided(self):
        """R046: of a decided case who decided is told; appealed, also who hears the appeal."""
        self._say(self.napping)
        case = self._run(self.napping)
        self.as_(self.leader, case).action_report()
        self.as_(self.rep, case).action_answer("Yes.")
        self.as_(self.manager, case).action_decide("warning")
        self._facts_gone()
        self.assertEqual(self._told_further(case, "have since been waived"), self.manager.user_id.partner_id)
        self.as_(self.rep, case).action_appeal("I was ill.")
        self._say(self.napping)
        self._run(self.napping)
        heard = (self.manager | self.director).user_id.partner_id
        self.assertEqual(self._told_further(case, "stand again"), heard)

    def test_later_than_the_look_back(self):
        """R046: facts of a closed case are looked at again as long as it counts."""
        case = self._closed_by_check()
        self.napping.limit_days = 5
        self.facts["napping"].clear()
        with freeze_time("2025-06-05 02:00:00"):
            self.napping._run_scheduled()
        self.assertTrue(case.facts_changed_at)

    def test_today(self):
        """R046: who could annul it finds it on their page, who decided it does not."""
        self._closed_by_check()
        self._facts_gone()
        keys = {
            employee: [line["key"] for line in self.as_(employee, self.env["sales.office.today"]).get_lines()]
            for employee in (self.director, self.manager, self.rep)
        }
        self.assertIn("conduct_facts_changed", keys[self.director])
        self.assertNotIn("conduct_facts_changed", keys[self.manager])
        self.assertNotIn("conduct_facts_changed", keys[self.rep])


@freeze_time("2025-03-05 02:00:00")
class TestAnnulment(AnnulCommon):
    def _annul(self, case, employee=None, reason="He was on leave."):
        self.as_(employee or self.director, case).action_annul(reason)
        return case

    def test_annulled(self):
        """R046: it stays with its decision and says who annulled it, when and why."""
        case = self._closed(sanction="written_warning", reason="Heard.")
        self._annul(case, reason=" He was on leave. ")
        self.assertEqual(
            (case.state, case.sanction, case.annul_reason), ("annulled", "written_warning", "He was on leave.")
        )
        self.assertEqual((case.annulled_by_id, case.decided_by_id), (self.director.user_id, self.manager.user_id))
        self.assertEqual(self.as_(self.rep, case).state, "annulled", "he reads it still")
        self.assertFalse(self.env["sales.office.conduct.entry"].search([("violation_id", "=", case.id)]))

    def test_told(self):
        """R060: the employee is told, and gets a letter."""
        case = self._annul(self._closed())
        message = case.message_ids.filtered(lambda m: "was annulled" in (m.body or ""))
        self.assertEqual(message.partner_ids, self.rep.user_id.partner_id)
        self.assertIn("He was on leave.", message.body)
        self.assertNotIn("is given back", message.body, "there was no fine")
        action = self.as_(self.rep, case).action_print_notice()
        self.assertEqual(action["report_name"], ANNULMENT)
        html = self._print(self.rep, case, ANNULMENT)
        for expected in ("Annulment of a Case", "Dear Rob", "He was on leave.", "Diane", "no occurrence", "annulled"):
            self.assertIn(expected, html)

    def test_only_letter(self):
        """R060: no other letter is printed any more, which would grant an answer or an appeal."""
        case = self._annul(self._closed())
        for stage in ("notice", "decision", "appeal"):
            with self.assertRaisesRegex(UserError, "come further since. Print “Annulment” instead"):
                self._print(self.rep, case, f"sales_office_policy.report_violation_{stage}")

    def test_told_what_no_longer_stands(self):
        """R060: the message names sanction and fine as annulled, not as if they stood."""
        self._close_past(self.rep, "2025-03-01")
        case = self._annul(self._closed(sanction="fine", fine_amount=50, reason=""))
        body = case.message_ids.filtered(lambda m: "was annulled" in (m.body or "")).body
        for line in (
            "Sanction, annulled: </span><span>Fine</span>",
            "Fine, annulled: </span><span>",
            "is given back with your next",
        ):
            self.assertIn(line, body)
        for line in ("<li>Sanction: ", "<li>Fine: "):
            self.assertNotIn(line, body)

    def test_no_letter_before(self):
        """R060: nothing of an annulment is printed of a case that stands."""
        case = self._closed()
        with self.assertRaisesRegex(UserError, "no such letter yet"):
            self._print(self.manager, case, ANNULMENT)

    def test_sent_by_itself(self):
        """R060: the letter goes out by itself where the company has it so."""
        self.company.sales_office_notice_automatic = True
        case = self._closed()
        self.assertEqual(self._annul(case).notice_queued, "annulment")

    def test_later_ladders(self):
        """R060: open cases are counted again without it and say so; closed ones stay, and say what would be right."""
        first = self._closed(date="2025-03-01")
        closed = self._closed(date="2025-03-02")
        decided = self._decided(date="2025-03-03", sanction="fine", fine_amount=50)
        reported = self._reported(date="2025-03-04")
        self.assertEqual((closed.occurrence, decided.occurrence, reported.occurrence), (2, 3, 3))
        self._annul(first)
        self.assertEqual((closed.occurrence, decided.occurrence, reported.occurrence), (2, 2, 2))
        self.assertEqual(closed.occurrence_by_day, 1)
        self.assertIn("has been annulled. Counted again: occurrence 2", reported.message_ids[0].body)
        self.assertIn("The decision stays", decided.message_ids[0].body)
        self.assertIn("closed as occurrence 2", closed.message_ids[0].body)
        self.assertEqual(self._reported(date="2025-03-05").occurrence, 2)

    def test_training(self):
        """R060: a training that stood for a fine need not be attended any more."""
        self.company.sales_office_fine_replacement = "training"
        self._close_past(self.rep, "2025-03-01")
        case = self._closed(sanction="written_warning", reason="")
        self.assertTrue(case.training_due)
        self._annul(case)
        self.assertFalse(case.training_due or case.activity_ids)
        self.assertTrue(case.training)

    def test_who_may(self):
        """R046 R135: those who could have decided the appeal, nobody else, and nobody in their own case."""
        case = self._closed()
        with self.assertRaisesRegex(AccessError, "You decided this case"):
            self._annul(case, self.manager)
        for employee in (self.rep, self.leader):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self._annul(case, employee)
            self.assertFalse(self.as_(employee, case).can_annul)
        for stranger in (
            self.colleague,
            self.leader_south,
            self.clerk,
            self.finance,
            self.policy_admin,
            self.director_valley,
        ):
            with self.subTest(stranger.name), self.assertRaises(AccessError):
                self._annul(case, stranger)
        self.assertTrue(self.as_(self.director, case).can_annul)
        by_director = self._closed(decider=self.director)
        with self.assertRaisesRegex(AccessError, "You decided this case"):
            self._annul(by_director, self.director)
        self._annul(by_director, self.manager)
        self.assertEqual(by_director.state, "annulled", "no next level: anybody else with authority")

    def test_who_reported_may_not(self):
        """R046: who reported does not annul, as they could not have decided the appeal."""
        case = self._closed(reporter=self.director)
        with self.assertRaisesRegex(AccessError, "You reported this case"):
            self._annul(case)

    def test_what_is_refused(self):
        """R046 R135: no reason, another state, no case, several cases: each is told in a sentence."""
        case = self._closed()
        for reason in ("", "  "):
            with self.assertRaisesRegex(UserError, "Give your reasons"):
                self._annul(case, reason=reason)
        with self.assertRaisesRegex(UserError, "action_annul takes these arguments"):
            self.as_(self.director, case).action_annul()
        with self.assertRaisesRegex(UserError, "one record at a time"):
            self._annul(self.Violation)
        with self.assertRaisesRegex(UserError, "one record at a time"):
            self._annul(case | self._closed())
        for other in (self._create_case(self.rep), self._reported(), self._decided(), self._appealed()):
            with self.subTest(other.state), self.assertRaisesRegex(UserError, "this needs: Case Closed"):
                self._annul(other)
        self._annul(case)
        with self.assertRaisesRegex(UserError, "this needs: Case Closed"):
            self._annul(case)
        for values in ({"state": "closed"}, {"annul_reason": False}):
            with self.assertRaises(AccessError):
                self.as_(self.director, case).write(values)

    def test_dialog(self):
        """R046: the reason is asked by the one dialog for reasons."""
        case = self._closed()
        self.say_why(self.director, case, "annul", "He was on leave.")
        self.assertEqual(case.state, "annulled")

    def test_after_changed_facts(self):
        """R046: the whole way: the facts change, the director annuls, the page of the director is empty."""
        case = self._closed_by_check()
        self._facts_gone()
        self._annul(case)
        lines = self.as_(self.director, self.env["sales.office.today"]).get_lines()
        self.assertNotIn("conduct_facts_changed", [line["key"] for line in lines])
        self._say(self.napping)
        self.assertFalse(self._run(self.napping), "what was annulled is not suspected again")
