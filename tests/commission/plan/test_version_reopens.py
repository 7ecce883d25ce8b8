"""A plan's version that is dated back over statements under way: refused, or they are reopened on purpose."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..common import APRIL, MARCH, CommissionCommon


@freeze_time("2026-05-04 02:00:00")
class TestVersionReopens(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(cls.rep, "2026-03-10", 1000)
        cls.invoice(cls.colleague, "2026-03-10", 2000)
        cls.old = cls._plan_with_rule(cls.rep | cls.colleague, rate=10)
        cls.march = cls.old.generate_statements(*MARCH)
        cls.rob = cls.march.filtered(lambda s: s.employee_id == cls.rep)
        cls.as_(cls, cls.finance, cls.rob).action_submit()
        cls.as_(cls, cls.rep, cls.rob).action_confirm()
        cls.version = cls.old.browse(cls.old.action_new_version()["res_id"])
        cls.version.date_from = MARCH[0]
        cls.version.rule_ids.rate = 20

    def _dialog(self, employee=None):
        action = self.as_(employee or self.director, self.version).action_approve_or_ask()
        return Form(self.as_(employee or self.director, self.env[action["res_model"]]).browse(action["res_id"]))

    def test_reopened(self):
        """R133 R134: Rob's March at 10 % is confirmed, Ann's a draft. The dialog lists Rob's; with a reason it is
        reopened, the version of 20 % approved, and March is 200 and 400, once."""
        dialog = self._dialog()
        self.assertEqual(dialog.statement_ids[:], self.rob)
        dialog.reason = "A new rate for March"
        dialog.save().action_reopen_and_approve()
        self.assertEqual((self.version.state, self.old.state), ("approved", "closed"))
        statements = (self.old | self.version).generate_statements(*MARCH)
        self.assertEqual(statements.plan_id, self.version)
        self.assertEqual({s.employee_id: s.net for s in statements}, {self.rep: 200, self.colleague: 400})
        paid = self.env["sales.office.statement.line"].search(
            [("employee_id", "=", self.rep.id), ("period_from", "=", MARCH[0])]
        )
        self.assertEqual(sum(paid.filtered(lambda line: line.rule_id.plan_id != self.plan).mapped("amount")), 200)

    def test_another_one_meanwhile(self):
        """R133 R134: Ann's was sent while the dialog was open: it shows both first; nothing is reopened unseen."""
        action = self.as_(self.director, self.version).action_approve_or_ask()
        dialog = self.as_(self.director, self.env[action["res_model"]]).browse(action["res_id"])
        self.env.flush_all()
        self.as_(self.finance, self.march - self.rob).action_submit()
        dialog.reason = "A new rate for March"
        self.assertEqual(dialog.action_reopen_and_approve()["res_id"], dialog.id)
        self.assertEqual((dialog.is_changed, dialog.statement_ids, self.version.state), (True, self.march, "draft"))
        dialog.action_reopen_and_approve()
        self.assertEqual(self.version.state, "approved")
        self.assertFalse(self.march.exists().filtered(lambda statement: statement.state != "draft"))

    def test_nothing_under_way(self):
        """R133: without statements under way the button approves at once."""
        self.as_(self.finance, self.rob).action_reopen("First")
        self.assertFalse(self.as_(self.director, self.version).action_approve_or_ask())
        self.assertEqual(self.version.state, "approved")

    def test_trace(self):
        """R134: in the statement that stays, the chatter says why it was reopened."""
        self.version.date_from = "2026-03-16"
        dialog = self._dialog()
        dialog.reason = "A new rate from the 16th on"
        dialog.save().action_reopen_and_approve()
        self.assertEqual((self.rob.state, self.rob.net), ("draft", 100))
        self.assertIn("A new rate from the 16th on", "".join(self.rob.message_ids.mapped("body")))

    def test_locked_stays(self):
        """R133 R134: what is approved is not reopened by it: refused as before, and nothing else is reopened either."""
        ann = self.march - self.rob
        self.lock(ann)
        with self.assertRaisesRegex(UserError, "are approved: start the new version later"):
            self.as_(self.director, self.version).action_approve_or_ask()
        with self.assertRaisesRegex(UserError, "are approved"):
            self.as_(self.director, self.version).action_approve_reopening("Why not")
        self.assertEqual((self.rob.state, ann.state, self.version.state), ("confirmed", "approved", "draft"))

    def test_refused_without_the_choice(self):
        """R133: approving as such is refused as before, and a reason is needed."""
        with self.assertRaisesRegex(UserError, "under way .* paid twice"):
            self.as_(self.director, self.version).action_approve()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.director, self.version).action_approve_reopening(" ")
        self.assertEqual((self.rob.state, self.version.state), ("confirmed", "draft"))

    def test_who(self):
        """R133 R046: only a director, who is not paid by the plan."""
        for employee in (self.rep, self.leader, self.manager, self.finance, self.policy_admin):
            for method, arguments in (("action_approve_or_ask", ()), ("action_approve_reopening", ("Why not",))):
                with self.subTest(employee=employee.name, method=method), self.assertRaises(AccessError):
                    getattr(self.as_(employee, self.version), method)(*arguments)
        self.assertEqual(self.rob.state, "confirmed")

    def test_later_months(self):
        """R134: statements of later months are listed as well; April's at 10 % becomes 20 %."""
        self.invoice(self.rep, "2026-04-10", 500)
        april = self.settle(APRIL, self.rep, self.old)
        self.as_(self.finance, april).action_submit()
        dialog = self._dialog()
        self.assertEqual(dialog.statement_ids[:], april | self.rob)
        dialog.reason = "A new rate"
        dialog.save().action_reopen_and_approve()
        self.assertEqual(self.settle(APRIL, self.rep, self.version).net, 100)
