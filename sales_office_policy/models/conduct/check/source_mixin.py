from odoo import fields, models
from odoo.exceptions import UserError

from ...organization.rpc.rpc import rpc


class SalesOfficeSourceMixin(models.AbstractModel):
    """A record that was made of another one, and opens it."""

    _name = "sales.office.source.mixin"
    _description = "Sales Office Source Mixin"

    res_model = fields.Char(string="Source Model", readonly=True, copy=False)
    res_id = fields.Many2oneReference(string="Source", model_field="res_model", readonly=True, copy=False)

    @rpc(one=True)
    def action_open_source(self):
        """Open the record that this comes from.

        :raises UserError: it comes from no other record
        """
        if not self.res_id or self.res_model not in self.env:
            raise UserError(self.env._("This does not come from another record."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
