from ...browser import BrowserCase
from ..common import MARCH, CommissionCommon
from ..payout.test_payout import PayoutCommon


class TestDisputeTour(CommissionCommon, BrowserCase):
    def test_rep_disputes_and_confirms(self):
        """R134: a rep disputes a line on the screen, reads the answer and confirms."""
        self.invoice(self.rep, "2026-03-10", 10000)
        self.fine(self.rep, "2026-03-12", 25)
        statement = self.settle(MARCH, self.rep)
        self.as_(self.finance, statement).action_submit()
        self.tour("sales_office_rep_disputes_a_line", self.rep)
        disputed = statement.line_ids.filtered(lambda line: line.dispute_state == "open")
        self.assertEqual(disputed.dispute_text, "I was at the customer's that morning.")
        self.as_(self.leader, disputed).action_answer("The visit is in your report.")
        self.tour("sales_office_rep_confirms_the_answer", self.rep)
        self.assertEqual(statement.state, "confirmed")


class TestConfirmTour(CommissionCommon, BrowserCase):
    def _show_statement(self):
        self.invoice(self.rep, "2026-03-10", 10000)
        self.fine(self.rep, "2026-03-12", 25)
        statement = self.settle(MARCH, self.rep)
        self.as_(self.finance, statement).action_submit()
        return statement

    def test_two_clicks(self):
        """R134: from Today a statement is read and confirmed by two clicks."""
        statement = self._show_statement()
        self.tour("sales_office_rep_confirms_in_two_clicks", self.rep)
        self.assertEqual(statement.state, "confirmed")

    def test_how(self):
        """R134: “how” opens the explanation of a line."""
        statement = self._show_statement()
        self.tour("sales_office_rep_reads_how", self.rep)
        self.assertEqual(statement.state, "review")


class TestConfirmPhone(TestConfirmTour):
    browser_size = "375x667"
    touch_enabled = True


class TestPayTour(PayoutCommon, BrowserCase):
    def test_finance_pays_a_batch(self):
        """R134: finance chooses what is to be paid, sees the total, and lands on the bills."""
        self._pay_by("bill")
        self.tour("sales_office_finance_pays_a_batch", self.finance)
        self.assertEqual(set(self.statements.mapped("state")), {"paid"})
        self.assertEqual(len(self.statements.payout_move_id), 2)
