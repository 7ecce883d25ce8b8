from odoo import models

from ...organization.rpc.rpc import core_door


class SalesOfficeExportMixin(models.AbstractModel):
    """Whose records tell about customers: what members of a sales office export of them is logged (R056)."""

    _name = "sales.office.export.mixin"
    _description = "Sales Office Export Mixin"

    @core_door
    def export_data(self, fields_to_export):
        """Note who exported which customers, and which of their fields."""
        result = super().export_data(fields_to_export)
        self.env["sales.office.customer.export"]._log(self, fields_to_export)
        return result


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "sales.office.export.mixin"]


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "sales.office.export.mixin"]


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "sales.office.export.mixin"]
