"""What only a browser can show: the chair's screen."""

from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import MeetingCommon


@tagged("post_install", "-at_install", "standard")
class TestMeetingTours(MeetingCommon, HttpCase):
    def test_chair_takes_the_roll(self):
        """R003 R005: the chair signs in, marks everybody by keyboard and closes, without touching the mouse twice."""
        now = datetime.now().replace(microsecond=0)
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.rep_south.resource_id.id,
                "date_from": now - timedelta(hours=2),
                "date_to": now + timedelta(hours=2),
            }
        )
        people = self.leader | self.rep | self.colleague | self.rep_south
        self.meeting = self._create_meeting(
            self.north,
            start=now,
            stop=now + timedelta(hours=1),
            attendance_ids=[Command.create({"employee_id": employee.id}) for employee in people],
        )
        self.env.flush_all()
        self.start_tour("/odoo/sales-office", "sales_office_chair_takes_the_roll", login="leader")
        states = {row.employee_id.name: row.state for row in self.meeting.attendance_ids}
        self.assertEqual(states, {"Lea": "present", "Rob": "late", "Ann": "excused", "Ray": "excused"})
        self.assertEqual(self.row(self.colleague).reason, "At the fair")
        self.assertEqual(self.meeting.state, "closed")

    def test_keys(self):
        """R003: the unit tests of the roll call's keyboard pass in the browser."""
        code = 0
        for character in "@sales_office_policy/roll_call":  # Hoot's name of a suite in an address
            code = (code << 5) - code + ord(character) & 0xFFFFFFFF
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={code:08x}",
            "",
            "",
            login="admin",
            timeout=180,
            success_signal="[HOOT] Test suite succeeded",
        )
