from odoo import fields, models

from ..sale_order import MARGIN_READERS


class SaleReport(models.Model):
    _inherit = "sale.report"

    margin = fields.Float(groups=MARGIN_READERS)
