from freezegun import freeze_time

from .closing_common import MONDAY, TUESDAY, ClosingCommon


@freeze_time("2025-03-03 10:30:00")
class TestClosingCheck(ClosingCommon):
    """Rob did not close the office on Monday by six."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.check = cls.env.ref("sales_office_policy.check_closing_missed")
        cls.check.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        with freeze_time("2025-03-03 02:00:00"):
            cls.rota = cls._create_rota()
            cls.closing = cls.closings.search([("date", "=", MONDAY)])

    def _run(self):
        self.closings.search([("deadline", "<=", "2025-03-03 10:00:00"), ("state", "=", "open")])._miss()
        return self.check.run(MONDAY, TUESDAY)

    def test_breach(self):
        """R010: a missed list is a suspicion about the person on duty, which names what was left."""
        self.closing.line_ids[0].state = "done"
        case = self._run()
        self.assertEqual(case.employee_id, self.rep)
        self.assertEqual(case.type_id, self.env.ref("sales_office_policy.violation_type_closing_missed"))
        self.assertEqual(case.clause_id, self.env.ref("sales_office_policy.clause_closing_office"))
        self.assertEqual((case.res_model, case.res_id), (self.closing._name, self.closing.id))
        self.assertIn("not finished by 18:00", case.description)
        self.assertIn("Water dispenser is off", case.description)
        self.assertNotIn("Lights are off", case.description)

    def test_no_breach(self):
        """R010: nor is one that was done."""
        with freeze_time("2025-03-03 09:00:00"):
            self.finish(self.closing)
        self.assertFalse(self._run())

    def test_second_run(self):
        """R010: a second run changes nothing."""
        case = self._run()
        self.assertEqual(self._run(), case)

    def test_excused_later(self):
        """R010: excused, the suspicion withdraws."""
        case = self._run()
        self.as_(self.leader, self.closing).action_excuse("The lift was stuck with him in it")
        self.assertFalse(self._run())
        self.assertTrue(case.is_withdrawn)

    def test_sick_after_all(self):
        """R010: leave granted afterwards for that day excuses by itself; for the morning it does not."""
        case = self._run()
        morning = self._leave(self.rep, MONDAY, hours=(0, 12))
        self.assertEqual(self._run(), case)
        morning.unlink()
        self._leave(self.rep, MONDAY)
        self.assertFalse(self._run())
        self.assertTrue(case.is_withdrawn)

    def test_absence_waived(self):
        """R010 R046: whose absence was waived is not held responsible for the office they would have closed."""
        self.company.sales_office_day_since = "2025-01-01"
        case = self._run()
        days = self.env["sales.office.day"]
        day = self.as_(self.leader, days.refresh(self.rep, MONDAY, MONDAY))
        self.assertEqual(day.status, "absent")
        day.action_grant_excuse("His child was ill.")
        self.assertFalse(self._run())
        self.assertTrue(case.is_withdrawn)
        day.action_refuse_excuse("He was seen fishing.")
        self.assertEqual(self._run(), case)

    def test_absent_and_on_duty(self):
        """R010 R046: who was absent and on duty is held responsible once; who came, for the office left open."""
        self.company.sales_office_day_since = "2025-01-01"
        absence = self.env.ref("sales_office_policy.check_absence").with_company(self.company)
        absence.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        case = self._run()
        self.assertEqual(absence.run(MONDAY, MONDAY, employees=self.rep).check_id, absence)
        self.assertTrue(case.is_withdrawn)
        self.assertFalse(self._run())
        self.env["hr.attendance"].create(
            {"employee_id": self.rep.id, "check_in": "2025-03-03 00:00:00", "check_out": "2025-03-03 09:00:00"}
        )
        self.assertFalse(absence.run(MONDAY, MONDAY, employees=self.rep))
        self.assertEqual(self._run(), case)

    def test_reopened(self):
        """R010: a list that was reopened and done is none any more."""
        case = self._run()
        self.as_(self.leader, self.closing).action_reopen("The tablet was broken")
        self.finish(self.closing)
        self.assertFalse(self._run())
        self.assertTrue(case.is_withdrawn)

    def test_done_late(self):
        """R010: done late stays a breach and says when; within the grace it is none."""
        with freeze_time("2025-03-03 10:08:00"):
            self.as_(self.rep, self.closing).action_done_late()
        case = self._run()
        self.assertIn("Done late, at 18:08", case.description)
        self.check.grace_minutes = 10
        self.assertFalse(self._run())

    def test_colleague_who_ticked(self):
        """R010: a colleague who ticked something does not answer for the rest."""
        with freeze_time("2025-03-03 09:00:00"):
            self.as_(self.colleague, self.closing).line_ids[0].action_tick()
        self.assertEqual(self._run().employee_id, self.rep)

    def test_two_lists_of_one_evening(self):
        """R011: on the eve of a holiday two lists missed are one suspicion."""
        self.closing.copy({"template_id": self.eve.id})
        self.assertEqual(len(self._run()), 1)

    def test_in_the_language_of_the_reader(self):
        """R010: what is found is told in the language of whom it is about."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.rep.user_id.lang = "fr_FR"
        self.closing.line_ids[0].with_context(lang="fr_FR").name = "Lumières éteintes"
        self.assertIn("Lumières éteintes", self._run().description)

    def test_other_company(self):
        """R135: another company's check is its own."""
        self.check.with_company(self.company_valley).mode = "suspect"
        self._run()
        check = self.check.with_context(allowed_company_ids=self.company_valley.ids)
        self.assertFalse(check.run(MONDAY, TUESDAY))
