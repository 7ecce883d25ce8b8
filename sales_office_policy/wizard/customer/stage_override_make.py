from odoo import api, fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeStageOverrideMake(models.TransientModel):
    """Asks why an opportunity leaves its stage without what is required there (R128)."""

    _name = "sales.office.stage.override.make"
    _description = "Go On without It"
    _inherit = "sales.office.reader.mixin"

    lead_id = fields.Many2one("crm.lead", required=True, default=lambda self: self.env.context.get("active_id"))
    missing = fields.Text(string="What Is Missing", compute="_compute_missing")
    text = fields.Text(string="Why It Goes On", required=True)

    @api.depends("lead_id")
    @api.depends_context("uid", "lang")
    def _compute_missing(self):
        for dialog in self:
            lead = dialog.lead_id
            required = lead._get_required(lead._get_missing(lead._get_asked_until()))
            dialog.missing = lead._word_criteria(required[lead]) if lead in required else False

    @rpc(one=True)
    def action_confirm(self):
        """Pass it on to the opportunity, which checks whether it is held."""
        self.lead_id.action_go_on(self.text)
        return {"type": "ir.actions.act_window_close"}
