from odoo import api, fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeStageEvidenceTick(models.TransientModel):
    """Asks what of a stage's criteria is there, and what that is based on (R128)."""

    _name = "sales.office.stage.evidence.tick"
    _description = "Tick by Hand"
    _inherit = "sales.office.reader.mixin"

    lead_id = fields.Many2one("crm.lead", required=True, default=lambda self: self.env.context.get("active_id"))
    tickable_ids = fields.Many2many("sales.office.stage.criterion", compute="_compute_tickable_ids")
    criterion_id = fields.Many2one(
        "sales.office.stage.criterion",
        string="What Is There",
        compute="_compute_criterion_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        domain="[('id', 'in', tickable_ids)]",
    )
    text = fields.Text(string="Based on", required=True)

    @api.depends("lead_id")
    def _compute_tickable_ids(self):
        for dialog in self:
            dialog.tickable_ids = dialog.lead_id._get_tickable() if dialog.lead_id else False

    @api.depends("lead_id")
    def _compute_criterion_id(self):
        for dialog in self:
            dialog.criterion_id = dialog.tickable_ids[:1]

    @rpc(one=True)
    def action_confirm(self):
        """Pass it on to the opportunity, which checks what may be ticked."""
        self.lead_id.action_tick_criterion(self.criterion_id, self.text)
        return {"type": "ir.actions.act_window_close"}
