"""What waits for somebody in no commission plan. Ray (South) is in none; Rob, Ann and Lea are in "Rooms"."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ...migrating import load_migration
from ..common import APRIL, MARCH
from ..contest.contest_common import AFTER, ContestCommon


@freeze_time(AFTER)
class TestUnassignedPayout(ContestCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payouts = cls.env["sales.office.unassigned.payout"]
        cls.invoice(cls.rep, "2026-03-05", 1000)
        cls.invoice(cls.rep_south, "2026-03-05", 500)

    def won(self, employee=None):
        """Return the row of Ray, who won 300.00, or of somebody else in the contest."""
        return self.row(self.closed(), employee or self.rep_south)

    def found(self, who=None):
        """Return ``[(name, kind, amount)]`` as finance (or somebody else) finds it."""
        payouts = self.as_(who or self.finance, self.payouts).search([])
        return [(payout.employee_id.name, payout.kind, payout.amount) for payout in payouts]

    def bonus(self, employee, amount=200):
        reward_type = self.env["sales.office.reward.type"].create({"name": "Idea", "kind": "bonus"})
        return self.env["sales.office.reward"].create(
            {
                "employee_id": employee.id,
                "type_id": reward_type.id,
                "amount": amount,
                "date": "2026-03-20",
                "reason": "A good idea.",
                "state": "approved",
            }
        )

    def test_listed(self):
        """R126: Ray's prize, bonus and fine wait; what Rob has reaches his statement."""
        self.won()
        for employee in (self.rep, self.rep_south):
            self.bonus(employee)
            self.fine(employee, "2026-03-10", 50)
        expected = [("Ray", "fine", -50), ("Ray", "bonus", 200), ("Ray", "prize", 300)]
        self.assertEqual(self.found(), expected)
        for who, seen in ((self.director, expected), (self.rep_south, expected), (self.leader_south, expected)):
            self.assertEqual(self.found(who), seen)
        for who in (self.rep, self.leader, self.clerk, self.policy_admin):
            self.assertEqual(self.found(who), [])

    def test_joins_a_plan(self):
        """R126: a draft pays nobody; once it is approved the list is empty, and the statement pays."""
        self.won()
        plan = self._create_plan("South", self.rep_south)
        self.assertEqual(len(self.found()), 1)
        self.as_(self.director, plan).action_approve()
        self.assertEqual(self.found(), [])
        self.assertEqual(self.figures(self.settle(APRIL, self.rep_south, plan))[-1], ("prize", 0, 300))

    def test_former_member(self):
        """R126: who left a plan that goes on is still paid by it, one that ended long ago pays no more."""
        self.won(self.rep)
        self.plan.member_ids.filtered(lambda m: m.employee_id == self.rep).sudo().date_to = "2026-02-28"
        self.assertNotIn("Rob", [name for name, *_rest in self.found()])
        self.plan.sudo().write({"state": "closed", "date_to": "2026-01-31"})
        self.assertNotIn("Rob", [name for name, *_rest in self.found()])
        with freeze_time("2026-09-01 02:00:00"):
            self.assertIn(("Rob", "prize", 600), self.found())

    def test_fines_switched_off(self):
        """R126: where no fines are deducted none waits."""
        self.fine(self.rep_south, "2026-03-10", 50)
        self.company.sales_office_fines_enabled = False
        self.assertEqual(self.found(), [])

    def test_settled_outside(self):
        """R126: finance pays Ray's 300.00 in cash: who, when and why stays with the prize, Ray is told, the list
        is empty, and no later plan pays it again."""
        row = self.won()
        self.as_(self.finance, self.payouts.search([])).action_settle_outside(" In cash, receipt 118. ")
        self.assertEqual((row.prize_open, row.outside_amount, row.outside_reason), (0, 300, "In cash, receipt 118."))
        self.assertEqual(row.outside_by_id, self.finance.user_id)
        message = row.message_ids[0]
        self.assertIn("300.00 was settled outside of the commission statements: In cash", message.body)
        self.assertIn(self.rep_south.user_id.partner_id, message.notified_partner_ids)
        self.assertEqual(self.found(), [])
        plan = self._create_plan("South", self.rep_south)
        self.as_(self.director, plan).action_approve()
        self.assertEqual(self.figures(self.settle(APRIL, self.rep_south, plan)), [("commission", 0, 0)])

    def test_bonus_and_fine(self):
        """R126: a bonus is paid then, and a fine done with."""
        reward, case = self.bonus(self.rep_south), self.fine(self.rep_south, "2026-03-10", 50)
        self.as_(self.director, self.payouts.search([])).action_settle_outside("With the salary of March.")
        self.assertEqual((reward.state, reward.reward_open, reward.outside_amount), ("paid", 0, 200))
        self.assertEqual((case.fine_open, case.outside_amount), (0, 50))

    def test_who(self):
        """R126: only finance and directors, with a reason, once, and nobody about themselves."""
        self.won()
        payout = self.payouts.search([])
        for employee in (self.rep_south, self.leader_south, self.manager, self.clerk, self.policy_admin):
            with self.subTest(who=employee.name), self.assertRaises(AccessError):
                self.as_(employee, payout).action_settle_outside("Mine.")
        own = self.as_(self.finance, payout)
        with self.assertRaisesRegex(UserError, "Say how it was settled"):
            own.action_settle_outside("  ")
        own.action_settle_outside("In cash.")
        with self.assertRaisesRegex(UserError, "Some of this is settled already, or a plan"):
            own.action_settle_outside("In cash.")

    def test_not_ones_own(self):
        """R126: finance sees that a bonus of her own waits, but it is the director who settles it."""
        reward = self.bonus(self.finance)
        payout = self.payouts.search([])
        self.assertEqual(self.found(), [("Fay", "bonus", 200)])
        with self.assertRaises(AccessError):
            self.as_(self.finance, payout).action_settle_outside("To myself.")
        self.as_(self.director, payout).action_settle_outside("By transfer.")
        self.assertEqual(reward.state, "paid")

    def test_not_by_hand(self):
        """R126: what was settled outside is written by nobody, nor set on a new bonus."""
        row, reward = self.won(), self.bonus(self.rep_south)
        for employee in (self.rep_south, self.leader_south, self.manager, self.director, self.finance):
            for record in (row, reward):
                with self.subTest(who=employee.name, what=record._name), self.assertRaises(AccessError):
                    self.as_(employee, record).write({"outside_amount": 1})
        values = {"employee_id": self.rep_south.id, "type_id": reward.type_id.id, "reason": "Idea"}
        with self.assertRaises(AccessError):
            self.as_(self.leader_south, reward).create({**values, "outside_amount": -1000})

    def test_other_company(self):
        """R126: another company's finance sees nothing of it."""
        self.won()
        self.assertEqual(self.found(self.director_valley), [])

    def test_today(self):
        """R126: finance and the director are reminded until nothing waits."""
        self.won()
        lines = {}
        for employee in (self.finance, self.director, self.manager):
            page = self.as_(employee, self.env["sales.office.today"]).get_lines()
            lines[employee] = [line["count"] for line in page if line["key"] == "unassigned_payouts"]
        self.assertEqual(lines, {self.finance: [1], self.director: [1], self.manager: []})

    def test_dialog(self):
        """R126: the button of the list asks how, and the row opens what it comes from for who may read it."""
        row = self.won()
        payout = self.payouts.search([])
        self.assertEqual(self.as_(self.director, payout).action_open_source()["res_id"], row.id)
        with self.assertRaises(AccessError):
            self.say_why(self.manager, payout, "settle_outside", "Cash")
        self.say_why(self.finance, payout, "settle_outside", "Cash")
        self.assertEqual(row.prize_open, 0)

    def test_reversed_by_a_statement(self):
        """R126 R134: Rob's prize is on his statement, so nothing of it is left to be settled outside."""
        row = self.won(self.rep)
        self.settle(MARCH, self.rep)
        with self.assertRaisesRegex(UserError, "nothing is open any more"):
            row.sudo()._settle_outside("In cash.")

    def test_upgrade(self):
        """R138: what refers to the model and the fields by their names of before, goes on with those of now."""
        script, model = load_migration("pre-names", "19.0.2.1.0"), "model_sales_office_unassigned_payout"
        kept = self.env["ir.filters"].create({"name": "Fines", "model_id": script.NEW})
        execute = self.env.cr.execute
        execute("ALTER TABLE sales_office_message RENAME COLUMN send_at TO due_at")
        execute("UPDATE ir_model SET model = %s WHERE model = %s", [script.OLD, script.NEW])
        execute("UPDATE ir_filters SET model_id = %s WHERE id = %s", [script.OLD, kept.id])
        execute("UPDATE ir_model_data SET name = 'model_sales_office_due' WHERE name = %s", [model])
        for _time in range(2):  # the second time there is nothing left to do
            script.migrate(self.env.cr, "19.0.2.0.0")
            self.env.invalidate_all()
            self.env.registry.clear_all_caches()
            self.assertEqual(self.env.ref(f"sales_office_policy.{model}").model, script.NEW)
            self.assertEqual(kept.model_id, script.NEW)
            self.assertFalse(self.env["sales.office.message"].search([("send_at", "<", "2000-01-01")]))
