from odoo import api, fields, models
from odoo.fields import Domain


class SalesOfficeLeadRecordMixin(models.AbstractModel):
    """What is written down about a lead: read by whoever may read the lead, written by whoever may write it (R064).

    The rules of the lead itself are asked, whichever they are: Odoo's, the hierarchy's or another module's. So no door
    shows of a lead more than the lead's own.
    """

    _name = "sales.office.lead.record.mixin"
    _description = "Sales Office Record of a Lead Mixin"
    _inherit = "sales.office.protected.mixin"
    _place_fields = frozenset({"lead_id"})
    #: the field of which a lead has each value once
    _lead_key = None

    lead_id = fields.Many2one("crm.lead", string="Opportunity", required=True, index=True, ondelete="cascade")
    is_lead_readable = fields.Boolean(
        compute="_compute_is_lead_readable",
        search="_search_is_lead_readable",
        compute_sudo=True,
        help="The current user may read the lead it is about.",
    )
    is_lead_writable = fields.Boolean(
        compute="_compute_is_lead_writable",
        search="_search_is_lead_writable",
        compute_sudo=True,
        help="The current user may write the lead it is about.",
    )

    @api.depends("lead_id.user_id", "lead_id.team_id", "lead_id.company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_lead_readable(self):
        allowed = self._filter_leads("read")
        for record in self:
            record.is_lead_readable = record.lead_id in allowed

    def _search_is_lead_readable(self, operator, value):
        return self._get_lead_domain("read") if operator == "in" else NotImplemented

    @api.depends("lead_id.user_id", "lead_id.team_id", "lead_id.company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_lead_writable(self):
        allowed = self._filter_leads("write")
        for record in self:
            record.is_lead_writable = record.lead_id in allowed

    def _search_is_lead_writable(self, operator, value):
        return self._get_lead_domain("write") if operator == "in" else NotImplemented

    def _filter_leads(self, operation):
        """Return those of the leads with which the current user may do ``operation``."""
        return self.lead_id.sudo(False)._filtered_access(operation).sudo()  # sudo: as the field is computed

    @api.model
    def _get_lead_domain(self, operation):
        """Return which records are of leads with which the current user may do ``operation``, lost ones among them."""
        env = self.env(su=False)  # a rule is asked as superuser
        if not env["crm.lead"].has_access(operation):
            return Domain.FALSE
        return Domain("lead_id", "any!", env["ir.rule"]._compute_domain("crm.lead", operation))

    def _move_to_lead(self, lead):
        """Hang these records on another lead, into which theirs is merged (sudo); what there is once, is left once."""
        if self._lead_key:
            seen = {record[self._lead_key] for record in self.search([("lead_id", "=", lead.id)])}
            twins = self.browse()
            for record in self:
                twins |= record if record[self._lead_key] in seen else record.browse()
                seen.add(record[self._lead_key])
            twins.unlink()
            self -= twins
        self.lead_id = lead
