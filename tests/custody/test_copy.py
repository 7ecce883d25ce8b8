from datetime import datetime

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import CustodyCommon


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
        with self.assertRaisesRegex(UserError, "not with Rob any more: Lea holds it"):
            self.as_(self.clerk, copy).action_take_back("Again")

    def test_given_copy_does_not_come_back(self):
        copy = self.give(to_return=False)
        self.as_(self.rep, copy).action_confirm_receipt()
        self.assertTrue(copy.received_at)
        with self.assertRaises(UserError):
            self.as_(self.clerk, copy).action_take_back("Complete")

    def test_only_where_the_category_allows(self):
        with self.assertRaisesRegex(UserError, "Record Books are not copied"):
            self.give(document=self.book)

    def test_only_the_clerk(self):
        for employee in (self.rep, self.leader, self.director):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.give(clerk=employee)
        with self.assertRaisesRegex(UserError, "himself"):
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
