from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Printing a secret document, or its label, is logged like opening it (R022)."""
        if report.model == "sales.office.document" and docids:
            self.env[report.model].browse(docids)._log_opened("print")
        return super()._get_rendering_context(report, docids, data)
