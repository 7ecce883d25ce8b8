from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HrDepartment(models.Model):
    _name = "hr.department"
    _inherit = ["hr.department", "sales.office.scope.source.mixin", "sales.office.reader.mixin"]
    _scope_source_fields = frozenset({"active", "company_id", "is_sales_office", "manager_id", "parent_id"})

    is_sales_office = fields.Boolean(
        string="Is a Sales Office",
        help="This department and everything below it form one sales office.",
    )
    sales_office_id = fields.Many2one(
        "hr.department",
        string="Belongs to Sales Office",
        compute="_compute_sales_office_id",
        store=True,
        recursive=True,
        index="btree_not_null",
    )
    sales_office_clerk_id = fields.Many2one(
        "hr.employee",
        string="Office Clerk",
        domain="[('company_id', 'in', allowed_company_ids)]",
        help="Keeps the papers of this office: hands documents out and takes them back.",
    )
    sales_office_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Office Hours",
        domain="['|', ('company_id', '=', False), ('company_id', 'in', allowed_company_ids)]",
        help="Opening hours and time zone of the office, used where an employee has no schedule of his own.",
    )

    @api.depends("is_sales_office", "parent_id.sales_office_id")
    def _compute_sales_office_id(self):
        for department in self:
            department.sales_office_id = (
                department if department.is_sales_office else department.parent_id.sales_office_id
            )

    @api.constrains("company_id", "sales_office_clerk_id", "sales_office_calendar_id")
    def _check_sales_office_company(self):
        """A department shared by companies may have a clerk and hours of any; another one of its own only."""
        for department in self.filtered("company_id"):
            clerk = department.sudo().sales_office_clerk_id  # sudo: only the company is read
            for company in (clerk.company_id, department.sales_office_calendar_id.company_id):
                if company and company != department.company_id:
                    raise ValidationError(
                        self.env._(
                            "The clerk and the hours of %(department)s must be of its own company.",
                            department=department.name,
                        )
                    )
