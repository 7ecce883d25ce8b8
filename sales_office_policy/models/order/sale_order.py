from odoo import models

from ..organization.rpc.rpc import core_door


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "sales.office.contracted.order", "sales.office.promised.order"]

    @core_door
    def write(self, vals):
        """Note a delivery date that somebody changes after it was promised."""
        result = super().write(vals)
        if "commitment_date" in vals:
            self._note_promise_changed()
        return result

    @core_door
    def action_confirm(self):
        """Confirm, unless a rule of the house stands against it; what the customer himself signed or paid stands."""
        if not self.env.su:
            self._check_contract_left()
        result = super().action_confirm()
        self._note_contract_confirmed()
        self._promise_delivery()
        self._hand_over()
        return result
