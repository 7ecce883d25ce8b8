from odoo import api, fields, models

from ..organization.rpc.rpc import rpc


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    sales_office_statement_count = fields.Integer(
        compute="_compute_sales_office_statement_count", groups="sales_office_policy.group_member"
    )

    @api.depends_context("uid")
    def _compute_sales_office_statement_count(self):
        groups = self.env["sales.office.statement"]._read_group(
            [("employee_id", "in", self.ids)], ["employee_id"], ["__count"]
        )
        counts = {employee.id: count for employee, count in groups}
        for employee in self:
            employee.sales_office_statement_count = counts.get(employee.id, 0)

    @rpc(one=True)
    def action_open_sales_office_statements(self):
        """Open the employee's statements the user may see."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_office_policy.sales_office_statement_action")
        return action | {"domain": [("employee_id", "=", self.id)], "context": {}}
