from odoo import api, models
from odoo.fields import Domain

DOCUMENT = "sales.office.document"
#: what messages, activities and files hang on: a document, or something that happened to it
OF_DOCUMENTS = (DOCUMENT, f"{DOCUMENT}.loan", f"{DOCUMENT}.event")


class SalesOfficeDocumentAnnex(models.AbstractModel):
    """What hangs on a record: reading or finding it by its content is opening a secret document (R022).

    Inherited by Odoo's messages, activities and files. Nothing is asked about those of other records.
    """

    _name = "sales.office.document.annex"
    _description = "Annex of a Document"

    #: fields that hold what was written or put in
    _annex_content = frozenset()
    #: fields that say to which record it belongs
    _annex_fields = ("res_model", "res_id")

    def _read_format(self, fnames, load="_classic_read"):
        result = super()._read_format(fnames, load)
        if not self._annex_content.isdisjoint(fnames):
            self.browse([vals["id"] for vals in result])._log_document_opened()
        return result

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        if not self._annex_content.isdisjoint(path[0] for path in fields if path):
            self._log_document_opened()
        return rows

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        """Log who reads the content as the names of groups, or gathered from them."""
        if any(specification.partition(":")[0] in self._annex_content for specification in (*groupby, *aggregates)):
            self.search(domain)._log_document_opened()
        return super()._read_group(domain, groupby, aggregates, *args, **kwargs)

    def _log_found(self, domain, query):
        """Log what ``query`` has found for the current user, if its ``domain`` asks for the content.

        Called by whatever checks what they may find, with what is left.
        """
        if not self.env.su and asks_for(domain, self._annex_content):
            self.browse(query)._log_document_opened("search")

    def _log_document_opened(self, kind="record"):
        """Log that the current user opened, in these, the secret documents they belong to."""
        if not self.env.su:
            self.env["sales.office.document.access"]._log(self._get_documents(), kind)

    def _get_documents(self):
        """Return the documents (sudo) these belong to, directly or by what happened to them."""
        model_field, id_field = self._annex_fields
        documents = self.env[DOCUMENT].sudo()  # sudo: where it belongs to; nothing else is read
        belonging = self.sudo().filtered(lambda annex: annex[model_field] in OF_DOCUMENTS and annex[id_field])
        for model_name, annexes in belonging.grouped(model_field).items():
            records = documents.env[model_name].browse(annexes.mapped(id_field))
            documents |= records if model_name == DOCUMENT else records.exists().document_id
        return documents


def asks_for(domain, names):
    """Return whether a condition of ``domain`` is about one of the fields of these ``names``."""
    return any(condition.field_expr.partition(".")[0] in names for condition in Domain(domain).iter_conditions())
