from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..common import MARCH, CommissionCommon


@freeze_time("2026-04-03 02:00:00")
class TestWaterfall(CommissionCommon):
    """How a statement comes to its net, at a glance."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        office = cls()
        office.invoice(cls.rep, "2026-03-10", 10000)
        office.fine(cls.rep, "2026-03-12", 25)
        cls.statement = office.settle(MARCH, cls.rep)

    def _show(self):
        self.as_(self.finance, self.statement).action_submit()

    def test_steps(self):
        """R134: one step for each kind of lines, which add up to the net, which stands last."""
        self._show()
        steps = self.as_(self.rep, self.statement).waterfall
        self.assertEqual([step["label"] for step in steps], ["Commission", "Fine", "Net"])
        self.assertEqual([step["amount"] for step in steps], [500, -25, 475])
        self.assertEqual([step["is_total"] for step in steps], [False, False, True])
        self.assertIn("475.00", steps[-1]["text"])

    def test_nothing_earned(self):
        """R134: a month of nothing has no step but its net."""
        statement = self.settle(MARCH, self.colleague)
        self.assertEqual([step["amount"] for step in statement.waterfall], [0])

    def test_how(self):
        """R134: a line says on a page of its own how it comes about, to whoever may read it."""
        self._show()
        line = self.statement.line_ids[:1]
        action = self.as_(self.rep, line).action_explain()
        self.assertEqual((action["res_id"], action["target"]), (line.id, "new"))
        for employee in (self.colleague, self.leader_south, self.clerk, self.director_valley):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, line).action_explain()

    def test_many(self):
        """R134: chosen in a list, each statement goes on as far as it may; what is left out is said."""
        statements = self.statement | self.settle(MARCH, self.colleague) | self.settle(MARCH, self.leader)

        def do(employee, operation):
            return self.as_(employee, statements).with_context(operation=operation).action_for_many()

        do(self.finance, "submit")
        self.assertEqual(set(statements.mapped("state")), {"review"})
        message = self.as_(self.rep, self.statement).with_context(operation="confirm").action_for_many()
        self.assertIn("Confirm: 1", message["params"]["message"])
        self.assertIn("Left out: 2", do(self.manager, "approve")["params"]["message"])
        self.assertEqual(statements.mapped("state"), ["approved", "review", "review"])
        with self.assertRaisesRegex(UserError, "is confirmed by the employee"):
            self.as_(self.leader, self.statement.browse(statements[1].id)).with_context(
                operation="confirm"
            ).action_for_many()

    def test_own(self):
        """R046: nobody approves their own among many."""
        own = self.settle(MARCH, self.leader)
        self.as_(self.finance, own).action_submit()
        self.as_(self.leader, own).action_confirm()
        with self.assertRaisesRegex(UserError, "is approved by a manager above the employee"):
            self.as_(self.leader, own).with_context(operation="approve").action_for_many()

    def test_queries(self):
        """R137: showing, confirming and approving twelve asks as much as three."""
        crowd = self.env["hr.employee"].union(
            *(self._create_member(f"Crowd {i}", f"crowd{i}", self.south, "representative") for i in range(17))
        )
        plan = self._plan_with_rule(crowd)
        statements = plan.generate_statements(*MARCH)
        batches = [statements[:2], statements[2:5], statements[5:]]
        for operation, employee in (("submit", self.finance), ("approve", self.director)):
            counts = []
            if operation == "approve":
                statements.with_context(tracking_disable=True).sudo().state = "confirmed"
            for batch in batches:
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                self.as_(employee, batch).with_context(operation=operation).action_for_many()
                self.env.flush_all()
                counts.append(self.cr.sql_log_count - before)
            with self.subTest(operation):
                self.assertLessEqual(counts[2], counts[1], counts)
