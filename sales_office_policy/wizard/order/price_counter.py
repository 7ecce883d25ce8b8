from odoo import api, fields, models

from ...models.organization.rpc.rpc import rpc


class SalesOfficePriceCounter(models.TransientModel):
    """Asks up to which discount a price is approved that was asked for, and until when."""

    _name = "sales.office.price.counter"
    _description = "Offer Less"
    _inherit = "sales.office.reader.mixin"

    approval_id = fields.Many2one(
        "sales.office.price.approval",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    details = fields.Text(related="approval_id.details")
    asked = fields.Float(related="approval_id.discount", string="Discount Asked For (%)")
    discount = fields.Float(
        string="Approve up to (%)",
        compute="_compute_discount",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    valid_until = fields.Date(help="Empty: as many days from now as the settings say.")
    text = fields.Text(string="Words")

    @api.depends("approval_id")
    def _compute_discount(self):
        """Begin half way between what the salesperson may give and what they ask for."""
        for dialog in self:
            approval = dialog.approval_id
            dialog.discount = round(approval.discount - approval.points_over / 2, 1)

    @rpc(one=True)
    def action_confirm(self):
        """Approve up to the discount; the approval checks who may."""
        self.approval_id.action_counter(self.discount, self.text or "", self.valid_until or None)
        return {"type": "ir.actions.act_window_close"}
