from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeLeadSnooze(models.TransientModel):
    """Asks until when leads are left alone, because their customer named a day, and what they said."""

    _name = "sales.office.lead.snooze"
    _description = "The Customer Named a Day"
    _inherit = "sales.office.chosen.leads.mixin"

    until = fields.Date(string="Not Before", required=True)
    reason = fields.Char(string="What the Customer Said", required=True)

    @rpc(one=True)
    def action_confirm(self):
        """Leave the leads alone until then; they check whose they are."""
        self.lead_ids.action_snooze(self.until, self.reason)
        return {"type": "ir.actions.act_window_close"}
