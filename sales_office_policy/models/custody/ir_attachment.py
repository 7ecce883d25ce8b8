from odoo import models

#: fields that hold what is in the file
CONTENT = {"raw", "datas", "db_datas", "index_content"}
DOCUMENT = "sales.office.document"
EVENT = "sales.office.document.event"


class IrAttachment(models.Model):
    """Opening a file of a secret document, or a photo in its chain, is logged like opening it (R022)."""

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
            if attachment.res_id and attachment.res_model in (DOCUMENT, EVENT):
                record = attachment.env[attachment.res_model].browse(attachment.res_id)
                document = record if attachment.res_model == DOCUMENT else record.document_id
                document.sudo(False)._log_opened("attachment", attachment.name)
