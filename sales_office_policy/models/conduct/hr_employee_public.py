from odoo import api, fields, models


class HrEmployeePublic(models.Model):
    """The way to an employee's rewards and sanctions (R099)."""

    _inherit = "hr.employee.public"

    sales_office_conduct_entry_count = fields.Integer(
        string="Rewards and Sanctions",
        compute="_compute_sales_office_conduct_entry_count",
        groups="sales_office_policy.group_member",
        help="As far as the current user may see them.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sales_office_conduct_entry_count(self):
        # no sudo: the number must not tell more than the list behind it
        counts = self.env["sales.office.conduct.entry"]._count_by_employee(self.ids)
        for employee in self:
            employee.sales_office_conduct_entry_count = counts.get(employee.id, 0)

    def action_open_sales_office_conduct_entries(self):
        """Return the timeline of this employee, as far as the user may see it."""
        self.ensure_one()
        return self.env["sales.office.conduct.entry"]._get_action_of(self.id)
