from odoo import models


class SalesOfficeScopeSourceMixin(models.AbstractModel):
    """Records that decide who leads whom and who belongs where.

    When they change, what was remembered about the present is forgotten, and memberships are brought up to date.
    """

    _name = "sales.office.scope.source.mixin"
    _description = "Sales Office Scope Source Mixin"

    #: fields whose change matters
    _scope_source_fields = frozenset()

    def modified(self, fnames, create=False, before=False):
        """Forget who leads whom, and look at memberships again, when one of the fields that say so changes."""
        if not self._scope_source_fields.isdisjoint(fnames):
            self.env["res.users"]._forget_sales_office_scope()
            self.env["sales.office.membership"]._mark_stale()
        return super().modified(fnames, create=create, before=before)
