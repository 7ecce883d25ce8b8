from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """A quotation is not printed before its price is approved; what the customer prints of it is theirs."""
        if report.model == "sale.order" and docids and not self.env.su:
            self.env["sale.order"].browse(docids)._check_price_offered()
        return super()._get_rendering_context(report, docids, data)
