"""Rates by how much of a target was achieved, with planning's own targets: of persons, and of teams.

5 %, from 100 % of the target on 8 %. March is settled and locked, what changes later is corrected in April.
"""

from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from ...planning.common import PlanningCommon
from ..books import BooksCommon
from ..common import APRIL, MARCH

TIERS = {"tier_by": "achievement", "tier_ids": [(0, 5), (100, 8)]}
NEW = date(2026, 3, 1)


class TargetTierCommon(BooksCommon, PlanningCommon):
    def agree(self, owner, value, day=NEW, state="accepted", **values):
        """Return the target of an employee or a department for the month (or other period) of ``day``."""
        whose = {"employee_id": owner.id} if owner._name == "hr.employee" else {"department_id": owner.id}
        target = self.targets.create(
            {
                "plan_id": self.plan_.id,
                "period_type": "month",
                "date_from": day,
                "target_value": value,
                **whose,
                **values,
            }
        )
        target.state = state
        return target

    def change(self, target, value, by, owner):
        """Agree on another value: taken back, changed and proposed by ``by``, accepted by its owner."""
        own = self.as_(by, target)
        own.action_take_back("The trade fair was cancelled.")
        own.target_value = value
        own.action_propose()
        self.as_(owner, target).action_accept()

    def correction(self, plan, employee):
        return self.settle(APRIL, employee, plan).line_ids.filtered(lambda line: line.kind == "correction")


@freeze_time("2026-06-03 02:00:00")
class TestOwnTarget(TargetTierCommon):
    def _paid(self, mode="whole", amount=12000, **values):
        """Return the plan, and Rob's locked statement of March."""
        plan = self._plan_with_rule(**TIERS, tier_mode=mode, **values)
        self.invoice(self.rep, "2026-03-10", amount)
        return plan, self.lock(self.settle(MARCH, self.rep, plan))

    def test_marginal(self):
        """R133: 12,000 of 10,000 are 120 %: up to the target 10,000 x 5 %, above it 2,000 x 8 %: 500 + 160 = 660."""
        self.agree(self.rep, 10000)
        _plan, march = self._paid("marginal")
        self.assertEqual(
            march.line_ids.explanation, "Target achieved by 120 %: 10,000.00 × 5 % + 2,000.00 × 8 % = 660.00"
        )

    def test_hit_exactly(self):
        """R133: 10,000 of 10,000 are 100 %, whole 800; a cent less is 99.9999 %: 9,999.99 x 5 % = 500.00."""
        self.agree(self.rep, 10000)
        self.agree(self.colleague, 10000)
        plan = self._plan_with_rule(**TIERS, tier_mode="whole")
        self.invoice(self.rep, "2026-03-10", 10000)
        self.invoice(self.colleague, "2026-03-10", 9999.99)
        nets = {statement.employee_id: statement.net for statement in self.settle(MARCH, plan=plan)}
        self.assertEqual((nets[self.rep], nets[self.colleague]), (800, 500))

    def test_changed_after_the_lock(self):
        """R133 R134: 120 % of 10,000 paid 12,000 x 8 % = 960; raised to 15,000 it is 80 %: 600, so -360."""
        target = self.agree(self.rep, 10000)
        plan, march = self._paid()
        self.assertEqual(march.net, 960)
        self.change(target, 15000, self.leader, self.rep)
        correction = self.correction(plan, self.rep)
        self.assertEqual((correction.base_amount, correction.amount), (0, -360))
        self.assertIn("Target achieved by 80 %: 12,000.00 × 5 % = 600.00, less 960.00", correction.explanation)

    def test_no_target(self):
        """R133: without a target it is as if nothing of it was achieved: 12,000 x 5 % = 600."""
        self.agree(self.colleague, 10000)
        _plan, march = self._paid()
        self.assertEqual(march.line_ids.explanation, "No target: 12,000.00 × 5 % = 600.00")

    def test_accepted_late(self):
        """R123 R133: proposed only, it does not count yet: 600; accepted after the lock 960, so +360."""
        target = self.agree(self.rep, 10000, state="proposed")
        plan, march = self._paid()
        self.assertEqual(march.net, 600)
        self.as_(self.rep, target).action_accept()
        self.assertEqual(self.correction(plan, self.rep).amount, 360)

    def test_disputed_after_the_lock(self):
        """R123 R133: a target in dispute is none: 960 paid, 600 due, until somebody insists on it."""
        target = self.agree(self.rep, 10000)
        plan, _march = self._paid()
        self.as_(self.rep, target).action_dispute("The lobby was closed.")
        self.assertEqual(self.correction(plan, self.rep).amount, -360)
        self.as_(self.leader, target).action_insist("It was closed for a day.")
        self.assertFalse(self.correction(plan, self.rep))

    def test_refund_below_the_target(self):
        """R134: 12,000 x 8 % = 960; 3,000 given back leave 9,000, 90 %: 9,000 x 5 % = 450, so -510."""
        self.agree(self.rep, 10000)
        plan, _march = self._paid()
        self.refund(self.rep, "2026-03-31", 3000)
        self.assertEqual(self.correction(plan, self.rep).amount, -510)

    def test_quarter_of_months(self):
        """R103 R133: three months of 4,000 make up the quarter: 12,000 of 12,000, all at 8 %: 960."""
        for month in (1, 2, 3):
            self.agree(self.rep, 4000, date(2026, month, 1))
        plan = self._plan_with_rule(**TIERS, tier_mode="whole", period_type="quarter")
        self.invoice(self.rep, "2026-02-10", 12000)
        self.assertEqual(self.settle((date(2026, 1, 1), date(2026, 3, 31)), self.rep, plan).net, 960)

    def test_of_another_metric(self):
        """R133: paid on what is invoiced, by the target of what is collected: 4,000 of 4,000: 10,000 x 8 % = 800."""
        self.agree(self.rep, 4000, metric="collected")
        plan = self._plan_with_rule(**TIERS, tier_mode="whole", target_metric="collected")
        invoice = self.invoice(self.rep, "2026-03-10", 10000)
        self.pay(invoice, "2026-03-20", 3999.99)
        self.assertEqual(self.settle(MARCH, self.rep, plan).net, 500)
        self.pay(invoice, "2026-03-21", 0.01)
        self.assertEqual(self.settle(MARCH, self.rep, plan).net, 800)


@freeze_time("2026-06-03 02:00:00")
class TestTeamTarget(TargetTierCommon):
    """Ann, Lea and Rob are North and share by 1, 1, 1."""

    def _plan(self, mode="whole", **values):
        return self._plan_with_rule(**(TIERS | values), credit_to="team", tier_mode=mode)

    def _nets(self, plan, month=MARCH):
        nets = {statement.employee_id: statement.net for statement in self.settle(month, plan=plan)}
        return [nets[who] for who in (self.leader, self.rep, self.colleague)]

    def test_own_target(self):
        """R057: 8,000 + 4,000 of North's 10,000 are 120 %: 10,000 x 5 % + 2,000 x 8 % = 660, 220 each."""
        self.agree(self.north, 10000)
        plan = self._plan("marginal")
        self.invoice(self.rep, "2026-03-10", 8000)
        self.invoice(self.colleague, "2026-03-10", 4000)
        self.assertEqual(self._nets(plan), [220, 220, 220])
        line = self.settle(MARCH, self.leader, plan).line_ids
        self.assertEqual(
            line.explanation,
            "Target of North achieved by 120 %: 10,000.00 × 5 % + 2,000.00 × 8 % = 660.00, "
            "of which for 4,000.00 of 12,000.00: 220.00",
        )

    def test_targets_of_its_people(self):
        """R057: without one of its own, 5,000 + 4,000 + 3,000 = 12,000 are North's: 12,480 sold are 104 %,
        12,480 x 8 % = 998.40, 332.80 each."""
        for employee, value in ((self.rep, 5000), (self.colleague, 4000), (self.leader, 3000)):
            self.agree(employee, value)
        self.agree(self.rep_south, 50000)
        plan = self._plan()
        self.invoice(self.rep, "2026-03-10", 12480)
        self.assertEqual(self._nets(plan), [332.8, 332.8, 332.8])
        line = self.settle(MARCH, self.rep, plan).line_ids
        self.assertIn("Target of North achieved by 104 %: 12,480.00 × 8 % = 998.40", line.explanation)

    def test_its_own_comes_first(self):
        """R057: North's own 20,000 counts, not its people's 12,000: 60 %, 12,000 x 5 % = 600; disputed, theirs: 960."""
        target = self.agree(self.north, 20000)
        self.agree(self.rep, 12000)
        plan = self._plan()
        self.invoice(self.rep, "2026-03-10", 12000)
        self.assertEqual(self._nets(plan), [200, 200, 200])
        target.state = "disputed"
        self.assertEqual(self._nets(plan), [320, 320, 320])

    def test_no_target(self):
        """R057: without any target it is as if nothing was achieved: 900 x 5 % = 45, 15 each."""
        plan = self._plan()
        self.invoice(self.rep, "2026-03-10", 900)
        self.assertEqual(self._nets(plan), [15, 15, 15])
        self.assertEqual(
            self.settle(MARCH, self.rep, plan).line_ids.explanation,
            "No target of North: 900.00 × 5 % = 45.00, of which for 300.00 of 900.00: 15.00",
        )

    def test_changed_after_the_lock(self):
        """R057 R134: 12,000 of 10,000 paid 960, 320 each; raised to 15,000 it is 80 %: 600, 200 each: -120."""
        target = self.agree(self.north, 10000)
        plan = self._plan()
        self.invoice(self.rep, "2026-03-10", 12000)
        for statement in self.settle(MARCH, plan=plan):
            self.lock(statement)
        self.change(target, 15000, self.manager, self.leader)
        self.assertEqual(self._nets(plan, APRIL), [-120, -120, -120])
        self.assertIn(
            "Target of North achieved by 80 %: 12,000.00 × 5 % = 600.00, of which for 4,000.00 of 12,000.00: 200.00, "
            "less 320.00",
            self.correction(plan, self.rep).explanation,
        )

    def test_the_whole_team_counts_for_the_target(self):
        """R057: Lea is in no plan, but her 6,000 count for North's target as well: 12,000 of 10,000;
        shared is what Rob and Ann sold: 6,000 x 8 % = 480, 240 each."""
        self.agree(self.north, 10000)
        plan = self._plan(employees=self.rep | self.colleague)
        self.invoice(self.leader, "2026-03-10", 6000)
        self.invoice(self.rep, "2026-03-10", 6000)
        nets = {statement.employee_id: statement.net for statement in self.settle(MARCH, plan=plan)}
        self.assertEqual(nets, {self.rep: 240, self.colleague: 240})

    def test_teams_by_themselves(self):
        """R057: Rob moves to South on the 16th. North: 9,000 of 9,000, 720 by three, 240; South, where he is alone:
        1,000 of 4,000 are 25 %: 50. The targets are month by month, who moves takes none along."""
        self.agree(self.north, 9000)
        self.agree(self.south, 4000)
        plan = self._plan()
        self.rep.create_version({"date_version": "2026-03-16", "department_id": self.south.id})
        self.invoice(self.rep, "2026-03-15", 9000)
        self.invoice(self.rep, "2026-03-16", 1000)
        self.assertEqual(self._nets(plan), [240, 290, 240])

    def test_weeks_of_who_moves(self):
        """R057: Rob's weeks before he moved are North's, 16 days of them, the later ones South's."""
        self.rep.create_version({"date_version": "2026-03-16", "department_id": self.south.id})
        for day, value in ((1, 10), (2, 20), (9, 30), (16, 40), (23, 50), (30, 60)):
            self.agree(self.rep, value, date(2026, 3, day), period_type="week")
        self.invoice(self.rep, "2026-03-10", 30)
        self.invoice(self.rep, "2026-03-20", 300)
        self.env.flush_all()
        departments = self.north | self.south | self.retail
        achieved = self.targets._get_achievement(departments, "invoiced", *MARCH)
        self.assertEqual([achieved[d] for d in departments], [50, 200, Decimal(33000) / 210])

    def test_bonus(self):
        """R057: 900 for the team that reaches its target, 300 each; at 99.99 % nothing."""
        target = self.agree(self.north, 10000)
        plan = self._plan(rate_type="fixed", tier_ids=[(100, 900)])
        self.invoice(self.rep, "2026-03-10", 9999)
        self.assertEqual(self._nets(plan), [0, 0, 0])
        target.target_value = 9999
        self.assertEqual(self._nets(plan), [300, 300, 300])

    def test_measured_by_hand(self):
        """R050 R057: North's satisfaction, 81 of 90 %, is in no book but counts as it was measured."""
        self.agree(self.north, 90, metric="satisfaction").manual_value = 81
        achieved = self.targets._get_achievement(self.north | self.south, "satisfaction", *MARCH)
        self.assertEqual(achieved, {self.north: 90, self.south: None})

    def test_many_teams(self):
        """R057 R134: twelve teams cost as many queries as three."""
        teams = self.env["hr.department"]
        for number in range(12):
            teams |= self._create_department(f"Team {number}", parent_id=self.retail.id)
            self._create_member(f"Seller {number}", f"seller{number}", teams[-1], "representative")
            self.agree(teams[-1], 100)
        counts = []
        for asked in (teams, teams[:3], teams):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.targets._get_achievement(asked, "invoiced", *MARCH)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
