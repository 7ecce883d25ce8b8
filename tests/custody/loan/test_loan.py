from datetime import datetime

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from ..common import CustodyCommon


@freeze_time("2025-03-04 02:00:00")  # Tuesday 10:00 in Shanghai
class TestLoan(CustodyCommon):
    def test_pipeline(self):
        """R015, R017: asked for, handed out, due at the end of the working day, taken back."""
        request = self.as_(self.rep, self.contract).action_request()
        self.assertEqual(request.state, "requested")
        self.assertEqual(request.employee_id, self.rep)
        loan = self.hand_out(self.contract, self.rep)
        self.assertEqual(loan, request, "The request becomes the loan")
        self.assertEqual(loan.borrower_id, self.rep)
        self.assertEqual(loan.department_id, self.north)
        self.assertEqual(loan.handed_over_by_id, self.clerk.user_id)
        self.assertEqual(loan.handed_over_at, datetime(2025, 3, 4, 2))
        self.assertEqual(loan.due_at, datetime(2025, 3, 4, 9), "17:00 in Shanghai")
        self.assertEqual(self.contract.state, "on_loan")
        self.assertEqual(self.contract.holder_id, self.rep)
        self.assertEqual(self.contract.due_at, loan.due_at)
        with freeze_time("2025-03-04 08:30:00"):
            self.take_back(self.contract, "One corner torn")
        self.assertEqual(loan.state, "returned")
        self.assertEqual(loan.returned_at, datetime(2025, 3, 4, 8, 30))
        self.assertEqual(loan.taken_back_by_id, self.clerk.user_id)
        self.assertEqual(loan.condition, "One corner torn")
        self.assertEqual(self.contract.state, "available")
        self.assertFalse(self.contract.holder_id)
        self.assertFalse(self.contract.due_at)

    def test_borrower_by_id_as_over_rpc(self):
        self.assertEqual(self.hand_out(self.contract, self.rep.id).employee_id, self.rep)

    def test_handed_out_twice_names_the_holder(self):
        """R015: the second clerk reads who has it; a label scanned twice says that they hold it already."""
        self.hand_out(self.contract, self.rep)
        with self.assertRaisesRegex(UserError, "is on loan to Rob") as refused:
            self.hand_out(self.contract, self.colleague)
        name = self.contract.display_name
        self.assertEqual(str(refused.exception), f"{name} is on loan to Rob. Take it back first.")
        with self.assertRaisesRegex(UserError, "Rob holds .* already") as refused:
            self.hand_out(self.contract, self.rep)
        self.assertEqual(str(refused.exception), f"Rob holds {name} already.")

    def test_database_keeps_one_open_loan(self):
        """R015: even code that goes past the actions cannot lend a document twice."""
        self.hand_out(self.contract, self.rep)
        values = {"document_id": self.contract.id, "employee_id": self.colleague.id, "state": "on_loan"}
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.loans.create(values)

    def test_returned_only_when_lent(self):
        with self.assertRaisesRegex(UserError, "is not on loan") as refused:
            self.take_back(self.contract)
        self.assertEqual(str(refused.exception), f"{self.contract.display_name} is not on loan: it is available.")
        self.hand_out(self.contract, self.rep)
        self.take_back(self.contract)
        with self.assertRaisesRegex(UserError, "available"):
            self.take_back(self.contract)

    def test_only_the_clerk_of_the_office(self):
        for employee in (self.rep, self.colleague, self.leader, self.manager, self.director, self.policy_admin):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.hand_out(self.contract, self.rep, clerk=employee)
        other_office = self._create_department("Events", is_sales_office=True)
        other_clerk = self._create_member("Olga", "clerk_events", other_office, "clerk")
        with self.assertRaises(AccessError):
            self.hand_out(self.contract, self.rep, clerk=other_clerk)
        self.hand_out(self.contract, self.rep)
        for employee in (self.rep, self.leader, self.director, other_clerk):
            with self.subTest(employee.name), self.assertRaises(AccessError):
                self.take_back(self.contract, clerk=employee)

    def test_clerk_named_on_the_office_needs_no_role(self):
        self.sales.sales_office_clerk_id = self.relations
        self.assertTrue(self.hand_out(self.contract, self.rep, clerk=self.relations))

    def test_clerk_does_not_serve_herself(self):
        with self.assertRaisesRegex(UserError, "themselves"):
            self.hand_out(self.contract, self.clerk)
        second = self._create_member("Carl", "clerk_2", self.sales, "clerk")
        self.hand_out(self.contract, self.clerk, clerk=second)
        with self.assertRaisesRegex(UserError, "themselves"):
            self.take_back(self.contract)
        with self.assertRaisesRegex(UserError, "themselves"):
            self.as_(self.clerk, self.contract).action_report_missing("Lost on the way")
        self.take_back(self.contract, clerk=second)
        self.assertEqual(self.contract.state, "available")

    def test_borrower_has_to_work_here(self):
        self.colleague.active = False
        with self.assertRaisesRegex(UserError, "still works here"):
            self.hand_out(self.contract, self.colleague)
        with self.assertRaisesRegex(UserError, "has to be the number"):
            self.hand_out(self.contract, self.env["hr.employee"])
        with self.assertRaisesRegex(UserError, "the confidentiality class does not allow it"):
            self.hand_out(self.poster, self.rep_valley)
        with self.assertRaisesRegex(UserError, "Vic may not have"):
            self.poster.action_hand_out(self.rep_valley)

    def test_borrower_who_left_can_bring_it_back(self):
        loan = self.hand_out(self.contract, self.colleague)
        self.colleague.active = False
        self.take_back(self.contract)
        self.assertEqual(loan.state, "returned")

    def test_clearance_by_class(self):
        """R022: to whom each class may be lent."""
        events = self._create_department("Events", is_sales_office=True)
        cousin = self._create_member("Carmen", "rep_events", events, "representative")
        allowed = {
            self.poster: {self.outsider, cousin, self.rep_south, self.leader_south, self.leader, self.director},
            self.book: {cousin, self.rep_south, self.leader_south, self.leader, self.director},
            self.contract: {self.rep_south, self.leader_south, self.leader, self.director},
            self.seal: {self.leader_south, self.leader, self.director},
        }
        for document, borrowers in allowed.items():
            for borrower in (self.outsider, cousin, self.rep_south, self.leader_south, self.leader, self.director):
                with self.subTest(document=document.name, borrower=borrower.name):
                    self.assertEqual(bool(document._filter_cleared(borrower)), borrower in borrowers)
        with self.assertRaisesRegex(UserError, "Rob may not have"):
            self.hand_out(self.seal, self.rep)

    def test_request_twice_is_one(self):
        first = self.as_(self.rep, self.contract).action_request()
        self.assertEqual(self.as_(self.rep, self.contract).action_request(), first)
        self.assertEqual(self.loans.search_count([("document_id", "=", self.contract.id)]), 1)

    def test_request_of_what_is_held(self):
        self.hand_out(self.contract, self.rep)
        with self.assertRaisesRegex(UserError, "hold .* already"):
            self.as_(self.rep, self.contract).action_request()

    def test_request_needs_sight_and_clearance(self):
        with self.assertRaises(AccessError):
            self.as_(self.rep, self.seal).action_request()
        with self.assertRaises(AccessError):
            self.as_(self.rep_valley, self.contract).action_request()
        with self.assertRaises(AccessError):
            self.as_(self.outsider, self.poster).action_request()

    def test_request_refused_with_reason(self):
        request = self.as_(self.rep, self.contract).action_request()
        with self.assertRaises(AccessError):
            self.as_(self.rep, request).action_refuse("No")
        with self.assertRaises(AccessError):
            self.as_(self.rep, request).action_hand_out()
        with self.assertRaisesRegex(UserError, "reason"):
            self.as_(self.clerk, request).action_refuse("")
        self.as_(self.clerk, request).action_refuse("With the lawyer this week")
        self.assertEqual(request.state, "refused")
        self.assertEqual(self.as_(self.rep, request).reason, "With the lawyer this week")
        with self.assertRaisesRegex(UserError, "still waits"):
            self.as_(self.clerk, request).action_refuse("Twice")
        with self.assertRaisesRegex(UserError, "still waits"):
            self.as_(self.clerk, request).action_hand_out()

    def test_nobody_edits_the_chain(self):
        """R015: no role writes, adds or deletes a loan, directly or through the document."""
        loan = self.hand_out(self.contract, self.rep)
        members = self.clerk | self.rep | self.leader | self.manager | self.director | self.policy_admin
        values = {"document_id": self.book.id, "employee_id": self.colleague.id}
        for employee in members:
            with self.subTest(employee.name):
                mine = self.as_(employee, loan)
                with self.assertRaises(AccessError):
                    mine.write({"due_at": "2030-01-01 10:00:00"})
                with self.assertRaises(AccessError):
                    mine.unlink()
                with self.assertRaises(AccessError):
                    mine.create(values)
        for command in (
            Command.create({"employee_id": self.colleague.id}),
            Command.update(loan.id, {"state": "returned"}),
            Command.delete(loan.id),
        ):
            with self.subTest(command), self.assertRaises(AccessError):
                self.as_(self.clerk, self.contract).write({"loan_ids": [command]})
                self.env.flush_all()

    def test_several_at_once(self):
        documents = self.contract | self.book | self.poster
        self.as_(self.rep, self.book).action_request()
        loans = self.hand_out(documents, self.rep)
        self.assertEqual(len(loans), 3)
        self.assertEqual(documents.holder_id, self.rep)
        with self.assertRaisesRegex(UserError, "available"):
            self.take_back(documents | self._create_document("Spare", self.sales, "contract"))
        self.take_back(documents)
        self.assertEqual(set(documents.mapped("state")), {"available"})

    def test_wizard(self):
        """What the clerk types in the dialogs."""
        Handling = self.as_(self.clerk, self.env["sales.office.document.handling"]).with_context(
            active_model="sales.office.document", active_ids=self.contract.ids
        )
        with Form(Handling.with_context(default_operation="hand_out")) as form:
            form.borrower_id = self.rep
            self.assertEqual(form.due_at, datetime(2025, 3, 4, 9))
        form.record.action_confirm()
        self.assertEqual(self.contract.holder_id, self.rep)
        with Form(Handling.with_context(default_operation="take_back")) as form:
            form.condition = "Complete"
        form.record.action_confirm()
        self.assertEqual(self.contract.loan_ids.condition, "Complete")
        for operation, employee, state in (
            ("missing", self.clerk, "missing"),
            ("found", self.clerk, "available"),
            ("destroy", self.leader, "destroyed"),
        ):
            with Form(self.as_(employee, Handling).with_context(default_operation=operation)) as form:
                form.reason = "Because"
            form.record.action_confirm()
            self.assertEqual(self.contract.state, state)
        request = self.as_(self.rep, self.book).action_request()
        Handling = Handling.with_context(active_model="sales.office.document.loan", active_ids=request.ids)
        with Form(Handling.with_context(default_operation="refuse")) as form:
            form.reason = "Not now"
        form.record.action_confirm()
        self.assertEqual(request.state, "refused")

    def test_cost_does_not_grow_with_the_pile(self):
        """One pass: handing out twenty papers costs as many queries as two."""
        piles = [
            self.env["sales.office.document"].union(
                *(self._create_document(f"Paper {n}", self.north, "contract") for n in range(size))
            )
            for size in (2, 20)
        ]
        counts = []
        for pile in piles:
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.hand_out(pile, self.rep)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0])

    def test_condition_when_handed_out(self):
        """R015: in what condition the borrower got it is in the loan and the chain."""
        loan = self.as_(self.clerk, self.contract).action_hand_out(self.rep, condition="Page 3 torn").sudo()
        self.assertEqual((loan.condition_before, loan.event_ids.text), ("Page 3 torn", "Page 3 torn"))
