from odoo import models

from .rpc.rpc import core_door


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @core_door
    def session_info(self):
        """Say as well which tour the Today page offers."""
        info = super().session_info()
        if self.env.user.has_group("sales_office_policy.group_member"):
            info["sales_office_tour"] = self.env["web_tour.tour"]._get_sales_office_tour()
        return info
