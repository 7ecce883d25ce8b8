from odoo import api, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model
    def _get_activity_excluded_models(self):
        """The event of a meeting of ours is no activity that somebody would have to tick off."""
        return [*super()._get_activity_excluded_models(), "sales.office.meeting"]
