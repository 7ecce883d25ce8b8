from odoo.exceptions import UserError
from odoo.tests import HttpCase

from .instruction_common import InstructionCommon


class TestInstructionTour(InstructionCommon, HttpCase):
    """What rep and leader do on the screen, each as himself in a real browser."""

    def test_asked_and_decided(self):
        """R039 R041: the rep asks about a disputed order from the order, the leader decides from Today."""
        self.env.flush_all()
        self.start_tour(
            f"/odoo/sales/{self.order.id}", "sales_office_rep_asks_for_instruction", login=self.rep.user_id.login
        )
        instruction = self.instructions.search([("employee_id", "=", self.rep.id)])
        self.assertEqual((instruction.state, instruction.reference), ("asked", self.order))
        with self.assertRaises(UserError):
            self.as_(self.rep, self.order).action_confirm()
        self.start_tour(
            "/odoo/action-sales_office_policy.sales_office_today_action",
            "sales_office_leader_decides",
            login=self.leader.user_id.login,
        )
        self.assertEqual((instruction.state, instruction.outcome), ("decided", "agreed"))
        self.order.action_confirm()
