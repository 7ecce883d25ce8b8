from odoo import fields, models


class SalesOfficeChosenLeadsMixin(models.AbstractModel):
    """A dialog about the leads that were chosen in a list, or about the one of a form."""

    _name = "sales.office.chosen.leads.mixin"
    _description = "About the Chosen Leads"
    _inherit = "sales.office.reader.mixin"

    lead_ids = fields.Many2many(
        "crm.lead", string="Leads", required=True, default=lambda self: self._default_lead_ids()
    )

    def _default_lead_ids(self):
        context = self.env.context
        return context.get("active_ids") or [context["active_id"]] if context.get("active_id") else []
