from odoo import api, models


class SalesOfficeViolationReport(models.AbstractModel):
    """The notice of a case (R060): only for who may read the case, and only of what has been told.

    The same for the other letters below. Whatever door they are printed through, values come from here.
    """

    _name = "report.sales_office_policy.report_violation_notice"
    _description = "Notice of a Case"
    _stage = "notice"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Return the cases to print, which the user may read: that was asked by ``_get_rendering_context``.

        :raises UserError: when one has not come that far
        """
        cases = self.env["sales.office.violation"].browse(docids)
        cases._check_notice(self._stage)
        return {"doc_ids": cases.ids, "doc_model": cases._name, "docs": cases, "stage": self._stage}


class SalesOfficeViolationDecisionReport(models.AbstractModel):
    _name = "report.sales_office_policy.report_violation_decision"
    _description = "Decision of a Case"
    _inherit = "report.sales_office_policy.report_violation_notice"
    _stage = "decision"


class SalesOfficeViolationAppealReport(models.AbstractModel):
    _name = "report.sales_office_policy.report_violation_appeal"
    _description = "Decision on an Appeal"
    _inherit = "report.sales_office_policy.report_violation_notice"
    _stage = "appeal"


class SalesOfficeViolationAnnulmentReport(models.AbstractModel):
    _name = "report.sales_office_policy.report_violation_annulment"
    _description = "Annulment of a Case"
    _inherit = "report.sales_office_policy.report_violation_notice"
    _stage = "annulment"
