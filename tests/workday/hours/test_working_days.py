from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import Form

from ...common import SalesOfficeCommon

FRIDAY, SATURDAY, MONDAY, TUESDAY = (date(2025, 3, day) for day in (7, 8, 10, 11))


class TestWorkingDays(SalesOfficeCommon):
    """The days an office is open, from Friday 7 to Tuesday 11 March 2025."""

    def _days(self, department=None):
        department = department or self.north
        return department._get_sales_office_working_days(FRIDAY, TUESDAY)[department]

    def _makeup(self, **values):
        return self.env["sales.office.makeup.day"].create({"date": SATURDAY, "company_id": self.company.id, **values})

    def _holiday(self, company=None, **values):
        """Make Monday a public holiday in Shanghai's time."""
        return (
            self.env["resource.calendar.leaves"]
            .with_company(company or self.company)
            .create(
                {
                    "name": "Holiday",
                    "date_from": "2025-03-09 16:00:00",
                    "date_to": "2025-03-10 15:59:59",
                    **values,
                }
            )
        )

    def test_weekdays(self):
        """R002: the office works by its schedule."""
        self.assertEqual(self._days(), {FRIDAY, MONDAY, TUESDAY})

    def test_given_to_another_company(self):
        """R002 R135: an administrator does not make another company work by moving a make-up day there."""
        day = self.as_(self.policy_admin, self._makeup())
        with self.assertRaises(AccessError):
            day.company_id = self.company_valley

    def test_public_holiday(self):
        """R002: a public holiday is closed; one of another company is not ours."""
        self._holiday(self.company_valley)
        self.assertEqual(self._days(), {FRIDAY, MONDAY, TUESDAY})
        self._holiday()
        self.assertEqual(self._days(), {FRIDAY, TUESDAY})

    def test_makeup_day(self):
        """R002: a make-up day is open, for the whole company or for one office."""
        self._makeup()
        self.assertIn(SATURDAY, self._days())
        self._makeup(company_id=self.company_valley.id)
        self.env["sales.office.makeup.day"].search([("company_id", "=", self.company.id)]).department_id = self.sales
        self.assertIn(SATURDAY, self._days())
        other = self._create_department("Export", is_sales_office=True)
        self.assertNotIn(SATURDAY, self._days(other))

    def test_without_fixed_hours(self):
        """R002: without a schedule the office works Monday to Friday, holidays left out."""
        self._holiday()
        self.calendar.write({"flexible_hours": True})
        self.assertEqual(self._days(), {FRIDAY, TUESDAY})
        self.sales.sales_office_calendar_id = False
        self.company.resource_calendar_id = False
        self._holiday(date_from="2025-03-11 00:00:00", date_to="2025-03-11 23:59:59")
        self.assertEqual(self._days(), {FRIDAY, MONDAY}, "counted in UTC, for want of a time zone")
        self.assertEqual(self.north._get_sales_office_tz(), "UTC")

    def test_half_a_day_off_is_open(self):
        """R002: half a holiday leaves the office open."""
        self._holiday(date_to="2025-03-10 04:00:00")
        self.assertIn(MONDAY, self._days())

    def test_time_zone_of_the_office(self):
        """R002: days are those of the office's own time zone."""
        self.calendar.tz = "America/New_York"
        self.assertEqual(self._days(), {FRIDAY, MONDAY, TUESDAY})
        self.assertEqual(self.north._get_sales_office_tz(), "America/New_York")

    def test_queries(self):
        """R002: more departments of one office cost no more queries."""

        def count(departments):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            departments._get_sales_office_working_days(FRIDAY, TUESDAY)
            return self.env.cr.sql_log_count - before

        many = self.north | self.south | self.retail | self.sales
        for number in range(20):
            many |= self._create_department(f"Team {number}", parent_id=self.retail.id)
        count(many)
        self.assertEqual(count(self.north | self.sales), count(many))

    def test_administrator_enters_it(self):
        """R002: the policy administrator enters make-up days, twice the same is refused."""
        days = self.as_(self.policy_admin, self.env["sales.office.makeup.day"])
        with Form(days, "sales_office_policy.sales_office_makeup_day_view_list") as form:
            form.date = "2025-10-11"
            form.weekday = "4"
        self.assertEqual(form.record.company_id, self.company)
        self.assertEqual(
            days._get_weekdays(self.company, date(2025, 10, 1), date(2025, 10, 31)),
            {(self.company.id, False): {date(2025, 10, 11): 4}},
        )
