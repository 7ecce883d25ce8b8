from odoo import api, models

from ..organization.rpc.rpc import core_door


class ResourceCalendarLeaves(models.Model):
    """Tells the meetings that somebody is on leave, or is not any more, or that an office is closed.

    Validating leave in Time Off makes a record here, refusing it deletes the record.
    """

    _inherit = "resource.calendar.leaves"

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Excuse those on leave from the meetings of these days."""
        leaves = super().create(vals_list)
        leaves._notify_sales_office_meetings(leaves._get_sales_office_meeting_rows())
        return leaves

    @core_door
    def write(self, vals):
        """Excuse whoever is on leave now from meetings, and expect them again where they no longer are."""
        if {"date_from", "date_to", "resource_id", "time_type", "company_id"}.isdisjoint(vals):
            return super().write(vals)
        rows = self._get_sales_office_meeting_rows()
        result = super().write(vals)
        self._notify_sales_office_meetings(rows | self._get_sales_office_meeting_rows())
        return result

    @core_door
    def unlink(self):
        """Expect people again in the meetings of days on which they are no longer on leave."""
        rows = self._get_sales_office_meeting_rows()
        is_public = any(not leave.resource_id for leave in self)
        result = super().unlink()
        self.browse()._notify_sales_office_meetings(rows, is_public)
        return result

    def _get_sales_office_meeting_rows(self):
        """Return the meeting attendances (sudo) during these leaves."""
        # sudo: who enters leave has no access to meetings; only whether they are excused changes
        rows = self.env["sales.office.meeting.attendance"].sudo()
        personal = self.filtered("resource_id")
        if not personal:
            return rows
        candidates = rows.search(
            [
                ("employee_id.resource_id", "in", personal.resource_id.ids),
                ("meeting_id.stop", ">", min(personal.mapped("date_from"))),
                ("start", "<", max(personal.mapped("date_to"))),
            ]
        )
        return candidates

    def _notify_sales_office_meetings(self, rows, is_public=False):
        """Bring the rows in line with leave, and the plans with public holidays."""
        rows.exists()._follow_leave()
        if is_public or any(not leave.resource_id for leave in self):
            self.env["sales.office.meeting.schedule"]._trigger_planning()
