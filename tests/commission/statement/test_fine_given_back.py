"""The fine of an annulled case: given back where it was deducted, never deducted where it was not."""

from freezegun import freeze_time

from ..common import APRIL, MARCH, MAY, CommissionCommon


@freeze_time("2026-05-04 02:00:00")
class TestFineGivenBack(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(cls.rep, "2026-03-10", 20000)
        cls.invoice(cls.rep, "2026-04-10", 20000)

    def _annul(self, case):
        self.as_(self.director, case).action_annul("He was on leave.")

    def _fines(self, statement):
        return sorted((line.kind, line.amount) for line in statement.line_ids.filtered("violation_id"))

    def test_given_back(self):
        """R134: deducted in March, annulled, given back in April, once."""
        case = self.fine(self.rep, "2026-03-12", 50)
        march = self.lock(self.settle(MARCH, self.rep))
        self.assertEqual((march.deductions, march.net), (50, 950))
        self._annul(case)
        self.assertEqual(case.fine_open, -50)
        april = self.settle(APRIL, self.rep)
        self.assertEqual(self._fines(april), [("refund", 50)])
        self.assertEqual((april.gross, april.deductions, april.carried_forward, april.net), (1000, -50, 0, 1050))
        line = april.line_ids.filtered("violation_id")
        self.assertIn("given back", line.name)
        self.assertIn("case was annulled: 50.00", line.explanation)
        self.assertEqual(self._fines(self.settle(APRIL, self.rep)), [("refund", 50)], "computed anew")
        self.lock(april)
        self.assertEqual(case.fine_open, 0)
        self.assertEqual(self._fines(self.settle(MAY, self.rep)), [])
        self.assertEqual((march.deductions, march.net), (50, 950), "what was paid stays")

    def test_not_deducted_yet(self):
        """R134: a fine on a draft, or on none, is not deducted."""
        case = self.fine(self.rep, "2026-03-12", 50)
        march = self.settle(MARCH, self.rep)
        self.assertEqual(march.deductions, 50)
        self._annul(case)
        self.assertEqual((march.deductions, march.net, case.fine_open), (0, 1000, 0))
        self.assertEqual(self._fines(self.settle(MARCH, self.rep)), [])

    def test_carried_part(self):
        """R134: of a fine that was deducted in part, that part is given back, and the rest is deducted no more."""
        case = self.fine(self.rep, "2026-03-12", 500)
        self.lock(self.settle(MARCH, self.rep))
        self.assertEqual(case.fine_open, 300)
        self._annul(case)
        self.assertEqual(self._fines(self.settle(APRIL, self.rep)), [("refund", 200)])

    def test_no_share_of_what_is_given_back(self):
        """R134: what is given back was not earned: it makes no room for other fines."""
        case = self.fine(self.rep, "2026-03-12", 200)
        self.lock(self.settle(MARCH, self.rep))
        self._annul(case)
        self.fine(self.rep, "2026-04-12", 500)
        april = self.settle(APRIL, self.rep)
        self.assertEqual(self._fines(april), [("fine", -200), ("refund", 200)])

    def test_fines_switched_off_since(self):
        """R134: what was deducted is given back also where the company fines nobody any more."""
        case = self.fine(self.rep, "2026-03-12", 50)
        self.lock(self.settle(MARCH, self.rep))
        self.company.sales_office_fines_enabled = False
        self._annul(case)
        self.assertEqual(self._fines(self.settle(APRIL, self.rep)), [("refund", 50)])

    def test_in_no_plan(self):
        """R126: of somebody in no plan it is listed for finance, who pays it outside."""
        case = self.fine(self.clerk, "2026-03-12", 50)
        due = self.env["sales.office.unassigned.payout"].search([("employee_id", "=", self.clerk.id)])
        self.assertEqual(due.amount, -50)
        self.as_(self.finance, due).action_settle_outside("Deducted from the wage.")
        self._annul(case)
        self.env.invalidate_all()
        due = self.env["sales.office.unassigned.payout"].search([("employee_id", "=", self.clerk.id)])
        self.assertEqual((due.kind, due.amount), ("fine", 50))
        self.as_(self.finance, due).action_settle_outside("Paid with the wage.")
        self.assertEqual(case.fine_open, 0)

    def test_payroll(self):
        """R134: the payroll export has what is given back among the fines, as less of them."""
        case = self.fine(self.rep, "2026-03-12", 50)
        self.lock(self.settle(MARCH, self.rep))
        self._annul(case)
        self.lock(self.settle(APRIL, self.rep))
        amounts = self.env["sales.office.payroll"]._get_amounts(self.company, *APRIL)
        self.assertEqual(amounts[self.rep.id]["fine"], -50)

    def test_bonus_stays(self):
        """R134: rewards are not touched."""
        self.env["sales.office.reward"].create(
            {
                "employee_id": self.rep.id,
                "type_id": self.env["sales.office.reward.type"].search([("kind", "=", "bonus")], limit=1).id,
                "date": "2026-03-12",
                "amount": 80,
                "reason": "Well done.",
                "state": "approved",
            }
        )
        case = self.fine(self.rep, "2026-03-12", 50)
        march = self.lock(self.settle(MARCH, self.rep))
        self._annul(case)
        self.assertEqual(march.line_ids.filtered("reward_id").amount, 80)
