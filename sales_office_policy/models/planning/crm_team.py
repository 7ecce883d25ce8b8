from odoo import api, models


class CrmTeam(models.Model):
    """Odoo's own team target follows the published plan of the team's department."""

    _inherit = "crm.team"

    def _sync_invoiced_target(self):
        """Set the month's invoicing target from the published targets, where there are any.

        The month is that of the office's clock, whatever the server's is.
        """
        Target = self.env["sales.office.target"].sudo()
        for company, teams in self.grouped(lambda team: team.department_id.company_id).items():
            month = company._get_sales_office_today().replace(day=1)
            values = Target._get_published_values(teams.department_id, "invoiced", month)
            for team in teams:
                value = values.get(team.department_id)
                if value is not None and team.invoiced_target != round(value):
                    team.invoiced_target = round(value)

    @api.model
    def _get_synced_teams(self, companies=None):
        """Return the sales teams (sudo) that follow published targets, of these companies or of all."""
        companies = self.env["res.company"].sudo().search([]) if companies is None else companies
        companies = companies.filtered(lambda c: c.sales_office_sync_team_target and c._sales_office_uses("planning"))
        # sudo: who publishes a target need not administrate sales teams
        return self.sudo().search([("department_id.company_id", "in", companies.ids), ("active", "=", True)])
