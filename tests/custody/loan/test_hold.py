from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..common import CustodyCommon


class TestHold(CustodyCommon):
    """Rob holds the contract; Ann and Ray wait for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.holds = cls.env["sales.office.document.hold"]
        cls._as(cls.clerk, cls.contract).action_hand_out(cls.rep)
        for employee in (cls.colleague, cls.rep_south):
            cls._as(employee, cls.contract).action_request()

    def told(self, employee):
        """Return what was said to ``employee``, oldest first."""
        messages = self.env["mail.message"].search(
            [("partner_ids", "in", employee.user_id.partner_id.ids), ("model", "=", "sales.office.document")],
            order="id",
        )
        return [message.body for message in messages]

    def test_place_in_line(self):
        """R015: first come, first served."""
        self.assertEqual(self.contract.hold_ids.employee_id, self.colleague | self.rep_south)
        self.assertEqual(self.contract.hold_ids.mapped("place"), [1, 2])
        self.assertEqual(self.as_(self.rep_south, self.contract).my_place, 2)
        self.assertEqual(self.as_(self.manager, self.contract).my_place, 0)
        self.assertEqual(self.contract.hold_count, 2)
        self.assertFalse(self.contract.kept_for_id)

    def test_asking_again_changes_nothing(self):
        self.assertFalse(self.as_(self.colleague, self.contract).action_request())
        self.assertEqual(self.contract.hold_ids.mapped("sequence"), [1, 2])

    def test_return_gives_the_next_his_turn(self):
        """R015: the next in line is told, and the document is kept for them."""
        self.take_back(self.contract)
        self.assertEqual(self.contract.kept_for_id, self.colleague)
        self.assertTrue(self.as_(self.colleague, self.contract).is_kept_for_me)
        self.assertIn("kept for you", self.told(self.colleague)[-1])
        self.assertFalse(self.told(self.rep_south))
        self.assertEqual(self.contract.hold_ids.employee_id, self.rep_south)
        request = self.loans.search([("document_id", "=", self.contract.id), ("state", "=", "requested")])
        self.as_(self.clerk, request).action_hand_out()
        self.take_back(self.contract)
        self.assertEqual(self.contract.kept_for_id, self.rep_south)

    def test_told_in_his_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.colleague.user_id.lang = "zh_CN"
        self.take_back(self.contract)
        self.assertNotIn("kept for you", self.told(self.colleague)[-1])

    def test_somebody_else_needs_a_reason(self):
        """R015: passing the next in line over asks for a reason; they keep their turn and are told."""
        self.take_back(self.contract)
        with self.assertRaisesRegex(UserError, "who is next in line") as refused:
            self.hand_out(self.contract, self.leader)
        self.assertEqual(
            str(refused.exception),
            f"{self.contract.display_name} is kept for Ann, who is next in line. Say why Lea gets it before them.",
        )
        loan = self.as_(self.clerk, self.contract).action_hand_out(self.leader, "The customer is waiting.")
        self.assertEqual(loan.reason, "The customer is waiting.")
        self.assertIn("The customer is waiting.", self.told(self.colleague)[-1])
        self.assertEqual(self.contract.kept_for_id, self.colleague)
        self.take_back(self.contract)
        self.assertEqual(self.contract.kept_for_id, self.colleague)
        self.assertIn("kept for you", self.told(self.colleague)[-1])

    def test_passed_over_by_one_who_waits(self):
        self.take_back(self.contract)
        self.as_(self.clerk, self.contract).action_hand_out(self.rep_south, "His flight leaves at noon.")
        self.assertFalse(self.contract.hold_ids, "He waits no longer")

    def test_new_request_goes_to_the_end(self):
        """R015: what is kept for somebody is not drawn by who asks later."""
        self.take_back(self.contract)
        self.assertFalse(self.as_(self.leader, self.contract).action_request())
        self.assertEqual(self.contract.hold_ids.employee_id, self.rep_south | self.leader)
        self.assertEqual(self.contract.hold_ids.sorted().employee_id.ids, (self.rep_south | self.leader).ids)

    def test_found_serves_the_line(self):
        self.as_(self.clerk, self.contract).action_report_missing("Left in a taxi")
        self.assertFalse(self.contract.kept_for_id)
        self.as_(self.clerk, self.contract).action_report_found("The driver brought it")
        self.assertEqual(self.contract.kept_for_id, self.colleague)

    def test_who_left_or_lost_his_clearance_is_skipped(self):
        """R015 R022: it is kept for the first who still may have it."""
        self.colleague.active = False
        self.take_back(self.contract)
        self.assertEqual(self.contract.kept_for_id, self.rep_south)
        self.assertFalse(self.contract.hold_ids)

    def test_nobody_left_in_line(self):
        self.contract.sudo().confidentiality = "secret"
        self.take_back(self.contract)
        self.assertFalse(self.contract.kept_for_id)
        self.assertIn("no longer wait", self.told(self.colleague)[-1])

    def test_cancelled_by_oneself(self):
        hold = self.contract.hold_ids.sorted()[0]
        with self.assertRaises(AccessError):
            self.as_(self.rep_south, hold).action_cancel()
        with self.assertRaises(AccessError):
            self.as_(self.clerk, hold).action_cancel()
        self.as_(self.colleague, self.contract).action_stop_waiting()
        self.assertEqual(self.contract.hold_ids.employee_id, self.rep_south)

    def test_turn_given_up(self):
        """R015: who no longer needs what is kept for them makes room for the next."""
        self.take_back(self.contract)
        self.as_(self.colleague, self.contract).action_stop_waiting()
        self.assertEqual(self.contract.kept_for_id, self.rep_south)
        self.assertEqual(self.loans.search([("employee_id", "=", self.colleague.id)]).state, "refused")

    def test_refused_by_the_clerk(self):
        hold = self.contract.hold_ids.sorted()[0]
        for employee in (self.colleague, self.leader, self.director):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, hold).action_refuse("No")
        with self.assertRaisesRegex(UserError, "reason"):
            self.as_(self.clerk, hold).action_refuse(" ")
        self.as_(self.clerk, hold).action_refuse("The contract goes to the lawyer.")
        self.assertFalse(hold.exists())
        self.assertIn("goes to the lawyer", self.told(self.colleague)[-1])

    def test_refused_request_serves_the_next(self):
        self.take_back(self.contract)
        request = self.loans.search([("document_id", "=", self.contract.id), ("state", "=", "requested")])
        self.as_(self.clerk, request).action_refuse("He is on leave")
        self.assertEqual(self.contract.kept_for_id, self.rep_south)

    def test_destroyed_ends_the_line(self):
        self.take_back(self.contract)
        self.as_(self.leader, self.contract).action_destroy("Expired")
        self.assertFalse(self.contract.kept_for_id)
        self.assertFalse(self.contract.hold_ids)
        self.assertIn("Expired", self.told(self.rep_south)[-1])
        self.assertIn("Expired", self.told(self.colleague)[-1])

    def test_nobody_writes_a_place(self):
        """R015: not even the clerk moves somebody up the line."""
        hold = self.contract.hold_ids.sorted()[1]
        for employee in (self.clerk, self.rep_south, self.director):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, hold).sequence = 0
        commands = (
            Command.update(hold.id, {"sequence": 0}),
            Command.delete(hold.id),
            Command.create({"employee_id": self.rep.id, "sequence": 0}),
        )
        for command in commands:
            with self.subTest(command), self.assertRaises(AccessError):
                self.as_(self.clerk, self.contract).write({"hold_ids": [command]})
                self.env.flush_all()

    def test_refused_in_the_dialog(self):
        hold = self.contract.hold_ids.sorted()[0]
        Handling = self.as_(self.clerk, self.env["sales.office.document.handling"]).with_context(
            active_model=hold._name, active_ids=hold.ids, default_operation="refuse_hold"
        )
        Handling.create({"reason": "Not now"}).action_confirm()
        self.assertFalse(hold.exists())
