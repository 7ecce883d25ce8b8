from odoo import models

DOCUMENT = "sales.office.document"
OF_DOCUMENTS = (DOCUMENT, f"{DOCUMENT}.loan", f"{DOCUMENT}.event")


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Printing a secret document, its label, loans or chain of custody is logged like opening it (R022)."""
        context = super()._get_rendering_context(report, docids, data)  # refuses who may not read them
        if report.model in OF_DOCUMENTS and docids:
            records = self.env[report.model].browse(docids)
            # sudo: which documents; the log asks nothing of them that the report could show
            documents = records if report.model == DOCUMENT else records.sudo().document_id
            self.env["sales.office.document.access"]._log(documents, "print")
        return context
