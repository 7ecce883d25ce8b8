from odoo import api, models


class SalesOfficeViolation(models.Model):
    _inherit = "sales.office.violation"

    @api.model
    def _get_waivers(self):
        """Work reports can be waived, and who was late for a meeting or missed it be excused afterwards."""
        waivers = {"sales.office.work.report": "action_excuse", "sales.office.meeting.attendance": "action_waive"}
        return super()._get_waivers() | waivers
