from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..common import CustodyCommon

TUESDAY = date(2025, 3, 4)
WEDNESDAY = date(2025, 3, 5)
DRAWN = "2025-03-04 02:00:00"  # Tuesday 10:00 in Shanghai, due at 17:00 there
EVENING = "2025-03-04 10:00:00"  # 18:00
MORNING = "2025-03-05 01:00:00"


class OverdueCommon(CustodyCommon):
    """Rob draws the framework contract on Tuesday 4 March 2025 at ten; it is due at five."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.check = cls.env.ref("sales_office_policy.check_document_overdue")
        cls.check.write({"mode": "suspect", "enforced_from": "2025-03-01"})

    def draw(self, borrower=None, document=None):
        with freeze_time(DRAWN):
            return self.hand_out(document or self.contract, borrower or self.rep)

    def run_check(self, moment=EVENING, employees=None):
        with freeze_time(moment):
            self.env.invalidate_all()
            return self.check.run(TUESDAY, WEDNESDAY, employees)

    def watch_trigger(self):
        return patch.object(self.env.registry["sales.office.check"], "_trigger")

    def correct(self, loan, returned_at, reason="It lay in the tray", by=None):
        self.as_(by or self.clerk, loan).action_correct_return(returned_at, reason)


class TestOverdueCheck(OverdueCommon):
    def test_breach(self):
        """R017: not back at the end of the working day is a suspicion of that day, about the loan."""
        loan = self.draw()
        case = self.run_check()
        self.assertEqual((case.employee_id, case.date), (self.rep, TUESDAY))
        self.assertEqual(case.type_id, self.env.ref("sales_office_policy.violation_type_document_overdue"))
        self.assertEqual((case.res_model, case.res_id), (loan._name, loan.id))
        self.assertIn("Framework contract", case.description)
        self.assertIn("5:00", case.description, "The time is the borrower's own")
        self.assertIn("was not returned", case.description)

    def test_not_yet_due(self):
        """R017: nothing is suspected before the due time."""
        self.draw()
        self.assertFalse(self.run_check("2025-03-04 08:59:00"))

    def test_back_in_time(self):
        """R017: returned by the end of the day is no breach."""
        self.draw()
        with freeze_time("2025-03-04 09:00:00"):
            self.take_back(self.contract)
        self.assertFalse(self.run_check())

    def test_back_late(self):
        """R017: late is late, also once it is back; the facts say since when."""
        self.draw()
        with freeze_time("2025-03-04 09:20:00"):
            self.take_back(self.contract)
        self.assertIn("came back on", self.run_check().description)

    def test_grace(self):
        """R017: what the company overlooks is no breach, still out or back."""
        self.check.grace_minutes = 30
        self.draw()
        self.assertFalse(self.run_check("2025-03-04 09:30:00"))
        with freeze_time("2025-03-04 09:20:00"):
            self.take_back(self.contract)
        self.assertFalse(self.run_check())

    def test_second_run(self):
        """R017: a second run keeps the case, also when the paper comes back in between."""
        self.draw()
        case = self.run_check()
        with freeze_time("2025-03-04 10:30:00"):
            self.take_back(self.contract)
        self.assertEqual(self.run_check("2025-03-04 11:00:00"), case)
        self.assertIn("came back on", case.description)

    def test_taken_after_hours(self):
        """R017: a paper taken after all hours is due when the next shift begins, for nobody is there at midnight."""
        with freeze_time("2025-03-04 12:00:00"):
            self.hand_out(self.contract, self.rep)
        self.assertFalse(self.run_check("2025-03-04 17:00:00"))
        self.assertEqual(self.run_check("2025-03-05 01:00:00").date, date(2025, 3, 5))

    def test_own_time_zone(self):
        """R017: the day is the borrower's."""
        berlin = self.calendar.copy({"name": "Berlin", "tz": "Europe/Berlin"})
        self.rep.write({"tz": "Europe/Berlin", "resource_calendar_id": berlin.id})
        with freeze_time("2025-03-04 23:30:00"):  # half past midnight on Wednesday
            self.hand_out(self.contract, self.rep)
        self.assertEqual(self.run_check("2025-03-05 17:00:00").date, WEDNESDAY)

    def test_more_time(self):
        """R017: an extension withdraws the suspicion, and the checks run soon."""
        loan = self.draw()
        case = self.run_check()
        with freeze_time(EVENING), self.watch_trigger() as trigger:
            self.as_(self.leader, loan).action_extend("2025-03-05 09:00:00", "The customer signs tomorrow")
        trigger.assert_called()
        self.assertFalse(self.run_check())
        self.assertTrue(case.is_withdrawn)

    def test_lost(self):
        """R017: a paper lost on loan is a violation of its own type."""
        loan = self.draw()
        case = self.run_check()
        with freeze_time(EVENING):
            self.as_(self.clerk, self.contract).action_report_missing("Left in a taxi")
        self.assertEqual(self.run_check(), case)
        self.assertEqual(case.type_id, self.env.ref("sales_office_policy.violation_type_document_lost"))
        self.assertIn("was lost", case.description)
        with freeze_time(EVENING):
            with self.assertRaisesRegex(UserError, "report first that it was found"):
                self.correct(loan, "2025-03-04 08:30:00", "It was in the cabinet all the time")
            self.as_(self.clerk, self.contract).action_report_found("In the cabinet", "2025-03-04 08:30:00")
        self.assertEqual((loan.state, loan.returned_at), ("returned", datetime(2025, 3, 4, 8, 30)))
        self.assertFalse(self.run_check())

    def test_other_company(self):
        """R017: each company has its own check; the neighbours' papers are not looked at."""
        book = self._create_document("Valley book", self.sales_valley, "record_book")
        clerk = self._create_member("Val", "clerk_valley", self.sales_valley, "clerk")
        with freeze_time(DRAWN):
            self.hand_out(book, self.rep_valley, clerk)
        self.assertFalse(self.run_check())
        self.assertFalse(self.run_check(employees=self.rep_valley))

    def test_borrower_who_left(self):
        """R017: leaving the company does not make it undone."""
        self.draw()
        self.rep.action_archive()
        self.assertEqual(self.run_check().employee_id, self.rep)

    def test_borrower_without_user(self):
        """R017: nor does having no user."""
        self.rep.user_id = False
        self.draw()
        self.assertEqual(self.run_check().employee_id, self.rep)

    def test_off_and_room_off(self):
        """R017: nothing is found while the check or the room is off."""
        self.draw()
        self.check.mode = "off"
        self.assertFalse(self.run_check())
        self.check.write({"mode": "suspect", "enforced_from": "2025-03-01"})
        self.company.sales_office_room_ids -= self.env.ref("sales_office_policy.room_custody")
        self.assertFalse(self.run_check())

    def test_ships_off(self):
        """R017: a company that did not ask for it is not watched."""
        self.assertEqual(self.check.with_company(self.company_valley).mode, "off")

    def test_one_batch(self):
        """R017: the detector's queries do not grow with the papers."""
        for size in (2, 20):
            for number in range(size):
                self.draw(document=self._create_document(f"File {size}/{number}", self.north, "customer_file"))
            with self.subTest(size=size), freeze_time(EVENING):
                self.env.flush_all()
                self.env.invalidate_all()
                check = self.check.sudo()
                members = check._get_members()
                with self.assertQueryCount(13):
                    found = check._detect_document_overdue(members, TUESDAY, WEDNESDAY)
        self.assertEqual(len(found), 22)


class TestCorrectReturn(OverdueCommon):
    """A return the clerk recorded later than it happened."""

    def test_returned_in_time_recorded_late(self):
        """R017: corrected to the time it was really back, the suspicion withdraws; the chatter says why."""
        loan = self.draw()
        with freeze_time(EVENING):
            self.take_back(self.contract)
        case = self.run_check()
        with freeze_time(MORNING), self.watch_trigger() as trigger:
            self.correct(loan, "2025-03-04 08:55:00", "It lay in the tray; I was at the bank")
        trigger.assert_called()
        self.assertEqual(loan.returned_at, datetime(2025, 3, 4, 8, 55))
        self.assertEqual(loan.return_corrected_by_id, self.clerk.user_id)
        self.assertIn("I was at the bank", loan.message_ids[0].body)
        event = loan.event_ids.sorted()[0]
        self.assertEqual((event.kind, event.happened_at), ("corrected", loan.returned_at))
        self.assertFalse(self.run_check(MORNING))
        self.assertTrue(case.is_withdrawn)

    def test_still_recorded_as_out(self):
        """R017: one that is still out is taken back with it, and can be lent again."""
        loan = self.draw()
        self.run_check()
        with freeze_time(MORNING):
            self.correct(loan, "2025-03-04 08:00:00")
        self.assertEqual((loan.state, self.contract.state), ("returned", "available"))
        self.assertFalse(self.run_check(MORNING))

    def test_still_too_late(self):
        """R017: corrected to a time after the due time, the breach stands."""
        loan = self.draw()
        with freeze_time(MORNING):
            self.correct(loan, "2025-03-04 09:30:00")
        self.assertTrue(self.run_check(MORNING))

    def test_wrong_roles(self):
        """R017: only a clerk, and never about their own loan."""
        loan = self.draw()
        for employee in (self.rep, self.leader, self.director, self.policy_admin):
            with self.subTest(employee.name), freeze_time(MORNING), self.assertRaises(AccessError):
                self.correct(loan, "2025-03-04 08:00:00", by=employee)
        other = self._create_member("Clark", "clerk2", self.sales, "clerk")
        with freeze_time(DRAWN):
            own = self.hand_out(self.book, self.clerk, other)
        with freeze_time(MORNING), self.assertRaisesRegex(UserError, "Nobody hands a document to themselves"):
            self.correct(own, "2025-03-04 08:00:00")

    def test_impossible_times(self):
        """R017: not in the future, before it was handed over, or after it went out again."""
        loan = self.draw()
        with freeze_time("2025-03-04 09:30:00"):
            self.take_back(self.contract)
        with freeze_time("2025-03-04 10:00:00"):
            self.hand_out(self.contract, self.colleague)
        with freeze_time(MORNING):
            for moment in ("2025-03-05 01:00:01", "2025-03-04 01:59:59", "2025-03-04 10:00:01", False):
                with (
                    self.subTest(moment),
                    self.assertRaisesRegex(UserError, "the paper came back between|“returned_at” has to be"),
                ):
                    self.correct(loan, moment)
            self.correct(loan, "2025-03-04 08:00:00")

    def test_reason_and_state(self):
        """R017: a reason is needed, and something that was lent."""
        loan = self.draw()
        request = self.as_(self.rep, self.book).action_request()
        with freeze_time(MORNING):
            with self.assertRaisesRegex(UserError, "Say what happened"):
                self.correct(loan, "2025-03-04 08:00:00", " ")
            with self.assertRaisesRegex(UserError, "Only what was lent can have come back"):
                self.correct(request, "2025-03-04 08:00:00")

    def test_by_hand(self):
        """R017: nobody writes the time of a return past the action."""
        loan = self.draw()
        with self.assertRaises(AccessError):
            self.as_(self.clerk, loan).returned_at = DRAWN

    def test_dialog(self):
        """R017: the button of the loan asks for time and reason."""
        loan = self.draw()
        with freeze_time(MORNING):
            dialog = self.as_(self.clerk, self.env["sales.office.document.return"]).with_context(active_id=loan.id)
            with Form(dialog) as form:
                form.returned_at = "2025-03-04 08:45:00"
                form.reason = "It lay in the tray"
            form.record.action_confirm()
        self.assertEqual(loan.returned_at, datetime(2025, 3, 4, 8, 45))
