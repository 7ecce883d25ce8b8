from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.sale_management.controllers.portal import CustomerPortal


class PriceWaits(AccessError):
    """The quotation is not the customer's to see yet."""


class QuotationPage(CustomerPortal):
    """What the customer's pages tell of a quotation whose price nobody has approved: that it is being prepared (R053).

    Who works with a quotation reads its access token, and can make the link of it, whatever refuses to hand it out. So
    the link shows nothing before: no page, no PDF, no file of any module.
    """

    def _document_check_access(self, model_name, document_id, access_token=None):
        document = super()._document_check_access(model_name, document_id, access_token)
        if model_name == "sale.order" and document._is_price_waiting():
            raise PriceWaits(request.env._("This quotation is still being prepared."))
        return document

    @http.route()
    def portal_order_page(self, order_id, access_token=None, **options):
        """Show an order or a quotation; one whose price waits for an approval is being prepared.

        :param int order_id: whatever stands there in the address
        :param str access_token: lets those see it who have the link
        """
        if self._is_waiting(order_id, access_token):
            values = {"order_name": request.env["sale.order"].sudo().browse(order_id).name}  # sudo: was checked above
            return request.render("sales_office_policy.sale_portal_waiting", values)
        return super().portal_order_page(order_id, access_token=access_token, **options)

    @http.route()
    def portal_quote_option_update(self, order_id, line_id, *args, input_quantity=False, **options):
        """Let customers choose how many they take of what is optional: never less than none, which is a discount.

        :param int order_id: whatever stands there in the address
        :param int line_id: of the order
        :param float input_quantity: how many; left out, one more or less
        """
        if isinstance(input_quantity, (int, float)) and input_quantity < 0 and self._is_limited(order_id):
            input_quantity = 0
        return super().portal_quote_option_update(order_id, line_id, *args, input_quantity=input_quantity, **options)

    def _is_limited(self, order_id):
        """Return whether the company that sells uses the room Orders."""
        order = request.env["sale.order"].sudo().browse(order_id).exists()  # sudo: tells nothing
        return bool(order) and order.company_id._sales_office_uses("order")

    def _is_waiting(self, order_id, access_token):
        """Return whether it is a quotation that who asks may see, and whose price waits for an approval."""
        try:
            self._document_check_access("sale.order", order_id, access_token)
        except PriceWaits:
            return True
        except (AccessError, MissingError):
            return False  # as Odoo answers them
        return False
