from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from .supply_common import SupplyCommon


class TestSupply(SupplyCommon):
    def test_stock_follows_moves(self):
        """R034: bought, issued and counted; stock and value follow."""
        self.assertEqual((self.pen.on_hand, self.pen.stock_value), (10, 20))
        move = self.issue(self.rep, 3)
        self.assertEqual((move.state, move.employee_id, move.used, move.cost), ("done", self.rep, 3, 6))
        self.assertEqual(move.handled_by_id, self.clerk.user_id)
        self.as_(self.clerk, self.pen).action_receive(7, 4, reference="R-1", partner_id=self.company.partner_id.id)
        self.assertEqual((self.pen.on_hand, self.pen.stock_value, self.pen.unit_cost), (14, 42, 3))
        self.as_(self.clerk, self.pen).action_count(13, "One is broken")
        self.assertEqual((self.pen.on_hand, self.pen.stock_value), (13, 39))

    def test_quantities_of_one_supply_add_up(self):
        """R034: pens and paper have a cost together, and no number."""
        self.as_(self.clerk, self.paper).action_receive(5, 3)
        moves = self.issue(self.rep, 3) | self.issue(self.rep, 2, supply=self.paper)
        domain, sums = [("id", "in", moves.ids)], ["used:sum", "quantity:sum", "cost:sum"]
        self.assertEqual(self.moves._read_group(domain, [], sums), [(False, False, 12)])
        rows = self.moves._read_group(domain, ["supply_id"], sums)
        self.assertEqual({supply: sums for supply, *sums in rows}, {self.pen: [3, -3, 6], self.paper: [2, -2, 6]})

    def test_cost_of_an_empty_item_is_the_last_price(self):
        self.as_(self.clerk, self.paper).action_receive(1, 9)
        self.as_(self.clerk, self.paper).action_receive(1, 5)
        self.assertEqual(self.paper.unit_cost, 7)
        self.issue(self.rep, 2, supply=self.paper)
        self.assertEqual(self.paper.unit_cost, 5)

    def test_count_without_difference(self):
        self.assertFalse(self.as_(self.clerk, self.pen).action_count(10, "Month-end"))

    def test_last_unit_takes_the_rest_of_the_value(self):
        self.as_(self.clerk, self.paper).action_receive(3, 0.335)
        self.assertEqual(self.paper.stock_value, 1.01)
        costs = [self.issue(self.rep, 1, supply=self.paper).cost for _number in range(3)]
        self.assertEqual(costs, [0.34, 0.34, 0.33])
        self.assertEqual(self.paper.stock_value, 0)

    def test_never_negative(self):
        """R034: more than there is cannot be issued, and the message says how many there are."""
        with self.assertRaisesRegex(UserError, "only 10"):
            self.issue(self.rep, 11)
        self.assertEqual(self.pen.on_hand, 10)
        with self.assertRaisesRegex(UserError, "in stock"):
            self.issue(self.rep, 1, supply=self.paper)

    def test_bad_quantities(self):
        for quantity in (0, -1, float("nan"), float("inf"), 1e9, 0.0000001):
            with (
                self.subTest(quantity),
                self.assertRaisesRegex(UserError, "the quantity has to be more than 0|“quantity” has to be"),
            ):
                self.issue(self.rep, quantity)
        with self.assertRaisesRegex(UserError, "A price cannot be negative"):
            self.as_(self.clerk, self.pen).action_receive(1, -2)
        with self.assertRaisesRegex(UserError, "Counted is what is there"):
            self.as_(self.clerk, self.pen).action_count(-1, "?")
        with self.assertRaisesRegex(UserError, "Say why the stock differs"):
            self.as_(self.clerk, self.pen).action_count(3, "  ")

    def test_only_the_clerk_handles(self):
        """R034: the clerk of the office registers, nobody else."""
        clerk = self._create_member("Cui", "clerk_valley", self.sales_valley, "clerk")
        for employee in (self.rep, self.leader, self.director, self.finance, clerk):
            pen = self.as_(employee, self.pen)
            for action in (
                lambda pen=pen: pen.action_issue(self.rep, 1),
                lambda pen=pen: pen.action_receive(1, 1),
                lambda pen=pen: pen.action_count(1, "So"),
            ):
                with self.subTest(employee.name), self.assertRaises(AccessError):
                    action()

    def test_archived_employee_or_item(self):
        self.colleague.active = False
        with self.assertRaisesRegex(UserError, "Supplies are issued to employees"):
            self.issue(self.colleague, 1)
        with self.assertRaisesRegex(UserError, "Supplies are issued to employees"):
            self.issue(self.rep_valley, 1)
        self.pen.active = False
        with self.assertRaisesRegex(UserError, "No longer kept"):
            self.issue(self.rep, 1)

    def test_stock_not_by_hand(self):
        pen = self.as_(self.clerk, self.pen)
        for values in ({"on_hand": 99}, {"stock_value": 99}, {"told_low": True}, {"is_low": True}):
            with self.subTest(values), self.assertRaises(AccessError):
                pen.write(values)
        with self.assertRaisesRegex(UserError, "Unit and office of"):
            pen.department_id = self.north
        with self.assertRaisesRegex(UserError, "Items with a history cannot be deleted"):
            pen.unlink()
        with self.assertRaises(AccessError):
            self.as_(self.clerk, self.moves).create(
                {"supply_id": pen.id, "kind": "receipt", "quantity": 1, "state": "done"}
            )

    def test_moves_are_locked(self):
        """R034: nobody edits a move; a mistake is corrected by a counter-move, once."""
        move = self.issue(self.rep, 3)
        for values in ({"quantity": -1}, {"reason": "x"}, {"state": "requested"}):
            with self.assertRaises(AccessError):
                self.as_(self.clerk, move).write(values)
        with self.assertRaises(AccessError):
            self.as_(self.clerk, move).unlink()
        counter = self.as_(self.clerk, move).action_reverse("Wrong person").sudo()
        self.assertEqual((counter.quantity, counter.used, counter.cost), (3, -3, -6))
        self.assertEqual((self.pen.on_hand, self.pen.stock_value), (10, 20))
        self.assertTrue(move.is_reversed)
        self.assertEqual(self.moves.search([("is_reversed", "=", True)]), move)
        for again in (move, counter):
            with self.assertRaisesRegex(UserError, "Only what was done can be corrected"):
                self.as_(self.clerk, again).action_reverse("Again")

    def test_receipt_already_used_cannot_be_corrected(self):
        receipt = self.pen.move_ids
        self.issue(self.rep, 8)
        with self.assertRaisesRegex(UserError, "only 2"):
            self.as_(self.clerk, receipt).action_reverse("Never came")

    def test_correction_leaves_no_value_without_stock(self):
        self.issue(self.rep, 9)
        second = self.as_(self.clerk, self.pen).action_receive(9, 1).sudo()
        self.as_(self.clerk, self.pen.move_ids.filtered(lambda m: m.kind == "receipt") - second).action_reverse("Twice")
        self.assertEqual((self.pen.on_hand, self.pen.stock_value), (0, 0))

    def test_low_stock_told_once(self):
        """R034: the clerk has one activity when the stock falls below the level, none each time."""
        self.issue(self.rep, 6)
        self.assertFalse(self.pen.activity_ids)
        self.issue(self.rep, 1)
        self.assertEqual(self.pen.activity_ids.user_id, self.clerk.user_id)
        self.assertEqual(self.pen.activity_ids.summary, "Reorder: Blue pen")
        self.issue(self.rep, 1)
        self.assertEqual(len(self.pen.activity_ids), 1)
        self.pen.action_receive(10, 2)
        self.assertFalse(self.pen.activity_ids)
        self.as_(self.clerk, self.pen).reorder_level = 50
        self.assertEqual(len(self.pen.activity_ids), 1)

    def test_switched_off(self):
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_office")
        self.issue(self.rep, 8)
        self.assertFalse(self.pen.activity_ids)

    def test_employee_asks(self):
        """R034: an employee asks, the clerk issues or refuses; both read why."""
        move = self.request(self.rep, 2)
        self.assertEqual((move.state, self.pen.on_hand), ("requested", 10))
        with self.assertRaises(AccessError):
            self.as_(self.rep, move).action_issue()
        self.as_(self.clerk, move).action_issue()
        self.assertEqual((move.state, self.pen.on_hand), ("done", 8))
        with self.assertRaisesRegex(UserError, "Only a request that still waits"):
            self.as_(self.clerk, move).action_issue()
        refused = self.request(self.rep, 1)
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.clerk, refused).action_refuse(" ")
        with self.assertRaises(AccessError):
            self.as_(self.colleague, refused).action_refuse("No")
        self.as_(self.clerk, refused).action_refuse("Use the old one")
        self.assertEqual((refused.state, self.as_(self.rep, refused).reason), ("refused", "Use the old one"))

    def test_beyond_the_limit(self):
        """R034 R046: what goes beyond the month's limit waits until somebody above approves."""
        self.pen.monthly_limit = 3
        self.assertEqual(self.issue(self.rep, 2).state, "done")
        move = self.issue(self.rep, 2)
        self.assertEqual((move.state, move.needs_approval, self.pen.on_hand), ("requested", True, 8))
        self.assertEqual(self.issue(self.colleague, 3).state, "done")
        notice = self.as_(self.clerk, move).action_issue()
        self.assertEqual(notice["tag"], "display_notification")
        for employee in (self.rep, self.clerk, self.leader_south):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, move).action_approve()
        self.as_(self.leader, move).action_approve()
        self.as_(self.clerk, move).action_issue()
        self.assertEqual((move.state, move.approved_by_id), ("done", self.leader.user_id))

    def test_clerk_needs_approval_for_himself(self):
        """R046: the clerk issues to themselves only what somebody above approved."""
        move = self.issue(self.clerk, 1)
        self.assertEqual(move.state, "requested")
        with self.assertRaises(AccessError):
            self.as_(self.clerk, move).action_approve()
        self.as_(self.director, move).action_approve()
        self.as_(self.clerk, move).action_issue()
        self.assertEqual(move.state, "done")

    def test_quick_issue_of_several(self):
        """R034: one screen issues several items at once, all or nothing."""
        self.paper.action_receive(5, 10)
        Entry = self.as_(self.clerk, self.env["sales.office.supply.entry"]).with_context(
            active_model="sales.office.supply", active_ids=(self.pen | self.paper).ids, default_operation="issue"
        )
        form = Form(Entry)
        form.employee_id = self.as_(self.clerk, self.rep)
        with form.line_ids.edit(1) as line:
            line.quantity = 6
            self.assertEqual(line.warning, "Not enough in stock")
        entry = form.save()
        with self.assertRaisesRegex(UserError, "in stock"), self.env.cr.savepoint():
            entry.action_confirm()
        self.env.invalidate_all()
        self.assertEqual((self.pen.on_hand, self.paper.on_hand), (10, 5))
        entry.line_ids[1].quantity = 2
        entry.action_confirm()
        self.assertEqual((self.pen.on_hand, self.paper.on_hand), (9, 3))

    def test_quick_screen_wants_items_once(self):
        Entry = self.as_(self.clerk, self.env["sales.office.supply.entry"])
        with self.assertRaisesRegex(UserError, "Add the items first"):
            Entry.create({"operation": "issue", "employee_id": self.rep.id}).action_confirm()
        lines = [(0, 0, {"supply_id": self.pen.id, "quantity": 1})] * 2
        with self.assertRaisesRegex(UserError, "Enter each item once"):
            Entry.create({"operation": "issue", "employee_id": self.rep.id, "line_ids": lines}).action_confirm()

    def test_use_per_person_and_month(self):
        """R034: the pivot sums what each person used; a leader sees their people's, a rep their own."""
        self.issue(self.rep, 3)
        self.issue(self.rep_south, 2)
        domain = [("state", "=", "done"), ("kind", "=", "issue")]
        for employee, expected in (
            (self.clerk, {"Rob": (3, 6), "Ray": (2, 4)}),
            (self.manager, {"Rob": (3, 6), "Ray": (2, 4)}),
            (self.leader, {"Rob": (3, 6)}),
            (self.rep, {"Rob": (3, 6)}),
            (self.colleague, {}),
        ):
            with self.subTest(employee.name):
                moves = self.as_(employee, self.moves)
                rows = moves._read_group(domain, ["employee_id"], ["used:sum", "cost:sum"])
                self.assertEqual({e.sudo().name: (used, cost) for e, used, cost in rows}, expected)

    def test_issue_costs_the_same_for_many(self):
        """R034: the number of queries does not grow with the items of one issue."""
        counts = []
        for size in (2, 20):
            supplies = self.env["sales.office.supply"].create(
                [{"name": f"Item {size}-{number}", "department_id": self.sales.id} for number in range(size)]
            )
            supplies.action_receive(10, 1)
            self.env.flush_all()
            self.env.invalidate_all()
            clerk = self.as_(self.clerk, supplies)
            clerk.mapped("can_handle")
            before = self.env.cr.sql_log_count
            clerk.action_issue(self.rep.id, 1)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 4, counts)

    @mute_logger("odoo.sql_db")
    def test_one_of_a_name(self):
        with self.assertRaises(IntegrityError):
            self.env["sales.office.supply"].create({"name": "Paper", "department_id": self.sales.id})
