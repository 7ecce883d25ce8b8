from odoo import fields, models

from ..sale_order import MARGIN_READERS


class AccountInvoiceReport(models.Model):
    _inherit = "account.invoice.report"

    inventory_value = fields.Float(groups=MARGIN_READERS)
    price_margin = fields.Float(groups=MARGIN_READERS)
