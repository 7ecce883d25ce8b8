from odoo import api, models

from ..rpc.rpc import core_door

#: marks a transaction that has the registry forget with its commit
FORGETTING = "sales_office_policy.forgetting"


def forget(env):
    """Forget what the registry remembers, at once and with the commit.

    Until the commit others may remember what was true before, and this transaction what it takes back in the end.
    """
    env.registry.clear_cache()
    after = env.cr.postcommit
    if FORGETTING not in after.data:
        after.data[FORGETTING] = True
        after.add(env.registry.clear_cache)


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
        forget(self.env)
        return records

    @core_door
    def write(self, vals):
        """Change lines; the change counts at once."""
        result = super().write(vals)
        if not self._remembered_fields or not self._remembered_fields.isdisjoint(vals):
            forget(self.env)
        return result

    @core_door
    def unlink(self):
        """Take lines out; they count no longer."""
        result = super().unlink()
        forget(self.env)
        return result
