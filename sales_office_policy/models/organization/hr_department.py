from odoo import api, fields, models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    is_sales_office = fields.Boolean(
        string="Sales Office",
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
        check_company=True,
        help="Keeps the papers of this office: hands documents out and takes them back.",
    )
    sales_office_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Office Hours",
        check_company=True,
        help="Opening hours and time zone of the office, used where an employee has no schedule of his own.",
    )

    @api.depends("is_sales_office", "parent_id.sales_office_id")
    def _compute_sales_office_id(self):
        for department in self:
            department.sales_office_id = (
                department if department.is_sales_office else department.parent_id.sales_office_id
            )
