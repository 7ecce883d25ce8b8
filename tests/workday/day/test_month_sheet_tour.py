from freezegun import freeze_time

from ...browser import BrowserCase
from ..common import FRIDAY, MONDAY, TUESDAY, WorkdayCommon


class TestMonthSheetTour(WorkdayCommon, BrowserCase):
    def test_export(self):
        """R036: a leader opens the month from the calendar of days, exports it and opens a day."""
        with freeze_time("2025-03-17 12:00:00"):
            self._attend(8.5, 17, day=TUESDAY)
            self.days.refresh(self.rep, MONDAY, FRIDAY)
        self.tour("sales_office_month_is_exported", self.leader, action="sales_office_day_action")
        self.assertEqual(self._day(day=TUESDAY).late_minutes, 30)
