from odoo import api, models

from ..rpc.rpc import core_door


class SalesOfficeRememberedMixin(models.AbstractModel):
    """A table that is asked all the time and changed once a year, and so is remembered by an ``ormcache``.

    Inherited before anything else: what was remembered is forgotten once a change is complete.
    """

    _name = "sales.office.remembered.mixin"
    _description = "Sales Office Remembered Table Mixin"

    #: what is remembered depends on these fields only; empty: on all
    _remembered_fields = frozenset()

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Add lines; they count at once."""
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    @core_door
    def write(self, vals):
        """Change lines; the change counts at once."""
        result = super().write(vals)
        if not self._remembered_fields or not self._remembered_fields.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    @core_door
    def unlink(self):
        """Take lines out; they count no longer."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
