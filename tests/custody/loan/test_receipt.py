from datetime import datetime
from unittest import TestCase
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ..common import CustodyCommon

LOGGER = "odoo.addons.sales_office_policy.models.custody.loan.returning"


@freeze_time("2025-03-04 02:00:00")
class TestReceipt(CustodyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep.write({"pin": "4711", "barcode": "BADGE7"})
        cls.loan = cls._as(cls.clerk, cls.contract).action_hand_out(cls.rep).sudo()

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.registry_enter_test_mode()  # what is tried is written by a connection of its own

    def at_desk(self, code, clerk=None):
        self.as_(clerk or self.clerk, self.loan).action_confirm_at_desk(code)

    def test_on_his_own_screen(self):
        """R015: the borrower signs for what they were handed; nobody else does."""
        for employee in (self.colleague, self.leader, self.clerk, self.director):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.loan).action_confirm_receipt()
        self.as_(self.rep, self.loan).action_confirm_receipt()
        self.assertEqual((self.loan.receipt, self.loan.received_at), ("screen", datetime(2025, 3, 4, 2)))
        with freeze_time("2025-03-04 03:00:00"):
            self.as_(self.rep, self.loan).action_confirm_receipt()
        self.assertEqual(self.loan.received_at, datetime(2025, 3, 4, 2), "Again changes nothing")
        self.assertEqual(self.contract.event_ids.mapped("kind").count("received"), 1)

    def test_by_pin_and_badge(self):
        """R015: in person at the desk."""
        self.at_desk("4711")
        self.assertEqual(self.loan.receipt, "pin")
        self.take_back(self.contract)
        self.loan = self.hand_out(self.contract, self.rep)
        self.at_desk(" BADGE7 ")
        self.assertEqual(self.loan.receipt, "badge")

    @mute_logger(LOGGER)
    def test_wrong_code(self):
        """R015: every wrong code gets the same answer, which tells nothing about the right one."""
        self.colleague.pin = "1234"
        answers = set()
        for code in ("4712", "1234", "", "471", "47110", None, False, "四七一一"):
            with (
                self.subTest(code=code),
                self.assertRaisesRegex(UserError, "This is neither the PIN nor the badge of") as refused,
            ):
                self.at_desk(code)
            answers.add(str(refused.exception))
        self.assertEqual(
            answers,
            {"This is neither the PIN nor the badge of Rob. They may confirm the receipt on their own screen."},
        )
        self.assertFalse(self.loan.received_at)

    def test_code_is_not_logged(self):
        with (
            self.assertLogs(LOGGER, "WARNING") as logs,
            self.assertRaisesRegex(UserError, "This is neither the PIN nor the badge of"),
        ):
            self.at_desk("9876")
        self.assertNotIn("9876", "".join(logs.output))

    @mute_logger(LOGGER)
    def guess(self, times, clerk=None):
        for number in range(times):
            # core's, which undoes nothing: a try is counted by a connection of its own, which a test does not have
            with TestCase.assertRaisesRegex(self, UserError, "neither the PIN nor the badge"):
                self.at_desk(f"{number:04}", clerk)

    def test_too_many_wrong_codes(self):
        """R015: after five wrong codes the right one is no use at the desk, on their own screen they confirm."""
        self.guess(5)
        with self.assertRaisesRegex(UserError, "Too many wrong codes: Rob"):
            self.at_desk("4711")
        self.as_(self.rep, self.loan).action_confirm_receipt()
        self.assertTrue(self.loan.received_at)

    def test_guesses_are_counted_per_person(self):
        """R015: another paper, or another clerk, is no new try at the same person's code."""
        other = self.hand_out(self.book, self.rep)
        second = self._create_member("Clara", "clerk_second", self.sales, "clerk")
        self.guess(3)
        self.loan = other
        self.guess(2, second)
        for clerk in (self.clerk, second):
            with self.assertRaisesRegex(UserError, "Too many wrong codes: Rob"):
                self.at_desk("4711", clerk)

    def test_guesses_at_many_are_counted(self):
        """R015: whoever has guessed at many people guesses no more, whosever turn it is; others confirm as before."""
        self.env["sales.office.document.code.attempt"].create(
            [
                {
                    "guessed_employee": employee.id,
                    "guessing_user": self.clerk.user_id.id,
                    "tried_at": "2025-03-04 01:00",
                }
                for employee in (self.colleague, self.rep_south, self.leader, self.leader_south, self.manager)
                for _number in range(4)
            ]
        )
        with self.assertRaisesRegex(UserError, "Too many wrong codes"):
            self.at_desk("4711")
        self.at_desk("4711", self._create_member("Clara", "clerk_second", self.sales, "clerk"))
        self.assertEqual(self.loan.receipt, "pin")

    def test_wrong_codes_are_forgotten(self):
        """R015: the right code, or a day, makes up for slips."""
        self.guess(4)
        self.at_desk("4711")
        self.loan = self.hand_out(self.book, self.rep)
        self.guess(5)
        with freeze_time("2025-03-05 02:00:01"):
            self.at_desk("4711")
        self.assertEqual(self.loan.receipt, "pin")

    def test_own_screen_needs_no_second_connection(self):
        """R015: a receipt on one's own screen asks no other connection unless codes were tried."""
        with patch.object(type(self.env.registry), "cursor", side_effect=AssertionError("a second connection")):
            self.as_(self.rep, self.loan).action_confirm_receipt()
        self.assertEqual(self.loan.receipt, "screen")

    def test_own_screen_forgets_wrong_codes(self):
        """R015: whoever confirms on their own screen has shown who they are."""
        self.guess(5)
        self.as_(self.rep, self.loan).action_confirm_receipt()
        self.loan = self.hand_out(self.book, self.rep)
        self.at_desk("4711")
        self.assertEqual(self.loan.receipt, "pin")

    def test_old_attempts_are_deleted(self):
        attempts = self.env["sales.office.document.code.attempt"]
        others = attempts.search([])  # tries are kept whatever becomes of the request, those of other tests as well
        self.guess(2)
        self.assertEqual(len(attempts.search([]) - others), 2)
        with freeze_time("2025-03-05 02:00:01"):
            attempts._gc_attempts()
        self.assertFalse(attempts.search([]) - others)

    @mute_logger(LOGGER)
    def test_company_without_pins(self):
        """R015: without PIN and badge it is confirmed on the screen."""
        self.rep.write({"pin": False, "barcode": False})
        for code in ("", False, "0"):
            with self.subTest(code=code), self.assertRaisesRegex(UserError, "own screen"):
                self.at_desk(code)
        self.as_(self.rep, self.loan).action_confirm_receipt()
        self.assertTrue(self.loan.received_at)

    def test_at_the_desk_by_the_clerk_only(self):
        for employee in (self.rep, self.colleague, self.leader, self.director):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.at_desk("4711", clerk=employee)

    def test_unconfirmed_are_found(self):
        open_receipts = [("is_receipt_open", "=", True)]
        self.assertEqual(self.as_(self.clerk, self.loans).search(open_receipts).sudo(), self.loan)
        self.as_(self.rep, self.loan).action_confirm_receipt()
        self.assertFalse(self.loans.search(open_receipts))

    def test_not_after_the_return(self):
        self.take_back(self.contract)
        with self.assertRaisesRegex(UserError, "not with Rob any more: it is available"):
            self.as_(self.rep, self.loan).action_confirm_receipt()

    def test_who_holds_it_now(self):
        """R015 R135: a past borrower who may not read the paper any more is not told where it is."""
        self.take_back(self.contract)
        self.contract.confidentiality = "secret"
        self.hand_out(self.contract, self.leader)
        for confirm in (
            lambda loan: self.as_(self.rep, loan).action_confirm_receipt(),
            lambda loan: self.as_(self.rep, loan).sudo()._check_on_loan(),
        ):
            with self.assertRaisesRegex(UserError, "is not with Rob any more") as refused:
                confirm(self.loan)
            self.assertEqual(str(refused.exception), f"{self.contract.display_name} is not with Rob any more.")
        with self.assertRaisesRegex(UserError, "Lea holds it"):
            self.as_(self.clerk, self.loan).action_take_back()

    def test_dialog_keeps_no_code(self):
        dialog = (
            self.as_(self.clerk, self.env["sales.office.document.handling"])
            .with_context(active_model=self.loan._name, active_ids=self.loan.ids, default_operation="confirm")
            .create({"code": "4711"})
        )
        dialog.action_confirm()
        self.assertEqual(self.loan.receipt, "pin")
        self.assertFalse(dialog.code)
