from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ...migrating import load_migration
from ..common import CustodyCommon

THURSDAY = "2025-03-06 02:00:00"  # 10:00 in Shanghai
MONDAY, TUESDAY = "2025-03-10 02:00:00", "2025-03-11 02:00:00"


class TestKept(CustodyCommon):
    """On Thursday the contract comes back; Ann and Ray have been waiting for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2025-03-04 02:00:00"):
            cls._as(cls.clerk, cls.contract).action_hand_out(cls.rep)
            for employee in (cls.colleague, cls.rep_south):
                cls._as(employee, cls.contract).action_request()

    def come_back(self, moment=THURSDAY):
        with freeze_time(moment):
            self.take_back(self.contract)

    def pass_to(self, moment):
        with freeze_time(moment):
            self.loans._cron_end_keeping()
        self.env.invalidate_all()

    def request_of(self, employee):
        return self.loans.search([("employee_id", "=", employee.id), ("document_id", "=", self.contract.id)], limit=1)

    def told(self, employee):
        return self.env["mail.message"].search(
            [("partner_ids", "in", employee.user_id.partner_id.ids), ("model", "=", "sales.office.document")], limit=1
        )

    def take_leave(self, employee, date_from, date_to):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": employee.resource_id.id,
                "calendar_id": employee.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": date_from,
                "date_to": date_to,
            }
        )

    def test_for_two_working_days(self):
        """R015: kept on Friday and Monday, over the weekend; on Tuesday the next in line has the turn."""
        self.come_back()
        self.assertEqual(self.request_of(self.colleague).kept_until, date(2025, 3, 10))
        self.pass_to(MONDAY)
        self.assertEqual(self.contract.kept_for_id, self.colleague)
        self.pass_to("2025-03-10 15:59:00")  # a minute to midnight in Shanghai
        self.assertEqual(self.contract.kept_for_id, self.colleague)
        self.pass_to(TUESDAY)
        self.assertEqual(self.contract.kept_for_id, self.rep_south)
        self.assertEqual(self.request_of(self.colleague).state, "refused")
        self.assertEqual(self.request_of(self.rep_south).kept_until, date(2025, 3, 13))

    def test_who_is_told(self):
        """R015: whoever did not come, whoever is next, and the clerk are told."""
        self.sales.sales_office_clerk_id = self.clerk
        self.come_back()
        self.pass_to(TUESDAY)
        self.assertIn("not kept for you any more", self.told(self.colleague).body)
        self.assertIn("kept for you", self.told(self.rep_south).body)
        self.assertIn("Ann did not draw it by 03/10/2025", self.told(self.clerk).body)

    def test_as_many_days_as_the_company_gives(self):
        """R015: the number of days is the company's; never none, never without an end."""
        self.company.sales_office_kept_days = 1
        self.come_back()
        self.assertEqual(self.request_of(self.colleague).kept_until, date(2025, 3, 7))
        for days in (0, -1, 61):
            with (
                self.subTest(days=days),
                self.assertRaisesRegex(CheckViolation, "sales_office_kept_days_range"),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.company.sales_office_kept_days = days
                self.env.flush_all()

    def test_people_on_leave_are_passed_over(self):
        """R015: whoever is on leave while it would be kept keeps the place in line, and gets it when back."""
        leave = self.take_leave(self.colleague, "2025-03-05 00:00:00", "2025-03-12 09:30:00")
        self.come_back()
        self.assertEqual(self.contract.kept_for_id, self.rep_south)
        self.assertEqual(self.contract.hold_ids.employee_id, self.colleague)
        with freeze_time(THURSDAY):
            self.as_(self.rep_south, self.contract).action_stop_waiting()
        self.assertFalse(self.contract.kept_for_id)
        leave.unlink()
        self.pass_to(MONDAY)
        self.assertEqual(self.contract.kept_for_id, self.colleague)

    def test_back_in_time(self):
        """R015: whoever is back on the last day can still draw it."""
        self.take_leave(self.colleague, "2025-03-05 00:00:00", "2025-03-07 09:30:00")
        self.come_back()
        self.assertEqual(self.contract.kept_for_id, self.colleague)

    def test_leave_after_leave(self):
        """R015: days of leave that follow each other are one absence, with a weekend between them as well."""
        for day in (6, 7, 10):
            self.take_leave(self.colleague, f"2025-03-{day:02} 00:00:00", f"2025-03-{day:02} 09:30:00")
        self.come_back()
        self.assertEqual(self.contract.kept_for_id, self.rep_south)
        self.assertEqual(self.contract.hold_ids.employee_id, self.colleague)

    def test_leave_that_begins_tomorrow(self):
        """R015: who is on leave from tomorrow on is passed over when the day's work is as good as done."""
        self.take_leave(self.colleague, "2025-03-07 00:00:00", "2025-03-12 09:30:00")
        self.come_back("2025-03-06 08:10:00")  # 16:10 in Shanghai
        self.assertEqual(self.contract.kept_for_id, self.rep_south)

    def test_still_there_today(self):
        """R015: with hours of work before the leave begins it can be drawn."""
        self.take_leave(self.colleague, "2025-03-07 00:00:00", "2025-03-12 09:30:00")
        self.come_back()
        self.assertEqual(self.contract.kept_for_id, self.colleague)

    def test_leave_without_fixed_hours(self):
        """R015: without fixed hours somebody is away whose leave takes all the days."""
        self.colleague.resource_calendar_id = False
        leave = self.take_leave(self.colleague, "2025-03-05 16:00:00", "2025-03-10 15:59:59")
        self.come_back()
        self.assertEqual(self.contract.kept_for_id, self.rep_south)
        leave.date_to = "2025-03-09 15:59:59"
        with freeze_time(THURSDAY):
            self.as_(self.rep_south, self.contract).action_stop_waiting()
        self.assertEqual(self.contract.kept_for_id, self.colleague)

    def test_lent_meanwhile(self):
        """R015: passed over with a reason, the turn begins anew when the paper is back."""
        self.come_back()
        with freeze_time(MONDAY):
            self.as_(self.clerk, self.contract).action_hand_out(self.leader, "His flight leaves at noon.")
        self.pass_to("2025-03-12 02:00:00")
        self.assertEqual(self.request_of(self.colleague).state, "requested")
        with freeze_time("2025-03-12 03:00:00"):
            self.take_back(self.contract)
        self.assertEqual(self.request_of(self.colleague).kept_until, date(2025, 3, 14))

    def test_while_everybody_who_waits_is_away(self):
        """R015: a paper that only people on leave wait for can be handed to somebody who is there."""
        for employee in (self.colleague, self.rep_south):
            self.take_leave(employee, "2025-03-05 00:00:00", "2025-03-21 09:30:00")
        self.come_back()
        self.assertFalse(self.contract.kept_for_id)
        with freeze_time(THURSDAY):
            self.as_(self.clerk, self.contract).action_hand_out(self.leader)
        self.assertEqual(self.contract.holder_id, self.leader)
        self.assertEqual(len(self.contract.hold_ids), 2)

    def test_asked_for_what_is_there(self):
        """R015: what is free is kept for whoever asks first, as long."""
        with freeze_time(THURSDAY):
            loan = self.as_(self.rep, self.poster).action_request()
        self.assertEqual(loan.kept_until, date(2025, 3, 10))
        self.pass_to(TUESDAY)
        self.assertFalse(self.poster.kept_for_id)
        with self.assertRaisesRegex(UserError, "Only a request that still waits"):
            self.as_(self.rep, loan).action_cancel()

    def test_upgrade(self):
        """R015: an upgrade ends loans whose lost paper was found, and lets what is kept already wait from then on."""
        with freeze_time(THURSDAY):
            self.as_(self.clerk, self.contract).action_report_missing("Left in a taxi")
        lost = self.loans.search([("document_id", "=", self.contract.id), ("state", "=", "lost")])
        with freeze_time(MONDAY):
            self.as_(self.clerk, self.contract).action_report_found("The driver brought it")
        asked = self.request_of(self.colleague)
        self.assertEqual((lost.state, asked.state), ("returned", "requested"))
        lost.write({"state": "lost", "returned_at": False})
        asked.kept_until = False
        self.env.flush_all()
        with freeze_time(TUESDAY):
            load_migration("post-papers").migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual((lost.state, str(lost.returned_at)), ("returned", MONDAY))
        self.assertEqual(asked.kept_until, date(2025, 3, 13))

    def test_queries(self):
        """R015: the search for what is over does not depend on how much is kept."""
        counts = []
        for number in (2, 8):
            for index in range(number):
                with freeze_time(THURSDAY):
                    document = self._create_document(f"Paper {number} {index}", self.sales, "record_book")
                    self.as_(self.rep, document).action_request()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with freeze_time(MONDAY):
                self.loans._cron_end_keeping()  # nothing is over yet
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_who_is_there_is_asked_once(self):
        """R015: who of those in line is on leave is asked for all papers together."""
        counts = []
        for number in (2, 8):
            papers = self.env["sales.office.document"].union(
                *(
                    self._create_document(f"Paper {number} {index}", self.sales, "record_book")
                    for index in range(number)
                )
            )
            with freeze_time(THURSDAY):
                papers._queue(self.colleague)
                papers._queue(self.rep)
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                waiting = papers.sudo()._get_waiting()
                counts.append(self.cr.sql_log_count - before)
            self.assertEqual([len(holds) for holds in waiting.values()], [2] * number)
        self.assertLessEqual(counts[1], counts[0])
