from odoo import fields, models
from odoo.fields import Command

from ..rpc.rpc import core_door


class ResUsers(models.Model):
    _inherit = "res.users"

    sales_office_role_ids = fields.Many2many(
        "sales.office.role",
        string="Sales Office Roles",
        compute="_compute_sales_office_role_ids",
        help="Roles of the user's employees; change them on the employee or in the getting-started assistant.",
    )
    sales_office_granted_group_ids = fields.Many2many(
        "res.groups",
        "sales_office_granted_group_rel",
        "user_id",
        "group_id",
        string="Groups Granted by Sales Office Roles",
        copy=False,
        help="Kept so that taking a role away removes only what the role gave.",
    )

    def _compute_sales_office_role_ids(self):
        # sudo: roles are no secret, other fields of the employee are
        employees = self.env["hr.employee"].sudo().search([("user_id", "in", self.ids)]).grouped("user_id")
        for user in self:
            user.sales_office_role_ids = employees[user].sales_office_role_ids if user in employees else False

    @core_door
    def write(self, vals):
        result = super().write(vals)
        if not {"group_ids", "company_ids"}.isdisjoint(vals):
            self._forget_sales_office_scope()
        return result

    def _get_sales_office_employees(self):
        """Return the user's own employees (sudo) in the companies he works in just now."""
        # sudo: ordinary users have no access to hr.employee, not even to themselves
        Employee = self.env["hr.employee"].sudo()
        return Employee.search([("user_id", "=", self.id), ("company_id", "in", self.env.companies.ids)])

    def _get_sales_office_role_groups(self):
        """Return ``{user: groups}`` due to each user today by his own roles and by those he stands in for."""
        Employee = self.env["hr.employee"].sudo()
        employees = Employee.search([("user_id", "in", self.ids)]).grouped("user_id")
        deputies = self.env["sales.office.deputy"]._get_current(self).grouped("deputy_user_id")
        due = {}
        for user in self:
            due[user] = employees.get(user, Employee).sales_office_role_ids.group_id
            if user in deputies:
                due[user] |= deputies[user]._get_lent_groups()
        return due

    def _sync_sales_office_groups(self):
        """Give each user the groups his roles bring and take away those they no longer bring.

        Groups that somebody granted by hand are left alone.
        """
        self._forget_sales_office_scope()
        users = self.sudo()  # sudo: the caller was entitled to change the role that this follows from
        for user, due in users._get_sales_office_role_groups().items():
            granted = user.sales_office_granted_group_ids
            added = due - user.group_ids
            removed = granted - due
            if not added and not removed:
                continue
            user.write(
                {
                    "group_ids": [*map(Command.link, added.ids), *map(Command.unlink, removed.ids)],
                    "sales_office_granted_group_ids": [Command.set(((granted & due) | added).ids)],
                }
            )
