from odoo import api, models


class SalesOfficeViolation(models.Model):
    _inherit = "sales.office.violation"

    @api.model
    def _get_waivers(self):
        """Work reports can be waived; a roll call is corrected in the meeting, which is reopened for it."""
        return super()._get_waivers() | {"sales.office.work.report": "action_excuse"}
