from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from ..common import MeetingCommon


class LinesCommon(MeetingCommon):
    """Helpers for what people report in the meeting of North on Tuesday 4 March 2025."""

    def report(self, employee, text="Lotus Travel", meeting=None, **values):
        """Add a line as ``employee``, about themselves unless told otherwise."""
        lines = self.as_(employee, self.env["sales.office.meeting.line"])
        return lines.create({"meeting_id": (meeting or self.meeting).id, "text": text, **values}).sudo()

    def lines(self, employee=None, meeting=None):
        """Return the lines of the meeting, those ``employee`` reported if given."""
        lines = (meeting or self.meeting).line_ids
        return lines.filtered(lambda line: line.employee_id == employee) if employee else lines

    @classmethod
    def _create_event(cls, employee, start, **values):
        """Return an hour in the employee's calendar with the customer, or with the partners given."""
        partners = employee.user_id.partner_id | values.pop("partners", cls.env["res.partner"])
        return (
            cls.env["calendar.event"]
            .with_user(employee.user_id)
            .create(
                {
                    "name": "Annual contract",
                    "start": start,
                    "stop": fields.Datetime.to_datetime(start) + timedelta(minutes=59),
                    "partner_ids": [Command.set(partners.ids)],
                    **values,
                }
            )
            .sudo()
        )
