from odoo import api, models


class IrAttachment(models.Model):
    """Opening a file of a secret document, or a photo in its chain, is logged like opening it (R022)."""

    _name = "ir.attachment"
    _inherit = ["ir.attachment", "sales.office.document.annex"]
    _annex_content = frozenset({"raw", "datas", "db_datas", "index_content"})

    def _to_http_stream(self):
        stream = super()._to_http_stream()
        self._log_document_opened()
        return stream

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        query = super()._search(domain, *args, bypass_access=bypass_access, **kwargs)
        if not bypass_access:
            self._log_found(domain, query)
        return query

    def _log_document_opened(self, kind="attachment"):
        """Log each file with its name; those that are streamed were found as superuser and checked before."""
        for attachment in self:
            documents = attachment._get_documents()
            name = kind == "attachment" and attachment.sudo().name  # sudo: of what was opened
            self.env["sales.office.document.access"]._log(documents, kind, name)
