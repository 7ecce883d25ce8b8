from odoo import api, models
from odoo.exceptions import ValidationError

from ..organization.rpc.rpc import core_door
from .price.priced_order import OPEN


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Begin no payment of a quotation before its price is approved, whatever page asks for it (R053).

        :raises ValidationError: it is not
        """
        transactions = super().create(vals_list)
        orders = transactions.sale_order_ids.filtered(lambda order: order.state in OPEN)
        if not all(order._is_price_free() for order in orders):
            raise ValidationError(
                self.env._("This quotation is still being reviewed. Please wait until we send it to you.")
            )
        return transactions
