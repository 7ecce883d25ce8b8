"""What passes from one statement to the next, when statements are deleted, reopened or computed out of order."""

from freezegun import freeze_time

from ..books import BooksCommon
from ..common import APRIL, MARCH, MAY

JUNE = ("2026-06-01", "2026-06-30")


@freeze_time("2026-07-04 02:00:00")
class TestChains(BooksCommon):
    def _sell(self, *amounts):
        for month, amount in zip((3, 4, 5, 6), amounts, strict=False):
            self.invoice(self.rep, f"2026-0{month}-10", amount)

    def _draws(self, plan):
        """Return what is advanced to Rob and not recovered yet."""
        lines = plan.statement_ids.line_ids.filtered(lambda line: line.kind == "draw")
        return sum(lines.filtered(lambda line: line.employee_id == self.rep).mapped("amount"))

    def test_fine_over_a_deleted_month(self):
        """R134: fine 450, 20 % of 1,000 a month. March takes 200; April's draft, which had 200, is deleted, so May
        takes 200; April computed again has 50 left: 200 + 50 + 200 = 450."""
        self._sell(20000, 20000, 20000)
        self.fine(self.rep, "2026-03-12", 450)
        self.lock(self.settle(MARCH, self.rep))
        april = self.settle(APRIL, self.rep)
        self.assertEqual((april.deductions, april.carried_forward), (200, 50))
        april.unlink()
        may = self.lock(self.settle(MAY, self.rep))
        self.assertEqual((may.deductions, may.brought_forward, may.carried_forward), (200, 250, 50))
        april = self.settle(APRIL, self.rep)
        self.assertEqual((april.deductions, april.brought_forward, april.carried_forward), (50, 50, 0))
        self.assertEqual(self.settle(MAY, self.rep).deductions, 200)

    def test_fine_over_a_reopened_month(self):
        """R134: fine 300. March takes 200 and is reopened when all of it is credited: nothing to take from, 200 left;
        April, computed again, takes 200 instead of 100."""
        self._sell(20000, 20000)
        self.fine(self.rep, "2026-03-12", 300)
        march = self.lock(self.settle(MARCH, self.rep))
        self.assertEqual(self.settle(APRIL, self.rep).deductions, 100)
        self.refund(self.rep, "2026-03-20", 20000)
        self.as_(self.finance, march).action_reopen("Credited")
        march = self.settle(MARCH, self.rep)
        self.assertEqual((march.deductions, march.carried_forward), (0, 200))
        self.assertEqual(self.settle(APRIL, self.rep).deductions, 200)
        self.assertEqual(self.settle(MARCH, self.rep).carried_forward, 100)

    def test_balance_over_a_deleted_month(self):
        """R134: March ends at -100. April's draft has it and is deleted: May takes it off, April does not again."""
        self.refund(self.rep, "2026-03-10", 2000)
        self._sell(0, 20000, 20000)
        self.lock(self.settle(MARCH, self.rep))
        april = self.settle(APRIL, self.rep)
        self.assertEqual((april.balance_brought_forward, april.net), (100, 900))
        april.unlink()
        may = self.settle(MAY, self.rep)
        self.assertEqual((may.balance_brought_forward, may.net), (100, 900))
        april = self.settle(APRIL, self.rep)
        self.assertEqual((april.balance_brought_forward, april.net), (0, 1000))

    def test_draw_over_a_deleted_month(self):
        """R133: 500 a month as a draw. March earns 100: 400 advanced. April's draft, which recovered 200 of it, is
        deleted: May, at 900, recovers 400. April computed again at 700 recovers nothing: 100 + 700 + 900 are paid."""
        plan = self._plan_with_rule(rate=10, draw_amount=500, draw_recoverable=True)
        self._sell(1000, 7000, 9000)
        march = self.lock(self.settle(MARCH, self.rep, plan))
        april = self.settle(APRIL, self.rep, plan)
        self.assertEqual((march.net, april.net), (500, 500))
        april.unlink()
        may = self.lock(self.settle(MAY, self.rep, plan))
        april = self.settle(APRIL, self.rep, plan)
        self.assertEqual((may.net, april.net), (500, 700))
        self.assertEqual(self._draws(plan), 0)

    def test_draw_given_back(self):
        """R133: 400 advanced in March are recovered by May, 900 - 400. March turns out to have earned 500: reopened, it
        needs no advance and gives back the 400 that May took: 900 + 500 = 500 + 900."""
        plan = self._plan_with_rule(rate=10, draw_amount=500, draw_recoverable=True)
        self._sell(1000)
        self.invoice(self.rep, "2026-05-10", 9000)
        march = self.lock(self.settle(MARCH, self.rep, plan))
        may = self.settle(MAY, self.rep, plan)
        self.as_(self.finance, may).action_submit()
        self.invoice(self.rep, "2026-03-20", 4000)
        self.as_(self.finance, march).action_reopen("Forgotten")
        self.assertEqual(self.settle(MARCH, self.rep, plan).net, 900)
        line = march.line_ids.filtered(lambda line: line.kind == "draw")
        self.assertEqual(
            line.explanation,
            "500.00 guaranteed, 500.00 earned, and 400.00 recovered too much by another statement: 400.00",
        )
        self.assertEqual(march.net + may.net, 500 + 900)
        self.assertEqual(self._draws(plan), 0)

    def test_cap_over_a_reopened_month(self):
        """R133: at most 100 a month. March earns 150 and April 80: 100 and 80. Reopened, with an invoice that earns 50
        moved to April: 100 and 100, not 100 and 130."""
        plan = self._plan_with_rule(rate=10, cap_amount=100)
        self._sell(1000, 800)
        moved = self.invoice(self.rep, "2026-03-20", 500)
        march = self.lock(self.settle(MARCH, self.rep, plan))
        self.assertEqual((march.net, self.settle(APRIL, self.rep, plan).net), (100, 80))
        moved.button_draft()
        moved.write({"invoice_date": "2026-04-20", "date": "2026-04-20"})
        moved.action_post()
        self.as_(self.finance, march).action_reopen("Moved")
        nets = [self.settle(month, self.rep, plan).net for month in (MARCH, APRIL)]
        self.assertEqual(nets, [100, 100])

    def test_bonus_over_a_deleted_month(self):
        """R059 R134: a bonus of 70 on April's draft, which is deleted, is paid with May, once."""
        reward_type = self.env["sales.office.reward.type"].search([("kind", "=", "bonus")], limit=1)
        values = {"date": "2026-03-10", "amount": 70, "reason": "Well done", "state": "approved"}
        self.env["sales.office.reward"].create({"employee_id": self.rep.id, "type_id": reward_type.id, **values})
        self.settle(APRIL, self.rep).unlink()
        self.assertEqual([self.settle(month, self.rep).net for month in (MAY, APRIL, JUNE)], [70, 0, 0])
