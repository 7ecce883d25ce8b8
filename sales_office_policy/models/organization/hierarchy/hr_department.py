from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..rpc.rpc import core_door

#: what decides who leads or keeps what
POST_FIELDS = frozenset({"active", "is_sales_office", "manager_id", "parent_id", "sales_office_clerk_id"})


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
        help="Opening hours and time zone of the office, used where an employee has no schedule of their own.",
    )

    sales_office_appointment_ids = fields.One2many(
        "sales.office.appointment", "led_department_id", string="Appointments as Leader", groups=fields.NO_ACCESS
    )

    @api.depends("is_sales_office", "parent_id.sales_office_id")
    def _compute_sales_office_id(self):
        for department in self:
            department.sales_office_id = (
                department if department.is_sales_office else department.parent_id.sales_office_id
            )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Make departments; nobody comes to lead one above them.

        :raises AccessError: the user would lead or keep what they did not before
        """
        if self.env.su:
            return super().create(vals_list)
        led = self._get_led_by_me()
        departments = super().create(vals_list)
        # a new part of what one leads is nobody's rise
        departments._check_no_rise(led | departments.filtered(lambda department: department.parent_id in led))
        return departments

    @core_door
    def write(self, vals):
        """Change departments; nobody comes to lead or to keep what they did not before.

        :raises AccessError: the user would lead or keep what they did not before
        """
        if self.env.su or POST_FIELDS.isdisjoint(vals):
            return super().write(vals)
        led, kept = self._get_led_by_me(), self._filter_kept_by_me()
        result = super().write(vals)
        self._check_no_rise(led, kept)
        return result

    def _get_sales_office_line(self):
        """Return the ids of this department and of those above it, from the top; none without a department."""
        return [int(id_) for id_ in (self.parent_path or "").split("/") if id_]

    def _is_sales_office_part(self, of):
        """Return whether this department is one of those in ``of``, or below one."""
        path = self.parent_path or ""
        return any(path.startswith(department.parent_path) for department in of)

    def _get_sales_office_managers(self):
        """Return ``{department: managers}`` of each department and those above it (sudo), the nearest first.

        Only who is still there and has a user: the others cannot answer anybody.
        """
        # sudo: who manages a department decides whom reports go to
        lines = {department: department._get_sales_office_line()[::-1] for department in self.sudo()}
        everywhere = self.sudo().browse({id_ for line in lines.values() for id_ in line})
        acting = everywhere.manager_id.filtered(lambda manager: manager.active and manager.user_id.active)
        managers = {department.id: department.manager_id & acting for department in everywhere}
        return {
            department: acting.browse().union(*(managers[id_] for id_ in line)) for department, line in lines.items()
        }

    def _get_led_by_me(self):
        """Return the departments (sudo) that the current user leads themselves."""
        return self.sudo().browse(self.env.user._get_sales_office_scope(own=True).department_ids)

    def _filter_kept_by_me(self):
        return self.sudo().filtered(lambda department: department.sales_office_clerk_id.user_id == self.env.user)

    def _check_no_rise(self, led, kept=None):
        """Raise an ``AccessError`` if the current user leads more of a sales office than ``led`` now, or is the
        clerk of more than ``kept``: naming a leader is an HR officer's ordinary act, but not naming themselves.
        """
        if self._may_name(self.env.user):
            return
        risen = (self._get_led_by_me() - led).filtered("sales_office_id")
        if risen or self._filter_kept_by_me() - (kept or self.browse()):
            raise AccessError(
                self.env._(
                    "Nobody makes themselves the leader or clerk of a sales office, or moves departments below their "
                    "own. Ask another HR officer or who manages access rights."
                )
            )

    @api.model
    def _may_name(self, user):
        """Return whether the current user makes ``user`` the leader of a department without anybody's confirmation."""
        me = self.env.user
        if self.env.su or me.has_group("base.group_erp_manager"):
            return True
        return user != me and me.has_group("hr.group_hr_user")

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
