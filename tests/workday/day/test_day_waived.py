from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..common import MONDAY, TUESDAY, WorkdayCommon


@freeze_time("2025-03-11 12:00:00")
class TestDayWaived(WorkdayCommon):
    """A suspicion made of a day is waived where the fact lies, from the case or from the list of suspicions (R002)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checks = cls.env["sales.office.check"]
        for code in ("late_arrival", "early_leave"):
            check = cls.env.ref(f"sales_office_policy.check_{code}")
            check.write({"mode": "suspect", "enforced_from": "2025-03-01"})
            cls.checks |= check
        cls.Violation = cls.env["sales.office.violation"]

    def _suspect(self, *employees):
        """Let these come late and leave early on Monday; return the suspicions."""
        for employee in employees:
            self._attend(8.5, 16, employee=employee)
        return self.checks.run(MONDAY, TUESDAY)

    def test_withdraws_itself(self):
        """R002: waiving one fact of a day ends all suspicions of it, with the reason on the day."""
        cases = self._suspect(self.rep)
        self.assertEqual(len(cases), 2)
        self.assertTrue(all(self.as_(self.leader, cases).mapped("can_waive")))
        self.as_(self.leader, cases[:1]).action_waive("I sent him to the bank.")
        day = self._day()
        self.assertEqual((day.excused, day.excuse_answer), (True, "I sent him to the bank."))
        self.assertEqual(cases.mapped("state"), ["dismissed"] * 2)
        self.assertTrue(all(cases.mapped("is_withdrawn")))

    def test_switched_off(self):
        """R046: the suspicion goes as well where the check does not run any more."""
        cases = self._suspect(self.rep)
        self.checks.mode = "off"
        self.as_(self.leader, cases).action_waive("I sent him to the bank.")
        self.assertEqual(set(cases.mapped("state")), {"dismissed"})

    def test_one_for_many(self):
        """R046: marked in the list, many are waived with one reason; another leader's people are not theirs."""
        cases = self._suspect(self.rep, self.colleague)
        triage = self.as_(self.leader, self.Violation)
        row = triage.get_triage()["rows"][0]
        self.assertEqual(row["can"], {"report": True, "dismiss": False, "waive": True})
        answer = triage.action_triage(waive=cases.ids, waive_reason="The ferry did not run.")
        self.assertEqual((answer["done"], answer["rows"]), ({"waive": 4}, []))
        self.assertEqual(set(cases.mapped("state")), {"dismissed"})

    def test_who(self):
        """R135: nobody waives for themselves, a colleague or somebody else's people, whatever they send."""
        cases = self._suspect(self.rep, self.leader)
        own = cases.filtered(lambda case: case.employee_id == self.leader)
        self.assertFalse(any(self.as_(self.manager, own).mapped("is_own")))
        for employee, about in ((self.leader, own), (self.rep, cases - own)):
            with self.subTest(employee.name), self.assertRaisesRegex(UserError, "its facts cannot be waived"):
                self.as_(employee, about).action_waive("I say so.")
        for employee in (self.colleague, self.leader_south, self.clerk, self.policy_admin, self.outsider):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, cases - own).action_waive("I say so.")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.leader, cases - own).action_waive(" ")
        self.assertEqual(set(cases.mapped("state")), {"suspected"})

    def test_many_days_in_the_list(self):
        """R002: days are waived together in their list, asked for or not; one that is waived already is left out."""
        self._attend(8.5, 17)
        self._attend(8.5, 17, day=TUESDAY)
        days = self._refresh(self.rep, last=TUESDAY)
        self.as_(self.leader, days[:1]).action_grant_excuse("The bank.")
        action = self.as_(self.leader, days).with_context(operation="grant_excuse").action_for_many()
        dialog = self.as_(self.leader, self.env["sales.office.reason"]).with_context(**action["context"]).create({})
        self.assertEqual(dialog.doable_count, 1)
        self.assertIn("is waived already", dialog.left_out)
        dialog.text = "The ferry did not run."
        dialog.action_confirm()
        self.assertEqual(days.mapped("excused"), [True, True])

    def test_queries(self):
        """R137: waiving six suspicions asks as much as waiving two."""

        def waive(cases):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.as_(self.manager, cases).action_waive("The ferry did not run.")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        waive(self._suspect(self.leader))  # warm
        counts = [
            waive(self._suspect(self.rep)),
            waive(self._suspect(self.colleague, self.rep_south, self.leader_south)),
        ]
        self.assertLessEqual(counts[1], counts[0], counts)
