from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeLeadSnooze(models.TransientModel):
    """Asks until when leads are left alone, because their customer named a day, and what they said."""

    _name = "sales.office.lead.snooze"
    _description = "The Customer Named a Day"
    _inherit = "sales.office.reader.mixin"

    lead_ids = fields.Many2many(
        "crm.lead", string="Leads", required=True, default=lambda self: self._default_lead_ids()
    )
    until = fields.Date(string="Not Before", required=True)
    reason = fields.Char(string="What the Customer Said", required=True)

    def _default_lead_ids(self):
        context = self.env.context
        return context.get("active_ids") or [context["active_id"]] if context.get("active_id") else []

    @rpc(one=True)
    def action_confirm(self):
        """Leave the leads alone until then; they check whose they are."""
        self.lead_ids.action_snooze(self.until, self.reason)
        return {"type": "ir.actions.act_window_close"}
