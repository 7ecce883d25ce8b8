"""What fines may take: a share of what was earned, once for all statements that are paid together."""

from freezegun import freeze_time

from ..common import APRIL, MARCH, CommissionCommon


class FineCommon(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.member_ids.filtered(lambda member: member.employee_id == cls.rep).date_to = "2026-02-28"

    def _plan(self, rate=10, **values):
        """Return a plan that pays Rob ``rate`` percent; fines take at most 20 %."""
        return self._plan_with_rule(self.rep, rate=rate, fine_cap_percent=20, **values)

    def _fines(self, statement):
        return statement.line_ids.filtered("violation_id")


@freeze_time("2026-05-04 02:00:00")
class TestFineCap(FineCommon):
    def test_advance_is_not_earned(self):
        """R134: 300 earned, 700 advanced of 1,000 guaranteed as a draw: a fine of 500 takes 20 % of 300 = 60, 440 are
        carried. 20 % of 1,000 would take 200, two thirds of what was earned."""
        plan = self._plan(draw_amount=1000, draw_recoverable=True)
        self.invoice(self.rep, "2026-03-10", 3000)
        self.fine(self.rep, "2026-03-12", 500)
        march = self.settle(MARCH, self.rep, plan)
        self.assertEqual((march.gross, march.deductions, march.carried_forward, march.net), (1000, 60, 440, 940))
        self.assertIn("at most 20 % of 300.00", self._fines(march).explanation)

    def test_recovery_leaves_what_was_earned(self):
        """R134: April earns 2,000 and pays back 700 advanced in March: the fine of 500 takes 20 % of 2,000 = 400."""
        plan = self._plan(draw_amount=1000, draw_recoverable=True)
        self.invoice(self.rep, "2026-03-10", 3000)
        self.lock(self.settle(MARCH, self.rep, plan))
        self.invoice(self.rep, "2026-04-10", 20000)
        self.fine(self.rep, "2026-04-12", 500)
        april = self.settle(APRIL, self.rep, plan)
        self.assertEqual((april.gross, april.deductions, april.net), (1300, 400, 900))

    def test_never_more_than_what_is_left(self):
        """R134: out of the plan, 700 come in late and pay back 700 advanced in March: nothing is left for a fine."""
        plan = self._plan(draw_amount=1000, draw_recoverable=True)
        self.invoice(self.rep, "2026-03-10", 3000)
        self.lock(self.settle(MARCH, self.rep, plan))
        plan.member_ids.date_to = "2026-03-31"
        self.invoice(self.rep, "2026-03-20", 7000)
        self.fine(self.rep, "2026-04-12", 500)
        april = self.settle(APRIL, self.rep, plan)
        self.assertEqual((april.gross, april.deductions, april.net), (0, 0, 0))

    def test_balance_is_not_earned(self):
        """R134: March ends 1,000 below zero; April earns 2,000: 20 % of 2,000 = 400, not of the 1,000 left."""
        plan = self._plan()
        self.refund(self.rep, "2026-03-10", 10000)
        self.lock(self.settle(MARCH, self.rep, plan))
        self.invoice(self.rep, "2026-04-10", 20000)
        self.fine(self.rep, "2026-04-12", 500)
        april = self.settle(APRIL, self.rep, plan)
        self.assertEqual(
            (april.gross, april.balance_brought_forward, april.deductions, april.net), (2000, 1000, 400, 600)
        )


@freeze_time("2026-05-04 02:00:00")
class TestTogether(FineCommon):
    """Rob is paid for March by two plans."""

    def test_two_plans_one_cap(self):
        """R134: 1,000 by one plan, 500 by another, fined 500: 20 % of 1,500 = 300 over both, whichever is computed
        first and however often: 100 by the one, 200 by the other."""
        first = self._plan()
        second = self._plan(rate=5)
        self.invoice(self.rep, "2026-03-10", 10000)
        self.fine(self.rep, "2026-03-12", 500)
        second_march = self.settle(MARCH, self.rep, second)
        self.assertEqual(second_march.deductions, 100)
        first_march = self.settle(MARCH, self.rep, first)
        self.assertEqual(first_march.deductions, 200)
        self.assertEqual(self.settle(MARCH, self.rep, second).deductions, 100, "computed again")
        self.assertEqual(first_march.together_limit, 300)

    def test_below_zero_beside_it(self):
        """R134: 1,000 by one plan, -500 by the other: fines of 500 take 20 % of 500 = 100, and the line says so."""
        first, second = self._below_zero()
        self.settle(MARCH, self.rep, second)
        march = self.settle(MARCH, self.rep, first)
        self.assertEqual(march.deductions, 100)
        self.assertIn("at most 100.00", self._fines(march).explanation)
        self.assertIn("500.00 earned by all statements of the month", self._fines(march).explanation)

    def test_room_of_both(self):
        """R134: 1,000 by the locked statement of one plan, 500 by the other: a fine of 500 given afterwards takes
        20 % of 1,500 = 300 of the second."""
        first, second = self._plan(), self._plan(rate=5)
        self.invoice(self.rep, "2026-03-10", 10000)
        self.lock(self.settle(MARCH, self.rep, first))
        self.fine(self.rep, "2026-03-12", 500)
        march = self.settle(MARCH, self.rep, second)
        self.assertEqual((march.gross, march.deductions, march.net), (500, 300, 200))

    def test_computed_in_the_other_order(self):
        """R134: the plan that earned is computed first and takes 200; the one below zero brings both down to 100."""
        first, second = self._below_zero()
        march = self.settle(MARCH, self.rep, first)
        self.assertEqual(march.deductions, 200)
        self.settle(MARCH, self.rep, second)
        self.assertEqual(march.deductions, 100)

    def test_the_other_one_shrinks(self):
        """R134: 1,000 by each plan, a fine of 400 taken by the one; what the other earned is cancelled, which leaves
        20 % of 1,000 = 200 for both."""
        first, second = self._plan(), self._plan(basis="ordered")
        order = self._order(10000)
        self.invoice(self.rep, "2026-03-10", 10000)
        self.settle(MARCH, self.rep, second)
        self.fine(self.rep, "2026-03-12", 400)
        march = self.settle(MARCH, self.rep, first)
        self.assertEqual(march.deductions, 400)
        order.state = "cancel"
        self.settle(MARCH, self.rep, second)
        self.assertEqual((march.deductions, march.carried_forward), (200, 200))

    def test_fines_given_back_beside_them(self):
        """R134: a draft that gives back more than it deducts is looked at again as well when the other plan shrinks."""
        first, second = self._plan(), self._plan(basis="ordered")
        order = self._order(10000)
        self.invoice(self.rep, "2026-03-10", 10000)
        self.settle(MARCH, self.rep, second)
        self.fine(self.rep, "2026-03-12", 400)
        march = self.settle(MARCH, self.rep, first)
        fine = march.line_ids.filtered("violation_id")
        back = self.fine(self.rep, "2026-02-12", 0)
        fine.copy({"kind": "refund", "violation_id": back.id, "amount": 500, "open_amount": -500})
        self.assertEqual(march.deductions, -100)
        order.state = "cancel"
        self.settle(MARCH, self.rep, second)
        self.assertEqual(march.line_ids.filtered(lambda line: line.kind == "fine").amount, -200)

    def test_page(self):
        """R134: one page shows both statements of Rob and their sum: 1,500 earned, fined 300 of at most 300, 1,200."""
        first, second = self._plan(), self._plan(rate=5)
        self.invoice(self.rep, "2026-03-10", 10000)
        self.fine(self.rep, "2026-03-12", 500)
        march = self.settle(MARCH, self.rep, first) | self.settle(MARCH, self.rep, second)
        self.settle(APRIL, self.rep, first)
        self.as_(self.finance, march).action_submit()
        for employee in (self.rep, self.leader, self.finance):
            own = self.as_(employee, march[0])
            self.assertEqual(own.together_ids, march)
            totals = (own.together_earned, own.together_limit, own.together_deductions, own.together_net)
            self.assertEqual(totals, (1500, 300, 300, 1200), employee.name)
        action = self.as_(self.rep, march[1]).action_open_together()
        self.assertEqual((action["res_id"], action["res_model"]), (march[1].id, "sales.office.statement"))

    def test_page_of_one(self):
        """R134: whoever is paid by one plan has no such page; what the reader may not see is in no sum."""
        plan = self._plan()
        self.invoice(self.rep, "2026-03-10", 10000)
        march = self.settle(MARCH, self.rep, plan)
        self.assertEqual((march.together_ids, march.together_count), (march, 1))
        self.settle(MARCH, self.rep, self._plan(rate=5))
        self.as_(self.finance, march).action_submit()
        self.env.invalidate_all()
        self.assertEqual(self.as_(self.rep, march).together_count, 1, "the other one is a draft")

    def _below_zero(self):
        """Return two plans, by which Rob has 1,000 and -500 in March, and fine him 500."""
        first = self._plan(basis="ordered")
        second = self._plan(rate=5)
        self._order(10000)
        self.refund(self.rep, "2026-03-10", 10000)
        self.fine(self.rep, "2026-03-12", 500)
        return first, second

    def _order(self, amount):
        """Return an order of Rob's, confirmed on 10 March."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "user_id": self.rep.user_id.id,
                "order_line": [(0, 0, {"name": "Rooms", "product_id": self._room().id, "price_unit": amount})],
            }
        )
        order.write({"state": "sale", "date_order": "2026-03-10 02:00:00"})
        return order

    def _room(self):
        return self.env["product.product"].create({"name": "Room", "type": "service", "taxes_id": []})
