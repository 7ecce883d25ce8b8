"""The shipped penalty table: every rule of conduct, from the report to what it costs."""

from odoo.exceptions import UserError

from ..common import ConductCommon


class TestShippedTypes(ConductCommon):
    def _decide_as_proposed(self, code):
        """Take a case about Rob the whole way, decided as the ladder proposes; return it."""
        violation_type = self.env.ref(f"sales_office_policy.violation_type_{code}")
        case = self._create_case(self.rep, type_id=violation_type.id)
        self._prove(case)
        self._report(case, self.leader)
        self.as_(self.rep, case).action_answer("I was thinking.")
        decision = (case.proposed_sanction, case.proposed_fine_amount, "")
        self.as_(self.director, case).action_decide(*decision)
        if case.state == "reported":
            self.as_(self.manager, case).action_decide(*decision)
        self.as_(self.rep, case).action_accept()
        return case

    def _prove(self, case):
        self.env["ir.attachment"].create({"name": "proof.txt", "raw": b"x", "res_model": case._name, "res_id": case.id})

    def _courses(self, code, times):
        """Return ``[(sanction, fine)]`` of so many cases, one after the other."""
        cases = [self._decide_as_proposed(code) for _time in range(times)]
        return [(case.sanction, case.fine_amount) for case in cases]

    def test_abuse(self):
        """R027: threats, shouting, abuse: 100 each time, the first and the third."""
        self.assertEqual(self._courses("abuse", 3), [("fine", 100)] * 3)

    def test_secrets(self):
        """R042: a leak costs 100 at first and the post in the end; a serious leak the post at once."""
        courses = self._courses("secrets_leaked", 3)
        self.assertEqual(courses, [("fine", 100), ("suspension", 200), ("dismissal", 0)])
        self.assertEqual(self._courses("secrets_leaked_serious", 1), [("dismissal", 0)])

    def test_office_order(self):
        """R012 R013 R014: paper, smelly food, private business: a warning first, then a fine."""
        self.assertEqual(self._courses("paper_waste", 3), [("warning", 0), ("warning", 0), ("fine", 10)])
        self.assertEqual(self._courses("food_in_office", 2), [("warning", 0), ("fine", 20)])
        self.assertEqual(self._courses("private_business", 2), [("warning", 0), ("fine", 50)])

    def test_manners(self):
        """R021 R025 R026 R028: language, posture, knocking, greeting."""
        self.assertEqual(self._courses("uncivil_language", 3), [("fine", 20), ("fine", 20), ("fine", 50)])
        for code in ("posture", "no_knock", "no_greeting"):
            with self.subTest(code=code):
                self.assertEqual(self._courses(code, 3), [("warning", 0), ("warning", 0), ("fine", 10)])

    def test_image(self):
        """R058: who carries a quarrel to customers is warned in writing and fined, then fined, then suspended."""
        courses = self._courses("image_damaged", 3)
        self.assertEqual(courses, [("written_warning", 50), ("fine", 100), ("suspension", 0)])

    def test_customers_cheated(self):
        """R023 R055 R097: rewards asked for, gifts kept quiet, false information: each costs something at once."""
        for code in ("customer_rewards", "gift_undeclared", "false_information"):
            with self.subTest(code=code):
                ((sanction, fine),) = self._courses(code, 1)
                self.assertTrue(fine, sanction)

    def test_illegal_sale(self):
        """R095: an illegal sale is the severest kind and never forgotten."""
        violation_type = self.env.ref("sales_office_policy.violation_type_illegal_sale")
        self.assertEqual((violation_type.severity, violation_type.window_months), ("severe", 0))
        self._decide_as_proposed("illegal_sale")
        again = self._create_case(self.rep, type_id=violation_type.id)
        with self.assertRaisesRegex(UserError, "Attach what proves it"):
            self._report(again, self.leader)
        self._prove(again)
        self._report(again, self.leader)
        self.assertEqual((again.occurrence, again.proposed_sanction), (2, "dismissal"))

    def test_every_type_names_a_clause_in_words(self):
        """R136: each shipped type has a clause, a ladder from the first time on, and belongs to every company."""
        types = self.env["sales.office.violation.type"].search([("company_id", "=", False)])
        self.assertGreater(len(types), 30)
        for violation_type in types:
            self.assertTrue(violation_type.clause_id.text and violation_type._get_step(1))
