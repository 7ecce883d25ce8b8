from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficePoolRelease(models.TransientModel):
    """Asks why leads are given back to the public pool."""

    _name = "sales.office.pool.release"
    _description = "Give to the Pool"
    _inherit = "sales.office.reader.mixin"

    lead_ids = fields.Many2many(
        "crm.lead", string="Leads", required=True, default=lambda self: self._default_lead_ids()
    )
    reason = fields.Char(string="Why It Is Given Back", required=True)

    def _default_lead_ids(self):
        context = self.env.context
        return context.get("active_ids") or [context["active_id"]] if context.get("active_id") else []

    @rpc(one=True)
    def action_confirm(self):
        """Give the leads back; they check whose they are."""
        self.lead_ids.action_release(self.reason)
        return self.env["ir.actions.actions"]._for_xml_id("crm.crm_lead_action_pipeline")
