from odoo import api, models
from odoo.tools import format_datetime


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_meeting_lines()

    @api.model
    def _get_meeting_lines(self):
        """Return one line for each of today's meetings the user chairs or is expected at."""
        today = [("start", ">=", "today"), ("start", "<", "today +1d"), ("state", "in", ("planned", "open"))]
        meetings = self.env["sales.office.meeting"].search(
            [*today, "|", ("chair_user_id", "=", self.env.uid), ("is_participant", "=", True)],
            order="start",
        )
        return [self._prepare_meeting_line(meeting) for meeting in meetings]

    @api.model
    def _prepare_meeting_line(self, meeting):
        time = format_datetime(self.env, meeting.start, dt_format="HH:mm")
        if meeting.can_sign_in:
            title = self.env._("Sign in: %(meeting)s", meeting=meeting.name)
        elif meeting.chair_user_id == self.env.user:
            title = self.env._("You chair: %(meeting)s", meeting=meeting.name)
        else:
            title = meeting.name
        return self._prepare_line(
            "meeting",
            f"meeting_{meeting.id}",
            title,
            self._prepare_action("sales_office_policy.sales_office_meeting_action", meeting),
            detail=self.env._("Starts at %(time)s", time=time),
            urgent=meeting.can_sign_in,
            icon="fa-users",
        )
