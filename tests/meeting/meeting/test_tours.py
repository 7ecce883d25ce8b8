"""What only a browser can show: the chair's screen."""

from datetime import datetime, timedelta

from odoo.fields import Command

from ...browser import BrowserCase
from ..common import MeetingCommon


class TestMeetingTours(MeetingCommon, BrowserCase):
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
        self.tour("sales_office_chair_takes_the_roll", self.leader, url="/odoo/sales-office")
        states = {row.employee_id.name: row.state for row in self.meeting.attendance_ids}
        self.assertEqual(states, {"Lea": "present", "Rob": "late", "Ann": "excused", "Ray": "excused"})
        self.assertEqual(self.row(self.colleague).reason, "At the fair")
        self.assertEqual(self.meeting.state, "closed")
