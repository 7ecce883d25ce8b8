from odoo import fields, models

from ...models.organization.rpc.rpc import rpc
from ...models.planning.target.tree import WAYS


class SalesOfficeTargetSplit(models.TransientModel):
    """Asks how a target is split, and into what."""

    _name = "sales.office.target.split"
    _description = "Split a Target"
    _inherit = "sales.office.reader.mixin"

    target_id = fields.Many2one(
        "sales.office.target",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    period_type = fields.Selection(related="target_id.period_type", related_sudo=False)
    into = fields.Selection(
        [("period", "Shorter Periods"), ("team", "Departments or People Below")], required=True, default="period"
    )
    by = fields.Selection(WAYS, required=True, default="equal")

    @rpc(one=True)
    def action_confirm(self):
        """Split it and open the parts; the target checks who may."""
        self.target_id.action_split(self.by, self.into)
        return self.target_id.action_open_parts()
