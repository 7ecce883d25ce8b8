from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from ..common import CustodyCommon


@freeze_time("2025-03-04 02:00:00")  # Tuesday 10:00 in Shanghai
class TestTransfer(CustodyCommon):
    """Rob holds the contract and hands it on to Ann."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loan = cls._as(cls.clerk, cls.contract).action_hand_out(cls.rep).sudo()

    def offer(self, borrower=None, giver=None):
        self.as_(giver or self.rep, self.contract).action_transfer(borrower or self.colleague)

    def accept(self, employee=None):
        return self.as_(employee or self.colleague, self.contract).action_accept_transfer().sudo()

    def test_recorded_by_both(self):
        """R015: it changes hands when the new borrower accepts; the chain shows from whom to whom."""
        self.offer()
        self.assertEqual(self.contract.holder_id, self.rep, "Until it is accepted, Rob answers for it")
        self.assertEqual(self.contract.offered_to_id, self.colleague)
        with freeze_time("2025-03-04 05:00:00"):
            new = self.accept()
        self.assertEqual(self.contract.holder_id, self.colleague)
        self.assertEqual(self.contract.state, "on_loan")
        self.assertFalse(self.contract.offered_to_id)
        self.assertEqual((self.loan.state, self.loan.transfer_to_id), ("returned", self.colleague))
        self.assertEqual(self.loan.returned_at, datetime(2025, 3, 4, 5))
        self.assertEqual((new.employee_id, new.transferred_from_id), (self.colleague, self.loan))
        self.assertEqual(new.due_at, datetime(2025, 3, 4, 9))
        self.assertEqual((new.receipt, new.received_at), ("screen", datetime(2025, 3, 4, 5)))
        event = self.contract.event_ids.sorted()[0]
        self.assertEqual(
            (event.kind, event.from_employee_id, event.to_employee_id), ("transferred", self.rep, self.colleague)
        )
        self.take_back(self.contract)
        self.assertEqual(new.state, "returned")

    def test_started_by_the_clerk(self):
        self.offer(giver=self.clerk)
        self.accept()
        self.assertEqual(self.contract.holder_id, self.colleague)

    def test_not_by_the_clerk_to_himself(self):
        """R015: the clerk does not sign for both sides, past the holder."""
        with self.assertRaisesRegex(UserError, "themselves"):
            self.offer(self.clerk, giver=self.clerk)
        self.assertFalse(self.contract.offered_to_id)

    def test_started_by_nobody_else(self):
        for employee in (self.colleague, self.leader, self.manager, self.director, self.rep_south):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.offer(self.rep_south, giver=employee)
        with self.assertRaises(AccessError):
            self.offer(giver=self.rep_valley)

    def test_accepted_by_nobody_else(self):
        self.offer()
        for employee in (self.rep, self.leader, self.clerk, self.rep_south):
            with self.subTest(employee.name), self.assertRaisesRegex(UserError, "not offered to you"):
                self.accept(employee)
        with self.assertRaises(AccessError):
            self.accept(self.rep_valley)

    def test_declined(self):
        """R015: who declines leaves it where it is; the giver is told."""
        self.offer()
        with self.assertRaisesRegex(UserError, "is not offered to you any more"):
            self.as_(self.rep, self.contract).action_decline_transfer()
        self.as_(self.colleague, self.contract).action_decline_transfer("I am leaving early.")
        self.assertEqual((self.contract.holder_id, self.contract.offered_to_id.id), (self.rep, False))
        self.assertFalse(self.loan.transfer_to_id)
        message = self.env["mail.message"].search([("partner_ids", "in", self.rep.user_id.partner_id.ids)], limit=1)
        self.assertIn("I am leaving early.", message.body)
        with self.assertRaisesRegex(UserError, "not offered to you any more: Rob holds it"):
            self.accept()

    def test_taken_back_by_the_giver(self):
        self.offer()
        with self.assertRaises(AccessError):
            self.as_(self.colleague, self.contract).action_cancel_transfer()
        self.as_(self.rep, self.contract).action_cancel_transfer()
        self.assertFalse(self.contract.offered_to_id)

    def test_offered_once(self):
        self.offer()
        with self.assertRaisesRegex(UserError, "offered to Ann already"):
            self.offer(self.rep_south)

    def test_not_to_the_holder(self):
        with self.assertRaisesRegex(UserError, "Rob holds .* already"):
            self.offer(self.rep, giver=self.clerk)

    def test_needs_a_user_to_accept(self):
        porter = self.env["hr.employee"].create(
            {"name": "Pit", "department_id": self.north.id, "company_id": self.company.id}
        )
        with self.assertRaisesRegex(UserError, "Pit has no user"):
            self.offer(porter)

    def test_only_while_lent(self):
        self.take_back(self.contract)
        with self.assertRaisesRegex(UserError, "not on loan"):
            self.offer(giver=self.clerk)

    def test_clearance_asked_again(self):
        """R022: who lost their clearance meanwhile cannot accept; a category's rule counts as well."""
        events = self._create_department("Events", is_sales_office=True)
        cousin = self._create_member("Carmen", "rep_events", events, "representative")
        with self.assertRaisesRegex(UserError, "Carmen may not have"):
            self.offer(cousin)
        self.offer()
        self.contract.category_id.lent_to = "leaders"
        with self.assertRaisesRegex(UserError, "leaders only"):
            self.accept()
        self.contract.category_id.lent_to = "office"
        self.contract.confidentiality = "secret"
        with self.assertRaisesRegex(UserError, "confidentiality class"):
            self.accept()
        self.assertEqual(self.contract.holder_id, self.rep)

    def test_secret_seen_while_offered(self):
        """R022: a leader who is offered a secret paper sees what they accept, and no longer once they declined."""
        self.hand_out(self.seal, self.leader)
        self.as_(self.leader, self.seal).action_transfer(self.leader_south)
        self.assertEqual(self.as_(self.leader_south, self.seal).name, "Contract seal")
        self.as_(self.leader_south, self.seal).action_decline_transfer()
        with self.assertRaises(AccessError):
            self.as_(self.leader_south, self.seal).read(["name"])
        with self.assertRaises(AccessError):
            self.as_(self.leader_south, self.seal).action_accept_transfer()

    def test_queue_is_not_passed_over_in_silence(self):
        """R015: handing on what somebody waits for asks for a reason, unless it goes to them."""
        self.as_(self.rep_south, self.contract).action_request()
        with self.assertRaisesRegex(UserError, "kept for Ray, who is next in line"):
            self.offer()
        self.offer(self.rep_south)
        self.accept(self.rep_south)
        self.assertFalse(self.contract.hold_ids)

    def test_return_ends_the_offer(self):
        self.offer()
        self.take_back(self.contract)
        self.assertFalse(self.contract.offered_to_id)
        with self.assertRaisesRegex(UserError, "not offered to you any more: it is available"):
            self.accept()

    def test_giver_who_left(self):
        self.offer()
        self.rep.active = False
        self.accept()
        self.assertEqual(self.contract.holder_id, self.colleague)

    def test_dialogs(self):
        Handling = self.env["sales.office.document.handling"].with_context(
            active_model="sales.office.document", active_ids=self.contract.ids
        )
        self.as_(self.rep, Handling).with_context(
            active_model="sales.office.document", active_ids=self.contract.ids, default_operation="transfer"
        ).create({"borrower_id": self.colleague.id}).action_confirm()
        self.assertEqual(self.contract.offered_to_id, self.colleague)
        self.as_(self.colleague, Handling).with_context(
            active_model="sales.office.document", active_ids=self.contract.ids, default_operation="decline"
        ).create({"reason": "Busy"}).action_confirm()
        self.assertFalse(self.contract.offered_to_id)
