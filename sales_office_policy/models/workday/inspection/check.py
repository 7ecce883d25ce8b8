from odoo import models
from odoo.fields import Domain


class SalesOfficeCheck(models.Model):
    _inherit = "sales.office.check"

    def _detect_inspection_finding(self, employees, date_from, date_to):
        """Return what inspections found, each with the violation of its item or document (R018, R024)."""
        Line = self.env["sales.office.inspection.line"]
        lines = Line.search(
            Line._get_standing_domain()
            & Domain("employee_id", "in", employees.ids)
            & Domain("date", ">=", date_from)
            & Domain("date", "<=", date_to)
            & Domain("company_id", "=", self.env.company.id)
            & Domain("inspection_id.state", "=", "done")
        )
        return [
            self._prepare_finding(line.employee_id, line.date, line._get_breach_text(), line, line.violation_type_id)
            for line in lines
        ]


class SalesOfficeInspectionLine(models.Model):
    _inherit = "sales.office.inspection.line"

    def _get_breach_text(self):
        """Return in words what was found."""
        self.ensure_one()
        return " ".join(filter(None, (self._get_item_text(), self.remark)))

    def _get_item_text(self):
        """Return which item was not in order; rooms that know more about it add to it."""
        return self.env._("Inspection, not in order: %(item)s.", item=self.item_id.name)
