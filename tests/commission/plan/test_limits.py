"""A period's commission as a whole: cap, guarantee, draw, compliance; and rates by target. Rules pay 10 %."""

from decimal import Decimal

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from ..books import BooksCommon
from ..common import APRIL, MARCH, MAY


@freeze_time("2026-06-03 02:00:00")
class TestLimits(BooksCommon):
    def test_cap(self):
        """R133: 8,000 x 10 % = 800, at most 500: -300. Cut to 6,000 after the lock: 600, still 500: -200 and +200."""
        plan = self._create_plan("Capped", self.rep, rate=10, cap_amount=500)
        plan.with_user(self.director.user_id).action_approve()
        self.invoice(self.rep, "2026-03-10", 8000)
        march = self.settle(MARCH, self.rep, plan)
        self.assertEqual(self.figures(march), [("commission", 8000, 800), ("adjustment", 0, -300)])
        self.assertEqual(march.line_ids[1].explanation, "At most 500.00, of 800.00 earned: -300.00")
        self.lock(march)
        self.refund(self.rep, "2026-03-31", 2000)
        april = self.settle(APRIL, self.rep, plan)
        self.assertEqual([line.amount for line in april.line_ids], [0, -200, 200])
        self.assertEqual(april.net, 0)
        correction = april.line_ids[2]
        self.assertEqual(correction.name, "Most Paid for a Period, correction of March 2026")
        self.assertEqual(
            correction.explanation,
            "At most 500.00, of 600.00 earned: -100.00, less -300.00 settled before: 200.00",
        )

    def test_guarantee(self):
        """R133: 300 earned of 1,000 guaranteed: +700, for good: April's 2,000 give nothing back."""
        plan = self._plan_with_rule(rate=10, draw_amount=1000)
        self.invoice(self.rep, "2026-03-10", 3000)
        self.invoice(self.rep, "2026-04-10", 20000)
        march = self.lock(self.settle(MARCH, self.rep, plan))
        self.assertEqual(self.figures(march), [("commission", 3000, 300), ("adjustment", 0, 700)])
        self.assertEqual(march.line_ids[1].explanation, "At least 1,000.00, of 300.00 earned: 700.00")
        self.assertEqual(self.settle(APRIL, self.rep, plan).net, 2000)

    def test_draw_recovered(self):
        """R133: 1,000 guaranteed as a draw. March earns 300: 700 advanced. April earns 1,400: 400 of it recovered.
        May earns 5,000: the remaining 300 recovered. Together 300 + 1,400 + 5,000 = 1,000 + 1,000 + 4,700."""
        plan = self._plan_with_rule(rate=10, draw_amount=1000, draw_recoverable=True)
        nets = []
        for month, day, amount in (
            (MARCH, "2026-03-10", 3000),
            (APRIL, "2026-04-10", 14000),
            (MAY, "2026-05-10", 50000),
        ):
            self.invoice(self.rep, day, amount)
            statement = self.lock(self.settle(month, self.rep, plan))
            nets.append(statement.net)
            explanation = statement.line_ids[1].explanation
            self.assertEqual(statement.line_ids[1].kind, "draw")
        self.assertEqual(nets, [1000, 1000, 4700])
        self.assertEqual(explanation, "5,000.00 earned above 1,000.00: of 300.00 advanced before, 300.00 recovered")

    def test_draw_of_who_left(self):
        """R133: 700 advanced in March; out of the plan in April nothing is advanced, nor taken from their pocket."""
        plan = self._plan_with_rule(rate=10, draw_amount=1000, draw_recoverable=True)
        self.invoice(self.rep, "2026-03-10", 3000)
        self.lock(self.settle(MARCH, self.rep, plan))
        plan.member_ids.filtered(lambda m: m.employee_id == self.rep).date_to = "2026-03-31"
        self.assertFalse(self.settle(APRIL, self.rep, plan))

    def test_points(self):
        """R133: from 3 points on 90 %, from 6 on 50 %: with 3 + 2 points 1,000 x 90 % = 900; a pardon gives it back."""
        rows = [{"threshold": 3, "percent": 90}, {"threshold": 6, "percent": 50}]
        plan = self._plan_with_rule(
            rate=10, multiplier_ids=[Command.create({"metric": "points", **row}) for row in rows]
        )
        self.invoice(self.rep, "2026-03-10", 10000)
        first = self.fine(self.rep, "2026-03-12", 0)
        first.points = 3
        self.fine(self.rep, "2026-03-13", 0).points = 2
        self.fine(self.rep, "2026-04-01", 0).points = 9
        march = self.settle(MARCH, self.rep, plan)
        self.assertEqual(self.figures(march), [("commission", 10000, 1000), ("adjustment", 0, -100)])
        self.assertEqual(march.line_ids[1].explanation, "1,000.00 × 90 % (violation points: 5) - 1,000.00 = -100.00")
        self.lock(march)
        first.state = "dismissed"
        april = self.settle(APRIL, self.rep, plan)
        self.assertEqual(
            [(line.kind, line.amount) for line in april.line_ids], [("commission", 0), ("correction", 100)]
        )

    def test_attendance(self):
        """R133: 80 %, from 95 % attendance on all: one absence in four days is 75 %: 1,000 x 80 % = 800."""
        rows = [{"threshold": 0, "percent": 80}, {"threshold": 95, "percent": 100}]
        rows = [Command.create({"metric": "attendance", **row}) for row in rows]
        plan = self._plan_with_rule(rate=10, multiplier_ids=rows)
        for day, status in enumerate(("present", "late", "absent", "present", "off", "excused"), start=1):
            self.env["sales.office.day"].create(
                {"employee_id": self.rep.id, "date": f"2026-03-0{day}", "status": status}
            )
        self.invoice(self.rep, "2026-03-10", 10000)
        self.invoice(self.colleague, "2026-03-10", 10000)
        nets = {statement.employee_id: statement.net for statement in self.settle(MARCH, plan=plan)}
        self.assertEqual((nets[self.rep], nets[self.colleague]), (800, 1000))

    def test_order_of_things(self):
        """R133: 2,000, half of it for 6 points, at most 800: 2,000 - 1,000 - 200; no guarantee above the cap."""
        rows = [Command.create({"metric": "points", "threshold": 6, "percent": 50})]
        plan = self._create_plan("All", self.rep, rate=10, cap_amount=800, draw_amount=700, multiplier_ids=rows)
        plan.with_user(self.director.user_id).action_approve()
        self.fine(self.rep, "2026-03-12", 0).points = 6
        self.invoice(self.rep, "2026-03-10", 20000)
        self.assertEqual(self.settle(MARCH, self.rep, plan).line_ids.mapped("amount"), [2000, -1000, -200])
        for values in ({"cap_amount": 600}, {"cap_amount": -1}):
            with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
                self._create_plan("Wrong", self.rep, draw_amount=700, **values)
                self.env.flush_all()

    def test_locked(self):
        """R133: limits and multipliers are locked with the plan, and copied to its next version."""
        rows = [Command.create({"metric": "points", "threshold": 6, "percent": 50})]
        plan = self._plan_with_rule(rate=10, draw_amount=700, multiplier_ids=rows)
        own = self.as_(self.director, plan)
        for change in (
            lambda: own.write({"draw_amount": 9}),
            lambda: own.multiplier_ids.write({"percent": 100}),
            lambda: own.multiplier_ids.unlink(),
            lambda: own.multiplier_ids.copy({"threshold": 7}),
        ):
            with self.assertRaisesRegex(UserError, "An approved commission plan is locked"):
                change()
            self.env.invalidate_all()
        version = plan.browse(plan.action_new_version()["res_id"])
        self.assertEqual((version.draw_amount, version.multiplier_ids.percent), (700, 50))

    def test_draft_run_again(self):
        """R134: computed twice a draft says the same: limits and draws are not counted on top of themselves."""
        plan = self._plan_with_rule(rate=10, draw_amount=1000, draw_recoverable=True)
        self.invoice(self.rep, "2026-03-10", 3000)
        first = self.figures(self.settle(MARCH, self.rep, plan))
        self.assertEqual(self.figures(self.settle(MARCH, self.rep, plan)), first)


@freeze_time("2026-06-03 02:00:00")
class TestTargets(BooksCommon):
    def _reach(self, percent):
        """Say how far everybody's target is reached."""
        answer = None if percent is None else Decimal(percent)
        self.patch(
            self.env.registry["sales.office.settlement"],
            "_get_achievements",
            lambda engine, keys: dict.fromkeys(keys, answer),
        )

    def _plan(self, **values):
        return self._plan_with_rule(tier_by="achievement", tier_ids=[(0, 5), (100, 8)], **values)

    def test_target_changed_after_the_lock(self):
        """R133 R134: 120 % reached, 10,000 x 8 % = 800. The target is raised, 80 % reached: 500, so -300."""
        plan = self._plan(tier_mode="whole")
        self.invoice(self.rep, "2026-03-10", 10000)
        self._reach(120)
        march = self.lock(self.settle(MARCH, self.rep, plan))
        self.assertEqual(march.line_ids.explanation, "Target achieved by 120 %: 10,000.00 × 8 % = 800.00")
        self._reach(80)
        correction = self.settle(APRIL, self.rep, plan).line_ids[1]
        self.assertEqual((correction.base_amount, correction.amount), (0, -300))
        self.assertIn("Target achieved by 80 %: 10,000.00 × 5 % = 500.00, less 800.00", correction.explanation)

    def test_marginal(self):
        """R133: 12,000 at 120 %: up to the target 10,000 x 5 %, above it 2,000 x 8 %: 660; at 100 % all 5 %: 600."""
        plan = self._plan()
        self.invoice(self.rep, "2026-03-10", 12000)
        self._reach(120)
        self.assertEqual(self.settle(MARCH, self.rep, plan).net, 660)
        self._reach(100)
        self.assertEqual(self.settle(MARCH, self.rep, plan).net, 600)

    def test_without_a_target(self):
        """R133: without a target the rate is the one nothing achieved has."""
        plan = self._plan(tier_mode="whole")
        self.invoice(self.rep, "2026-03-10", 1000)
        self._reach(None)
        self.assertEqual(self.settle(MARCH, self.rep, plan).line_ids.explanation, "No target: 1,000.00 × 5 % = 50.00")

    def test_bonus_for_the_target(self):
        """R133: 500 for the target, exactly reached; at 99.99 % nothing."""
        plan = self._plan_with_rule(tier_by="achievement", rate_type="fixed", tier_mode="whole", tier_ids=[(100, 500)])
        self.invoice(self.rep, "2026-03-10", 1000)
        for percent, amount in (("100", 500), ("99.99", 0)):
            self._reach(percent)
            self.assertEqual(self.settle(MARCH, self.rep, plan).net, amount)
