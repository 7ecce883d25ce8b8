import pytz

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_office_sync_team_target = fields.Boolean(
        string="Keep the Sales Teams' Targets in Step",
        default=True,
        help="A published month target of a department becomes the invoicing target of its sales team.",
    )

    def _get_sales_office_today(self):
        """Return today's date by the clock of the company's working schedule."""
        zone = pytz.timezone(self.sudo().resource_calendar_id.tz or "UTC")
        return pytz.utc.localize(fields.Datetime.now()).astimezone(zone).date()
