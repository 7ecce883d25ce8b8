from odoo import fields, models

from ..sale_order import MARGIN_READERS


class ProductTemplate(models.Model):
    """Hides what a product costs from whom the company hides costs."""

    _inherit = "product.template"

    standard_price = fields.Float(groups=MARGIN_READERS)
