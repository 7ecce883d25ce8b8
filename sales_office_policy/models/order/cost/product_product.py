from odoo import fields, models

from ..sale_order import MARGIN_READERS


class ProductProduct(models.Model):
    """Hides what a product costs from whom the company hides costs."""

    _inherit = "product.product"

    standard_price = fields.Float(groups=MARGIN_READERS)

    def _has_field_access(self, field, operation):
        return super()._has_field_access(field, operation) or is_expense_rate(self, field, operation)


def is_expense_rate(products, field, operation):
    """Return whether somebody reads what an expense is paid at, which is no secret from who hands it in."""
    if field.name != "standard_price" or operation != "read" or "can_be_expensed" not in products._fields:
        return False
    return bool(products) and all(products.sudo().mapped("can_be_expensed"))  # sudo: asked only what it is
