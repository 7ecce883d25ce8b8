from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _reads_sales_office_pools(self):
        """Return whether this user reads leads in a public pool, which a rule asks (R074).

        Whoever leads a team does. While there is no pool everybody does, as no lead is in one: then none is asked.
        """
        return (
            not self.env["sales.office.pool"]._is_there_any()
            or self.has_group("sales_team.group_sale_salesman_all_leads")
            or bool(self._get_sales_office_companies("team_leader"))
        )

    def _reads_sales_office_pooled_contacts(self):
        """Return whether this user reads the contacts of leads in a public pool, which rules ask (R074).

        Representatives do not: who leads a team, and who looks after customers, their papers or money, works with all.
        """
        return (
            self._reads_sales_office_pools()
            or not self.has_group("sales_office_policy.group_member")
            or not self._get_sales_office_companies("representative")
            or bool(self._get_sales_office_companies("clerk", "customer_relations", "finance"))
        )
