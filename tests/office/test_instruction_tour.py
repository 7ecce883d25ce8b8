from odoo.exceptions import UserError

from ..browser import BrowserCase
from .instruction_common import InstructionCommon


class TestInstructionTour(InstructionCommon, BrowserCase):
    """What rep and leader do on the screen, each as themselves in a real browser."""

    def test_asked_and_decided(self):
        """R039 R041: the rep asks about a disputed order from the order, the leader decides from Today."""
        self.tour("sales_office_rep_asks_for_instruction", self.rep, url=f"/odoo/sales/{self.order.id}")
        instruction = self.instructions.search([("employee_id", "=", self.rep.id)])
        self.assertEqual((instruction.state, instruction.reference), ("asked", self.order))
        with self.assertRaisesRegex(UserError, "it waits for the decision on instruction"):
            self.as_(self.rep, self.order).action_confirm()
        self.tour("sales_office_leader_decides", self.leader)
        self.assertEqual((instruction.state, instruction.outcome), ("decided", "agreed"))
        self.order.action_confirm()
