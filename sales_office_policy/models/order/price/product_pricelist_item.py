from odoo import api, fields, models

from ...organization.rpc.rpc import core_door

#: what is remembered of the rules of price lists until the transaction ends, or one of them changes
RULES = "sales_office_policy.price_rules"


class ProductPricelistItem(models.Model):
    """Asks for the rules of a list once, however often a quotation is judged while one value of it is typed."""

    _inherit = "product.pricelist.item"

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Add rules, and ask the lists anew."""
        self.env.cr.cache.pop(RULES, None)
        return super().create(vals_list)

    @core_door
    def write(self, vals):
        """Change rules, and ask the lists anew."""
        self.env.cr.cache.pop(RULES, None)
        return super().write(vals)

    @core_door
    def unlink(self):
        """Delete rules, and ask the lists anew."""
        self.env.cr.cache.pop(RULES, None)
        return super().unlink()

    @api.model
    def _get_sales_office_rules(self, pricelist, products, moment):
        """Return the rules (sudo) of a list that may apply to ``products``, in their order."""
        remembered = self.env.cr.cache.setdefault(RULES, {})
        key = pricelist.id, frozenset(products.ids), fields.Datetime.to_string(moment)[:16]
        if key not in remembered:
            remembered[key] = pricelist._get_applicable_rules(products, moment).ids
        return self.sudo().browse(remembered[key])  # sudo: as the quotation is judged
