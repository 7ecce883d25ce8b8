from odoo import api, models
from odoo.fields import Domain


class SalesOfficeTarget(models.Model):
    """What Odoo's own sales teams are told of the published targets."""

    _inherit = "sales.office.target"

    def _sync_team_targets(self):
        """Tell Odoo's sales teams of these targets' companies what the month's target is now."""
        self._get_synced_teams(self.sudo().company_id)._sync_invoiced_target()

    @api.model
    def _get_synced_teams(self, companies=None):
        """Return the sales teams (sudo) that follow published targets, of these companies or of all."""
        companies = self.env["res.company"].sudo().search([]) if companies is None else companies
        companies = companies.filtered(lambda c: c.sales_office_sync_team_target and c._sales_office_uses("planning"))
        # sudo: who publishes a target need not administrate sales teams
        teams = self.env["crm.team"].sudo()
        return teams.search([("department_id.company_id", "in", companies.ids), ("active", "=", True)])

    @api.model
    def _get_published_values(self, departments, metric, month):
        """Return ``{department: its published target of that month}``; without one, the sum of those below it."""
        targets = self.search(
            Domain("active", "=", True)
            & Domain("published_at", "!=", False)
            & Domain("metric", "=", metric)
            & Domain("period_type", "=", "month")
            & Domain("date_from", "=", month)
            & Domain("department_id", "child_of", departments.ids)
        )
        values = {}
        for department in departments:
            own = targets.filtered(lambda t, d=department: t.department_id == d and not t.employee_id)
            below = targets.filtered(lambda t, d=department: t.department_id.parent_path.startswith(d.parent_path))
            found = own or below.filtered(lambda t, b=below: not any(p in b for p in t._get_wholes()))
            if found:
                values[department] = sum(found.mapped("target_value"))
        return values

    def _get_wholes(self):
        """Return the targets this one is a part of."""
        return self.browse(int(id_) for id_ in self.parent_path.split("/")[:-2])
