from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError

from .register_common import RegisterCommon


@freeze_time("2025-03-04 02:00:00")  # Tuesday 10:00 in Shanghai
class TestIncoming(RegisterCommon):
    def test_numbered_per_office_direction_and_year(self):
        """R032: numbers run per office, direction and year."""
        first, second, out = self.letter(), self.letter(), self.outgoing()
        next_year = self.letter(date="2026-01-02")
        self.assertEqual(
            [letter.number for letter in (first, second, out, next_year)],
            ["IN-2025-0001", "IN-2025-0002", "OUT-2025-0001", "IN-2026-0001"],
        )
        office = self._create_department("Second office", is_sales_office=True)
        other = self.letters.create({"name": "Elsewhere", "department_id": office.id, "date": "2025-03-04"})
        self.assertEqual(other.number, "IN-2025-0001")

    def test_no_gap_after_failure(self):
        """R032: a registration that fails takes no number."""
        self.letter()
        with self.assertRaises(ValueError), self.env.cr.savepoint():
            self.letter()
            raise ValueError
        self.assertEqual(self.letter().number, "IN-2025-0002")

    def test_batch_draws_once(self):
        """R032: many letters at once get numbers in a row, with one query for the counter."""
        values = [{"name": f"Letter {n}", "department_id": self.sales.id, "date": "2025-03-04"} for n in range(20)]
        letters = self.letters.create(values)
        self.assertEqual(letters.mapped("number"), [f"IN-2025-{n:04}" for n in range(1, 21)])
        self.env.flush_all()
        counter = self.env["sales.office.correspondence.counter"]
        for count in (1, 100):
            with self.assertQueryCount(1):
                counter._draw(self.sales, self.company, "in", 2025, count)

    def test_never_deleted(self):
        """R032: nobody deletes a numbered letter, not even the system; it is made void with a reason."""
        letter = self.letter()
        with self.assertRaises(AccessError):
            letter.unlink()
        with self.assertRaisesRegex(UserError, "gap"):
            letter.sudo().unlink()
        with self.assertRaisesRegex(UserError, "Say why"):
            letter.action_void("")
        letter.action_void("Entered twice")
        self.assertEqual((letter.state, letter.void_reason), ("void", "Entered twice"))
        self.assertEqual(self.letter().number, "IN-2025-0002", "The number is not used again")

    def test_number_stays(self):
        """R032: office, direction and year of a numbered letter stay."""
        letter = self.letter()
        for values in ({"direction": "out"}, {"date": "2024-12-31"}):
            with self.assertRaisesRegex(UserError, "has its number"):
                letter.write(values)
        for values in ({"number": "IN-2025-0009"}, {"state": "handled"}, {"year": 2020}):
            with self.assertRaises(AccessError):
                letter.write(values)
        letter.date = "2025-03-03"

    def test_assigned_and_handled(self):
        """R038: a letter goes to a handler with a deadline, and is their activity until it is handled."""
        letter = self.letter()
        self.assertEqual((letter.state, letter.deadline), ("received", date(2025, 3, 7)))
        letter.employee_id = self.rep
        activity = letter.sudo().activity_ids
        self.assertEqual((letter.state, activity.user_id), ("assigned", self.rep.user_id))
        self.assertEqual(activity.date_deadline, date(2025, 3, 7))
        with self.assertRaises(AccessError):
            self.as_(self.leader, letter).action_handle()
        self.as_(self.rep, letter).action_handle()
        self.assertEqual((letter.state, letter.finished_by_id), ("handled", self.rep.user_id))
        self.assertFalse(letter.sudo().activity_ids)

    def test_deadline_in_working_days(self):
        """R038: weekends do not count; the days are the company's setting."""
        self.company.sales_office_letter_days = 4
        self.assertEqual(self.letter().deadline, date(2025, 3, 10))

    def test_reassigned(self):
        letter = self.letter(employee_id=self.rep.id)
        letter.employee_id = self.colleague
        self.assertEqual(letter.sudo().activity_ids.user_id, self.colleague.user_id)
        self.assertEqual(letter.department_id, self.north)

    def test_locked(self):
        """R032: what is handled stands as it is: fields, deletion, and its pages."""
        page = self.as_(self.clerk, self.env["ir.attachment"]).create({"name": "page.txt", "raw": b"Dear Sirs"})
        letter = self.letter(employee_id=self.rep.id, attachment_ids=page.ids)
        self.assertEqual((page.res_model, page.res_id), (letter._name, letter.id))
        letter.action_handle()
        with self.assertRaisesRegex(UserError, "stands as it is"):
            letter.name = "Changed"
        with self.assertRaises(AccessError):
            page.raw = b"Changed"
        with self.assertRaises(AccessError):
            page.unlink()
        with self.assertRaisesRegex(UserError, "is Handled; this needs"):
            letter.action_void("Too late")

    def test_pages_of_others_are_not_taken(self):
        """R135: a letter gives nobody a file that somebody else uploaded."""
        secret = self.as_(self.manager, self.env["ir.attachment"]).create({"name": "plan.txt", "raw": b"Secret"})
        with self.assertRaises(AccessError):
            self.letter(attachment_ids=secret.ids)

    def test_overdue(self):
        letter = self.letter(employee_id=self.rep.id)
        self.assertFalse(letter.is_overdue)
        with freeze_time("2025-03-10 02:00:00"):
            self.assertTrue(self.lines(self.rep)["letters_handle"]["urgent"])
            self.assertTrue(letter.is_overdue)
            self.assertEqual(self.letters.search([("is_overdue", "=", True)]), letter.sudo())

    def test_filed(self):
        """R032: filing makes a controlled document of the clerk's, linked both ways, once."""
        letter = self.letter(employee_id=self.rep.id, confidential=True)
        with self.assertRaisesRegex(UserError, "is Assigned; this needs"):
            letter.action_file()
        letter.action_handle()
        with self.assertRaises(AccessError):
            self.as_(self.rep, letter).action_file()
        letter.action_file()
        document = letter.document_id
        self.assertEqual((document.partner_id, document.confidentiality), (self.customer, "secret"))
        self.assertEqual((letter.document_id, document.correspondence_count), (document, 1))
        document.name = "Offer of a takeover"
        with self.assertRaisesRegex(UserError, f"filed already as {document.reference}.$"):
            letter.action_file()

    def test_who_sees(self):
        """R135: handler, clerk and leaders; not the colleague, the other team or the other company."""
        letter = self.letter(employee_id=self.rep.id)
        for member in (self.rep, self.clerk, self.leader, self.manager, self.director):
            self.assertTrue(self.as_(member, letter).has_access("read"), member.name)
        for member in (self.colleague, self.leader_south, self.finance, self.outsider, self.director_valley):
            self.assertFalse(self.as_(member, letter).has_access("read"), member.name)

    def test_clerk_assigns(self):
        """R038: a letter without a handler waits for the clerk on Today."""
        self.letter()
        self.assertEqual(self.lines(self.clerk)["letters_assign"]["count"], 1)
        self.assertFalse(self.lines(self.rep))


@freeze_time("2025-03-04 02:00:00")
class TestOutgoing(RegisterCommon):
    def test_proofread_reviewed_sent(self):
        """R032: two others read a letter before it is sent; each is recorded with the time."""
        letter = self.outgoing()
        self.assertEqual((letter.sudo().proofreader_id, letter.sudo().reviewer_id), (self.clerk, self.leader))
        with self.assertRaisesRegex(UserError, "still writes"):
            self.as_(self.clerk, letter).action_proofread()
        letter.action_submit()
        self.assertEqual(letter.sudo().activity_ids.user_id, self.clerk.user_id)
        self.as_(self.clerk, letter).action_proofread()
        self.assertEqual(letter.sudo().activity_ids.user_id, self.leader.user_id)
        with self.assertRaisesRegex(UserError, "is Proofread; this needs"):
            letter.action_send()
        self.as_(self.leader, letter).action_review()
        letter.action_send()
        self.assertEqual(letter.state, "sent")
        self.assertEqual(letter.proofread_by_id | letter.reviewed_by_id, (self.clerk | self.leader).user_id)
        self.assertTrue(letter.proofread_at and letter.reviewed_at and letter.finished_at)

    def test_today(self):
        """R032: whoever is next finds the letter on Today."""
        letter = self.outgoing()
        self.assertNotIn("letters_proofread", self.lines(self.clerk))
        letter.action_submit()
        self.assertIn("letters_proofread", self.lines(self.clerk))
        self.as_(self.clerk, letter).action_proofread()
        self.assertIn("letters_review", self.lines(self.leader))
        self.as_(self.leader, letter).action_review()
        self.assertIn("letters_send", self.lines(self.rep))

    def test_author_reads_nothing_himself(self):
        """R032: neither author nor writer proofreads or reviews; nobody does both."""
        letter = self.outgoing(by=self.clerk)  # Cleo wrote it for Rob
        letter.action_submit()
        for member in (self.clerk, self.rep):
            with self.assertRaises(AccessError):
                self.as_(member, letter).action_proofread()
        self.as_(self.leader, letter).action_proofread()
        with self.assertRaises(AccessError):
            self.as_(self.leader, letter).action_review()
        self.as_(self.manager, letter).action_review()

    def test_stranger_reads_nothing(self):
        letter = self.outgoing()
        letter.action_submit()
        with self.assertRaises(AccessError):
            self.as_(self.colleague, letter).action_proofread()
        self.as_(self.clerk, letter).action_proofread()
        with self.assertRaises(AccessError):
            self.as_(self.leader_south, letter).action_review()

    def test_another_leader_who_was_asked(self):
        """R032: a leader of another team reviews when they were asked, and sees the letter for that only."""
        letter = self.outgoing(reviewer_id=self.leader_south.id)
        self.assertFalse(self.as_(self.leader_south, letter).has_access("read"))
        letter.action_submit()
        self.as_(self.clerk, letter).action_proofread()
        self.as_(self.leader_south, letter).action_review()
        self.assertEqual(letter.state, "reviewed")

    def test_three_different_people(self):
        with self.assertRaisesRegex(ValidationError, "three different people"):
            self.outgoing(proofreader_id=self.rep.id)
        with self.assertRaisesRegex(ValidationError, "no leader"):
            self.outgoing(reviewer_id=self.colleague.id)

    def test_confidential(self):
        """R032: a confidential letter is proofread by the clerk or a leader only."""
        with self.assertRaisesRegex(ValidationError, "confidential letter"):
            self.outgoing(confidential=True, proofreader_id=self.colleague.id)
        self.outgoing(confidential=True)

    def test_changed_text_is_a_draft_again(self):
        """R032: what was read is what is sent: a changed letter starts again."""
        letter = self._reviewed()
        letter.carrier = "Post"
        self.assertEqual(letter.state, "reviewed", "Not part of the text")
        letter.body = "We are glad to offer thirty rooms."
        self.assertEqual(letter.state, "draft")
        self.assertFalse(letter.proofread_by_id or letter.reviewed_by_id or letter.submitted_at)
        with self.assertRaisesRegex(UserError, "is Draft; this needs: Reviewed"):
            letter.action_send()

    def test_changed_page(self):
        """R032: a page exchanged behind the letter's back keeps it from being sent."""
        page = self.as_(self.rep, self.env["ir.attachment"]).create({"name": "offer.txt", "raw": b"Twenty"})
        letter = self._reviewed(attachment_ids=page.ids)
        page.raw = b"Thirty"
        with self.assertRaisesRegex(UserError, "not what was given to proofread"):
            letter.action_send()

    def test_sent_back(self):
        letter = self.outgoing()
        letter.action_submit()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_(self.clerk, letter).action_send_back("")
        self.as_(self.clerk, letter).action_send_back("The date is wrong")
        self.assertEqual(letter.state, "draft")
        self.assertFalse(letter.submitted_at)
        self.assertIn(self.rep.user_id.partner_id, letter.sudo().message_ids.notified_partner_ids)

    def test_parcel_is_sent_at_once(self):
        parcel = self.outgoing(kind="parcel", tracking_number="SF100")
        parcel.action_send()
        self.assertEqual(parcel.state, "sent")

    def test_sent_is_locked(self):
        letter = self._reviewed()
        letter.action_send()
        with self.assertRaisesRegex(UserError, "stands as it is"):
            letter.body = "Changed"
        with self.assertRaisesRegex(UserError, "is Sent; this needs: Reviewed"):
            letter.action_send()
        with self.assertRaisesRegex(UserError, "is Sent; this needs: Draft, Proofread, Reviewed, Received, Assigned"):
            self.as_(self.clerk, letter).action_void("No")

    def test_nobody_marks_a_letter_by_hand(self):
        """R032: who proofread and reviewed comes from the actions only, also over RPC."""
        letter = self.outgoing()
        for values in (
            {"state": "reviewed"},
            {"proofread_by_id": self.clerk.user_id.id},
            {"submitted_at": "2025-03-04 01:00:00"},
            {"digest": "x"},
            {"written_by_id": self.clerk.user_id.id},
        ):
            with self.assertRaises(AccessError):
                letter.write(values)

    def test_only_in_ones_own_name(self):
        with self.assertRaises(AccessError):
            self.letter(by=self.rep, direction="out", employee_id=self.colleague.id)
        own = self.letter(by=self.rep, direction="out", employee_id=self.rep.id, department_id=self.sales_valley.id)
        self.assertEqual(own.sudo().department_id, self.north)

    def _reviewed(self, **values):
        letter = self.outgoing(**values)
        letter.action_submit()
        self.as_(self.clerk, letter).action_proofread()
        self.as_(self.leader, letter).action_review()
        return letter
