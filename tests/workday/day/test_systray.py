from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import HttpCase

from ..common import WorkdayCommon


@freeze_time("2025-03-10 01:00:00")  # Monday 09:00 in Shanghai
class TestSystray(WorkdayCommon):
    """What the attendance button tells each of their own day."""

    def _told(self, employee=None):
        told = self.as_(employee or self.rep, self.days)._get_systray_data()  # with what other rooms add
        return {key: told[key] for key in ("sales_office_day", "sales_office_late") if key in told}

    def test_late(self):
        """R002: who came late is told by how much."""
        self._attend(8.5)
        self.assertEqual(
            self._told(), {"sales_office_day": "You are 30 minutes late today.", "sales_office_late": True}
        )

    def test_on_time(self):
        """R002: who came in time is told so."""
        self._attend(7.9)
        self.assertEqual(self._told(), {"sales_office_day": "You are on time today.", "sales_office_late": False})

    def test_night(self):
        """R002: after midnight the night shift that still runs is meant, not the day that has begun."""
        nights = self.calendar.copy({"name": "Nights"})
        mornings = nights.attendance_ids.filtered(lambda line: line.day_period == "morning")
        (nights.attendance_ids - mornings).write({"hour_from": 20, "hour_to": 24})
        mornings.filtered(lambda line: line.dayofweek == "0").unlink()
        mornings.exists().write({"hour_from": 0, "hour_to": 4})
        self.rep.resource_calendar_id = nights
        with freeze_time("2025-03-10 18:00:00"):  # Tuesday 02:00
            self._attend(20.5)
            self.assertEqual(self._told()["sales_office_day"], "You are 30 minutes late today.")

    def test_excused(self):
        """R002: nothing is held against who is excused."""
        self._attend(8.5)
        self.as_(self.leader, self._day()).action_grant_excuse("The ferry did not run.")
        self.assertEqual(self._told(), {"sales_office_day": "This day is waived for you.", "sales_office_late": False})

    def test_counted_for_the_leader(self):
        """R002: the leader's Today counts who is late and not waived."""
        self._attend(8.5)
        today = self.as_(self.leader, self.env["sales.office.today"])

        def count():
            figures = {figure["label"]: figure["value"] for figure in today.get_figures()}
            return figures["Present so far"], figures["Late so far"]

        self.assertEqual(count(), ("1", "1"))
        self.as_(self.leader, self._day()).action_grant_excuse("The ferry did not run.")
        self.assertEqual(count(), ("1", "0"))

    def test_nothing_to_tell(self):
        """R002: nothing before they sign in, nor to people outside the sales office, who may have no employee."""
        self.assertEqual(self._told(), {})
        self._attend(8.5, employee=self.outsider)
        self.assertEqual(self._told(self.outsider), {})
        stranger = self.rep.user_id.copy({"login": "stranger"})
        self.assertNotIn("sales_office_day", self.days.with_user(stranger)._get_systray_data())


class TestSystrayButton(WorkdayCommon, HttpCase):
    def test_signing_in_and_out(self):
        """R002: the answer to signing in calls for a notice, that to signing out does not; the menu tells it later."""
        told = {"sales_office_day": "You are on time today.", "sales_office_late": False}
        self.startPatcher(patch.object(type(self.days), "_get_systray_data", lambda _days: told))
        self.authenticate("rep", "rep")
        for signed_in in (True, False):
            answer = self.make_jsonrpc_request("/hr_attendance/systray_check_in_out", {})
            self.assertEqual(answer["sales_office_day"], "You are on time today.")
            self.assertEqual(answer["sales_office_signed_in"], signed_in)
        answer = self.make_jsonrpc_request("/hr_attendance/attendance_user_data", {})
        self.assertEqual(answer["sales_office_day"], "You are on time today.")
