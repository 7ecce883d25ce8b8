from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_confirm(self):
        """A disputed order is not confirmed before its superior decided (R041)."""
        self.env["sales.office.instruction"]._check_not_blocked(self)
        return super().action_confirm()
