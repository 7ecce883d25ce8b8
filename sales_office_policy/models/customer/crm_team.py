from odoo import fields, models

from .follow_up.channelled_lead import BY_ITSELF


class CrmTeam(models.Model):
    _inherit = "crm.team"

    sales_office_response_hours = fields.Float(
        string="Hours to Answer a Lead",
        groups="sales_office_policy.group_customer",
        help="Working hours in which leads of this team are answered. 0: as many as the sales office's settings give.",
    )

    _sales_office_response_hours = models.Constraint(
        "CHECK (sales_office_response_hours IS NULL OR sales_office_response_hours BETWEEN 0 AND 200)",
        "A lead is answered within 0 to 200 hours.",
    )

    def _assign_and_convert_leads(self, force_quota=False):
        """Hand out leads: nobody is asked what they show, whoever pressed the button."""
        teams = self.with_context(sales_office_moved=BY_ITSELF)
        return super(CrmTeam, teams)._assign_and_convert_leads(force_quota=force_quota)

    def _get_lead_to_assign_domain(self):
        # sudo: which ones only; what is in the pool is taken by people
        pooled = self.env["crm.lead"].sudo()._search([("sales_office_pool_id", "!=", False)])
        return [*super()._get_lead_to_assign_domain(), ("id", "not in", pooled)]
