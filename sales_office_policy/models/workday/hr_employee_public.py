from odoo import api, fields, models

from ..organization.rpc.rpc import rpc


class HrEmployeePublic(models.Model):
    """The way to an employee's days for leaders who are no HR officers."""

    _inherit = "hr.employee.public"

    sales_office_day_count = fields.Integer(
        string="Days Not in Order",
        compute="_compute_sales_office_day_count",
        groups="sales_office_policy.group_member",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sales_office_day_count(self):
        counts = self.env["sales.office.day"]._count_breaches(self.ids)
        for employee in self:
            employee.sales_office_day_count = counts.get(employee.id, 0)

    @rpc(one=True)
    def action_open_sales_office_days(self):
        """Return the calendar of the days of this employee that the user may see (R002)."""
        return self.env["sales.office.day"]._get_action_of(self.id)
