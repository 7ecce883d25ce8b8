from odoo import api, models

from ..organization.rpc.rpc import core_door


class SalesOfficeOfferedLink(models.AbstractModel):
    """A dialog of Odoo that hands out the address of a document: of a quotation not before its price is approved."""

    _name = "sales.office.offered.link"
    _description = "Sales Office Offered Link"

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make links.

        :raises UserError: to a quotation whose price needs an approval
        """
        links = super().create(vals_list)
        links._check_offered()
        return links

    @core_door
    def write(self, vals):
        """Change links.

        :raises UserError: to a quotation whose price needs an approval
        """
        result = super().write(vals)
        self._check_offered()
        return result

    @core_door
    @api.model
    def default_get(self, fields):
        """Open the dialog.

        :raises UserError: for a quotation whose price needs an approval
        """
        values = super().default_get(fields)
        if values.get("res_model") == "sale.order" and values.get("res_id"):
            self.env["sale.order"].browse(values["res_id"])._check_price_offered()
        return values

    def _check_offered(self):
        ids = [link.res_id for link in self if link.res_model == "sale.order"]
        self.env["sale.order"].browse(ids)._check_price_offered()
