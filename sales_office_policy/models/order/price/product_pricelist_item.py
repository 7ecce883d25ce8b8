from odoo import api, fields, models
from odoo.fields import Domain

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
    def _get_sales_office_rules(self, pricelists, products, moment):
        """Return the rules (sudo) of lists that may apply to ``products``, in their order; one query for all lists."""
        rules = self.sudo()  # sudo: as the quotation is judged
        if not pricelists:
            return rules
        remembered = self.env.cr.cache.setdefault(RULES, {})
        key = frozenset(pricelists.ids), frozenset(products.ids), fields.Datetime.to_string(moment)[:16]
        if key not in remembered:
            domain = Domain.OR(Domain(one._get_applicable_rules_domain(products, moment)) for one in pricelists)
            names = [name for name, field in self._fields.items() if field.column_type and field.prefetch is True]
            remembered[key] = rules.search_fetch(domain, names).ids
        return rules.browse(remembered[key])
