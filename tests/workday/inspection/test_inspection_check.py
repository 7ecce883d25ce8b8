from freezegun import freeze_time

from .test_inspection import MONDAY, InspectionCommon


@freeze_time("2025-03-03 06:00:00")
class TestInspectionCheck(InspectionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.check = cls.env.ref("sales_office_policy.check_inspection_finding")
        cls.check.write({"mode": "suspect", "enforced_from": "2025-03-01"})

    def setUp(self):
        super().setUp()
        self.inspection = self.order()

    def _run(self):
        return self.check.run(MONDAY, MONDAY)

    def _type(self, code):
        return self.env.ref(f"sales_office_policy.violation_type_{code}")

    def test_breach(self):
        """R018: a finding is a suspicion of what its item says, with the remark."""
        line = self.mark(self.inspection, self.rep, remark="Cups all over")
        self.end(self.inspection)
        case = self._run()
        self.assertEqual((case.employee_id, case.type_id), (self.rep, self._type("desk_untidy")))
        self.assertEqual(case.clause_id, self.env.ref("sales_office_policy.clause_desk"))
        self.assertEqual((case.res_model, case.res_id), (line._name, line.id))
        self.assertIn("Desk and surroundings are tidy", case.description)
        self.assertIn("Cups all over", case.description)

    def test_dress(self):
        """R024: each item brings its own violation."""
        self.mark(self.inspection, self.colleague, self.env.ref("sales_office_policy.inspection_item_badge"))
        self.mark(self.inspection, self.colleague)
        self.end(self.inspection)
        self.assertEqual(self._run().type_id, self._type("dress") | self._type("desk_untidy"))

    def test_no_breach(self):
        """R018: what is in order is nothing, nor is a walk that is not over."""
        self.assertFalse(self._run())
        self.mark(self.inspection, self.rep)
        self.assertFalse(self._run())
        self.as_(self.clerk, self.line(self.inspection, self.rep)).action_in_order()
        self.end(self.inspection)
        self.assertFalse(self._run())

    def test_second_run(self):
        """R018: a second run changes nothing."""
        self.mark(self.inspection, self.rep)
        self.end(self.inspection)
        case = self._run()
        self.assertEqual(self._run(), case)

    def test_taken_back(self):
        """R018: a finding that is taken back withdraws its suspicion."""
        line = self.mark(self.inspection, self.rep)
        self.end(self.inspection)
        case = self._run()
        self.as_(self.leader, line).action_withdraw("Not his desk")
        self.assertFalse(self._run())
        self.assertTrue(case.is_withdrawn)

    def test_changed_item(self):
        """R018: what an item means later does not change what was found."""
        self.mark(self.inspection, self.rep)
        self.end(self.inspection)
        self.item_desk.violation_type_id = self._type("dress")
        self.assertEqual(self._run().type_id, self._type("desk_untidy"))
