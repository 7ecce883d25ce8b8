from freezegun import freeze_time

from .common import CustodyCommon


@freeze_time("2025-03-04 02:00:00")  # Tuesday 10:00 in Shanghai
class TestCustodyToday(CustodyCommon):
    def lines(self, employee):
        self.env.invalidate_all()
        lines = self.as_(employee, self.env["sales.office.today"]).get_lines()
        return {line["key"]: line for line in lines if line["room"] == "custody"}

    def test_papers_held(self):
        """R017: who holds papers sees them, in red once they are late."""
        self.assertFalse(self.lines(self.rep))
        loan = self.hand_out(self.contract, self.rep)
        line = self.lines(self.rep)["papers_held"]
        self.assertEqual((line["count"], line["urgent"]), (1, False))
        self.assertEqual(line["action"]["res_id"], loan.id)
        self.assertFalse(self.lines(self.colleague))
        with freeze_time("2025-03-04 09:30:00"):
            self.assertTrue(self.lines(self.rep)["papers_held"]["urgent"])

    def test_clerk_sees_what_is_due_and_asked_for(self):
        self.assertFalse(self.lines(self.clerk))
        self.hand_out(self.contract, self.rep)
        self.as_(self.rep, self.book).action_request()
        lines = self.lines(self.clerk)
        self.assertEqual(set(lines), {"papers_due", "papers_requested", "papers_unconfirmed"})
        self.assertFalse(lines["papers_due"]["urgent"])
        with freeze_time("2025-03-05 02:00:00"):
            self.assertTrue(self.lines(self.clerk)["papers_due"]["urgent"])
        self.take_back(self.contract)
        self.assertEqual(set(self.lines(self.clerk)), {"papers_requested"})

    def test_receipt_to_confirm(self):
        """R015: who was handed something is asked to confirm it, and the clerk sees who has not."""
        loan = self.hand_out(self.contract, self.rep)
        self.assertEqual(self.lines(self.rep)["receipts_to_confirm"]["count"], 1)
        self.assertEqual(self.lines(self.clerk)["papers_unconfirmed"]["action"]["res_id"], loan.id)
        self.as_(self.rep, loan).action_confirm_receipt()
        self.assertEqual(set(self.lines(self.rep)), {"papers_held"})
        self.assertEqual(set(self.lines(self.clerk)), {"papers_due"})

    def test_transfer_to_accept(self):
        """R015: who is offered a paper finds it on their page."""
        self.hand_out(self.contract, self.rep)
        self.as_(self.rep, self.contract).action_transfer(self.colleague)
        line = self.lines(self.colleague)["papers_to_accept"]
        self.assertEqual((line["count"], line["action"]["res_id"]), (1, self.contract.id))
        self.as_(self.colleague, self.contract).action_decline_transfer()
        self.assertFalse(self.lines(self.colleague))

    def test_turn_in_line(self):
        """R015: who waited sees that it is kept for them, once it is back."""
        self.hand_out(self.contract, self.rep)
        self.as_(self.colleague, self.contract).action_request()
        self.assertFalse(self.lines(self.colleague))
        self.take_back(self.contract)
        self.assertEqual(set(self.lines(self.colleague)), {"papers_to_draw"})
        self.assertEqual(set(self.lines(self.clerk)), {"papers_requested"})

    def test_switched_off(self):
        self.hand_out(self.contract, self.rep)
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_custody")
        self.assertFalse(self.lines(self.rep))
