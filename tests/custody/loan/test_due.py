from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command

from ..common import CustodyCommon


class TestDue(CustodyCommon):
    """R017: back at the end of the borrower's own working day; times below are UTC."""

    def due(self, moment, employee=None):
        with freeze_time(moment):
            return self.hand_out(self.contract, employee or self.rep).due_at

    def test_own_schedule(self):
        late = self._create_calendar(self.company_valley).copy({"company_id": self.company.id, "name": "Late"})
        late.attendance_ids.filtered(lambda a: a.day_period == "afternoon").hour_to = 20.5
        self.rep.resource_calendar_id = late
        self.assertEqual(self.due("2025-03-04 02:00:00"), datetime(2025, 3, 4, 12, 30))

    def test_schedule_of_that_day(self):
        """A schedule that begins later does not count yet."""
        short = self.calendar.copy({"name": "Short"})
        short.attendance_ids.filtered(lambda a: a.day_period == "afternoon").hour_to = 15
        self.rep.create_version({"date_version": "2025-03-10", "resource_calendar_id": short.id})
        self.assertEqual(self.due("2025-03-04 02:00:00"), datetime(2025, 3, 4, 9))
        self.take_back(self.contract)
        self.assertEqual(self.due("2025-03-11 02:00:00"), datetime(2025, 3, 11, 7))

    def test_own_time_zone_and_clock_change(self):
        berlin = self.calendar.copy({"name": "Berlin", "tz": "Europe/Berlin"})
        self.rep.write({"tz": "Europe/Berlin", "resource_calendar_id": berlin.id})
        for moment, due in (
            ("2025-03-28 10:00:00", datetime(2025, 3, 28, 16)),  # winter: 17:00 is UTC+1
            ("2025-03-31 10:00:00", datetime(2025, 3, 31, 15)),  # summer: UTC+2
            ("2025-10-24 10:00:00", datetime(2025, 10, 24, 15)),
            ("2025-10-27 10:00:00", datetime(2025, 10, 27, 16)),
        ):
            with self.subTest(moment):
                self.assertEqual(self.due(moment), due)
                self.take_back(self.contract)

    def test_day_is_the_borrowers_not_the_servers(self):
        """23:30 UTC on Monday is 07:30 on Tuesday in Shanghai."""
        self.assertEqual(self.due("2025-03-03 23:30:00"), datetime(2025, 3, 4, 9))

    def test_public_holiday_until_the_next_shift(self):
        """R017: a Friday on which nobody works, and the weekend after it."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Tomb-sweeping Day",
                "company_id": self.company.id,
                "date_from": "2025-04-03 16:00:00",
                "date_to": "2025-04-04 15:59:59",
            }
        )
        self.assertEqual(self.due("2025-04-04 02:00:00"), datetime(2025, 4, 7, 0))

    def test_holiday_of_another_company_does_not_count(self):
        self.env["resource.calendar.leaves"].with_company(self.company_valley).create(
            {
                "name": "Valley fair",
                "date_from": "2025-03-03 16:00:00",
                "date_to": "2025-03-04 15:59:59",
            }
        )
        self.rep.resource_calendar_id = False
        self.assertEqual(self.due("2025-03-04 02:00:00"), datetime(2025, 3, 4, 9))

    def test_weekend_until_the_next_shift(self):
        """R017: on a day without a shift, the start of the next one: make-up days count."""
        self.assertEqual(self.due("2025-03-08 02:00:00"), datetime(2025, 3, 10, 0), "Saturday: Monday, 08:00")
        self.take_back(self.contract)
        self.env["sales.office.makeup.day"].create(
            {"company_id": self.company.id, "date": "2025-03-09", "weekday": "0", "name": "Instead of Friday"}
        )
        self.assertEqual(self.due("2025-03-08 02:00:00"), datetime(2025, 3, 9, 0), "Sunday is worked")

    def test_leave_until_the_shift_after_it(self):
        """R017: a paper taken on a Saturday waits for the borrower's return."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Rob's week",
                "resource_id": self.rep.resource_id.id,
                "calendar_id": self.calendar.id,
                "date_from": "2025-03-09 16:00:00",
                "date_to": "2025-03-12 15:59:59",
            }
        )
        self.assertEqual(self.due("2025-03-08 02:00:00"), datetime(2025, 3, 13, 0))

    def test_night_shift(self):
        """R017: drawn on a night shift, a paper is due when it ends in the morning, not at midnight."""
        night = self.calendar.copy({"name": "Night"})
        night.attendance_ids.filtered(lambda a: a.day_period == "morning").write({"hour_from": 0, "hour_to": 6})
        night.attendance_ids.filtered(lambda a: a.day_period == "afternoon").write({"hour_from": 22, "hour_to": 24})
        self.rep.resource_calendar_id = night
        for moment in ("2025-03-04 14:30:00", "2025-03-04 18:00:00"):  # 22:30 and 02:00
            with self.subTest(moment):
                self.assertEqual(self.due(moment), datetime(2025, 3, 4, 22))
                self.take_back(self.contract)

    def test_free_day_of_ones_own(self):
        """R017: on a day without a shift of one's own, the start of the next, whatever the office does."""
        four_days = self.calendar.copy({"name": "Four days"})
        four_days.attendance_ids.filtered(lambda a: a.dayofweek == "1").unlink()
        self.rep.resource_calendar_id = four_days
        self.assertEqual(self.due("2025-03-04 02:00:00"), datetime(2025, 3, 5, 0), "Tuesday: Wednesday, 08:00")

    def test_day_of_the_due_time_stays(self):
        """R017: the day on which a paper was due is that of the clocks of then."""
        loan = self.hand_out(self.contract, self.rep)
        loan.sudo().due_at = datetime(2025, 3, 4, 9)
        self.assertEqual(str(loan.due_on), "2025-03-04")
        self.calendar.tz = "Pacific/Kiritimati"
        loan.invalidate_recordset()
        self.assertEqual(str(loan.due_on), "2025-03-04")

    def test_no_fixed_hours_anywhere(self):
        """R017: the company's usual end of the next day on which offices are open."""
        self.rep.resource_calendar_id = self.sales.sales_office_calendar_id = False
        self.company.sales_office_day_end = 16.25
        self.assertEqual(self.due("2025-03-07 02:00:00"), datetime(2025, 3, 7, 8, 15))
        self.take_back(self.contract)
        self.assertEqual(self.due("2025-03-07 12:00:00"), datetime(2025, 3, 10, 8, 15), "Friday evening: Monday")

    def test_own_leave_falls_back_to_the_office(self):
        """Somebody on leave in the afternoon who comes in all the same has until the office closes."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Rob's afternoon",
                "resource_id": self.rep.resource_id.id,
                "calendar_id": self.calendar.id,
                "date_from": "2025-03-04 04:00:00",
                "date_to": "2025-03-04 10:00:00",
            }
        )
        self.assertEqual(self.due("2025-03-04 02:00:00"), datetime(2025, 3, 4, 4), "Before his leave: when it begins")
        self.take_back(self.contract)
        self.assertEqual(self.due("2025-03-04 06:00:00"), datetime(2025, 3, 4, 9))

    def test_no_schedule_and_flexible_use_the_office(self):
        self.sales.sales_office_calendar_id = self.calendar.copy({"name": "Desk"})
        self.sales.sales_office_calendar_id.attendance_ids.filtered(lambda a: a.day_period == "afternoon").hour_to = 18
        flexible = self.env["resource.calendar"].create(
            {
                "name": "Flexible",
                "company_id": self.company.id,
                "flexible_hours": True,
                "hours_per_day": 8,
                "full_time_required_hours": 40,
                "attendance_ids": [Command.clear()],
                "tz": "Asia/Shanghai",
            }
        )
        for calendar in (flexible, self.env["resource.calendar"]):
            with self.subTest(calendar.name):
                self.rep.resource_calendar_id = calendar
                self.assertEqual(self.due("2025-03-04 02:00:00"), datetime(2025, 3, 4, 10))
                self.take_back(self.contract)

    def test_after_hours_until_the_next_morning(self):
        """R017: when everybody has left, a paper is due when the borrower is back."""
        self.assertEqual(self.due("2025-03-04 09:10:00"), datetime(2025, 3, 4, 9, 30), "Before the usual end")
        self.take_back(self.contract)
        self.assertEqual(self.due("2025-03-04 12:00:00"), datetime(2025, 3, 5, 0), "Wednesday, 08:00")

    def test_holiday_without_a_schedule(self):
        """R017: a public holiday, for a borrower without schedule: when their office opens again."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "National Day",
                "company_id": self.company.id,
                "date_from": "2025-09-30 16:00:00",
                "date_to": "2025-10-01 15:59:59",
            }
        )
        self.rep.resource_calendar_id = False
        self.assertEqual(self.due("2025-10-01 02:00:00"), datetime(2025, 10, 2, 0))

    def test_half_holiday_ends_the_day_at_noon(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "New Year's Eve",
                "company_id": self.company.id,
                "date_from": "2025-01-28 04:00:00",
                "date_to": "2025-01-28 15:59:59",
            }
        )
        self.assertEqual(self.due("2025-01-28 02:00:00"), datetime(2025, 1, 28, 4))

    def test_day_of_the_clock_change_itself(self):
        """On the Sunday on which the clock changes, somebody who works that day is due by the new hour."""
        sunday = self.calendar.copy({"name": "Berlin, weekend", "tz": "Europe/Berlin"})
        sunday.attendance_ids.filtered(lambda a: a.dayofweek == "0").dayofweek = "6"
        self.rep.write({"tz": "Europe/Berlin", "resource_calendar_id": sunday.id})
        self.assertEqual(self.due("2025-03-30 09:00:00"), datetime(2025, 3, 30, 15), "Summer since 02:00")
        self.take_back(self.contract)
        self.assertEqual(self.due("2025-10-26 09:00:00"), datetime(2025, 10, 26, 16), "Winter since 03:00")

    def test_taken_over_by_a_colleague(self):
        """Who takes a paper over has it until the end of their own working day."""
        short = self.calendar.copy({"name": "Short"})
        short.attendance_ids.filtered(lambda a: a.day_period == "afternoon").hour_to = 15
        self.colleague.resource_calendar_id = short
        with freeze_time("2025-03-04 02:00:00"):
            self.hand_out(self.contract, self.rep)
            self.as_(self.rep, self.contract).action_transfer(self.colleague)
            loan = self.as_(self.colleague, self.contract).action_accept_transfer()
        self.assertEqual(loan.due_at, datetime(2025, 3, 4, 7))
