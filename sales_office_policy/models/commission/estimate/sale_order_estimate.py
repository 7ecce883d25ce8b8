from odoo import fields, models

from ..settlement import tiers
from ..settlement.arithmetic import decimal

#: amount and quantity of what a rule does not count
NOTHING_SOLD = (tiers.ZERO, tiers.ZERO)


class SaleOrder(models.Model):
    """A quotation: says what it would be worth, as the books would count it."""

    _name = "sale.order"
    _inherit = ["sale.order", "sales.office.commission.deal.mixin"]

    def _is_open_deal(self):
        return self.state in ("draft", "sent")

    def _get_deal_shares(self):
        return self._get_shares()

    def _get_deal_figures(self, rules):
        conditions = {rule: rule._get_quoted_conditions() for rule in rules}
        known = [rule for rule in rules if conditions[rule]]
        asked = [(conditions[rule], rule.basis == "margin") for rule in known]
        quoted = self.env["sales.office.books"]._get_quoted(self, asked)
        today = fields.Date.context_today(self)
        return {
            rule: tuple(map(decimal, figures)) if rule._counts_customer(self.partner_id, today) else NOTHING_SOLD
            for rule, figures in zip(known, quoted, strict=True)
        }
