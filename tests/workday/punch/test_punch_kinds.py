"""Readings of people whose hours are rarer, and files in which something is odd."""

from base64 import b64encode
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import Form

from ..common import MONDAY, TUESDAY, WorkdayCommon

SUNDAY = date(2025, 3, 16)


@freeze_time("2025-04-07 02:00:00")
class TestPunchKinds(WorkdayCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # somebody who keeps attendances and nothing else
        cls.keeper = cls.outsider
        cls.keeper.user_id.group_ids = [Command.link(cls.env.ref("hr_attendance.group_hr_attendance_user").id)]
        cls.rep.barcode, cls.colleague.barcode = "1001", "1002"

    def _open(self, *moments, badge="1001", **values):
        """Return the preview of a file with a reading at each of these moments of ``2025``, such as ``03-10 08:00``."""
        lines = [moment if "," in moment else f"{badge},2025-{moment}" for moment in moments]
        with Form(self.as_(self.keeper, self.env["sales.office.punch.import"])) as form:
            form.file = b64encode("\n".join(["Badge,Moment", *lines]).encode())
            for name, value in values.items():
                setattr(form, name, value)
        form.record.action_preview()
        return form.record

    def _import(self, *moments, **values):
        dialog = self._open(*moments, **values)
        self.assertEqual(dialog.line_ids.mapped("problem"), [])
        dialog.action_confirm()
        return dialog

    def _get(self, employee=None, offset=8):
        """Return ``[(came, left)]`` on clocks so many hours ahead, as day and time."""
        rows = self.env["hr.attendance"].search([("employee_id", "=", (employee or self.rep).id)], order="check_in")
        return [
            tuple(
                f"{moment + timedelta(hours=offset):%d %H:%M}" if moment else None
                for moment in (row.check_in, row.check_out)
            )
            for row in rows
        ]

    def _work(self, *hours, tz="Asia/Shanghai", **values):
        """Have Rob work ``(weekdays, from, to)``, as if it had never been otherwise."""
        lines = [
            Command.create({"name": "Hours", "dayofweek": str(day), "hour_from": start, "hour_to": stop})
            for days, start, stop in hours
            for day in days
        ]
        values = {"name": "Own", "company_id": self.company.id, "tz": tz, **values}
        self.rep.resource_calendar_id = self.env["resource.calendar"].create(
            {**values, "attendance_ids": [Command.clear(), *lines]}
        )
        self._forget()

    def _say(self, day=MONDAY):
        """Return status, minutes late, early and away of Rob's day."""
        row = self._refresh(day=day)
        return row.status, row.late_minutes, row.early_minutes, row.away_minutes

    def test_split_shift(self):
        """R001: two parts of a day are two attendances of one day; without the last leaving the sign-out is missing."""
        self._work((range(5), 7, 10), (range(5), 17, 21))
        self._import("03-10 06:55", "03-10 10:03", "03-10 16:58", "03-10 21:02")
        self._import("03-11 06:55", "03-11 10:03", "03-11 17:05")
        self.assertEqual(self._get()[:2], [("10 06:55", "10 10:03"), ("10 16:58", "10 21:02")])
        self.assertEqual(self._get()[2:], [("11 06:55", "11 10:03"), ("11 17:05", "11 17:05")])
        self.assertEqual((self._say(), self._say(TUESDAY)[0]), (("present", 0, 0, 0), "incomplete"))

    def test_night_of_the_clock_change(self):
        """R001: a night on which the clocks go forward is a night, by the clocks of the file."""
        self._work((range(7), 0, 6), (range(7), 22, 24), tz="Europe/Berlin")
        self._import("03-29 21:57", "03-30 06:04", "03-30 22:30", "03-31 06:01", tz="Europe/Berlin")
        self.assertEqual(self._get(offset=0), [("29 20:57", "30 04:04"), ("30 20:30", "31 04:01")])
        self.assertEqual(self._say(date(2025, 3, 29)), ("present", 0, 0, 0))
        self.assertEqual(self._say(date(2025, 3, 30)), ("late", 30, 0, 0))

    def test_night_in_two_files(self):
        """R001: a night whose end comes with the file of the next day; a third one with both changes nothing."""
        self._work_nights()
        self._forget()
        with freeze_time("2025-03-10 15:30:00"):
            self._import("03-10 21:54")
            self.assertEqual(self._get(), [("10 21:54", None)])
        self._import("03-11 06:06")
        again = self._import("03-10 21:54", "03-11 06:06")
        self.assertEqual((again.known_count, again.attendance_count, again.changed_count), (2, 0, 0))
        self.assertEqual(self._get(), [("10 21:54", "11 06:06")])
        self.assertEqual(self._say(), ("present", 0, 0, 0))

    def test_flexible_and_days_off(self):
        """R001: readings of flexible hours and of free days are attendances all the same, and nobody is late."""
        self._import("03-16 10:00", "03-16 15:00")
        self.assertEqual(self._say(SUNDAY)[0], "off")
        self._work((range(5), 8, 17), flexible_hours=True)
        self._import("03-10 11:00", "03-10 15:00")
        self.assertEqual(self._get(), [("10 11:00", "10 15:00"), ("16 10:00", "16 15:00")])
        self.assertEqual(self._say()[1:], (0, 0, 0))

    def test_any_order(self):
        """R001: lines may stand in any order, those of several people mixed, and twice."""
        lines = ["1002,2025-03-10 17:00", "1001,2025-03-10 17:06", "1002,2025-03-10 08:00", "1001,2025-03-10 07:54"]
        self._import(*lines, *lines)
        self.assertEqual(self._get(), [("10 07:54", "10 17:06")])
        self.assertEqual(self._get(self.colleague), [("10 08:00", "10 17:00")])

    def test_mended_file(self):
        """R001: after the good rows were imported, the mended file brings what was missing and nothing twice."""
        dialog = self._open("03-10 07:54", "03-10 17.o6", "03-11 07:55", "03-11 17:01")
        self.assertEqual(dialog.line_ids.mapped("rows"), ["3"])
        dialog.good_only = True
        dialog.action_confirm()
        self.assertEqual(self._get(), [("10 07:54", "10 07:54"), ("11 07:55", "11 17:01")])
        mended = self._import("03-10 07:54", "03-10 17:06", "03-11 07:55", "03-11 17:01")
        self.assertEqual((mended.known_count, mended.attendance_count, mended.changed_count), (3, 0, 1))
        self.assertEqual(self._get(), [("10 07:54", "10 17:06"), ("11 07:55", "11 17:01")])

    def test_late_reading_in_between(self):
        """R001: a file that brings the break later divides the day; the minutes away follow."""
        self._import("03-10 07:54", "03-10 17:06")
        self.assertEqual(self._say(), ("present", 0, 0, 0))
        self._import("03-10 10:00", "03-10 11:00")
        self.assertEqual(self._get(), [("10 07:54", "10 10:00"), ("10 11:00", "10 17:06")])
        self.assertEqual(self._say(), ("present", 0, 0, 60))

    def test_on_leave(self):
        """R001 R002: readings of somebody on leave are attendances, and the day stays waived."""
        self._leave("2025-03-10 00:00:00", "2025-03-10 09:00:00")
        self._import("03-10 09:30", "03-10 11:00")
        self.assertEqual((self._get(), self._say()[0]), ([("10 09:30", "10 11:00")], "excused"))

    def test_archived_since(self):
        """R001: the readings of who has left since are those of the days before."""
        self._work((range(5), 8, 17))
        self.rep.active = False
        self._import("03-10 08:30", "03-10 17:00")
        self.assertEqual(self._get(), [("10 08:30", "10 17:00")])

    def test_still_signed_in(self):
        """R001: somebody who is signed in by hand is not signed out by a file of earlier days."""
        now = datetime(2025, 4, 7, 0, 30)
        attendance = self.env["hr.attendance"].create({"employee_id": self.rep.id, "check_in": now})
        self._import("03-10 07:54", "03-10 17:06")
        self.assertEqual((attendance.check_in, attendance.check_out), (now, False))
        self.assertEqual(self._get(), [("10 07:54", "10 17:06"), ("07 08:30", None)])
