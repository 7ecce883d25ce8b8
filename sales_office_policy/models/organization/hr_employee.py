from odoo import api, fields, models

from .rpc import core_door


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "sales.office.scope.source.mixin", "sales.office.reader.mixin"]
    _scope_source_fields = frozenset({"active", "company_id", "current_version_id", "resource_id", "user_id"})

    sales_office_role_ids = fields.Many2many(
        "sales.office.role",
        string="Sales Office Roles",
        groups="base.group_erp_manager,sales_office_policy.group_policy_admin",
        tracking=True,
        help="Posts held in the sales office. The employee's user has the access groups of these roles "
        "as long as they last.",
    )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        employees.user_id._sync_sales_office_groups()
        return employees

    @core_door
    def write(self, vals):
        users = self.browse().user_id
        if "resource_id" in vals:
            # another resource brings another user, past the write() of resources
            users = self.user_id
            resource = self.env["resource.resource"].sudo().browse(vals["resource_id"])  # sudo: only its user is read
            self.resource_id._check_sales_office_user(resource.user_id.id)
        result = super().write(vals)
        if not {"sales_office_role_ids", "active", "resource_id"}.isdisjoint(vals):
            (users | self.user_id)._sync_sales_office_groups()
        return result

    @core_door
    def unlink(self):
        users = self.user_id
        result = super().unlink()
        users._sync_sales_office_groups()
        return result

    def _get_sales_office_version(self, date):
        """Return the ``hr.version`` (sudo) valid on ``date``, never the frozen default of core."""
        self.ensure_one()
        return self.sudo()._get_version(date)  # sudo: versions are HR-only, callers store what a rule needs
