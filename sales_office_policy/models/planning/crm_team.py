from odoo import fields, models


class CrmTeam(models.Model):
    """Odoo's own team target follows the published plan of the team's department."""

    _inherit = "crm.team"

    def _sync_invoiced_target(self):
        """Set the month's invoicing target from the published targets, where there are any."""
        today = fields.Date.context_today(self)
        Target = self.env["sales.office.target"].sudo()
        values = Target._get_published_values(self.department_id, "amount", today.replace(day=1))
        for team in self:
            value = values.get(team.department_id)
            if value is not None and team.invoiced_target != round(value):
                team.invoiced_target = round(value)
