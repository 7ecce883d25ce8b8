from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficePoolRelease(models.TransientModel):
    """Asks why leads are given back to the public pool."""

    _name = "sales.office.pool.release"
    _description = "Give to the Pool"
    _inherit = "sales.office.chosen.leads.mixin"

    reason = fields.Char(string="Why It Is Given Back", required=True)

    @rpc(one=True)
    def action_confirm(self):
        """Give the leads back; they check whose they are."""
        self.lead_ids.action_release(self.reason)
        return self.env["ir.actions.actions"]._for_xml_id("crm.crm_lead_action_pipeline")
