from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..common import APRIL, MARCH, CommissionCommon


@freeze_time("2026-05-04 02:00:00")
class TestFlow(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(cls.rep, "2026-03-10", 8000)
        cls.statement = cls.plan.generate_statements(*MARCH).filtered(lambda s: s.employee_id == cls.rep)

    def act(self, employee, method, *args):
        return getattr(self.as_(employee, self.statement), method)(*args)

    def reach(self, state):
        """Take the statement there by the usual way."""
        steps = {
            "review": (self.manager, "action_submit"),
            "confirmed": (self.rep, "action_confirm"),
            "approved": (self.manager, "action_approve"),
            "paid": (self.finance, "action_pay"),
        }
        order = ["draft", *steps]
        for name in order[order.index(self.statement.state) + 1 : order.index(state) + 1]:
            self.act(*steps[name])
            self.assertEqual(self.statement.state, name)

    def test_the_whole_way(self):
        """R134: drafted, shown, confirmed by the employee, approved by the manager, paid by finance."""
        self.reach("paid")
        self.assertEqual(self.statement.confirmed_by_id, self.rep.user_id)
        self.assertEqual(self.statement.approved_by_id, self.manager.user_id)
        self.assertEqual(str(self.statement.paid_on), "2026-05-04")

    def test_the_employee_is_asked(self):
        """R134: the employee has an activity as long as they have to confirm."""
        self.reach("review")
        self.assertEqual(self.statement.activity_ids.user_id, self.rep.user_id)
        self.act(self.rep, "action_confirm")
        self.assertFalse(self.statement.activity_ids)

    def test_wrong_person(self):
        """R134 R046: each step belongs to somebody, over RPC too; nobody decides about themselves."""
        wrong = {
            "action_submit": (
                "draft",
                (),
                (self.rep, self.colleague, self.leader_south, self.clerk, self.policy_admin),
            ),
            "action_confirm": ("review", (), (self.colleague, self.leader, self.manager, self.director, self.finance)),
            "action_dispute": ("review", ("No",), (self.colleague, self.leader, self.finance)),
            "action_approve": ("confirmed", (), (self.rep, self.leader, self.leader_south, self.finance, self.clerk)),
            "action_pay": ("approved", (), (self.rep, self.leader, self.manager, self.director)),
            "action_reopen": ("approved", ("No",), (self.rep, self.leader, self.manager, self.clerk)),
        }
        for method, (state, args, people) in wrong.items():
            self.reach(state)
            for employee in people:
                with self.subTest(method=method, employee=employee.name), self.assertRaises(AccessError):
                    self.act(employee, method, *args)
            self.assertEqual(self.statement.state, state)

    def test_never_oneself(self):
        """R046: a manager neither shows nor approves their own, nor the director above them; the director does."""
        plan = self._create_plan("Leaders", self.manager | self.finance)
        plan.with_user(self.director.user_id).action_approve()
        own = self.settle(MARCH, self.manager, plan)
        with self.assertRaises(AccessError):
            self.as_(self.manager, own).action_submit()
        self.as_(self.finance, own).action_submit()
        self.as_(self.manager, own).action_confirm()
        with self.assertRaises(AccessError):
            self.as_(self.manager, own).action_approve()
        self.as_(self.director, own).action_approve()
        cashier = self.settle(MARCH, self.finance, plan)
        self.as_(self.director, cashier).action_submit()
        self.as_(self.finance, cashier).action_confirm()
        self.as_(self.director, cashier).action_approve()
        with self.assertRaises(AccessError):
            self.as_(self.finance, cashier).action_pay()

    def test_wrong_order(self):
        """R134: no step can be skipped or taken twice."""
        allowed = {
            "draft": {"action_submit"},
            "review": {"action_confirm", "action_dispute", "action_reopen"},
            "confirmed": {"action_approve", "action_reopen"},
            "approved": {"action_pay", "action_reopen"},
            "paid": set(),
        }
        steps = {
            "action_submit": (self.manager, ()),
            "action_confirm": (self.rep, ()),
            "action_dispute": (self.rep, ("No",)),
            "action_answer": (self.manager, ("Yes",)),
            "action_approve": (self.manager, ()),
            "action_pay": (self.finance, ()),
            "action_reopen": (self.finance, ("No",)),
        }
        for state, possible in allowed.items():
            self.reach(state)
            for method in steps.keys() - possible:
                employee, args = steps[method]
                hidden = state == "draft" and employee == self.rep
                refused = (AccessError, "doesn't have 'read' access") if hidden else (UserError, "; this needs: ")
                with self.subTest(state=state, method=method), self.assertRaisesRegex(*refused):
                    self.act(employee, method, *args)
            self.assertEqual(self.statement.state, state)

    def test_dispute(self):
        """R134: the employee says what is wrong, gets an answer, and is asked again."""
        self.reach("review")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.act(self.rep, "action_dispute", "  ")
        self.act(self.rep, "action_dispute", "The invoice of 12 March is missing")
        self.assertEqual(self.statement.state, "disputed")
        self.assertFalse(self.statement.activity_ids)
        with self.assertRaises(AccessError):
            self.act(self.rep, "action_answer", "I am right")
        self.act(self.leader, "action_answer", "It is dated April")
        self.assertEqual(self.statement.state, "review")
        self.assertEqual(self.statement.dispute_reason, "The invoice of 12 March is missing")
        self.assertEqual(self.statement.dispute_answer, "It is dated April")
        self.reach("approved")

    def test_reason_is_asked_for(self):
        """R134: dispute, answer and reopening go through a small form for the words."""
        self.reach("review")
        for employee, operation, state in (
            (self.rep, "dispute", "disputed"),
            (self.manager, "answer", "review"),
            (self.manager, "reopen", "draft"),
        ):
            self.say_why(employee, self.statement, operation, "Because")
            self.assertEqual(self.statement.state, state)

    def test_reopen(self):
        """R134: finance reopens an approved statement with a reason that stays in the chatter."""
        self.reach("approved")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.act(self.finance, "action_reopen", "")
        self.act(self.finance, "action_reopen", "Wrong customer")
        self.assertEqual(self.statement.state, "draft")
        self.assertFalse(self.statement.approved_by_id | self.statement.confirmed_by_id)
        self.assertIn("Wrong customer", self.statement.message_ids[0].body)

    def test_reopen_before_a_later_one(self):
        """R134: once April is approved March stays as it is."""
        self.reach("approved")
        april = self.settle(APRIL, self.rep)
        self.lock(april)
        with self.assertRaisesRegex(UserError, "is approved already"):
            self.act(self.finance, "action_reopen", "Too late")
        self.as_(self.finance, april).action_reopen("Both")
        self.act(self.director, "action_reopen", "Both")
        self.assertEqual(self.statement.state, "draft")

    def test_delete(self):
        """R134: a draft can be deleted by who settles, anything further by nobody."""
        self.reach("review")
        for employee in (self.manager, self.finance, self.director):
            with self.subTest(employee=employee.name), self.assertRaisesRegex(UserError, "Only drafts can be deleted"):
                self.act(employee, "unlink")
        self.act(self.manager, "action_reopen", "Again")
        for employee in (self.rep, self.leader, self.clerk):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.act(employee, "unlink")
        self.act(self.manager, "unlink")
        self.assertFalse(self.statement.exists())

    def test_batch(self):
        """R134: showing statements costs the same number of queries for three as for one."""
        statements = self.statement.search([("plan_id", "=", self.plan.id)])
        self.assertEqual(len(statements), 3)
        counts = []
        for batch in (statements[:1], statements[1:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.as_(self.director, batch).action_submit()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
        self.assertEqual(set(statements.mapped("state")), {"review"})


@freeze_time("2026-05-04 02:00:00")
class TestToday(CommissionCommon):
    def lines(self, employee):
        self.env.invalidate_all()
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return {line["key"]: line for line in lines if line["room"] == "commission"}

    def test_today(self):
        """R134: each step waits on the page of whoever has to take it, and of nobody else."""
        statement = self.settle(MARCH, self.rep)
        self.assertFalse(self.lines(self.rep))
        self.as_(self.manager, statement).action_submit()
        line = self.lines(self.rep)["statement_confirm"]
        self.assertEqual((line["count"], line["action"]["res_id"]), (1, statement.id))
        self.assertFalse(self.lines(self.colleague))
        self.as_(self.rep, statement).action_dispute("Too little")
        self.assertFalse(self.lines(self.rep))
        for employee in (self.leader, self.manager, self.finance):
            self.assertTrue(self.lines(employee)["statement_answer"]["urgent"])
        self.assertFalse(self.lines(self.leader_south))
        self.as_(self.leader, statement).action_answer("It is right")
        self.as_(self.rep, statement).action_confirm()
        self.assertEqual(set(self.lines(self.manager)), {"statement_approve"})
        self.assertFalse(self.lines(self.leader))
        self.as_(self.manager, statement).action_approve()
        self.assertEqual(set(self.lines(self.finance)), {"statement_pay"})
        self.as_(self.finance, statement).action_pay()
        self.assertFalse(self.lines(self.finance))
