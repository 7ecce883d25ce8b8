from odoo import fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficeCompetitorMerge(models.TransientModel):
    """Asks which of several competitors is left when they are merged (R064)."""

    _name = "sales.office.competitor.merge"
    _description = "Merge Competitors"
    _inherit = "sales.office.reader.mixin"

    competitor_ids = fields.Many2many(
        "sales.office.competitor",
        string="These Are the Same",
        required=True,
        context={"active_test": False},
        default=lambda self: self.env.context.get("active_ids"),
    )
    into_id = fields.Many2one(
        "sales.office.competitor",
        string="Left Is",
        required=True,
        domain="[('id', 'in', competitor_ids)]",
        context={"active_test": False},
        default=lambda self: (self.env.context.get("active_ids") or [False])[0],
    )

    @rpc(one=True)
    def action_confirm(self):
        """Merge them; the competitors check who may."""
        self.competitor_ids.action_merge(self.into_id)
        return {"type": "ir.actions.act_window_close"}
