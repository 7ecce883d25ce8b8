from odoo import api, models, tools

from .rpc.rpc import core_door

MODULE = "sales_office_policy"


class SalesOfficeDescribedMixin(models.AbstractModel):
    """Remembers how our fields are described to the web client.

    Odoo describes all fields of a form, of its lists and of the search above it whenever one is opened. For each that
    is not stored it prepares two queries, to see whether they could be sorted and grouped by it. What comes of it is
    the same for everybody with the same groups and language.
    """

    _name = "sales.office.described.mixin"
    _description = "Sales Office Described Mixin"

    @core_door
    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Describe fields; ours from memory, unless what is described is computed."""
        names = set(allfields or self._fields)
        ours = {name for name in names if (field := self._fields.get(name)) and _is_constant(field)}
        if not ours or not self.env.uid:
            return super().fields_get(allfields, attributes)
        found = super().fields_get(names - ours, attributes) if names - ours else {}
        kept = self.browse()._describe_constant_fields(tuple(sorted(ours)), attributes and tuple(attributes))
        return found | {name: dict(description) for name, description in kept.items()}

    @tools.ormcache("self.env.lang", "self.env.su", "self.env.user._get_group_ids()", "names", "attributes")
    def _describe_constant_fields(self, names, attributes):
        return super().fields_get(set(names), attributes)  # pylint: disable=super-method-mismatch


def _is_constant(field):
    """Return whether a field is ours, and what it says of itself depends on nothing but its reader's rights."""
    if field._module != MODULE or isinstance(getattr(field, "selection", None), str):
        return False
    return not any(callable(getattr(field, name, None)) for name in ("context", "domain", "selection"))
