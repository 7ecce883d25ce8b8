from odoo import api, models
from odoo.fields import Domain

from ..organization.calendar_feed.icalendar import Entry


class SalesOfficeCalendarFeed(models.Model):
    _inherit = "sales.office.calendar.feed"

    @api.model
    def _get_told_elsewhere(self):
        return [*super()._get_told_elsewhere(), "sales.office.meeting"]

    @api.model
    def _get_entries(self, start, stop):
        return [*super()._get_entries(start, stop), *self._get_meeting_entries(start, stop)]

    def _get_meeting_entries(self, start, stop):
        """Return the meetings that the current user chairs or is expected at."""
        companies = self.env.companies.filtered(lambda company: company._sales_office_uses("meeting"))
        here = Domain("company_id", "in", companies.ids) & Domain("start", "<", stop) & Domain("start", ">", start)
        if not companies:
            return []
        rows = self.env["sales.office.meeting.attendance"].search(
            here & Domain("user_id", "=", self.env.uid) & Domain("state", "!=", "excused")
        )
        meetings = self.env["sales.office.meeting"].search(
            here
            & Domain("state", "!=", "cancelled")
            & (Domain("id", "in", rows.meeting_id.ids) | Domain("chair_user_id", "=", self.env.uid))
        )
        return [
            Entry(
                self._get_uid(meeting),
                meeting.start,
                meeting.stop,
                meeting.name,
                url=self._get_link(meeting),
                changed=meeting.write_date,
            )
            for meeting in meetings
        ]
