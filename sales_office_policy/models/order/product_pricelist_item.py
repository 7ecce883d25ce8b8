from odoo import api, fields, models
from odoo.fields import Domain

from ..organization.rpc.rpc import core_door
from .sale_order import MARGIN_READERS

#: what is remembered of the rules of price lists until the transaction ends, or one of them changes
RULES = "sales_office_policy.price_rules"
#: what a price is made of: beside the price they tell what the product costs, where a rule begins with that
FORMULA = frozenset(
    {
        "price_discount",
        "price_markup",
        "price_max_margin",
        "price_min_margin",
        "price_round",
        "price_surcharge",
        "rule_tip",
    }
)


class ProductPricelistItem(models.Model):
    """Hides what a price makes of the cost from whom the company hides costs; they read the price.

    Asks for the rules of a list once, however often a quotation is judged while one value of it is typed.
    """

    _inherit = "product.pricelist.item"

    price_discount = fields.Float(groups=MARGIN_READERS)
    price_markup = fields.Float(groups=MARGIN_READERS)
    price_max_margin = fields.Float(groups=MARGIN_READERS)
    price_min_margin = fields.Float(groups=MARGIN_READERS)
    price_round = fields.Float(groups=MARGIN_READERS)
    price_surcharge = fields.Float(groups=MARGIN_READERS)
    rule_tip = fields.Char(groups=MARGIN_READERS)

    @api.depends_context("uid")
    def _compute_price_label(self):
        if self.env.su or self.env.user.has_group(MARGIN_READERS):
            return super()._compute_price_label()
        hidden = self.filtered(lambda item: item.compute_price != "fixed" and item._begins_with_cost())
        hidden.price = self.env._("Calculated")
        told = (self - hidden).sudo()  # sudo: of what begins with a price, which tells no cost
        super(ProductPricelistItem, told)._compute_price_label()
        for item in self - hidden:
            item.price = item.sudo().price
        return None

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

    def _has_field_access(self, field, operation):
        """Let code read rules that begin with a price, and a web shop all of them, which shows its customers prices."""
        if super()._has_field_access(field, operation):
            return True
        if field.name not in FORMULA or operation != "read":
            return False
        return not self.env.user._is_internal() or (bool(self) and not self._begins_with_cost())

    def _begins_with_cost(self):
        """Return whether a price of one of these rules is made of a cost."""
        return "standard_price" in (self | self._origin).sudo().mapped("base")  # sudo: asked only what it begins with

    def _compute_price(self, *args, **kwargs):
        """Compute a price, which who sells is told, by a formula that not everybody is told."""
        return super(ProductPricelistItem, self.sudo())._compute_price(*args, **kwargs)  # sudo: the formula

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
