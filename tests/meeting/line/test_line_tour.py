from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from ...browser import BrowserCase
from .lines import LinesCommon


class TestLineTour(LinesCommon, BrowserCase):
    def test_rep_prepares_and_signs_in(self):
        """R003 R004 R006: a rep fills in their lines, with the visits of their calendar, and signs in."""
        self.meeting.unlink()
        start = fields.Datetime.now() + timedelta(minutes=10)
        people = [Command.create({"employee_id": one.id}) for one in (self.leader, self.rep, self.colleague)]
        meeting = self._create_meeting(
            self.north, start=start, stop=start + timedelta(minutes=20), attendance_ids=people
        )
        customer = self.env["res.partner"].create({"name": "Lotus Travel"})
        self._create_event(self.rep, start, stop=start + timedelta(minutes=30), partners=customer)
        self.report(self.colleague, "Bring the menu", meeting)
        self.tour("sales_office_rep_prepares_and_signs_in", self.rep)
        lines = self.lines(self.rep, meeting)
        self.assertEqual(set(lines.mapped("kind")), {"visit", "problem"})
        row = self.row(self.rep, meeting)
        self.assertEqual((row.state, row.prepared), ("present", True))
