from odoo import api, fields, models

from ...models.customer.competitor.contested_lead import GROUP
from ...models.customer.follow_up.channelled_lead import BY_ITSELF


class CrmLead2opportunityPartner(models.TransientModel):
    """Shows in Odoo's dialog what a lead lacks before it becomes an opportunity, and asks for a reason where that is
    required (R065, R087). The dialog for several leads is made of this one.
    """

    _inherit = "crm.lead2opportunity.partner"

    sales_office_checklist = fields.Html(
        string="What a Lead Shows First", compute="_compute_sales_office_checklist", groups=GROUP
    )
    sales_office_is_held = fields.Boolean(
        string="Asks for a Reason", compute="_compute_sales_office_checklist", groups=GROUP
    )
    sales_office_reason = fields.Char(string="Why All the Same", groups=GROUP)

    @api.depends("lead_id")
    @api.depends_context("uid", "lang", "active_ids")
    def _compute_sales_office_checklist(self):
        for dialog in self:
            leads = _get_convertible(dialog._get_sales_office_leads())
            dialog.sales_office_checklist = leads._make_common_checklist()
            dialog.sales_office_is_held = bool(leads._get_unqualified())

    def _get_sales_office_leads(self):
        """Return the leads that are to become opportunities."""
        return self.lead_id._origin

    def _convert_and_allocate(self, leads, user_ids, team_id=False):
        if self.name == "convert":
            leads._check_qualified((self.sales_office_reason or "").strip())
        # asked once for all of them; what is merged is not
        leads = leads.with_context(sales_office_moved=BY_ITSELF)
        return super()._convert_and_allocate(leads, user_ids, team_id=team_id)


class CrmLead2opportunityPartnerMass(models.TransientModel):
    _inherit = "crm.lead2opportunity.partner.mass"

    @api.depends("lead_tomerge_ids")
    def _compute_sales_office_checklist(self):
        return super()._compute_sales_office_checklist()

    def _get_sales_office_leads(self):
        return self.lead_tomerge_ids._origin


def _get_convertible(leads):
    """Return those of the leads that are to become opportunities."""
    return leads.filtered(lambda lead: lead.type == "lead" and lead.active)
