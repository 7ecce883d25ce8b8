from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import Form

from .common import TODAY, ReceivableCommon


@freeze_time(TODAY)
class TestStep(ReceivableCommon):
    def test_the_customer_was_contacted(self):
        """R119: one click and a sentence, kept with who and when."""
        self.say_why(self.rep, self.item(self.old), "contact", "The invoice waits for a signature")
        step = self.item(self.old, self.rep).step_ids
        self.assertEqual(
            (step.kind, step.author_id, step.text), ("contacted", self.rep.user_id, "The invoice waits for a signature")
        )
        self.assertEqual(str(self.item(self.old).last_step_at), TODAY)

    def test_words_are_needed(self):
        with self.assertRaisesRegex(UserError, "Say whom you reached"):
            self.item(self.old, self.rep).action_contact("  ")

    def test_a_dispute_pauses(self):
        """R119: a disputed invoice has an owner and is not chased until they have settled it."""
        self.item(self.old, self.rep).action_dispute(self.clerk.user_id, "Two rooms were not ready")
        row = self.item(self.old)
        self.assertEqual((row.status, row.owner_id), ("disputed", self.clerk.user_id))
        self.assertNotIn(row, row.search(row._get_chased_domain()))
        with self.assertRaisesRegex(UserError, "Disputed. Nobody is reminded"):
            self.item(self.old, self.rep).action_remind()
        self.say_why(self.clerk, row, "settle", "They pay in full")
        self.assertEqual(self.item(self.old).status, "todo")
        self.assertEqual(self.item(self.old).step_ids.end_text, "They pay in full")

    def test_the_owner_reads_what_he_is_to_settle(self):
        """R119: who is to settle a dispute sees that one instalment, and nothing else of the customer's."""
        self.item(self.old, self.rep).action_dispute(self.clerk.user_id, "Two rooms were not ready")
        self.assertEqual(self.seen(self.clerk), {self.old})
        with self.assertRaisesRegex(AccessError, "Only who collects this"):
            self.item(self.old, self.clerk).action_hand_over("Let finance do it")

    def test_the_owner_is_told(self):
        """R119: in a message, in their language."""
        before = self.clerk.user_id.partner_id.message_ids.search_count([])
        self.item(self.old, self.rep).action_dispute(self.clerk.user_id, "Two rooms were not ready")
        messages = self.env["mail.message"].search([("partner_ids", "in", self.clerk.user_id.partner_id.ids)])
        self.assertIn("Two rooms were not ready", messages[:1].body)
        self.assertGreater(self.env["mail.message"].search_count([]), before)

    def test_the_same_with_all_steps_at_once(self):
        """R119: Today, which finds the steps of each item by one join, reads what the list reads."""
        self.item(self.old, self.rep).action_promise(date(2026, 6, 3), 400)
        self.item(self.part_paid, self.rep).action_promise(date(2026, 6, 4))
        self.item(self.part_paid, self.rep).action_contact("They ask for two days more")
        self.item(self.not_due, self.rep).action_dispute(self.clerk.user_id, "Two rooms were not ready")
        self.item(self.southern, self.rep_south).action_hand_over("Three calls, no answer")
        self.pay(self.old, "2026-06-01", 100)
        names = ["status", "promised_on", "owner_id", "question", "last_step_at", "reminded_at", "residual"]
        Item = self.env["sales.office.receivable"]
        for day in (TODAY, "2026-06-20 02:00:00"):
            with freeze_time(day):
                self.env.flush_all()
                self.env.invalidate_all()
                rows = Item.search([]).read(names)
                self.env.invalidate_all()
                self.assertEqual(Item.with_context(sales_office_all_open=True).search([]).read(names), rows)
                self.assertGreater(len({row["status"] for row in rows}), 2)

    def test_disputed_once(self):
        self.item(self.old, self.rep).action_dispute(self.clerk.user_id, "Two rooms were not ready")
        with self.assertRaisesRegex(UserError, "asked about it already"):
            self.item(self.old, self.rep).action_dispute(self.leader.user_id, "Again")

    def test_finance_goes_on_with_it(self):
        """R119: what cannot be collected is handed to finance, who gives it back with words."""
        self.item(self.old, self.rep).action_hand_over("Three calls, no answer")
        self.assertEqual(self.item(self.old).status, "handed_over")
        with self.assertRaisesRegex(AccessError, "Only finance or a director"):
            self.item(self.old, self.leader).action_take_back("We try again")
        self.item(self.old, self.finance).action_take_back("They answer now")
        self.assertEqual(self.item(self.old).status, "todo")

    def test_only_what_is_overdue_is_handed_over(self):
        with self.assertRaisesRegex(UserError, "Only what is overdue"):
            self.item(self.not_due, self.rep).action_hand_over("Too much work")

    def test_nothing_is_done_about_what_is_paid(self):
        """R119: in another tab, after the money came, an instalment is told to be gone."""
        row = self.item(self.old, self.rep)
        self.pay(self.old, "2026-05-30")
        self.env.flush_all()
        with self.assertRaisesRegex(MissingError, "does not exist or has been deleted"):
            row.action_contact("They pay tomorrow")

    def test_what_money_is_for(self):
        """R118: of money that is matched with nothing, finance asks somebody what it is for, and reads the answer."""
        self.pay_unmatched(100)
        self.env.flush_all()
        payment = self.env["sales.office.receivable"].search([("kind", "=", "payment")])
        with self.assertRaises(AccessError):
            self.as_(self.rep, payment).action_dispute(self.rep.user_id, "Mine?")
        self.as_(self.finance, payment).action_dispute(self.rep.user_id, "Which invoice does it pay?")
        row = self.as_(self.rep, self.env["sales.office.receivable"]).search([("kind", "=", "payment")])
        self.assertEqual(
            (row.owner_id, row.question, row.residual), (self.rep.user_id, "Which invoice does it pay?", -100)
        )
        self.say_why(self.rep, row, "settle", "The rooms of May")
        messages = self.env["mail.message"].search([("partner_ids", "in", self.finance.user_id.partner_id.ids)])
        self.assertIn("The rooms of May", messages[:1].body)
        self.assertFalse(self.as_(self.rep, self.env["sales.office.receivable"]).search([("kind", "=", "payment")]))

    def test_money_is_not_chased(self):
        """R119: a payment that is matched with nothing is no debt."""
        self.pay_unmatched(100)
        self.env.flush_all()
        payment = self.as_(self.finance, self.env["sales.office.receivable"]).search([("kind", "=", "payment")])
        with self.assertRaisesRegex(UserError, "only instalments are chased"):
            payment.action_contact("Whose is it?")

    def test_steps_are_written_by_nobody(self):
        """R119 R135: no step is made, changed or taken away by hand."""
        self.item(self.old, self.rep).action_contact("Called")
        step = self.as_(self.rep, self.item(self.old, self.rep).step_ids)
        for forbidden in (lambda: step.write({"text": "x"}), step.unlink, lambda: step.copy()):
            with self.assertRaises(AccessError):
                forbidden()

    def test_the_dialog(self):
        """R119: a promise is typed into a dialog that begins with what is due."""
        action = self.item(self.part_paid, self.rep).with_context(operation="promise").action_open_dialog()
        with Form(self.as_(self.rep, self.env[action["res_model"]]).with_context(**action["context"])) as form:
            self.assertEqual(form.amount, 600)
            form.promised_on = "2026-06-05"
            form.amount = 200
        form.record.action_confirm()
        row = self.item(self.part_paid)
        self.assertEqual((row.status, str(row.promised_on)), ("promised", "2026-06-05"))

    def test_an_activity(self):
        """R119: a rep plans what they do next on the invoice, from the list."""
        action = self.item(self.old, self.rep).action_schedule()
        with Form(self.as_(self.rep, self.env[action["res_model"]]).with_context(**action["context"])) as form:
            form.summary = "Call Ms Chen"
        form.record.action_schedule_activities()
        self.assertEqual(self.old.activity_ids.summary, "Call Ms Chen")
        self.assertEqual(self.old.activity_ids.user_id, self.rep.user_id)

    def test_a_dialog_for_nothing(self):
        with self.assertRaisesRegex(UserError, "nothing here to fill in"):
            self.item(self.old, self.rep).with_context(operation="unlink").action_open_dialog()
