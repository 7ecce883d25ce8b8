from datetime import datetime

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ..common import CustodyCommon


@freeze_time("2025-03-04 02:00:00")
class TestCopy(CustodyCommon):
    def give(self, borrower=None, to_return=True, document=None, clerk=None):
        return (
            self.as_(clerk or self.clerk, document or self.contract)
            .action_give_copy(borrower or self.rep, to_return)
            .sudo()
        )

    def test_numbered_copies_leave_the_original(self):
        """R015: a copy has a number and a borrower; the original stays available."""
        first, second = self.give(), self.give(self.colleague, to_return=False)
        self.assertEqual((first.copy_number, second.copy_number), (1, 2))
        self.assertEqual((first.state, first.due_at), ("on_loan", datetime(2025, 3, 4, 9)))
        self.assertEqual((second.state, second.due_at), ("given", False))
        self.assertEqual(self.contract.state, "available")
        self.assertFalse(self.contract.holder_id)
        self.assertEqual(self.contract.copy_count, 2)
        self.assertIn("copy 1", first.display_name)
        loan = self.hand_out(self.contract, self.leader)
        self.assertEqual((self.contract.holder_id, loan.copy_number), (self.leader, 0))
        self.take_back(self.contract)
        self.assertEqual((first.state, loan.state), ("on_loan", "returned"))

    def test_copy_comes_back(self):
        copy = self.give()
        self.hand_out(self.contract, self.leader)
        self.as_(self.clerk, copy).action_take_back("Complete")
        self.assertEqual(copy.state, "returned")
        self.assertEqual(self.contract.state, "on_loan")
        self.assertEqual(self.contract.event_ids.sorted()[0].kind, "copy_returned")
        with self.assertRaisesRegex(UserError, "copy 1 is not with Rob any more: it is returned"):
            self.as_(self.clerk, copy).action_take_back("Again")

    def test_given_copy_does_not_come_back(self):
        copy = self.give(to_return=False)
        self.as_(self.rep, copy).action_confirm_receipt()
        self.assertTrue(copy.received_at)
        with self.assertRaisesRegex(UserError, "is not with Rob any more"):
            self.as_(self.clerk, copy).action_take_back("Complete")

    def test_only_where_the_category_allows(self):
        with self.assertRaisesRegex(UserError, "Record Books are not copied"):
            self.give(document=self.book)

    def test_only_the_clerk(self):
        for employee in (self.rep, self.leader, self.director):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.give(clerk=employee)
        with self.assertRaisesRegex(UserError, "themselves"):
            self.give(self.clerk)

    def test_clearance_counts_lending_rules_do_not(self):
        """R022: a copy tells what the original tells, but may go where the original does not."""
        self.contract.category_id.lent_to = "nobody"
        self.assertTrue(self.give())
        events = self._create_department("Events", is_sales_office=True)
        cousin = self._create_member("Carmen", "rep_events", events, "representative")
        with self.assertRaisesRegex(UserError, "Carmen may not have"):
            self.give(cousin)

    def test_not_of_what_is_gone(self):
        self.as_(self.clerk, self.contract).action_report_missing("Gone")
        with self.assertRaisesRegex(UserError, "missing"):
            self.give()

    def test_number_once_in_the_database(self):
        copy = self.give()
        values = {"document_id": self.contract.id, "employee_id": self.rep.id, "copy_number": copy.copy_number}
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.loans.create({**values, "state": "given"})

    def test_lost_copy(self):
        """R015: a copy that is lost ends its loan; the original stays where it is, and nobody reports their own."""
        copy = self.give()
        with self.assertRaises(AccessError):
            self.as_(self.rep, copy).action_report_lost("Left in a taxi")
        with self.assertRaisesRegex(UserError, "Say what happened"):
            self.as_(self.clerk, copy).action_report_lost(" ")
        self.as_(self.clerk, copy).action_report_lost("Left in a taxi")
        self.assertEqual((copy.state, copy.reason, self.contract.state), ("lost", "Left in a taxi", "available"))
        event = self.contract.event_ids.sorted()[0]
        self.assertEqual((event.kind, event.copy_number, event.text), ("missing", 1, "Left in a taxi"))
        with self.assertRaisesRegex(UserError, "it is lost"):
            self.as_(self.clerk, copy).action_report_lost("Again")

    def test_lost_copy_found(self):
        """R015: a lost copy that is found has come back; what is not lost cannot be found."""
        copy = self.as_(self.clerk, self.contract).action_give_copy(self.rep)
        with self.assertRaisesRegex(UserError, "Only what was reported lost"):
            self.as_(self.clerk, copy).action_report_found("Here")
        self.as_(self.clerk, copy).action_report_lost("Left in a taxi")
        with self.assertRaises(AccessError):
            self.as_(self.rep, copy).action_report_found("I have it")
        self.as_(self.clerk, copy).action_report_found("The driver brought it")
        self.assertEqual((copy.state, bool(copy.returned_at)), ("returned", True))

    def test_lost_original_found_by_its_loan(self):
        """R015: reported from the loan, the paper is back in its place and the loan has ended."""
        loan = self.hand_out(self.contract, self.rep)
        self.as_(self.clerk, loan).action_report_lost("Left in a taxi")
        self.as_(self.clerk, loan).action_report_found("The driver brought it")
        self.assertEqual((loan.state, self.contract.state), ("returned", "available"))

    def test_lost_is_not_returned(self):
        """R015: what is lost, a paper or its copy, is not returned before it was reported found, by any door."""
        with freeze_time("2025-03-04 02:00:00"):
            loans = self.give() | self.hand_out(self.contract, self.colleague)
        with freeze_time("2025-03-04 03:00:00"):
            self.as_(self.clerk, loans).action_report_lost("Burnt")
        with freeze_time("2025-03-05 03:00:00"):
            for loan in loans:
                with self.assertRaisesRegex(UserError, "first that it was found"):
                    self.as_(self.clerk, loan).action_correct_return("2025-03-04 05:00:00", "It is here")
                with self.assertRaisesRegex(UserError, "it is (lost|missing)"):
                    self.as_(self.clerk, loan).action_take_back("It is here")
            with self.assertRaisesRegex(UserError, "missing"):
                self.take_back(self.contract)
        self.assertEqual(set(loans.mapped("state")), {"lost"})

    def test_lost_and_back_already(self):
        """R015: what is still written down as lost, though the paper is back, ends when it is reported found: not after
        it went out again.
        """
        with freeze_time("2025-03-04 02:00:00"):
            loan = self.hand_out(self.contract, self.rep)
        with freeze_time("2025-03-05 02:00:00"):
            self.take_back(self.contract)
        loan.write({"state": "lost", "returned_at": False})
        with freeze_time("2025-03-06 02:00:00"):
            self.hand_out(self.contract, self.colleague)
        with freeze_time("2025-03-07 02:00:00"):
            self.as_(self.clerk, loan).action_report_found("It lay in the drawer")
        self.assertEqual((loan.state, str(loan.returned_at)), ("returned", "2025-03-06 02:00:00"))
        self.assertEqual((self.contract.state, self.contract.holder_id), ("on_loan", self.colleague))
        self.assertEqual(loan.event_ids.sorted()[0].kind, "found")

    def test_lost_original_and_copy_at_once(self):
        loans = self.give() | self.hand_out(self.contract, self.colleague)
        self.as_(self.clerk, loans).action_report_lost("Burnt")
        self.assertEqual(loans.mapped("state"), ["lost", "lost"])
        self.assertEqual(self.contract.state, "missing")

    def test_label_of_a_copy(self):
        """R015: a copy's label has its number, and is found by it."""
        copy = self.give()
        self.assertEqual(copy._get_code(), f"{self.contract.reference}/1")
        loans = self.as_(self.clerk, self.loans)
        self.assertEqual(loans._get_copy_by_code(copy._get_code()).sudo(), copy)
        for code in (f"{self.contract.reference}/2", f"{self.contract.reference}/x", "/1", "NONE/1", ""):
            with self.subTest(code):
                self.assertFalse(loans._get_copy_by_code(code))
        report = self.env.ref("sales_office_policy.sales_office_document_copy_labels_report")
        html = self.as_(self.clerk, report)._render_qweb_html(report.id, copy.ids)[0].decode()
        self.assertIn(copy._get_code(), html)
