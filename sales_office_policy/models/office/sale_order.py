from odoo import models

from ..organization.rpc.rpc import core_door


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @core_door
    def action_confirm(self):
        """A disputed order is not confirmed before its superior decided (R041).

        What the customer themselves signed or paid stands, or their payment would be lost: core confirms
        that as superuser, and who asked and who has to decide are told instead.

        :raises UserError: disputed or refused
        """
        if not self.env.su:
            self.env["sales.office.instruction"]._check_not_blocked(self)
            return super().action_confirm()
        blocking = self.env["sales.office.instruction"]._get_blocking(self)
        result = super().action_confirm()
        for order, instruction in blocking.items():
            instruction._notify_confirmed(order)
        return result
