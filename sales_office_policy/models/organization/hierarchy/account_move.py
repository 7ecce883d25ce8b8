from odoo import models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "sales.office.seller.mixin"]
    _seller_field = "invoice_user_id"
