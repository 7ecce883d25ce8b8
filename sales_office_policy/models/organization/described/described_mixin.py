from odoo import api, models, tools
from odoo.tools import config

from ..rpc.rpc import core_door

MODULE = "sales_office_policy"


class SalesOfficeDescribedMixin(models.AbstractModel):
    """Remembers how fields are described to the web client, and the views of Odoo's models that we add to.

    Odoo describes all fields of a form, of its lists and of the search above it whenever one is opened. For each that
    is not stored it prepares two queries, to see whether they could be sorted and grouped by it. It also takes the
    view apart each time, to leave out what is not for its reader: the more we add, the longer that takes, for those it
    is not for as well. What comes of both is the same for everybody with the same groups and language.
    """

    _name = "sales.office.described.mixin"
    _description = "Sales Office Described Mixin"

    @core_door
    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        """Return a view as its reader sees it; those of Odoo's models from memory."""
        if self._original_module == MODULE or not self.env.uid or "xml" in config["dev_mode"]:
            return super().get_view(view_id, view_type, **options)
        self.browse().check_access("read")
        return dict(self._see_view(view_id, view_type, **options))

    @tools.ormcache(
        "self._get_view_cache_key(view_id, view_type, **options)",
        "self.env.su",
        "self.env.user._get_group_ids()",
        "self.env.user.has_group('base.group_no_one')",
        cache="templates.cached_values",
    )
    def _see_view(self, view_id, view_type, **options):
        """Return a view for all with the groups of the current user, by what Odoo says that it may depend on."""
        return super().get_view(view_id, view_type, **options)  # pylint: disable=super-method-mismatch

    @core_door
    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Describe fields; from memory, unless what is described is computed."""
        names = set(allfields or self._fields)
        constant, asked = names & self._get_constant_fields(), attributes if attributes is None else tuple(attributes)
        if not constant or not self.env.uid or asked not in (None, tuple(self._get_view_field_attributes())):
            return super().fields_get(allfields, attributes)
        found = super().fields_get(names - constant, attributes) if names - constant else {}
        kept = self._get_described(asked)
        if unknown := constant - kept.keys():
            described = super().fields_get(unknown, attributes)
            kept.update((name, described.get(name)) for name in unknown)
        return found | {name: _copy(kept[name]) for name in constant if kept[name] is not None}

    @tools.ormcache()
    def _get_constant_fields(self):
        """Return the names of the fields that say nothing of themselves but by their reader's rights and language."""
        return frozenset(name for name, field in self._fields.items() if _is_constant(field))

    @tools.ormcache("self.env.lang", "self.env.su", "self.env.user._get_group_ids()", "attributes")
    def _get_described(self, attributes):
        """Return the dict in which is kept how fields are described to all with the groups of the current user: empty
        at first, with ``None`` for what is not theirs to read.

        :param attributes: ``None``, or those that a view takes, so that nobody has more and more kept for them
        """
        return {}


def _is_constant(field):
    """Return whether what a field says of itself depends on nothing but its reader's rights and language."""
    if field.manual or isinstance(getattr(field, "selection", None), str):
        return False
    if "base.group_no_one" in (field.groups or ""):  # whose members are in it while they look for errors
        return False
    return not any(callable(getattr(field, name, None)) for name in ("context", "domain", "selection"))


def _copy(description):
    """Return a description that whoever asked may change."""
    return {name: list(value) if isinstance(value, list) else value for name, value in description.items()}
