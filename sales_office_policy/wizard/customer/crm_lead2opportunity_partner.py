from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.customer.competitor.contested_lead import GROUP


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
        if self.name == "convert" and leads._is_asked():
            self._check_qualified(_get_convertible(leads))
        return super()._convert_and_allocate(leads, user_ids, team_id=team_id)

    def _check_qualified(self, leads):
        """Note the reason why leads become opportunities without what is required.

        :raises UserError: there is none
        """
        required = leads._get_unqualified()
        if not required:
            return
        reason = (self.sales_office_reason or "").strip()
        if not reason:
            lead, criteria = next(iter(required.items()))
            raise UserError(
                self.env._(
                    "“%(lead)s” does not become an opportunity yet. Missing: %(missing)s. "
                    "Add it, or say why all the same.",
                    lead=lead.name,
                    missing=lead._word_criteria(criteria),
                )
            )
        leads._enter_overrides(required, reason)


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
