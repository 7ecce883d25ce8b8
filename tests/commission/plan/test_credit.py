"""Who earns by a sale: salesperson, leader, team, and whoever shares an order. All rules pay 10 %."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form

from ..books import BooksCommon
from ..common import APRIL, MARCH


@freeze_time("2026-05-04 02:00:00")
class TestLeader(BooksCommon):
    def _leaders(self, **values):
        employees = self.leader | self.leader_south | self.manager | self.rep
        return self._plan_with_rule(employees, rate=10, credit_to="leader", **values)

    def _nets(self, plan, month=MARCH):
        return {statement.employee_id: statement.net for statement in self.settle(month, plan=plan)}

    def test_sub_tree(self):
        """R133: Lea earns by North, Leo by South, Max by both, Rob, who leads nobody, by nothing."""
        plan = self._leaders()
        self.invoice(self.rep, "2026-03-10", 1000)
        self.invoice(self.colleague, "2026-03-10", 200)
        self.invoice(self.rep_south, "2026-03-10", 30)
        expected = {self.leader: 120, self.leader_south: 3, self.manager: 123, self.rep: 0}
        self.assertEqual(self._nets(plan), expected)

    def test_leader_who_sells(self):
        """R133: Lea's own 500 are no override for her, but one for Max; unless the rule says "own sales too"."""
        plan = self._leaders()
        self.invoice(self.leader, "2026-03-10", 500)
        self.assertEqual((self._nets(plan)[self.leader], self._nets(plan)[self.manager]), (0, 50))
        plan = self._leaders(include_own=True)
        self.assertEqual((self._nets(plan)[self.leader], self._nets(plan)[self.manager]), (50, 50))

    def test_moved_between_teams(self):
        """R133: Rob moves to South on the 16th: 1,000 before are North's, 300 after South's; Max has both."""
        plan = self._leaders()
        self.rep.create_version({"date_version": "2026-03-16", "department_id": self.south.id})
        self.invoice(self.rep, "2026-03-15", 1000)
        self.invoice(self.rep, "2026-03-16", 300)
        nets = self._nets(plan)
        self.assertEqual([nets[who] for who in (self.leader, self.leader_south, self.manager)], [100, 30, 130])

    def test_handed_over(self):
        """R133: Lea leads North until the 15th, Ann from the 16th on: each by the days of her line in the plan."""
        plan = self._leaders()
        plan.member_ids.filtered(lambda m: m.employee_id == self.leader).date_to = "2026-03-15"
        line = {"employee_id": self.colleague.id, "date_from": "2026-03-16", "led_department_ids": self.north.ids}
        self.as_(self.director, plan).member_ids = [Command.create(line)]
        self.invoice(self.rep, "2026-03-15", 1000)
        self.invoice(self.rep, "2026-03-16", 300)
        nets = self._nets(plan)
        self.assertEqual((nets[self.leader], nets[self.colleague]), (100, 30))

    def test_who_left_still_counts(self):
        """R133: Rob left and lost his user; his March is still Lea's."""
        plan = self._leaders()
        self.invoice(self.rep, "2026-03-15", 1000)
        self.rep.user_id.active = False
        self.rep.write({"active": False, "user_id": False})
        self.assertEqual(self._nets(plan)[self.leader], 100)


@freeze_time("2026-05-04 02:00:00")
class TestTeam(BooksCommon):
    def _team(self, weights=(2, 1, 1), **values):
        """Weights of Ann, Lea and Rob."""
        plan = self._plan_with_rule(rate=10, credit_to="team", **values)
        for member, weight in zip(plan.member_ids.sorted("employee_id"), weights, strict=True):
            member.weight = weight
        return plan

    def _nets(self, plan):
        nets = {statement.employee_id: statement.net for statement in self.settle(MARCH, plan=plan)}
        return [nets[who] for who in (self.leader, self.rep, self.colleague)]

    def test_shared_by_weight(self):
        """R057 R133: 1,000 sold together pay 100; by the weights 1, 1, 2 that is 25, 25 and 50 for Ann."""
        plan = self._team()
        self.invoice(self.rep, "2026-03-10", 600)
        self.invoice(self.colleague, "2026-03-10", 400)
        self.assertEqual(self._nets(plan), [25, 25, 50])
        line = self.env["sales.office.statement.line"].search(
            [("statement_id.plan_id", "=", plan.id), ("employee_id", "=", self.colleague.id)]
        )
        self.assertEqual(line.explanation, "North: 1,000.00 × 10 % = 100.00, of which for 500.00 of 1,000.00: 50.00")

    def test_shared_to_the_cent(self):
        """R133: 10 % of 100.10 are 10.01, in three equal parts 3.34 + 3.34 + 3.33."""
        plan = self._team((1, 1, 1))
        self.invoice(self.rep, "2026-03-10", 100.10)
        self.assertEqual(sorted(self._nets(plan)), [3.33, 3.34, 3.34])

    def test_tiers_look_at_the_team(self):
        """R057: 5 %, from 8,000 on 8 %: 12,000 of the team are 720, a third each 240."""
        plan = self._team((1, 1, 1), tier_by="base", tier_ids=[(0, 5), (8000, 8)])
        for employee in (self.rep, self.colleague, self.leader):
            self.invoice(employee, "2026-03-10", 4000)
        self.assertEqual(self._nets(plan), [240, 240, 240])

    def test_only_while_there(self):
        """R057: Ann leaves the plan on the 15th: of 1,000 before she has a half of 2/4, of 300 after nothing.
        Before: 100 by 1, 1, 2; after: 30 by 1, 1: Rob and Lea 25 + 15, Ann 50."""
        plan = self._team()
        plan.member_ids.filtered(lambda m: m.employee_id == self.colleague).date_to = "2026-03-15"
        self.invoice(self.rep, "2026-03-15", 1000)
        self.invoice(self.rep, "2026-03-16", 300)
        self.assertEqual(self._nets(plan), [40, 40, 50])

    def test_refund_in_anothers_time(self):
        """R057: Lea and Rob sell 1,000 until the 15th, 999 go back while Ann and Rob are there; at least 100 for the 1
        that is left: Lea 500, Rob 500 - 499.50 = 0.50, Ann -499.50, who shares nothing: 99.90, 0.10 and 0."""
        plan = self._team((1, 1, 1), floor_amount=100)
        for member in plan.member_ids:
            if member.employee_id == self.leader:
                member.date_to = "2026-03-15"
            elif member.employee_id == self.colleague:
                member.date_from = "2026-03-16"
        self.invoice(self.rep, "2026-03-10", 1000)
        self.refund(self.rep, "2026-03-20", 999)
        self.assertEqual(self._nets(plan), [99.9, 0.1, 0])

    def test_teams_by_themselves(self):
        """R057: Rob moves to South on the 16th, alone there: 1,000 before are North's, 300 after his own."""
        plan = self._team()
        self.rep.create_version({"date_version": "2026-03-16", "department_id": self.south.id})
        self.invoice(self.rep, "2026-03-15", 1000)
        self.invoice(self.rep, "2026-03-16", 300)
        self.assertEqual(self._nets(plan), [25, 55, 50])


@freeze_time("2026-05-04 02:00:00")
class TestSplit(BooksCommon):
    def _split(self, order, *percents, who=None):
        employees = (self.rep, self.colleague, self.leader)
        shares = {employee.id: percent for employee, percent in zip(employees, percents, strict=False) if percent}
        (self.as_(who, order) if who else order).action_split_credit(shares)

    def test_thirds(self):
        """R133: 1,000.01 by 33.33, 33.33, 33.34: 333.30, 333.30, 333.40 rounded down, and the cent left over
        to the largest remainder, the third one's. The three add up to 1,000.01."""
        order = self.order(self.rep, "2026-03-10", (1000.01, 1, 0))
        self._split(order, 33.33, 33.33, 33.34)
        self.bill(order, "2026-03-12")
        bases = [self.base(MARCH, employee) for employee in (self.rep, self.colleague, self.leader)]
        self.assertEqual(sorted(bases), [333.3, 333.3, 333.41])
        self.assertEqual(round(sum(bases), 2), 1000.01)

    def test_invoices_and_payments_inherit(self):
        """R133: 60 and 40 of an order of 1,000, invoiced in two halves and paid: on every basis 600 and 400."""
        order = self.order(self.rep, "2026-03-10", (1000, 1, 0))
        self._split(order, 60, 40)
        self.pay(self.bill(order, "2026-03-12"), "2026-03-20")
        self.invoice(self.rep, "2026-03-10", 7)
        rule = self.special.rule_ids.sudo()
        for basis, own in (("ordered", 600), ("invoiced", 607), ("collected", 600), ("margin", 607)):
            rule.basis = basis
            with self.subTest(basis=basis):
                self.assertEqual([self.base(MARCH, who) for who in (self.rep, self.colleague)], [own, 400])

    def test_salesperson_without_a_share(self):
        """R133: a split says who is credited, and wins over the salesperson, in the plan or not."""
        order = self.order(self.rep_south, "2026-03-10", (1000, 1, 0))
        self._split(order, 70, 30)
        self.bill(order, "2026-03-12")
        self.assertEqual([self.base(MARCH, who) for who in (self.rep, self.colleague)], [700, 300])

    def test_changed_after_the_lock(self):
        """R134: all of 1,000 was Rob's; split in half later, 50 go from him to Ann."""
        order = self.order(self.rep, "2026-03-10", (1000, 1, 0))
        self.bill(order, "2026-03-12")
        for statement in self.settle(MARCH, plan=self.special):
            self.lock(statement)
        self._split(order, 50, 50, who=self.manager)
        nets = {s.employee_id: s.net for s in self.settle(APRIL, plan=self.special)}
        self.assertEqual(nets, {self.rep: -50, self.colleague: 50, self.leader: 0})

    def test_adds_up_to_100(self):
        """R133: 33.33 three times are no whole, nor are shares of nothing, of 101 or in thousandths."""
        order = self.order(self.rep, "2026-03-10", (1000, 1, 0))
        for percents in ((33.33, 33.33, 33.33), (101, -1), (100, 0.001), (99.995, 0.005)):
            with (
                self.subTest(percents=percents),
                self.assertRaisesRegex(ValidationError, "The shares add up to 100|A share has two decimals at most"),
            ):
                self._split(order, *percents)
        with self.assertRaisesRegex(ValidationError, "Credit is split among employees"):
            order.action_split_credit({self.rep_valley.id: 100})
        self._split(order, 100)
        self._split(order)
        self.assertFalse(order.sales_office_split_ids)

    def test_nobody_credits_himself(self):
        """R133: who gives away does so before the order is confirmed; nobody gains by their own doing."""
        quotation = self.order(self.rep, "2026-03-10", (1000, 1, 0), confirm=False)
        self._split(quotation, 60, 40, who=self.rep)
        with self.assertRaises(AccessError):
            self._split(quotation, 61, 39, who=self.rep)
        with self.assertRaises(AccessError):
            self._split(quotation, who=self.rep)  # all of it again
        self._split(quotation, 50, 30, 20, who=self.manager)
        with self.assertRaises(AccessError):
            self._split(quotation, 50, 10, 40, who=self.leader)
        with self.assertRaises(AccessError):
            self._split(quotation, 50, 30, 20, who=self.colleague)  # not theirs
        quotation.action_confirm()
        for who in (self.rep, self.leader):
            with self.assertRaises(AccessError):
                self._split(quotation, 40, 40, 20, who=who)
        self._split(quotation, 40, 40, 20, who=self.manager)
        self.assertIn("Rob 40 %", quotation.message_ids[0].body)
        with self.assertRaises(AccessError):
            self.as_(self.manager, quotation).action_split_credit({self.manager.id: 100})

    def test_taken_back_to_a_quotation(self):
        """R133: an order that was confirmed and invoiced is no quotation for cancelling it, and what a manager shared
        out is not shared out anew by the salesperson."""
        order = self.order(self.rep, "2026-03-10", (1000, 1, 0), confirm=False)
        self._split(order, 50, 50, who=self.rep)
        order.action_confirm()
        self.bill(order, "2026-03-12")
        order._action_cancel()
        order.action_draft()
        with self.assertRaises(AccessError):
            self._split(order, 50, 0, 50, who=self.rep)
        other = self.order(self.rep, "2026-03-10", (1000, 1, 0), confirm=False)
        self._split(other, 50, 50, who=self.manager)
        with self.assertRaises(AccessError):
            self._split(other, 50, 0, 50, who=self.rep)
        self._split(other, 50, 0, 50, who=self.manager)

    def test_by_the_action_only(self):
        """R133: shares are neither written nor added nor deleted by hand."""
        order = self.order(self.rep, "2026-03-10", (1000, 1, 0))
        self._split(order, 60, 40)
        for who in (self.rep, self.manager, self.director, self.policy_admin):
            splits = self.as_(who, order.sales_office_split_ids)
            for change in (
                lambda s=splits: s.write({"percent": 50}),
                lambda s=splits: s.unlink(),
                lambda s=splits: s.create({"order_id": order.id, "employee_id": self.rep.id, "percent": 1}),
                lambda s=splits: s.order_id.write({"sales_office_split_ids": [Command.clear()]}),
            ):
                with self.subTest(who=who.name), self.assertRaises(AccessError):
                    change()

    def test_dialog(self):
        """R133: the dialog begins with what there is and says how much is shared out."""
        order = self.order(self.rep, "2026-03-10", (1000, 1, 0))
        self._split(order, 60, 40)
        action = self.as_(self.manager, order).action_open_split()
        form = Form(self.as_(self.manager, self.env["sales.office.credit.dialog"].browse(action["res_id"])))
        self.assertEqual(form.total, 100)
        with form.line_ids.edit(0) as line:
            line.percent = 70
        self.assertEqual(form.total, 110)
        with form.line_ids.edit(1) as line:
            line.percent = 30
        form.save().action_apply()
        self.assertEqual(order.sales_office_split_ids.mapped("percent"), [70, 30])
        with self.assertRaises(AccessError):
            self.as_(self.colleague, self.env["sales.office.credit.dialog"]).create({"order_id": order.id})

    def test_dialog_not_saved(self):
        """R133 R135: nobody asks the dialog who shares an order that is none of theirs."""
        order = self.order(self.rep_south, "2026-03-10", (1000, 1, 0))
        order.action_split_credit({self.rep_south.id: 60, self.leader_south.id: 40})
        dialog = self.as_(self.rep, self.env["sales.office.credit.dialog"])
        shown = {"order_id": {"fields": {}}, "line_ids": {"fields": {"percent": {}}}}
        with self.assertRaises(AccessError):
            dialog.onchange({"order_id": order.id}, ["order_id"], shown)
        with self.assertRaises(AccessError):
            dialog.with_context(default_order_id=order.id).onchange({}, [], shown)
