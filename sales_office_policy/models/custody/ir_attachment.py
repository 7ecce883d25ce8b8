from odoo import models

#: fields that hold what is in the file
CONTENT = {"raw", "datas", "db_datas", "index_content"}
DOCUMENT = "sales.office.document"


class IrAttachment(models.Model):
    """Opening a file of a secret document is logged like opening the document (R022)."""

    _inherit = "ir.attachment"

    def _to_http_stream(self):
        stream = super()._to_http_stream()
        self._log_document_opened()
        return stream

    def _read_format(self, fnames, load="_classic_read"):
        result = super()._read_format(fnames, load)
        if not CONTENT.isdisjoint(fnames):
            self.browse([vals["id"] for vals in result])._log_document_opened()
        return result

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        if not CONTENT.isdisjoint(path[0] for path in fields if path):
            self._log_document_opened()
        return rows

    def _log_document_opened(self):
        for attachment in self.sudo():  # sudo: where it belongs to; the content was checked
            if attachment.res_model == DOCUMENT and attachment.res_id:
                document = self.env[DOCUMENT].browse(attachment.res_id)
                document._log_opened("attachment", attachment.name)
