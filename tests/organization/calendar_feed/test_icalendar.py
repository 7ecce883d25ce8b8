"""What calendar programs read, without the ORM."""

from datetime import UTC, date, datetime
from unittest import TestCase

import vobject

from odoo.tests import tagged

from odoo.addons.sales_office_policy.models.organization.calendar_feed.icalendar import (
    Entry,
    escape,
    fold,
    write_calendar,
)

START, STOP = datetime(2026, 3, 2, 0, 15), datetime(2026, 3, 2, 0, 35)


@tagged("post_install", "-at_install", "standard")
class TestICalendar(TestCase):
    def _read(self, *entries):
        return vobject.readOne(write_calendar("Sales office: Rob", "Asia/Shanghai", entries).decode())

    def test_another_program_reads_it(self):
        """R006: a program that knows the format reads what was written: times in UTC, texts as they were."""
        entry = Entry(
            "m-1@db", START, STOP, "Morning; North, “早会”\\", "Hall 1\nFloor 2", "https://odoo.example.com/odoo"
        )
        event = self._read(entry).vevent
        self.assertEqual(event.summary.value, "Morning; North, “早会”\\")
        self.assertEqual(event.location.value, "Hall 1\nFloor 2")
        self.assertEqual(event.dtstart.value, START.replace(tzinfo=UTC))
        self.assertEqual(event.dtend.value, STOP.replace(tzinfo=UTC))
        self.assertEqual(event.transp.value, "OPAQUE")

    def test_whole_days(self):
        """R006: whole days are days, whatever the time zone; the end is the day after."""
        event = self._read(Entry("e-1@db", date(2026, 3, 2), date(2026, 3, 4), "Fair", is_free=True)).vevent
        self.assertEqual((event.dtstart.value, event.dtend.value), (date(2026, 3, 2), date(2026, 3, 4)))
        self.assertEqual(event.transp.value, "TRANSPARENT")

    def test_lines(self):
        """R006: lines have at most 75 bytes, are cut between characters and come together again."""
        text = "SUMMARY:" + "早会在三楼会议室" * 20 + "😀" * 20
        pieces = fold(text).split("\r\n")
        self.assertTrue(all(len(piece.encode()) <= 75 for piece in pieces))
        self.assertEqual(pieces[0] + "".join(piece[1:] for piece in pieces[1:]), text)
        written = write_calendar("x", "UTC", [Entry("u", START, STOP, "a" * 300)])
        self.assertTrue(all(len(line) <= 75 for line in written.split(b"\r\n")))
        self.assertNotIn(b"\n", written.replace(b"\r\n", b""))

    def test_nothing_is_smuggled_in(self):
        """R056: a text begins no line of its own, whatever it is made of."""
        for text in ("a\r\nBEGIN:VEVENT", "a\nATTENDEE:x", "a\rX:y", "a\x0b\x00\x85b", "a\u2028X:y", "a\u2029X:y"):
            self.assertNotRegex(escape(text), r"[\r\n\x00\x0b\x85\u2028\u2029]")
        calendar = self._read(Entry("u", START, STOP, "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:y"))
        self.assertEqual(len(calendar.vevent_list), 1)
        self.assertEqual(escape("全角　空格"), "全角　空格")
