from odoo import api, fields, models
from odoo.fields import Domain


class SalesOfficeWorkReport(models.Model):
    """To whom a report goes: the nearest manager above its author, or who stands in for him.

    Managers further up see and may answer it as well, but nothing waits for them.
    """

    _inherit = "sales.office.work.report"

    is_addressed = fields.Boolean(
        string="Addressed to Me",
        compute="_compute_is_addressed",
        search="_search_is_addressed",
        help="The current user is the nearest manager above the author, or stands in for him.",
    )

    @api.depends("department_id", "employee_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_addressed(self):
        addressed = self.filtered_domain(self._search_is_addressed("in", [True]))
        for report in self:
            report.is_addressed = report in addressed

    @api.model
    def _search_is_addressed(self, operator, value):
        if operator != "in":
            return NotImplemented
        user = self.env.user
        scope = user._get_sales_office_scope()
        # sudo: the department tree decides whom a report goes to
        departments = self.env["hr.department"].sudo().browse(scope.department_ids)
        acting = user._get_sales_office_employees() | self.env["sales.office.deputy"]._get_current(user).employee_id
        domains = []
        for department, managers in departments._get_sales_office_managers().items():
            here = Domain("department_id", "=", department.id)
            if managers[:1] & acting:
                domains.append(here & Domain("employee_id", "!=", managers[:1].id))
            if managers[1:2] & acting:
                domains.append(here & Domain("employee_id", "=", managers[:1].id))
        return Domain("in_office_scope", "=", True) & Domain.OR(domains)
