from odoo import models


class AccountMoveReversal(models.TransientModel):
    _inherit = "account.move.reversal"

    def _modify_default_reverse_values(self, origin_move):
        """Leave the invoice that replaces a credited one with its salesperson: whoever corrects it sold nothing."""
        values = super()._modify_default_reverse_values(origin_move)
        if origin_move.company_id._get_sales_office_room_codes():
            values["invoice_user_id"] = origin_move.invoice_user_id.id
        return values
