from odoo import api, models

from ..organization.rpc.rpc import core_door


class PaymentLinkWizard(models.TransientModel):
    _inherit = "payment.link.wizard"

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """A link to pay a quotation is not made before its price is approved."""
        links = super().create(vals_list)
        ids = [link.res_id for link in links if link.res_model == "sale.order"]
        self.env["sale.order"].browse(ids)._check_price_offered()
        return links

    @core_door
    @api.model
    def default_get(self, fields):
        """Open the dialog for quotations whose price is approved only."""
        values = super().default_get(fields)
        if values.get("res_model") == "sale.order" and values.get("res_id"):
            self.env["sale.order"].browse(values["res_id"])._check_price_offered()
        return values
