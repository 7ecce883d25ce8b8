from odoo import api, models


class SalesOfficeViolation(models.Model):
    _inherit = "sales.office.violation"

    @api.model
    def _get_waivers(self):
        """Days and missed closing lists can be waived."""
        waivers = {"sales.office.day": "action_grant_excuse", "sales.office.closing": "action_excuse"}
        return super()._get_waivers() | waivers
