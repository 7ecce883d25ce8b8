"""Readings of terminals and phone apps become attendances: idempotent, all or nothing, by the shifts of each."""

from base64 import b64encode
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from ..common import MONDAY, TUESDAY, WorkdayCommon
from .test_punch_file import workbook

#: Monday 17 March 2025, the week that is imported being over
AFTER = "2025-03-17 02:00:00"
MONDAY_AT_EIGHT = datetime(2025, 3, 10)


@freeze_time(AFTER)
class TestPunchImport(WorkdayCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        keeper = cls.env.ref("hr_attendance.group_hr_attendance_user")
        # somebody who keeps attendances and nothing else
        cls.keeper = cls.outsider
        cls.keeper.user_id.group_ids = [Command.link(keeper.id)]
        cls.rep.barcode, cls.colleague.barcode = "1001", "1002"
        cls.rep_valley.barcode = "2001"
        cls.attendances = cls.env["hr.attendance"]

    def _open(self, *lines, head="Badge,Date,Time", user=None, data=None, **values):
        """Return the dialog of the keeper with a file of these lines."""
        data = "\n".join([head, *lines]).encode() if data is None else data
        dialog = self.as_(user or self.keeper, self.env["sales.office.punch.import"])
        with Form(dialog) as form:
            form.file = b64encode(data)
            for name, value in values.items():
                setattr(form, name, value)
        return form.record

    def _import(self, *lines, **values):
        dialog = self._open(*lines, **values)
        dialog.action_preview()
        self.assertEqual(dialog.line_ids.mapped("problem"), [])
        dialog.action_confirm()
        return dialog

    def _get(self, employee=None):
        """Return ``[(came, left)]`` in Shanghai, as day and time."""
        rows = self.attendances.search([("employee_id", "=", (employee or self.rep).id)], order="check_in")
        shift = timedelta(hours=8)
        return [
            tuple(f"{moment + shift:%d %H:%M}" if moment else None for moment in (row.check_in, row.check_out))
            for row in rows
        ]

    def test_reading_a_row(self):
        """R001: readings take turns; those of a day on time make it one without a breach."""
        self._import("1001,2025-03-10,07:54", "1001,2025-03-10,17:06", "1002,2025-03-10,08:30", "1002,2025-03-10,17:00")
        self.assertEqual(self._get(), [("10 07:54", "10 17:06")])
        self.assertEqual(self._get(self.colleague), [("10 08:30", "10 17:00")])
        self._work_off()
        self._refresh(self.rep | self.colleague)
        self.assertEqual(self._day().status, "present")
        self.assertEqual(self._day(self.colleague).late_minutes, 30)
        row = self.attendances.search([("employee_id", "=", self.rep.id)])
        self.assertEqual((row.sales_office_source, row.in_mode), ("punch", "kiosk"))

    def test_day_a_row(self):
        """R001: a day a row, by name, in GBK."""
        text = "姓名,日期,上班时间,下班时间\nRob,2025-03-10,07:54,17:06\nRob,2025-03-11,请假,\n"
        self._import(data=text.encode("gbk"))
        self.assertEqual(self._get(), [("10 07:54", "10 17:06")])

    def test_month_a_sheet(self):
        """R001: a month a sheet, by telephone, with several times in a cell."""
        self.rep.work_phone = "+86 138 0000 1234"
        cells = [None] * 9 + ["07:54\n12:00\n13:00\n17:06", "08:00 次日 00:30", "休息"]
        data = workbook(["考勤月报 2025-03"], ["手机号", *range(1, 13)], ["13800001234", *cells])
        self._import(data=data)
        expected = [("10 07:54", "10 12:00"), ("10 13:00", "10 17:06"), ("11 08:00", "12 00:30")]
        self.assertEqual(self._get(), expected)

    def test_twice(self):
        """R001: the same file twice brings nothing new, one that overlaps only what is new."""
        lines = ["1001,2025-03-10,07:54", "1001,2025-03-10,17:06", "1001,2025-03-11,07:55"]
        self._import(*lines)
        again = self._open(*lines)
        again.action_preview()
        self.assertEqual((again.known_count, again.attendance_count, again.changed_count), (3, 0, 0))
        again.action_confirm()
        self.assertEqual(len(self._get()), 2)
        more = self._import(*lines, "1001,2025-03-11,17:01", "1001,2025-03-12,08:00", "1001,2025-03-12,17:00")
        self.assertEqual((more.known_count, more.attendance_count, more.changed_count), (3, 1, 1))
        self.assertEqual(self._get(), [("10 07:54", "10 17:06"), ("11 07:55", "11 17:01"), ("12 08:00", "12 17:00")])

    def test_within_a_minute(self):
        """R001: readings within a minute are one, also across files."""
        self._import("1001,2025-03-10,07:54:00", "1001,2025-03-10,07:54:40", "1001,2025-03-10,17:06")
        again = self._import("1001,2025-03-10,07:54:20", "1001,2025-03-10,17:06:50")
        self.assertEqual(again.known_count, 2)
        self.assertEqual(self._get(), [("10 07:54", "10 17:06")])

    def test_night(self):
        """R001: by the shifts of the specification's first example, a night is one day."""
        self._work_nights()
        self._forget()
        self._import("1001,2025-03-10,21:54", "1001,2025-03-11,06:06", "1001,2025-03-11,21:58", "1001,2025-03-12,06:01")
        self.assertEqual(self._get(), [("10 21:54", "11 06:06"), ("11 21:58", "12 06:01")])
        self._refresh(day=MONDAY, last=TUESDAY)
        self.assertEqual([self._day(day=day).status for day in (MONDAY, TUESDAY)], ["present", "present"])

    def test_long_before_a_shift(self):
        """R001: who came on Sunday evening for the shift that begins at midnight was there, in one file or two."""
        lines = [{"name": "N", "dayofweek": str(day), "hour_from": 0, "hour_to": 8} for day in range(5)]
        nights = {"name": "Nights", "company_id": self.company.id, "tz": "Asia/Shanghai"}
        (self.rep | self.colleague).resource_calendar_id = self.env["resource.calendar"].create(
            {**nights, "attendance_ids": [Command.clear(), *map(Command.create, lines)]}
        )
        self._forget()
        self._import("1001,2025-03-09,21:00", "1001,2025-03-10,08:00", "1002,2025-03-09,21:00")
        self._import("1002,2025-03-10,08:01")
        self._refresh(self.rep | self.colleague)
        for employee, leaving in ((self.rep, "10 08:00"), (self.colleague, "10 08:01")):
            self.assertEqual(self._get(employee), [("09 21:00", leaving)])
            self.assertEqual(self._day(employee).status, "present")

    def test_sign_out_missing(self):
        """R001: who forgot to sign out has no sign-out, and the next morning is not taken for it."""
        self._import("1001,2025-03-10,07:54", "1001,2025-03-11,07:55", "1001,2025-03-11,17:06")
        self._refresh(day=MONDAY, last=TUESDAY)
        self.assertTrue(self._day().missing_sign_out)
        self.assertEqual(self._day().late_minutes + self._day().early_minutes, 0)
        self.assertEqual(self._day(day=TUESDAY).status, "present")

    def test_sign_in_missing(self):
        """R001: a leaving alone is a missing sign-in, never late; the arrival that comes with another file mends it."""
        self._import("1001,2025-03-10,17:06")
        self._refresh()
        self.assertEqual((self._day().missing_sign_in, self._day().late_minutes, self._day().absent), (True, 0, False))
        self.assertIn("Reading of", self._day().evidence_text)
        self._import("1001,2025-03-10,07:54")
        self._refresh()
        self.assertEqual((self._day().status, self._get()), ("present", [("10 07:54", "10 17:06")]))

    def test_shift_goes_on(self):
        """R001: who came this morning is there; the evening's file signs them out."""
        with freeze_time("2025-03-10 03:00:00"):
            self._import("1001,2025-03-10,07:54")
            self.assertEqual(self._get(), [("10 07:54", None)])
        with freeze_time("2025-03-10 10:00:00"):
            self._import("1001,2025-03-10,07:54", "1001,2025-03-10,17:06")
        self.assertEqual(self._get(), [("10 07:54", "10 17:06")])

    def test_corrected_by_hand(self):
        """R001: what somebody corrected, deleted or entered themselves no import changes; the preview says so."""
        days = [f"2025-03-{day}" for day in (10, 11, 12)]
        self._import(*[f"1001,{day},08:40" for day in days[:2]])
        rows = self.attendances.search([("employee_id", "=", self.rep.id)], order="check_in")
        rows[0].write({"check_in": "2025-03-10 00:00:00", "check_out": "2025-03-10 09:00:00"})
        self.assertEqual(rows[0].sales_office_source, "corrected")
        rows[1].unlink()
        self._attend(8, 17, day=MONDAY + timedelta(days=2))
        dialog = self._import(*[f"1001,{day},{time}" for day in days for time in ("08:40", "16:00")])
        self.assertEqual((dialog.left_count, dialog.attendance_count, dialog.changed_count), (3, 0, 0))
        self.assertEqual(self._get(), [("10 08:00", "10 17:00"), ("12 08:00", "12 17:00")])

    def test_technical(self):
        """R001: the row that core makes for a day without attendance gives way."""
        self._attend(12, 12, in_mode="technical", out_mode="technical")
        self._import("1001,2025-03-10,08:00", "1001,2025-03-10,17:00")
        self.assertEqual(self._get(), [("10 08:00", "10 17:00")])

    def test_bad_rows(self):
        """R001: all bad rows are named with what to do; nothing is imported, or the good ones when chosen."""
        dialog = self._open(
            "1001,2025-03-10,08:00",
            "9999,2025-03-10,08:00",
            "9999,2025-03-10,17:00",
            "1001,2025-03-10,eight",
            "9999,2025-03-11,17:00",
            "1001,2025-03-30,08:00",
            "1001,1999-03-10,08:00",
        )
        dialog.action_preview()
        lines = {line.rows: line.problem for line in dialog.line_ids}
        self.assertEqual(
            lines,
            {
                "3-4, 6": "Nobody in the company has this badge. (9999)",
                "5": "This is no time. (eight)",
                "7": "This lies in the future. (2025-03-30 08:00:00)",
                "8": "This was more than three years ago. (1999-03-10 08:00:00)",
            },
        )
        self.assertTrue(all(dialog.line_ids.mapped("remedy")))
        with self.assertRaisesRegex(UserError, "Nothing was imported"):
            dialog.action_confirm()
        self.assertFalse(self._get())
        dialog.good_only = True
        dialog.action_confirm()
        self.assertEqual(self._get(), [("10 08:00", "10 08:00")])

    def test_years_of_no_clock(self):
        """R001: dates that no time zone can count with are bad rows."""
        dialog = self._open("1001,0001-01-01,01:00", "1001,9999-12-31,23:59", tz="America/New_York")
        dialog.action_preview()
        self.assertEqual(len(dialog.line_ids), 2)
        self.assertIn("more than three years ago", dialog.line_ids[0].problem)

    def test_telephone_without_digits(self):
        """R001: a word where a number belongs is nobody's telephone."""
        self.rep.work_phone = "see reception"
        dialog = self._open("none,2025-03-10,08:00", head="Phone,Date,Time")
        dialog.action_preview()
        self.assertIn("Nobody in the company has this telephone", dialog.line_ids.problem)

    def test_forged_column(self):
        """R135: a column that the file does not have holds nothing, whatever a client says of it."""
        dialog = self._open("1001,2025-03-10,08:00", "1001,2025-03-10,17:00,,,,09:00")
        dialog.column_ids = [Command.create({"number": 6, "role": "day"}), Command.create({"number": -1, "role": "in"})]
        dialog.action_preview()
        self.assertEqual(dialog.line_ids.mapped("rows"), ["3"])

    def test_deleting_many(self):
        """R001: attendances deleted by hand forget their readings in as many queries as one."""
        days = [f"2025-03-{day}" for day in (10, 11, 12, 13, 14)]
        self._import(*[f"1001,{day},{time}" for day in days for time in ("08:00", "17:00")])
        rows = self.attendances.search([("employee_id", "=", self.rep.id)], order="check_in")
        punches, counts = self.env["sales.office.punch"].sudo(), []
        for some in (rows[:1], rows[1:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            punches._drop(some.sudo())
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertTrue(all(punches.search([("employee_id", "=", self.rep.id)]).mapped("is_dropped")))

    def test_ambiguous_name(self):
        """R001: two of the same name are told apart by their badges only; who left gives way to who is there."""
        self.colleague.name = "Rob"
        dialog = self._open("Rob,2025-03-10,08:00", head="Name,Date,Time")
        dialog.action_preview()
        self.assertEqual(dialog.line_ids.problem, "Several employees answer to this. (Rob)")
        self.colleague.active = False
        self._import("Rob,2025-03-10,08:00", "Rob,2025-03-10,17:00", head="Name,Date,Time")
        self.assertEqual(len(self._get()), 1)

    def test_badge_as_number(self):
        """R001: a badge that a spreadsheet took for a number is found, with and without its zeros."""
        self.rep.barcode = "00071"
        data = workbook(["Badge", "Time"], [71, "2025-03-10 08:00"], [71.0, "2025-03-10 17:00"])
        self._import(data=data)
        self.assertEqual(self._get(), [("10 08:00", "10 17:00")])

    def test_other_company(self):
        """R135: employees of other companies are unknown here, though the keeper may work there."""
        dialog = self._open("2001,2025-03-10,08:00")
        dialog.action_preview()
        self.assertIn("Nobody in the company has this badge", dialog.line_ids.problem)

    def test_time_zone(self):
        """R001: in the zone of the file: an hour that never was is bad, one that came twice counts once."""
        values = {"tz": "America/New_York"}
        dialog = self._open("1001,2025-03-09,02:30", **values)
        dialog.action_preview()
        self.assertIn("there was no such time", dialog.line_ids.problem)
        with freeze_time("2025-11-10"):
            self._import("1001,2025-11-02,01:30", "1001,2025-11-02,09:30", **values)
        row = self.attendances.search([("employee_id", "=", self.rep.id)])
        self.assertEqual((str(row.check_in), str(row.check_out)), ("2025-11-02 05:30:00", "2025-11-02 14:30:00"))

    def test_remembered(self):
        """R001: what columns hold and the time zone are chosen once and known again by the headings."""
        head = "Who,When,Note"
        dialog = self._open("Rob,2025-03-10 08:00,x", head=head, tz="UTC")
        with self.assertRaisesRegex(UserError, "Say which column"):
            dialog.action_preview()
        for column, role in zip(dialog.column_ids, ("name", "time", False), strict=True):
            column.role = role
        dialog.action_preview()
        dialog.action_confirm()
        again = self._open("Rob,2025-03-11 08:00,x", head=head)
        self.assertEqual(again.column_ids.mapped("role"), ["name", "time", False])
        self.assertEqual(again.tz, "UTC")
        again.action_preview()
        self.assertEqual(again.person_count, 1)

    def test_no_spreadsheet(self):
        """R001: a file that is none is refused at once, with what to do."""
        form = Form(self.as_(self.keeper, self.env["sales.office.punch.import"]))
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as logs:
            form.file = b64encode(b"%PDF-1.4\n\0\1\2\3\4\5\6")
        self.assertIn("no spreadsheet", logs.output[0])
        self.assertFalse(form.file)

    def test_says_what_it_did(self):
        """R001: who imports is told what became of the file."""
        dialog = self._open("1001,2025-03-10,08:00", "1001,2025-03-10,17:00")
        dialog.action_preview()
        action = dialog.action_confirm()
        self.assertEqual(action["params"]["message"], "Imported. New attendances: 1; changed: 0.")

    def test_preview_first(self):
        """R001: nothing is imported unseen."""
        dialog = self._open("1001,2025-03-10,08:00")
        with self.assertRaisesRegex(UserError, "Look at the preview first"):
            dialog.action_confirm()
        dialog.action_preview()
        self.assertFalse(self._get())
        dialog.action_back()
        with self.assertRaisesRegex(UserError, "Look at the preview first"):
            dialog.action_confirm()

    def test_changed_meanwhile(self):
        """R001: what changed while the preview was open is shown before it is confirmed."""
        dialog = self._open("1001,2025-03-10,08:00", "1001,2025-03-10,17:00")
        dialog.action_preview()
        self._attend(8, 12)
        dialog.action_confirm()
        self.assertTrue(dialog.is_changed)
        self.assertEqual((dialog.left_count, dialog.attendance_count), (1, 0))

    def test_planned_once(self):
        """R001: looking and confirming each read the file and plan the import once."""
        dialog = self._open("1001,2025-03-10,08:00", "1001,2025-03-10,17:00")
        punches, dialogs = self.env.registry["sales.office.punch"], self.env.registry["sales.office.punch.import"]
        for action in (dialog.action_preview, dialog.action_confirm):
            with (
                patch.object(punches, "_plan_import", autospec=True, side_effect=punches._plan_import) as plan,
                patch.object(dialogs, "_read_sheets", autospec=True, side_effect=dialogs._read_sheets) as read,
            ):
                action()
            self.assertEqual((plan.call_count, read.call_count), (1, 1))
        self.assertEqual(self._get(), [("10 08:00", "10 17:00")])

    def test_wrong_role(self):
        """R135: nobody imports but who keeps the attendances of everybody, whatever their post, by whatever call."""
        mine = self._open("1001,2025-03-10,08:00")
        for employee in (self.rep, self.leader, self.manager, self.director, self.clerk, self.policy_admin):
            dialogs = self.as_(employee, self.env["sales.office.punch.import"])
            with self.subTest(employee=employee.name):
                with self.assertRaises(AccessError):
                    dialogs.create({"file": b64encode(b"1,2"), "tz": "UTC"})
                for action in ("action_preview", "action_confirm", "action_back"):
                    with self.assertRaises(AccessError):
                        getattr(self.as_(employee, mine), action)()
                for model in ("sales.office.punch", "sales.office.punch.layout"):
                    with self.assertRaises(AccessError):
                        self.as_(employee, self.env[model]).search([])

    def test_no_forged_import(self):
        """R135: a context sent from outside makes no correction an import."""
        self._import("1001,2025-03-10,08:00", "1001,2025-03-10,17:00")
        row = self.as_(self.keeper, self.attendances.search([("employee_id", "=", self.rep.id)]))
        row.with_context(sales_office_importing=True).check_in = "2025-03-10 00:30:00"
        self.assertEqual(row.sales_office_source, "corrected")

    def test_kept_days(self):
        """R002: days that are over keep the hours they had; the attendance counts, and the preview says so."""
        self._refresh()
        self.assertEqual(self._day().status, "absent")
        self.calendar.attendance_ids.filtered(lambda line: line.day_period == "morning").hour_from = 7
        dialog = self._open("1001,2025-03-10,08:00", "1001,2025-03-10,17:00")
        dialog.action_preview()
        self.assertEqual(dialog.kept_count, 1)
        dialog.action_confirm()
        self._work_off()
        self.assertEqual((self._day().status, self._day().late_minutes), ("present", 0))

    def test_batch(self):
        """R001: planning an import asks the same number of queries for any number of people and readings."""
        people = self.rep | self.colleague | self.leader | self.manager
        start = self.env["sales.office.punch"].sudo()
        counts = []
        for employees in (people[:1], people):
            moments = [MONDAY_AT_EIGHT + timedelta(days=day, hours=hour) for day in range(4) for hour in (0, 9)]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            start._plan_import({employee.sudo(): moments for employee in employees})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
