import unittest
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_office_policy.models.order.expense.expense import PLACED, place_before_expenses

from ..receivable.common import ReceivableCommon


class TestPlaced(unittest.TestCase):
    def _make_models(self, *names):
        class Defined:
            __slots__ = ()

        return {name: type(name, (Defined,), {"__slots__": (), "_base_classes__": (Defined,)}) for name in names}

    def test_not_installed(self):
        """R120: where Odoo's expenses are not installed nothing is done."""
        models = self._make_models("product.product", "product.template")
        place_before_expenses(models)
        self.assertFalse([model for model in models.values() if len(model.__bases__) > 1])

    def test_placed_once(self):
        """R120: the limits come before the expenses' own methods, also where the registry is made ready again."""
        models = self._make_models(*PLACED)
        for _again in range(2):
            place_before_expenses(models)
            for name, ours in PLACED.items():
                self.assertEqual([ours, "Defined"], [models[name].__bases__[0], models[name].__bases__[1].__name__])
                self.assertEqual(len(models[name].__bases__), 2)


@freeze_time("2026-06-10 02:00:00")
class TestExpense(ReceivableCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "hr.expense" not in cls.env:
            raise unittest.SkipTest("Odoo's expenses are not installed")
        cls.limits = cls.env["sales.office.expense.limit"]
        cls.meals, cls.trips = (
            cls.env["product.product"].create(
                {"name": name, "type": "service", "can_be_expensed": True, "standard_price": 0, "supplier_taxes_id": []}
            )
            for name in ("Meals", "Trips")
        )
        approvers = cls.env.ref("hr_expense.group_hr_expense_team_approver")
        approvers.user_ids |= (cls.leader | cls.leader_south | cls.manager | cls.director).user_id

    def limit(self, amount=100, **values):
        return self.limits.create({"amount": amount, "company_id": self.company.id, **values})

    def spend(self, amount, employee=None, product=None, day="2026-06-08"):
        employee = employee or self.rep
        return self.as_(employee, self.env["hr.expense"]).create(
            {
                "name": "Lunch with a customer",
                "employee_id": employee.id,
                "product_id": (product or self.meals).id,
                "total_amount_currency": amount,
                "date": day,
            }
        )

    def submit(self, expense):
        """Hand in; return what is told, "" when nothing is."""
        action = expense.action_submit()
        self.assertEqual(set(expense.mapped("state")), {"submitted"})
        return action["params"]["message"] if action else ""

    def test_without_limits(self):
        """R120: before somebody writes a limit, expenses are Odoo's alone."""
        expense = self.spend(10_000)
        self.assertEqual(self.submit(expense), "")
        self.as_(self.leader, expense).action_approve()
        self.assertEqual(expense.state, "approved")

    def test_told_when_it_is_handed_in(self):
        """R120: with what goes beyond the month's limit the sum and the limit are told, and noted on the expense."""
        self.limit(product_id=self.meals.id)
        self.assertEqual(self.submit(self.spend(100)), "")
        second = self.spend(0.5)
        self.assertRegex(self.submit(second), r"Meals: .*100\.50.* in the month; the limit is .*100\.00")
        self.assertIn("the limit is", second.sudo().message_ids[0].body)
        self.assertEqual(self.submit(self.spend(500, product=self.trips)), "")
        self.assertEqual(self.submit(self.spend(100, day="2026-05-31")), "")

    def test_drafts_and_refused(self):
        """R120: neither counts; what is handed in together does."""
        self.limit()
        self.spend(90)
        refused = self.spend(90)
        self.submit(refused)
        self.as_(self.leader, refused)._do_refuse("No receipt")
        self.assertEqual(self.submit(self.spend(90)), "")
        with self.subTest("together"):
            told = self.submit(self.spend(80, self.colleague) | self.spend(80, self.colleague))
            self.assertEqual(told.count("160"), 1, told)

    def test_two_limits_at_once(self):
        """R120: each limit that is passed is told once, in a sentence of its own, and then who approves it."""
        self.pay(self.old, "2026-05-20", 100)
        self.limit(100)
        self.limit(80, product_id=self.meals.id, reaction="raise")
        for product in (self.env["product.product"], self.meals):
            for percent in (1, 2):
                self.limit(0, basis="collected", percent=percent, product_id=product.id)
        expense = self.spend(120)
        told = self.submit(expense)
        self.assertRegex(
            told,
            r"^Expenses: .*120\.00.* in the month; the limit is .*100\.00.*\. "
            r"Meals: .*120\.00.* in the month; the limit is .*80\.00.*\. "
            r"The team's budget for the month is used up\. "
            r"Meals: the team's budget for the month is used up\. Max approves it\.$",
        )
        self.assertEqual(expense.manager_id, self.manager.user_id)

    def test_warn_only(self):
        """R120: a limit that warns leaves the approval where it was."""
        self.limit()
        expense = self.spend(101)
        self.submit(expense)
        self.assertEqual(expense.manager_id, self.leader.user_id)
        self.as_(self.leader, expense).action_approve()
        self.assertEqual(expense.state, "approved")

    def test_next_level(self):
        """R120: what is beyond goes past the leader to the manager, and the leader cannot approve it by any door."""
        self.limit(reaction="raise")
        expense = self.spend(101)
        self.assertIn("Max approves it.", self.submit(expense))
        self.assertEqual(expense.manager_id, self.manager.user_id)
        mine = self.as_(self.leader, expense)
        self.assertFalse(mine.can_approve)
        with self.assertRaisesRegex(UserError, "one of these approves it: Max, Diane"):
            mine.action_approve()
        with self.assertRaisesRegex(UserError, "one of these approves it"):
            mine.write({"approval_state": "approved"})
        draft = self.as_(self.leader, self.spend(1))
        with self.assertRaisesRegex(UserError, "one of these approves it"):
            draft.action_approve()
        self.as_(self.manager, expense).action_approve()
        self.assertEqual(expense.state, "approved")

    def test_refused_by_the_nearest(self):
        """R120: the nearest manager says no to what is beyond the limit, with a reason; nobody else's manager does."""
        self.limit(reaction="raise")
        expense = self.spend(101)
        self.submit(expense)
        for employee in (self.leader_south, self.rep):
            with self.assertRaisesRegex(UserError, "You cannot refuse"):
                self.as_(employee, expense).action_refuse()
        mine = self.as_(self.leader, expense)
        self.assertTrue(mine.action_refuse())
        mine._do_refuse("That was no customer")
        self.assertEqual(expense.state, "refused")

    def test_split(self):
        """R120: cut into small pieces it is beyond the limit all the same, whichever is handed in first."""
        self.limit(reaction="raise")
        second, first = self.spend(60), self.spend(60)
        self.assertEqual(self.submit(first), "")
        self.submit(second)
        for expense in (first, second):
            with self.assertRaisesRegex(UserError, "one of these approves it"):
                self.as_(self.leader, expense).action_approve()

    def test_nobody_above(self):
        """R120: where nobody stands above the nearest manager, they approve it as any other."""
        self.limit(reaction="raise")
        expense = self.spend(101, self.manager)
        self.submit(expense)
        self.as_(self.director, expense).action_approve()
        self.assertEqual(expense.state, "approved")

    def test_post(self):
        """R120: each post has its own limit."""
        self.limit(50, post="team_leader")
        self.assertEqual(self.submit(self.spend(60)), "")
        self.limit(100, post="representative")
        self.assertIn("120", self.submit(self.spend(60)))

    def test_team_budget(self):
        """R120: a team spends a share of what it collected in the month before; how much that was is not told."""
        self.pay(self.old, "2026-05-20", 1000)
        self.limit(0, basis="collected", percent=10)
        self.assertEqual(self.submit(self.spend(60)), "")
        self.assertEqual(self.submit(self.spend(40, self.colleague)), "")
        told = self.submit(self.spend(1))
        self.assertEqual(told, "The team's budget for the month is used up.")
        self.assertEqual(self.submit(self.spend(1, self.rep_south)), told)

    def test_budget_left(self):
        """R120: on Today a leader reads what is left of their team's budget; nobody else does."""

        def read(employee):
            lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
            return [(line["detail"], line["urgent"]) for line in lines if line["key"] == "expense_budget"]

        self.assertEqual(read(self.leader), [])
        self.pay(self.old, "2026-05-20", 1000)
        self.limit(0, basis="collected", percent=10)
        self.submit(self.spend(60))
        self.spend(1000)  # a draft costs nothing
        ((text, urgent),) = read(self.leader)
        self.assertRegex(text, r"40\.00.* of .*100\.00.* left")
        self.assertFalse(urgent)
        self.submit(self.spend(50, self.colleague))
        self.assertTrue(read(self.leader)[0][1])
        self.assertEqual(read(self.rep), [])
        self.assertIn("0.00", read(self.leader_south)[0][0])

    def test_room_off(self):
        """R120: without the room expenses are Odoo's alone."""
        self.limit()
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_order")
        self.assertEqual(self.submit(self.spend(101)), "")

    def test_nothing_appears_without_expenses(self):
        """R120: where Odoo's expenses are not installed neither settings nor Today speak of them."""
        self.pay(self.old, "2026-05-20", 1000)
        self.limit(0, basis="collected", percent=10)
        settings = self.as_(self.policy_admin, self.env["sales.office.settings"])

        def get_keys(employee):
            return {line["key"] for line in self.as_(employee, self.env["sales.office.today"]).get_lines()}

        self.assertTrue(settings.new({}).sales_office_has_expenses)
        self.assertIn("expense_budget", get_keys(self.leader))
        with patch.object(type(self.limits), "_is_possible", lambda limits: False):
            self.assertFalse(settings.new({}).sales_office_has_expenses)
            self.assertNotIn("expense_budget", get_keys(self.leader))

    def test_outsider(self):
        """R120: whoever belongs to no sales office is left alone."""
        self.limit()
        self.assertFalse(self.limits._find_passed(self.spend(101, self.outsider)))

    def test_who_writes_limits(self):
        """R120 R135: the policy administrator alone."""
        limit = self.limit()
        self.as_(self.policy_admin, limit).amount = 200
        for employee in (self.rep, self.leader, self.director, self.finance):
            with self.assertRaises(AccessError):
                self.as_(employee, limit).amount = 300

    def test_queries(self):
        """R120: the sums are asked once, whatever the number of expenses."""
        self.limit(reaction="raise")
        self.limit(0, basis="collected", percent=10)
        counts = []
        for number in (1, 2, 12):  # after the first the registry remembers what it may
            expenses = self.env["hr.expense"].union(*(self.spend(60) for _number in range(number)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.limits._get_next_level(self.limits._find_passed(expenses))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
