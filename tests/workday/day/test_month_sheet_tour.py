from freezegun import freeze_time

from ...browser import BrowserCase
from ..common import FRIDAY, MONDAY, TUESDAY, WorkdayCommon


class TestMonthSheetTour(WorkdayCommon, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2025-03-17 12:00:00"):
            cls._attend(cls, 8.5, 17, day=TUESDAY)
            cls.days.refresh(cls.rep, MONDAY, FRIDAY)

    def test_export(self):
        """R036: a leader opens the month from the calendar of days, exports it and opens a day."""
        self.tour("sales_office_month_is_exported", self.leader, action="sales_office_day_action")
        self.assertEqual(self._day(day=TUESDAY).late_minutes, 30)

    def test_for_payroll(self):
        """R036 R135: personnel find the sheet in Attendances, take it along, and open nobody's day."""
        self.outsider.user_id.group_ids |= self.env.ref("hr_attendance.group_hr_attendance_user")
        self.tour("sales_office_month_for_payroll", self.outsider, url="/odoo/attendances")
        self.assertFalse(self.as_(self.outsider, self.days).has_access("read"))
