from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_amount


class SalesOfficeToday(models.AbstractModel):
    _inherit = "sales.office.today"

    @api.model
    def _get_lines(self):
        return super()._get_lines() + self._get_target_lines()

    def _get_target_lines(self):
        """Return how the user's teams stand against their monthly invoicing target, as Odoo's sales teams have it."""
        Team = self.env["crm.team"]
        if not Team.has_access("read"):
            return []
        mine = Domain("user_id", "=", self.env.uid) | Domain("member_ids", "in", self.env.uid)
        teams = Team.search(
            Domain("invoiced_target", ">", 0)
            & Domain("department_id", "!=", False)
            & (mine | Domain("in_office_scope", "=", True))
        )
        if not teams:
            return []
        action = self._prepare_action("sales_team.crm_team_action_sales", domain=[("id", "in", teams.ids)])
        title = self.env._("This month's paid invoices against target")
        detail = "; ".join(map(self._get_target_text, teams))
        return [self._prepare_line("", "target", title, action, detail=detail, icon="fa-line-chart")]

    def _get_target_text(self, team):
        currency = (team.company_id or self.env.company).currency_id
        return self.env._(
            "%(team)s: %(percent)s %% (%(invoiced)s of %(target)s)",
            team=team.name,
            percent=round(100 * team.invoiced / team.invoiced_target),
            invoiced=format_amount(self.env, team.invoiced, currency),
            target=format_amount(self.env, team.invoiced_target, currency),
        )
