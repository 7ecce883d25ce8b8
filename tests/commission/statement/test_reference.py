"""The engine against a slow, obvious reference, over random books (R134).

The reference looks at each document by itself, in plain Python, and knows nothing of settlements.
"""

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ..books import BooksCommon

MONTHS = [(date(2026, month, 1), date(2026, month + 1, 1) - timedelta(days=1)) for month in (1, 2, 3)]
LATER = (date(2026, 4, 1), date(2026, 4, 30))
CENT = Decimal("0.01")
TABLES = ([(0, 5)], [(0, 5), (800, 8)], [(500, 3), (1000, 7.5), (1500, 10)])
#: an example takes seconds: no shrinking, which would take a hundred of them
SLOW = settings(
    max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
DAYS = st.integers(0, 88).map(lambda day: date(2026, 1, 2) + timedelta(days=day))
CENTS = st.integers(1, 120000).map(lambda cents: cents / 100)
DOCUMENTS = st.lists(st.tuples(DAYS, CENTS, st.booleans(), st.integers(0, 2)), min_size=1, max_size=4)


def reference(base, table, mode):
    """Return what the tiers pay on ``base``, cent by tier, in the most obvious way."""
    amount = Decimal(0)
    rows = sorted((Decimal(str(start)), Decimal(str(rate))) for start, rate in table)
    if mode == "whole" or base <= 0:
        for start, rate in rows:
            if max(base, Decimal(0)) >= start:
                amount = base * rate / 100
    else:
        for number, (start, rate) in enumerate(rows):
            end = rows[number + 1][0] if number + 1 < len(rows) else base
            amount += max(Decimal(0), min(base, end) - start) * rate / 100
    return amount.quantize(CENT, ROUND_HALF_UP)


@freeze_time("2026-06-03 02:00:00")
class TestReference(BooksCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sellers = cls.rep | cls.colleague | cls.leader
        cls.plans = {
            (number, mode): cls._plan_with_rule(
                rate=0, tier_by="base", tier_ids=table, tier_mode=mode, lookback_periods=6
            )
            for number, table in enumerate(TABLES)
            for mode in ("marginal", "whole")
        }

    @SLOW
    @given(DOCUMENTS, DOCUMENTS, st.sampled_from(range(len(TABLES))), st.sampled_from(["marginal", "whole"]))
    def test_paid_is_earned(self, early, late, number, mode):
        """R134: settled month by month while the books change behind it, all that is paid together is what
        the final books earn, to the cent. A change that moves no money has no line."""
        plan = self.plans[number, mode]
        self.env.flush_all()
        self.cr.execute("SAVEPOINT example")
        try:
            self._live(plan, early, late)
            for employee in self.sellers:
                for first, last in MONTHS:
                    base = self._sum(employee, first, last)
                    lines = self._lines(plan, employee).filtered(lambda line, first=first: line.period_from == first)
                    paid = Decimal(str(round(sum(lines.mapped("amount")), 2)))
                    self.assertEqual(paid, reference(base, TABLES[number], mode), (employee.name, first))
        finally:
            self.cr.execute("ROLLBACK TO SAVEPOINT example")
            self.env.transaction.clear()  # what was not flushed yet goes with it

    def _live(self, plan, early, late):
        """Write ``early`` to the books, settle, then change all of it at random and settle on."""
        dice = random.Random(repr((early, late)))
        moves = self._write(early)
        for number, month in enumerate(MONTHS):
            for statement in self.settle(month, plan=plan):
                statement.write({"state": "approved"})
            if number == 1:
                moves |= self._write(late)
            for move in dice.sample(list(moves), min(2, len(moves))):
                self._change(move, dice)
        self.settle(LATER, plan=plan)

    def _write(self, documents):
        moves = self.env["account.move"]
        for day, amount, is_refund, seller in documents:
            move_type = "out_refund" if is_refund else "out_invoice"
            moves |= self.invoice(self.sellers[seller], day, amount, move_type=move_type)
        return moves

    def _change(self, move, dice):
        """Cut it, cancel it, hand it to a colleague or move it to another day."""
        what = dice.choice(("cut", "cancel", "hand over", "move"))
        if what == "hand over":
            move.invoice_user_id = dice.choice(list(self.sellers)).user_id
            return
        if move.state == "posted":
            move.button_draft()
        if what == "cancel":
            return
        if what == "cut":
            line = move.invoice_line_ids
            line.price_unit = round(line.price_unit * dice.random() + 0.01, 2)
        else:
            day = date(2026, 1, 2) + timedelta(days=dice.randrange(88))
            move.write({"invoice_date": day, "date": day})
        move.action_post()

    def _sum(self, employee, first, last):
        """Return what the final books say, document by document."""
        moves = self.env["account.move"].search([("company_id", "=", self.company.id), ("state", "=", "posted")])
        base = Decimal(0)
        for move in moves:
            if move.invoice_user_id == employee.user_id and first <= move.invoice_date <= last:
                sign = -1 if move.move_type == "out_refund" else 1
                base += sign * sum(Decimal(str(line.price_subtotal)) for line in move.invoice_line_ids)
        return base

    def _lines(self, plan, employee):
        return self.env["sales.office.statement.line"].search(
            [("rule_id.plan_id", "=", plan.id), ("employee_id", "=", employee.id)]
        )

    @SLOW
    @given(
        st.lists(st.tuples(CENTS, DAYS, st.lists(st.integers(1, 100), min_size=1, max_size=3)), min_size=1, max_size=2),
        st.lists(st.integers(1, 9997), min_size=2, max_size=2, unique=True),
    )
    def test_collected_and_shared(self, documents, cuts):
        """R134: whatever the payments and the shares, what each has of a paid order adds up to the order."""
        low, high = sorted(cuts)
        shares = [low / 100, round((high - low) / 100, 2), round((10000 - high) / 100, 2)]
        plan = self.special
        plan.rule_ids.sudo().basis = "collected"
        self.env.flush_all()
        self.cr.execute("SAVEPOINT example")
        try:
            total = Decimal(0)
            for amount, day, parts in documents:
                order = self.order(self.rep, day, (amount, 1, 0))
                order.action_split_credit(dict(zip(self.sellers.ids, shares, strict=True)))
                self._pay_in_parts(self.bill(order, day), day, parts)
                total += Decimal(str(amount))
            earned = self.env["sales.office.settlement"]._get_earned(plan.rule_ids, MONTHS[0][0], date(2026, 5, 31))
            self.assertEqual(sum(row.base for row in earned.values()), total)
        finally:
            self.cr.execute("ROLLBACK TO SAVEPOINT example")
            self.env.transaction.clear()  # what was not flushed yet goes with it

    def _pay_in_parts(self, invoice, day, parts):
        """Pay so many parts, a few days after each other, then the rest."""
        for part in parts:
            amount = round(invoice.amount_total * part / 400, 2)
            day += timedelta(days=part % 20)
            if 0 < amount < invoice.amount_residual:
                self.pay(invoice, day, amount)
        self.pay(invoice, day + timedelta(days=3))
