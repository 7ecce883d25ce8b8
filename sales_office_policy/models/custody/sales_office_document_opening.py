from itertools import chain

from odoo import api, models

from ..organization.rpc import core_door

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

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        if _is_toplevel_call or not NAMES.issuperset(path[0] for path in fields if path):
            self._log_opened("export")
        return rows

    def _log_opened(self, kind, attachment_name=False):
        """Log that the current user opened the secret ones of these documents; costs nothing for others."""
        secret = self.filtered(lambda document: document.sudo().confidentiality == "secret")
        if secret._origin:
            self.env["sales.office.document.access"]._log(secret._origin, kind, attachment_name)
