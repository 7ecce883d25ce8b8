import re
from itertools import chain

from odoo import api, models

from ...organization.rpc.rpc import core_door
from ...organization.searching import lasting
from ..access_log.document_annex import asks_for

#: what is in a document, beyond what lists show of it; the form reads it, lists do not
CONTENT = {"note", "message_ids"}
#: what names a document in the export of something else
NAMES = {"id", ".id", "display_name", "reference", "name"}


class SalesOfficeDocument(models.Model):
    """Opening a secret document is logged, whichever way it is read (R022)."""

    _inherit = "sales.office.document"

    def _determine_fields_to_fetch(self, field_names=None, ignore_when_in_cache=False):
        """Fetch the class along with the content, so that asking for it costs no query."""
        if field_names and not CONTENT.isdisjoint(field_names):
            field_names = [*field_names, "confidentiality"]
        return super()._determine_fields_to_fetch(field_names, ignore_when_in_cache)

    def _read_format(self, fnames, load="_classic_read"):
        result = super()._read_format(fnames, load)
        if not CONTENT.isdisjoint(fnames):
            self.browse([vals["id"] for vals in result])._log_opened("record")
        return result

    @core_door
    def onchange(self, values, field_names, fields_spec):
        """Log what a form asks about a document that exists: the answer may have all that is in it."""
        result = super().onchange(values, field_names, fields_spec)
        if not CONTENT.isdisjoint(fields_spec):
            self._log_opened("record")
        return result

    @core_door
    def copy_data(self, default=None):
        """Log who copies what is in a secret document."""
        self.check_access("read")
        result = super().copy_data(default)
        self._log_opened("copy")
        return result

    @lasting
    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        """Log what is found by its content, or put in order by it, also on the way from other records."""
        query = super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)
        if not self.env.su and not bypass_access and (asks_for(domain, CONTENT) or _sorts_by(order, CONTENT)):
            self.env["sales.office.document.access"]._log(self.browse(query), "search")
        return query

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        """Log who reads the content as the names of groups, or gathered from them."""
        self._log_grouped(domain, (*groupby, *aggregates))
        return super()._read_group(domain, groupby, aggregates, *args, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), *args, **kwargs):
        self._log_grouped(domain, (*chain(*grouping_sets), *aggregates))
        return super()._read_grouping_sets(domain, grouping_sets, aggregates, *args, **kwargs)

    def _log_grouped(self, domain, specifications):
        if any(specification.partition(":")[0] in CONTENT for specification in specifications):
            self.search(domain)._log_opened("record")

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Log who groups something else by the content of its document; any they may read can be among them."""
        if alias != self._table and groupby_spec.partition(":")[0] in CONTENT and not self.env.su:
            self.env["sales.office.document.access"]._log(self.search([]), "record")
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        if _is_toplevel_call or not NAMES.issuperset(path[0] for path in fields if path):
            self._log_opened("export")
        return rows

    def _log_opened(self, kind):
        """Log that the current user opened the secret ones of these documents, which they have read.

        Costs nothing for others: what has been read is in the cache.
        """
        # sudo: their field access does not matter for the log
        secret = self.filtered(lambda document: document.sudo().confidentiality == "secret")
        self.env["sales.office.document.access"]._log(secret._origin, kind)


def _sorts_by(order, names):
    """Return whether the clause ``order`` puts records in order by one of the fields of these ``names``."""
    return not names.isdisjoint(re.split(r"[\s,.:]+", order or ""))
