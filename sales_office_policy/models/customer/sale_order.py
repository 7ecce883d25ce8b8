from odoo import fields, models

from ..organization.rpc.rpc import core_door
from .contact.contacted_lead import GROUP


class SaleOrder(models.Model):
    """When a quotation was sent, and by whom: a contact with the customer (R074)."""

    _inherit = "sale.order"

    sales_office_sent_at = fields.Datetime(string="Quotation Sent at", readonly=True, copy=False, groups=GROUP)
    sales_office_sent_by_id = fields.Many2one(
        "res.users", string="Quotation Sent by", readonly=True, copy=False, groups=GROUP
    )

    @core_door
    def write(self, vals):
        """Note when quotations are sent, where their company uses it."""
        sent = self.filtered(lambda order: order.state == "draft") if vals.get("state") == "sent" else self.browse()
        result = super().write(vals)
        sent = sent.filtered(lambda order: order.company_id._sales_office_uses("customer"))
        if sent:
            by = self.env.user if self.env.uid != 1 else self.env["res.users"]
            # sudo: follows from what was done, and belongs to a group of ours
            super(SaleOrder, sent.sudo()).write(
                {"sales_office_sent_at": fields.Datetime.now(), "sales_office_sent_by_id": by.id}
            )
        return result
