"""Settled, locked, reopened, deleted and computed again in any order while the books change: the sum stays right."""

import random
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.fields import Command

from ..books import BooksCommon
from ..common import APRIL
from .test_reference import CENT, MONTHS, SLOW

CAP, GUARANTEED, FLOOR = Decimal(60), Decimal(20), Decimal(5)


def reference(base, rate):
    """Return what a month pays: ``rate`` percent and 5.00 at least by the rule, 60.00 at most and 20.00 at least by
    the plan."""
    amount = (base * rate / 100).quantize(CENT, ROUND_HALF_UP)
    return max(min(max(amount, FLOOR), CAP), GUARANTEED)


@freeze_time("2026-06-03 02:00:00")
class TestNastyOrders(BooksCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sellers = cls.rep | cls.colleague
        rule = {"name": "Sales", "rate": 5, "floor_amount": float(FLOOR)}
        cls.first = cls._create_plan(
            "Nasty",
            cls.sellers,
            rule_ids=[Command.create(rule)],
            cap_amount=float(CAP),
            draw_amount=float(GUARANTEED),
            lookback_periods=6,
        )
        cls.first.with_user(cls.director.user_id).action_approve()
        cls.second = cls.first.browse(cls.first.action_new_version()["res_id"])
        cls.second.date_from = "2026-03-01"
        cls.second.rule_ids.rate = 8
        cls.second.with_user(cls.director.user_id).action_approve()

    @SLOW
    @given(st.integers(0, 10**6))
    def test_any_order(self, seed):
        """R134: whatever was done in between, once all is locked the lines of each month add up to what the final
        books earn by the version in force: 5 % until February, 8 % in March."""
        self.env.flush_all()
        self.cr.execute("SAVEPOINT example")
        try:
            self._live(random.Random(seed))
            self._finish()
            for employee in self.sellers:
                for (first, last), rate in zip(MONTHS, (5, 5, 8), strict=True):
                    self.assertEqual(self._paid(employee, first), reference(self._sold(employee, first, last), rate))
        finally:
            self.cr.execute("ROLLBACK TO SAVEPOINT example")
            self.env.transaction.clear()  # what was not flushed yet goes with it

    def _live(self, dice):
        for _step in range(16):
            move = dice.choice([self._sell, self._sell, self._take_back, self._settle, self._settle, self._lock] * 2 +
                               [self._reopen, self._delete])  # fmt: skip
            try:
                with self.cr.savepoint():
                    move(dice)
            except UserError:
                continue  # it is not always the time for it

    def _finish(self):
        """Compute and lock everything in order, then correct what is left."""
        for month in MONTHS:
            self._compute(month)
            self._statements(month).filtered(lambda s: s.state != "approved").write({"state": "approved"})
        self._compute(APRIL)

    def _compute(self, month):
        (self.first | self.second).generate_statements(*month)

    def _statements(self, month):
        plans = (self.first | self.second).ids
        return self.env["sales.office.statement"].search([("plan_id", "in", plans), ("date_from", "=", month[0])])

    def _sell(self, dice):
        day = date(2026, dice.randint(1, 3), dice.randint(1, 28))
        self.invoice(dice.choice(self.sellers), day, dice.randint(1, 90000) / 100)

    def _take_back(self, dice):
        """Delete an invoice, cut it, hand it over or credit it a month later."""
        invoices = self.env["account.move"].search([("company_id", "=", self.company.id), ("state", "=", "posted")])
        if not invoices:
            return
        invoice = dice.choice(invoices)
        what = dice.choice(("delete", "cut", "hand over", "refund"))
        if what == "hand over":
            invoice.invoice_user_id = dice.choice(self.sellers).user_id
        elif what == "refund":
            seller = self.sellers.filtered(lambda e: e.user_id == invoice.invoice_user_id)
            self.refund(seller, date(2026, 3, 28), invoice.amount_untaxed)
        else:
            invoice.button_draft()
            if what == "delete":
                invoice.with_context(force_delete=True).unlink()
            else:
                invoice.invoice_line_ids.price_unit /= 2
                invoice.action_post()

    def _settle(self, dice):
        self._compute(dice.choice([*MONTHS, APRIL]))

    def _lock(self, dice):
        """Take a draft of any month, earlier ones locked or not, the whole way."""
        statements = self._statements(dice.choice(MONTHS)).filtered(lambda s: s.state == "draft")
        for statement in statements[: dice.randint(1, 2)]:
            self.lock(statement)

    def _reopen(self, dice):
        statements = self._statements(dice.choice(MONTHS)).filtered(lambda s: s.state != "draft")
        if statements:
            dice.choice(statements).action_reopen("Again")

    def _delete(self, dice):
        statements = self._statements(dice.choice([*MONTHS, APRIL]))
        if statements:
            dice.choice(statements).unlink()

    def _paid(self, employee, first):
        lines = self.env["sales.office.statement.line"].search(
            [
                ("employee_id", "=", employee.id),
                ("period_from", "=", first),
                ("statement_id.plan_id", "in", (self.first | self.second).ids),
                ("kind", "in", ("commission", "correction", "adjustment")),
            ]
        )
        return Decimal(str(round(sum(lines.mapped("amount")), 2)))

    def _sold(self, employee, first, last):
        """Return what the final books say, document by document."""
        moves = self.env["account.move"].search([("company_id", "=", self.company.id), ("state", "=", "posted")])
        moves = moves.filtered(lambda m: m.invoice_user_id == employee.user_id and first <= m.invoice_date <= last)
        return sum((Decimal(str(round(-line.balance, 2))) for line in moves.invoice_line_ids), Decimal(0))
