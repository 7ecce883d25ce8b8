from odoo import models

DOCUMENT = "sales.office.document"
OF_DOCUMENTS = (DOCUMENT, f"{DOCUMENT}.loan", f"{DOCUMENT}.event")


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Printing a secret document, its label, loans or chain of custody is logged like opening it (R022)."""
        if report.model in OF_DOCUMENTS and docids:
            records = self.env[report.model].browse(docids)
            # sudo: asked for its class only; the report shows what the user may read
            documents = records if report.model == DOCUMENT else records.sudo().document_id.sudo(False)
            documents._log_opened("print")
        return super()._get_rendering_context(report, docids, data)
