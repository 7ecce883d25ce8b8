from odoo import fields, models

from ..sale_order import MARGIN_READERS
from .product_product import is_expense_rate


class ProductTemplate(models.Model):
    """Hides what a product costs from whom the company hides costs."""

    _inherit = "product.template"

    standard_price = fields.Float(groups=MARGIN_READERS)

    def _has_field_access(self, field, operation):
        return super()._has_field_access(field, operation) or is_expense_rate(self, field, operation)
