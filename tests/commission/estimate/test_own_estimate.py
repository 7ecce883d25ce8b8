"""What a member can expect of the period under way, as Today says it: the very amounts of the statements."""

from datetime import date

from freezegun import freeze_time

from ..plan.test_target_tiers import TargetTierCommon
from ..statement.test_unapproved_price import UnapprovedCommon

JUNE = (date(2026, 6, 1), date(2026, 6, 30))


class OwnEstimates:
    def expected(self, employee):
        """Return what is expected of each of an employee's plans."""
        self.env.flush_all()
        self.env.invalidate_all()
        estimates = self.as_(employee, self.env["sales.office.commission.plan"])._estimate_own()
        return {estimate.plan.id: estimate.after for estimate in estimates}

    def count(self, employee):
        """Return the queries it takes, with nothing of records in memory."""
        self.expected(employee)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.as_(employee, self.env["sales.office.commission.plan"])._estimate_own()
        return self.env.cr.sql_log_count - before


@freeze_time("2026-06-20 02:00:00")
class TestOwnEstimate(OwnEstimates, TargetTierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.special | cls.plan).member_ids.unlink()  # the plans of the class are not asked here
        cls.people = cls.rep | cls.colleague | cls.rep_south | cls.leader | cls.manager
        for employee, amount in ((cls.rep, 6000), (cls.colleague, 500), (cls.rep_south, 300), (cls.leader, 70)):
            cls.invoice(employee, "2026-06-02", amount)
            cls.invoice(employee, "2026-06-12", amount + 1)

    def assert_as_settled(self, *plans):
        """R133: each expects what the settlement of everybody says, to the line."""
        for employee in self.people:
            settled = {
                plan.id: self.env["sales.office.settlement"]._get_outcomes(plan, self.people, *JUNE)[employee]
                for plan in plans
            }
            with self.subTest(employee.name):
                self.assertEqual(self.expected(employee), settled)

    def test_own_sales_and_target(self):
        """R133: by tiers of what was sold, and of an own target."""
        self.agree(self.rep, 10000, JUNE[0])
        tiers = {"tier_by": "achievement", "tier_ids": [(0, 5), (100, 8)]}
        own, target = self._plan_with_rule(self.people), self._plan_with_rule(self.people, **tiers)
        self.assert_as_settled(own, target)
        self.assertEqual(float(self.expected(self.rep)[own.id].amount), 600.05)
        self.assertEqual(float(self.expected(self.rep)[target.id].amount), 660.08)

    def test_teams(self):
        """R133: a team by its own target or by those of its people; Rob goes from North to South on the 10th."""
        self.rep.create_version({"date_version": "2026-06-10", "department_id": self.south.id})
        self.agree(self.north, 10000, JUNE[0])
        self.agree(self.rep_south, 100, JUNE[0])
        tiers = {"tier_by": "achievement", "tier_ids": [(0, 1), (50, 2), (100, 3)], "tier_mode": "whole"}
        self.assert_as_settled(self._plan_with_rule(self.people, credit_to="team", **tiers))
        self.assertTrue(all(outcome.amount for outcome in self.expected(self.rep).values()))

    def test_leaders(self):
        """R133: by what everybody below sells, Rob's in South from the 10th on; with and without their own."""
        self.rep.create_version({"date_version": "2026-06-10", "department_id": self.south.id})
        led = self._plan_with_rule(self.people, credit_to="leader")
        self.assert_as_settled(led, self._plan_with_rule(self.people, credit_to="leader", include_own=True))
        self.assertEqual(float(self.expected(self.manager)[led.id].amount), 687.2)

    def test_shared_order(self):
        """R133: what Rob and Ann share counts for each by their part, on orders and on invoices."""
        order = self.order(self.rep, "2026-06-11 08:00:00", (1000, 1, 0))
        order.action_split_credit({self.rep.id: 70, self.colleague.id: 30})
        order._create_invoices().action_post()
        self.assert_as_settled(
            self._plan_with_rule(self.people, basis="ordered"), self._plan_with_rule(self.people, credit_to="team")
        )

    def test_queries(self):
        """R088 R133: ten colleagues more who are in the plan and have sold cost no query more."""
        self.agree(self.north, 10000, JUNE[0])
        tiers = {"tier_by": "achievement", "tier_ids": [(0, 1), (100, 3)]}
        plan = self._plan_with_rule(self.people, credit_to="team", **tiers)
        before = self.count(self.rep)
        for number in range(10):
            newcomer = self._create_member(f"New {number}", f"new_{number}", self.north)
            self.as_(self.director, plan).member_ids = [(0, 0, {"employee_id": newcomer.id, "date_from": JUNE[0]})]
            self.invoice(newcomer, "2026-06-15", 10)
        self.assertEqual(self.count(self.rep), before)
        self.assertLess(before, 12)


@freeze_time("2026-03-20 02:00:00")
class TestUnapprovedEstimate(OwnEstimates, UnapprovedCommon):
    def test_unapproved(self):
        """R096 R133: at 10 % 80 of a price that nobody approved are not expected, until somebody does."""
        given_away = self.sell(20)
        self.sell(0)
        self.assertEqual(given_away.sales_office_price_given, "unapproved")
        self.assertEqual(float(self.expected(self.rep)[self.special.id].amount), 100)
        self.approve(given_away)
        self.assertEqual(float(self.expected(self.rep)[self.special.id].amount), 180)

    def test_unapproved_order(self):
        """R096 R133: an order that is not invoiced yet counts as little where orders do."""
        ordered = self._plan_with_rule(basis="ordered", rate=10)
        self.order(self.rep, "2026-03-10", (100, 10, 20))
        self.order(self.rep, "2026-03-10", (100, 10, 0))
        self.assertEqual(float(self.expected(self.rep)[ordered.id].amount), 100)
