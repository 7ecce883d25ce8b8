from odoo import models
from odoo.exceptions import AccessError, MissingError


class IrActionsReport(models.Model):
    """Asks, before anything is read, whether the user may print records of ours (R135).

    Odoo asks neither for the groups of a report, which only hide it from menus, nor for the records of a report:
    it reads them as the user, and what is in the cache by then, because something read it in ``sudo()``, is
    printed for anybody.
    """

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        model = self.env.get(report.model)
        if model is not None and model._original_module == "sales_office_policy":
            self._check_sales_office_report(report, model.browse(docids))
        return super()._get_rendering_context(report, docids, data)

    def _check_sales_office_report(self, report, records):
        """Raise an ``AccessError`` or ``MissingError`` unless the user may print these records by this report."""
        if report.group_ids and not report.group_ids & self.env.user.all_group_ids and not self.env.su:
            raise AccessError(self.env._("This report is not for you to print."))
        if not records.exists() >= records:
            raise MissingError(self.env._("What was to be printed does not exist or has been deleted."))
        records.check_access("read")
