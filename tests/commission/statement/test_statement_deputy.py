from freezegun import freeze_time

from odoo.exceptions import AccessError

from ..common import MARCH, CommissionCommon


@freeze_time("2026-05-04 02:00:00")
class TestStatementDeputy(CommissionCommon):
    def test_deputy(self):
        """R046 R134: who stands in for the manager approves neither their own statement nor the manager's."""
        self.env["sales.office.deputy"].create(
            {
                "employee_id": self.manager.id,
                "deputy_id": self.leader.id,
                "date_from": "2026-05-01",
                "date_to": "2026-05-31",
            }
        )
        plan = self._create_plan("Everybody", self.rep | self.leader | self.manager)
        plan.with_user(self.director.user_id).action_approve()
        statements = self.settle(MARCH, plan=plan)
        self.as_(self.finance, statements).action_submit()
        of = statements.grouped("employee_id")
        for employee, statement in of.items():
            self.as_(employee, statement).action_confirm()
        for employee in (self.leader, self.manager):
            with self.subTest(employee=employee.name), self.assertRaises(AccessError):
                self.as_(self.leader, of[employee]).action_approve()
        with freeze_time("2026-06-04 02:00:00"):
            self.env["sales.office.deputy"]._cron_sync_groups()  # runs when a loan ends
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                self.as_(self.leader, of[self.rep]).action_approve()
