"""Whoever signed for a paper at the desk was there: they forgot to sign in, they are not absent."""

from freezegun import freeze_time

from ..workday.common import MONDAY, WorkdayCommon
from .common import CustodyCommon


@freeze_time("2025-03-10 12:00:00")
class TestPresence(CustodyCommon, WorkdayCommon):
    def _receive(self, how, moment="2025-03-10 00:30:00"):
        """Hand out the contract to Rob, who signs for it at 8:30 in Shanghai; return his day."""
        self.rep.write({"pin": "4711", "barcode": "BADGE7"})
        with freeze_time(moment):
            loan = self.hand_out(self.contract, self.rep)
            if how == "screen":
                self.as_(self.rep, loan).action_confirm_receipt()
            else:
                self.as_(self.clerk, loan).action_confirm_at_desk("4711" if how == "pin" else "BADGE7")
        self.assertEqual(loan.receipt, how)
        return self._refresh(), loan

    def test_by_badge_and_pin(self):
        """R001 R015: badge and PIN are given in person: the sign-in is missing, with the loan as evidence."""
        for how in ("badge", "pin"):
            with self.subTest(how=how):
                day, loan = self._receive(how)
                self.assertEqual((day.status, day.absent, day.missing_sign_in), ("incomplete", False, True))
                self.assertEqual(day.evidence_text, loan.display_name)
                self.take_back(self.contract)
                loan.sudo().receipt = False

    def test_on_the_screen(self):
        """R001: a receipt on one's own screen can be given from anywhere."""
        day, _loan = self._receive("screen")
        self.assertTrue(day.absent)

    def test_at_night(self):
        """R001: far from the shift it proves nothing about it."""
        day, _loan = self._receive("badge", "2025-03-10 17:30:00")
        self.assertTrue(day.absent)

    def test_signed_in_later(self):
        """R001: who signed for a paper at half past eight had come by then: no sign-in, and not late."""
        self._attend(10, 17, day=MONDAY)
        day, loan = self._receive("badge")
        self.assertEqual((day.status, day.missing_sign_in, day.late_minutes), ("incomplete", True, 0))
        self.assertEqual(day.evidence_text, loan.display_name)

    def test_signed_in_before(self):
        """R002: late by the sign-in, whatever they signed for afterwards."""
        self._attend(8.25, 17, day=MONDAY)
        day, _loan = self._receive("badge")
        self.assertEqual((day.missing_sign_in, day.late_minutes), (False, 15))

    def test_room_off(self):
        """R001 R137: papers of a company that does not use the room say nothing."""
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_custody")
        day, _loan = self._receive("badge")
        self.assertTrue(day.absent)
