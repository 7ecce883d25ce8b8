"""Check now: what would be found is shown before anything is created."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .test_check import TUESDAY, NappingCommon


@freeze_time("2025-03-05 02:00:00")
class TestCheckPreview(NappingCommon):
    def _preview(self, employee=None, **values):
        dialog = self.as_(employee or self.director, self.env["sales.office.check.preview"])
        dialog = dialog.create({"check_ids": self.check.ids, "date_from": TUESDAY, "date_to": TUESDAY, **values})
        dialog.action_preview()
        return dialog

    def _lines(self, dialog):
        return [(line.employee_id, line.new_count, line.known_count, line.withdrawn_count) for line in dialog.line_ids]

    def test_nothing_is_created_before(self):
        """R046: the preview names check, employee and facts, and creates neither finding nor case."""
        dialog = self._preview()
        self.assertEqual(self._lines(dialog), [(self.rep, 1, 0, 0)])
        self.assertEqual(dialog.line_ids.facts, "03/04/2025: Asleep from two to three.")
        self.assertEqual(dialog.line_ids.mode, "suspect")
        self.assertFalse(self._findings())
        self.assertFalse(self.Violation.search([("check_id", "=", self.check.id)]))

    def test_confirmed(self):
        """R046: confirming creates what was shown, and opens it."""
        action = self._preview().action_confirm()
        self.assertEqual(self.env["sales.office.finding"].search(action["domain"]), self._findings())
        self.assertEqual(self._findings().violation_id.state, "suspected")

    def test_known_and_withdrawn(self):
        """R046: what is known already stays, what the facts no longer show would be withdrawn, and may come back."""
        self._run()
        self.assertEqual(self._lines(self._preview()), [(self.rep, 0, 1, 0)])
        self.naps.clear()
        dialog = self._preview()
        self.assertEqual(self._lines(dialog), [(self.rep, 0, 0, 1)])
        self.assertEqual((dialog.new_count, dialog.withdrawn_count), (0, 1))
        self.assertEqual(self._findings().state, "open")
        dialog.action_confirm()
        self.assertEqual(self._findings().state, "withdrawn")
        self.setUp()
        self.assertEqual(self._lines(self._preview()), [(self.rep, 1, 0, 0)])

    def test_what_was_only_notified(self):
        """R046: findings of a check that suspects by now get their cases too, and the preview says so."""
        self.check.mode = "notify"
        self._run()
        self.assertFalse(self._findings().violation_id)
        self.assertEqual(self._preview().suspicion_count, 0)
        self.check.write({"mode": "suspect", "enforced_from": TUESDAY})
        dialog = self._preview()
        self.assertEqual(self._lines(dialog), [(self.rep, 0, 1, 0)])
        self.assertEqual(dialog.suspicion_count, 1)
        dialog.action_confirm()
        self.assertTrue(self._findings().violation_id)
        self.assertEqual(self._preview().suspicion_count, 0)

    def test_suspicions_are_foretold(self):
        """R046: as many suspicions as the preview says are made, come back, or stay dismissed."""
        self.assertEqual(self._preview().suspicion_count, 1)
        self._run()
        case = self._findings().violation_id
        self.assertEqual(self._preview().suspicion_count, 0)
        self.naps.clear()
        self._run()
        self.setUp()
        self.assertEqual(self._preview().suspicion_count, 1)
        self._run()
        self.assertEqual((self._findings().violation_id, case.state), (case, "suspected"))
        self.as_(self.manager, case).action_dismiss("He was ill.")
        self.assertEqual(self._preview().suspicion_count, 0)

    def test_other_days_are_looked_at_again(self):
        """R046: days changed behind the preview's back are not run unseen."""
        dialog = self._preview()
        dialog.date_to = "2025-03-05"
        self.assertFalse(dialog.line_ids)
        with self.assertRaisesRegex(UserError, "Look at the preview first."):
            dialog.action_confirm()

    def test_administrator_is_told_what_was_done(self):
        """R135: who sees no findings gets a number instead of a list that looks empty."""
        action = self._preview(self.policy_admin).action_confirm()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn("1 found, 0 withdrawn", action["params"]["message"])

    def test_not_before_switched_on(self):
        """R046: days before the check was switched on show nothing new."""
        self.check.enforced_from = date(2025, 3, 5)
        self.assertFalse(self._preview().line_ids)

    def test_administrator_sees_no_names(self):
        """R135: the administrator learns how much would be found, not about whom or what."""
        self.naps[self.colleague, TUESDAY] = "Asleep too."
        dialog = self._preview(self.policy_admin)
        self.assertEqual(self._lines(dialog), [(self.env["hr.employee"], 2, 0, 0)])
        self.assertEqual((dialog.line_ids.employee_count, dialog.line_ids.facts), (2, False))

    def test_a_dialog_is_its_makers(self):
        """R135: nobody reads a preview that somebody else made."""
        dialog = self._preview()
        for reader in (self.policy_admin, self.rep, self.leader):
            with self.assertRaises(AccessError):
                self.as_(reader, dialog.line_ids).read(["facts"])

    def test_who_may(self):
        """R046: a leader has no preview, not even through the method behind it."""
        for employee in (self.rep, self.leader, self.manager, self.clerk):
            with self.assertRaises(AccessError):
                self.as_(employee, self.env["sales.office.check.preview"]).create({})
            message = "Checks are run by the director or the policy administrator."
            with self.assertRaisesRegex(AccessError, message):
                self.as_(employee, self.check)._preview(TUESDAY, TUESDAY)

    def test_off(self):
        """R046: a check that is off says so."""
        self.check.mode = "off"
        with self.assertRaisesRegex(UserError, "Switch the check and its room on first"):
            self._preview(self.policy_admin)

    def test_bad_days(self):
        with self.assertRaisesRegex(UserError, "The last day must not be before the first"):
            self._preview(date_to="2025-03-01")

    def test_not_confirmed_unseen(self):
        """R046: who went back to other days looks at the preview again."""
        dialog = self._preview()
        dialog.action_back()
        with self.assertRaisesRegex(UserError, "Look at the preview first."):
            dialog.action_confirm()

    def test_form(self):
        """R046: opened from the list, the dialog is about the checks chosen there."""
        dialog = self.as_(self.policy_admin, self.env["sales.office.check.preview"])
        with Form(dialog.with_context(active_model=self.check._name, active_ids=self.check.ids)) as form:
            self.assertEqual(form.check_ids.ids, self.check.ids)
        form.record.action_preview()
        self.assertEqual(form.record.state, "shown")

    def test_long_facts_are_cut(self):
        self.naps.clear()
        self.naps.update({(self.rep, date(2025, 3, day)): "Asleep." for day in range(1, 8)})
        facts = self._preview(date_from="2025-03-01", date_to="2025-03-10").line_ids.facts
        self.assertEqual(facts.split("\n")[-1], "and 2 more")

    def test_queries(self):
        """R046: a preview asks the same number of queries for three as for six."""
        people = [self.rep, self.colleague, self.rep_south, self.leader, self.manager, self.clerk]

        def count(employees):
            self.naps.clear()
            self.naps.update({(employee, TUESDAY): "Asleep." for employee in employees})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self._preview().line_ids), len(employees))
            return self.env.cr.sql_log_count - before

        count(people)
        self.assertEqual(count(people[:3]), count(people))

    def test_dismissed_suspicions(self):
        """R046: a check whose suspicions are dismissed shows itself; what withdrew itself is not held against it."""
        self.naps[self.colleague, TUESDAY] = "Asleep too."
        self.naps[self.rep_south, TUESDAY] = "Asleep in the south."
        cases = self._run()
        of = {case.employee_id: case for case in cases}
        self.as_(self.manager, of[self.rep]).action_dismiss("He was ill.")
        del self.naps[self.colleague, TUESDAY]
        self._run()
        check = self.as_(self.policy_admin, self.check)
        self.assertEqual((check.suspicion_count, check.judged_count, check.dismissed_count), (2, 1, 1))
        self.assertEqual(check.dismissed_rate, 100.0)
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.check).read(["dismissed_count"])

    def test_findings_on_the_list_of_checks(self):
        """R046: who tunes checks, and sees no finding, is told how many there are; others see no figure of theirs."""
        self.naps[self.colleague, TUESDAY] = "Asleep too."
        self._run()
        self.check.with_company(self.company).mode = "notify"
        self.naps[self.rep_south, TUESDAY] = "Asleep in the south."
        self._run()
        for employee in (self.policy_admin, self.director):
            check = self.as_(employee, self.check)
            self.assertEqual((check.found_count, check.suspicion_count), (3, 2))
        self.assertEqual(self.as_(self.director_valley, self.check).found_count, 0)
        for employee, shown in ((self.policy_admin, True), (self.leader, False), (self.rep, False)):
            arch = self.as_(employee, self.check).get_view(view_type="list")["arch"]
            self.assertEqual("found_count" in arch, shown, employee.name)
            self.assertNotIn("finding_count", arch)
