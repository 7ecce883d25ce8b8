from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..common import CustodyCommon


class TestDocument(CustodyCommon):
    def test_clerk_registers_with_next_number(self):
        """R015: what the clerk types becomes a document with a number, its category's class and its keeper."""
        with Form(self.as_(self.clerk, self.env["sales.office.document"])) as form:
            form.name = "Lotus Travel file"
            form.category_id = self.env.ref("sales_office_policy.document_category_customer_file")
        document = form.record
        self.assertRegex(document.reference, r"^DOC-\d{5}$")
        self.assertEqual(document.confidentiality, "confidential")
        self.assertEqual(document.home_location, "Customer cabinet")
        self.assertEqual(document.custodian_id, self.clerk)
        self.assertEqual(document.department_id, self.sales)
        self.assertEqual(document.state, "available")

    def test_class_stays_when_category_changes(self):
        self.seal.category_id = self.book.category_id
        self.assertEqual(self.seal.confidentiality, "secret")

    def test_reference_unique_per_company(self):
        values = {"category_id": self.book.category_id.id, "name": "Double", "reference": self.book.reference}
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.env["sales.office.document"].create({**values, "department_id": self.sales.id})
        twin = self.env["sales.office.document"].create({**values, "department_id": self.sales_valley.id})
        self.assertEqual(twin.reference, self.book.reference)
        self.assertEqual(twin.company_id, self.company_valley)

    def test_reference_cannot_be_emptied(self):
        with self.assertRaisesRegex(ValidationError, "reference"):
            self.as_(self.clerk, self.book).reference = False

    def test_department_belongs_to_a_sales_office(self):
        kitchen = self._create_department("Kitchen")
        with self.assertRaisesRegex(ValidationError, "Kitchen"):
            self._create_document("Recipe", kitchen, "contract")

    def test_found_by_reference(self):
        found = self.as_(self.rep, self.env["sales.office.document"]).name_search(self.contract.reference)
        self.assertEqual([id_ for id_, _name in found], self.contract.ids)

    def test_only_clerks_register(self):
        for employee in (self.rep, self.leader, self.director, self.policy_admin, self.relations):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.contract).name = "Renamed"
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.as_(employee, self.contract).unlink()

    def test_state_and_holder_closed_to_hand(self):
        """R015: even the clerk cannot write a holder or a state past the loans."""
        contract = self.as_(self.clerk, self.contract)
        for values in ({"state": "on_loan"}, {"holder_id": self.rep.id}, {"due_at": "2030-01-01 10:00:00"}):
            with self.subTest(values), self.assertRaises(AccessError):
                contract.write(values)
        values = {"name": "New", "category_id": self.book.category_id.id, "department_id": self.sales.id}
        Document = self.as_(self.clerk, self.env["sales.office.document"])
        with self.assertRaises(AccessError):
            Document.create({**values, "state": "destroyed"})
        self.assertEqual(Document.with_context(default_state="missing").create(values).state, "available")
        with self.assertRaises(AccessError):
            Document.create({**values, "holder_id": self.rep.id})

    def test_who_holds_it_is_not_written_by_hand(self):
        """R022: nobody is let see a secret paper by being called its holder."""
        with self.assertRaises(AccessError):
            self.as_(self.clerk, self.seal).holder_user_id = self.rep.user_id

    def test_nothing_to_do(self):
        """The dialogs may be confirmed with no document left in them."""
        for operation in ("hand_out", "take_back", "missing", "found"):
            with self.subTest(operation):
                dialog = self.as_(self.clerk, self.env["sales.office.document.handling"]).create(
                    {"operation": operation, "borrower_id": self.rep.id, "reason": "Inventory"}
                )
                self.assertTrue(dialog.action_confirm())

    def test_dialogs_of_others_stay_hidden(self):
        dialog = self.as_(self.clerk, self.env["sales.office.document.handling"]).create({"reason": "Inventory"})
        with self.assertRaises(AccessError):
            self.as_(self.rep, dialog).read(["reason"])

    def test_deleted_only_without_history(self):
        self.hand_out(self.contract, self.rep)
        self.take_back(self.contract)
        with self.assertRaisesRegex(UserError, "history"):
            self.as_(self.clerk, self.contract).unlink()
        with self.assertRaisesRegex(UserError, "history"):
            self.contract.unlink()
        self.as_(self.clerk, self.book).unlink()
        self.assertFalse(self.book.exists())

    def test_missing_and_found(self):
        contract = self.as_(self.clerk, self.contract)
        contract.action_report_missing("Not in the cabinet")
        self.assertEqual(contract.state, "missing")
        self.assertIn("Not in the cabinet", contract.message_ids[:1].body)
        with self.assertRaisesRegex(UserError, "missing"):
            contract.action_report_missing("Again")
        with self.assertRaisesRegex(UserError, "missing"):
            self.as_(self.leader, self.contract).action_destroy("Gone anyway")
        with self.assertRaisesRegex(UserError, "missing"):
            contract.action_hand_out(self.rep)
        contract.action_report_found("Behind the drawer")
        self.assertEqual(contract.state, "available")
        with self.assertRaisesRegex(UserError, "available"):
            contract.action_report_found("Twice")

    def test_missing_while_lent_ends_the_loan_as_lost(self):
        loan = self.hand_out(self.contract, self.rep)
        self.as_(self.clerk, self.contract).action_report_missing("Left in a taxi")
        self.assertEqual((loan.state, loan.reason), ("lost", "Left in a taxi"))
        self.assertFalse(loan.returned_at)
        self.assertEqual(self.contract.state, "missing")
        self.assertFalse(self.contract.holder_id)

    def test_reason_required(self):
        contract = self.as_(self.clerk, self.contract)
        for reason in ("", "  ", False, None):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "reason"):
                contract.action_report_missing(reason)

    def test_destroyed_by_a_leader_when_available(self):
        with self.assertRaises(AccessError):
            self.as_(self.clerk, self.contract).action_destroy("Expired")
        with self.assertRaises(AccessError):
            self.as_(self.leader_south, self.contract).action_destroy("Expired")
        self.hand_out(self.contract, self.rep)
        with self.assertRaisesRegex(UserError, "on loan to Rob"):
            self.as_(self.leader, self.contract).action_destroy("Expired")
        self.take_back(self.contract)
        self.as_(self.leader, self.contract).action_destroy("Expired")
        self.assertEqual(self.contract.state, "destroyed")
        self.as_(self.director, self.book).action_destroy("Full")
        self.assertEqual(self.book.state, "destroyed")

    def test_destroyed_is_locked(self):
        self.as_(self.director, self.book).action_destroy("Full")
        book = self.as_(self.clerk, self.book)
        with self.assertRaisesRegex(UserError, "destroyed"):
            book.name = "Renamed"
        with self.assertRaisesRegex(UserError, "history"):
            book.unlink()
        with self.assertRaisesRegex(UserError, "destroyed"):
            book.action_hand_out(self.rep)
        with self.assertRaisesRegex(UserError, "destroyed"):
            self.as_(self.rep, self.book).action_request()

    @freeze_time("2025-03-04 02:00:00")  # Tuesday 10:00 in Shanghai
    def test_overdue_flag_and_filter(self):
        self.hand_out(self.contract, self.rep)
        overdue = [("is_overdue", "=", True)]
        self.assertFalse(self.contract.is_overdue)
        self.assertFalse(self.loans.search(overdue))
        with freeze_time("2025-03-04 09:00:01"):
            self.env.invalidate_all()
            self.assertTrue(self.contract.is_overdue)
            self.assertEqual(self.loans.search(overdue).document_id, self.contract)
