from odoo import fields, models

from ..organization.rpc.rpc import core_door
from .contact.contacted_lead import GROUP


class SaleOrder(models.Model):
    """When a quotation was sent, and by whom: a contact with the customer (R074); how they rate the delivery (R131)."""

    _name = "sale.order"
    _inherit = ["sale.order", "sales.office.rated.mixin"]

    sales_office_sent_at = fields.Datetime(
        string="Quotation Sent at", readonly=True, copy=False, prefetch=False, groups=GROUP
    )
    sales_office_sent_by_id = fields.Many2one(
        "res.users", string="Quotation Sent by", readonly=True, copy=False, prefetch=False, groups=GROUP
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

    @core_door
    def rating_apply(self, rate, token=None, rating=None, feedback=None, subtype_xmlid=None, notify_delay_send=False):
        """Take the customer's rating, once for each link.

        :raises AccessError: somebody else rates
        """
        others = (feedback, subtype_xmlid, notify_delay_send)
        return self._rate_once(super().rating_apply, rate, token, rating, *others)

    def _take_rating(self, rate, feedback, is_bad):
        """Make a complaint of a bad rating, for customer relations."""
        result = super()._take_rating(rate, feedback, is_bad)
        if is_bad:
            values = {
                "subject": self.env._("Not content with the delivery of %(order)s", order=self.name),
                "text": feedback,
                "partner_id": self.partner_id.id,
                "order_id": self.id,
                "channel": "email",
            }
            self.env["sales.office.complaint"]._make_of(self, values)
        return result
