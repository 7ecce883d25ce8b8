from odoo import api, models

from ..organization.rpc.rpc import core_door


class PortalShare(models.TransientModel):
    _inherit = "portal.share"

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """A link to a quotation is not sent before its price is approved."""
        shares = super().create(vals_list)
        ids = [share.res_id for share in shares if share.res_model == "sale.order"]
        self.env["sale.order"].browse(ids)._check_price_offered()
        return shares

    @core_door
    @api.model
    def default_get(self, fields):
        """Open the dialog for quotations whose price is approved only."""
        values = super().default_get(fields)
        if values.get("res_model") == "sale.order" and values.get("res_id"):
            self.env["sale.order"].browse(values["res_id"])._check_price_offered()
        return values
