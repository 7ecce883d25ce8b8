from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from ..common import CustodyCommon

PIXEL = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@freeze_time("2025-03-04 02:00:00")
class TestChain(CustodyCommon):
    def chain(self, document=None):
        """Return (kind, from, to) of what happened to the document, oldest first."""
        events = (document or self.contract).event_ids.sorted("id")
        return [(event.kind, event.from_employee_id.name, event.to_employee_id.name) for event in events]

    def test_who_when_from_whom_to_whom(self):
        """R015: one list per document tells all that happened to it."""
        loan = self.hand_out(self.contract, self.rep)
        self.as_(self.rep, loan).action_confirm_receipt()
        self.take_back(self.contract)
        self.as_(self.clerk, self.contract).action_report_missing("Not in the cabinet")
        self.as_(self.clerk, self.contract).action_report_found("Behind the drawer")
        self.as_(self.leader, self.contract).action_destroy("Expired")
        self.assertEqual(
            self.chain(),
            [
                ("handed_out", "Cleo", "Rob"),
                ("received", "Rob", False),
                ("returned", "Rob", "Cleo"),
                ("missing", False, False),
                ("found", False, "Cleo"),
                ("destroyed", False, False),
            ],
        )
        first = self.contract.event_ids.sorted("id")[0]
        self.assertEqual((first.date, first.recorded_by_id), (datetime(2025, 3, 4, 2), self.clerk.user_id))
        self.assertEqual(self.contract.event_count, 6)

    def test_nobody_edits_the_chain(self):
        """R015: not over RPC, not through the document, not as the clerk or the director."""
        self.hand_out(self.contract, self.rep)
        event = self.contract.event_ids
        values = {"document_id": self.book.id, "kind": "returned"}
        for employee in (self.clerk, self.rep, self.leader, self.manager, self.director, self.policy_admin):
            mine = self.as_(employee, event)
            with self.subTest(employee.name):
                for call in (
                    lambda mine=mine: mine.write({"text": "Forged"}),
                    lambda mine=mine: mine.unlink(),
                    lambda mine=mine: mine.create(values),
                    lambda mine=mine: mine.copy(),
                ):
                    with self.assertRaises(AccessError):
                        call()
        for command in (Command.delete(event.id), Command.update(event.id, {"text": "Forged"}), Command.create(values)):
            with self.subTest(command), self.assertRaises(AccessError):
                self.as_(self.clerk, self.contract).write({"event_ids": [command]})
                self.env.flush_all()

    def test_readers(self):
        """R015 R022: read by who gave or got it, by who leads, and by the clerk."""
        self.hand_out(self.contract, self.rep)
        Event = self.env["sales.office.document.event"]
        for employee, seen in (
            (self.rep, 1),
            (self.clerk, 1),
            (self.leader, 1),
            (self.director, 1),
            (self.colleague, 0),
            (self.leader_south, 0),
            (self.relations, 0),
            (self.rep_valley, 0),
        ):
            with self.subTest(employee.name):
                self.assertEqual(self.as_(employee, Event).search_count([]), seen)

    def test_past_borrower_reads_his_loans(self):
        """R022: they no longer see the secret paper, and still the list of what they held."""
        loan = self.hand_out(self.seal, self.leader_south)
        self.take_back(self.seal)
        self.env.invalidate_all()
        loan = self.as_(self.leader_south, loan)
        self.assertIn("Contract seal", loan.display_name)
        self.assertFalse(loan.can_handle)
        self.assertFalse(loan.can_extend)
        self.assertTrue(loan.event_ids.mapped("display_name"))

    def test_return_with_condition_and_photo(self):
        """R015: what it looked like when it came back is kept in the chain."""
        loan = self.hand_out(self.contract, self.rep)
        self.as_(self.clerk, self.contract).action_take_back("Coffee on page 3", "worn", PIXEL)
        self.assertEqual((loan.condition_grade, loan.condition), ("worn", "Coffee on page 3"))
        event = self.contract.event_ids.sorted()[0]
        self.assertEqual((event.condition_grade, event.text), ("worn", "Coffee on page 3"))
        self.assertTrue(event.photo)
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", event._name), ("res_id", "=", event.id), ("res_field", "=", "photo")]
        )
        self.assertTrue(self.as_(self.rep, attachment).has_access("read"))
        self.assertFalse(self.as_(self.clerk, attachment).has_access("write"))
        self.assertFalse(self.as_(self.colleague, attachment).has_access("read"))

    def test_damage_reaches_the_superior(self):
        """R015: damage has to be described, and the custodian's superior hears of it."""
        self.hand_out(self.contract, self.rep)
        with self.assertRaisesRegex(UserError, "in words"):
            self.as_(self.clerk, self.contract).action_take_back(" ", "damaged")
        with self.assertRaisesRegex(UserError, "grade.* has to be one of: good, worn"):
            self.as_(self.clerk, self.contract).action_take_back("Fine", "perfect")
        self.as_(self.clerk, self.contract).action_take_back("Two pages torn", "damaged")
        activity = self.contract.activity_ids
        self.assertEqual(activity.user_id, self.director.user_id, "Who manages the clerk's department")
        self.assertIn("Two pages torn", activity.note)
        self.assertIn("Rob", activity.note)

    def test_damage_without_a_superior(self):
        (self.sales | self.retail | self.north).manager_id = False
        self.hand_out(self.contract, self.rep)
        self.as_(self.clerk, self.contract).action_take_back("Torn", "incomplete")
        self.assertFalse(self.contract.activity_ids)

    def test_report_of_a_loss(self):
        """R015: what happened, by whom and when, kept as a record that can be printed."""
        self.hand_out(self.contract, self.rep)
        contract = self.as_(self.clerk, self.contract)
        with self.assertRaisesRegex(UserError, "has passed"):
            contract.action_report_missing("Left in a taxi", "2025-03-05 02:00:00")
        contract.action_report_missing("Left in a taxi", "2025-03-04 01:00:00")
        event = self.contract.event_ids.sorted()[0]
        self.assertEqual((event.kind, event.from_employee_id), ("missing", self.rep))
        self.assertEqual((event.happened_at, event.text), (datetime(2025, 3, 4, 1), "Left in a taxi"))
        contract.action_report_found("The driver brought it")
        report = self.env["ir.actions.report"].with_user(self.rep.user_id)
        html, _type = report._render_qweb_html("sales_office_policy.report_document_event", event.ids)
        for text in ("Report of a Lost Document", "Left in a taxi", "Rob", "Cleo"):
            self.assertIn(text, html.decode())

    def test_found_paper_keeps_its_history(self):
        """R015: a document that was only ever lost and found is not deleted either."""
        contract = self.as_(self.clerk, self.contract)
        contract.action_report_missing("Gone")
        contract.action_report_found("There")
        with self.assertRaisesRegex(UserError, "A document with a history cannot be deleted") as refused:
            contract.unlink()
        self.assertEqual(
            str(refused.exception),
            f"A document with a history cannot be deleted: {self.contract.display_name}. Have it destroyed instead.",
        )

    def test_take_back_dialog(self):
        loan = self.hand_out(self.contract, self.rep)
        Handling = self.as_(self.clerk, self.env["sales.office.document.handling"]).with_context(
            active_model="sales.office.document", active_ids=self.contract.ids, default_operation="take_back"
        )
        with Form(Handling) as form:
            form.condition_grade = "damaged"
            form.condition = "Cover torn"
            form.photo = PIXEL
        form.record.action_confirm()
        self.assertEqual((loan.state, loan.condition_grade), ("returned", "damaged"))
        self.assertTrue(self.contract.event_ids.sorted()[0].photo)

    def test_dialog_takes_back_what_it_was_opened_for(self):
        """R015: a paper that changed hands while the dialog stood open is not taken from another."""
        self.hand_out(self.contract, self.rep)
        dialog = (
            self.as_(self.clerk, self.env["sales.office.document.handling"])
            .with_context(
                active_model="sales.office.document", active_ids=self.contract.ids, default_operation="take_back"
            )
            .create({"condition": "Complete"})
        )
        self.as_(self.rep, self.contract).action_transfer(self.colleague)
        self.as_(self.colleague, self.contract).action_accept_transfer()
        with self.assertRaisesRegex(UserError, "not with Rob any more: Ann holds it"):
            dialog.action_confirm()
        self.assertEqual(self.contract.holder_id, self.colleague)
