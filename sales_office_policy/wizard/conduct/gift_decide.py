from odoo import api, fields, models

from ...models.conduct.reward.gift import DISPOSITIONS
from ...models.organization.rpc.rpc import rpc


class SalesOfficeGiftDecide(models.TransientModel):
    """Asks what becomes of a declared gift, and why."""

    _name = "sales.office.gift.decide"
    _description = "Decide about a Gift"
    _inherit = "sales.office.reader.mixin"

    gift_id = fields.Many2one(
        "sales.office.gift",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    disposition = fields.Selection(
        DISPOSITIONS,
        string="Outcome",
        compute="_compute_disposition",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    reason = fields.Text()

    @api.depends("gift_id")
    def _compute_disposition(self):
        for dialog in self:
            dialog.disposition = dialog.gift_id.disposition

    @rpc(one=True)
    def action_confirm(self):
        """Decide; the gift checks who may, and whether reasons are needed."""
        self.gift_id.action_decide(self.disposition, self.reason or "")
