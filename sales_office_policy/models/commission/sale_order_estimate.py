from odoo import fields, models

from . import settlement, tiers
from .settlement import decimal


class SaleOrder(models.Model):
    """A quotation: says line by line what it would be worth."""

    _name = "sale.order"
    _inherit = ["sale.order", "sales.office.commission.deal.mixin"]

    def _is_open_deal(self):
        return self.state in ("draft", "sent")

    def _get_deal_shares(self):
        return self._get_shares()

    def _get_deal_figures(self, rules):
        today = fields.Date.context_today(self)
        figures = {}
        for rule in rules:
            domain = rule._get_order_line_domain()
            if domain is None:
                continue
            lines = self.order_line.filtered(lambda line: not line.display_type).filtered_domain(domain)
            if not rule._counts_customer(self.partner_id, today):
                lines = lines.browse()
            figures[rule] = lines._get_deal_figures(rule)
        return figures


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_deal_figures(self, rule):
        """Return ``(amount in company currency, quantity)`` with which these lines would count for ``rule``."""
        step = decimal(rule.currency_id.rounding)
        amount = quantity = tiers.ZERO
        for line in self:
            rate = decimal(line.order_id.currency_rate or 1)
            amount += settlement.round_amount(decimal(line.price_subtotal) / rate, step)
            quantity += decimal(line.product_uom_qty)
            if rule.basis == "margin":
                cost = decimal(line.product_uom_qty) * decimal(line.purchase_price)
                amount -= settlement.round_amount(cost / rate, step)
        return amount, quantity
