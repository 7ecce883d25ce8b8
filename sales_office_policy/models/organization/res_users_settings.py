from odoo import api, fields, models


class ResUsersSettings(models.Model):
    _inherit = "res.users.settings"

    sales_office_snoozed = fields.Json(
        string="Put Off on Today",
        help="Lines of the Today page that its user wants to see again from a day on: the line's key and that day.",
    )

    @api.model
    def _get_fields_blacklist(self):
        """Keep what the page asks for itself out of what the web client loads with every page."""
        return [*super()._get_fields_blacklist(), "sales_office_snoozed"]
