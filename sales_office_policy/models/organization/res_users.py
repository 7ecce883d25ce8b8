from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Command, Domain


class SalesOfficeScope(NamedTuple):
    """Whom a user leads: departments, minus the people who stand above him."""

    department_ids: tuple
    superior_ids: tuple


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
    in_office_scope = fields.Boolean(
        compute="_compute_in_office_scope",
        search="_search_in_office_scope",
        compute_sudo=True,
        help="Somebody the current user leads.",
    )
    in_same_office = fields.Boolean(
        compute="_compute_in_same_office",
        search="_search_in_same_office",
        compute_sudo=True,
        help="Somebody of the current user's own sales office.",
    )

    def _compute_sales_office_role_ids(self):
        # sudo: roles are no secret, other fields of the employee are
        employees = self.env["hr.employee"].sudo().search([("user_id", "in", self.ids)]).grouped("user_id")
        for user in self:
            user.sales_office_role_ids = employees[user].sales_office_role_ids if user in employees else False

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_office_scope(self):
        led = self.filtered_domain(self._search_in_office_scope("in", [True]))
        for user in self:
            user.in_office_scope = user in led

    def _search_in_office_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        scope = self.env.user._get_sales_office_scope()
        employees = self._sales_office_employees(
            [("department_id", "in", scope.department_ids), ("id", "not in", scope.superior_ids)]
        )
        return Domain("id", "in", employees.user_id.ids)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_in_same_office(self):
        colleagues = self.filtered_domain(self._search_in_same_office("in", [True]))
        for user in self:
            user.in_same_office = user in colleagues

    def _search_in_same_office(self, operator, value):
        if operator != "in":
            return NotImplemented
        offices = self.env.user._get_sales_offices()
        employees = self._sales_office_employees([("department_id.sales_office_id", "in", offices.ids)])
        return Domain("id", "in", employees.user_id.ids)

    def _sales_office_employees(self, domain):
        """Search employees of the user's companies, people who left included."""
        # sudo: ordinary users have no access to hr.employee; only the users behind it leave this file
        Employee = self.env["hr.employee"].sudo().with_context(active_test=False)
        return Employee.search(Domain(domain) & Domain("company_id", "in", self.env.companies.ids))

    def _get_sales_offices(self):
        """Return the sales offices (``hr.department``, sudo) the user's employees belong to."""
        self.ensure_one()
        return self._get_sales_office_employees().department_id.sales_office_id

    def _get_sales_office_employees(self):
        """Return the user's own employees (sudo) in the companies he works in just now."""
        # sudo: ordinary users have no access to hr.employee, not even to themselves
        Employee = self.env["hr.employee"].sudo()
        return Employee.search([("user_id", "=", self.id), ("company_id", "in", self.env.companies.ids)])

    def _get_sales_office_scope(self):
        """Return whom this user leads today as a :class:`SalesOfficeScope`.

        The departments are those he manages or stands in for, and all below them, of the
        companies he works in just now. The superiors are everybody who manages one of these
        posts, his own department or one above them, himself excepted: a deputy reaches
        neither the manager he stands in for nor his own.
        """
        self.ensure_one()
        # sudo: the department tree decides about access, so it cannot itself depend on access
        Department = self.env["hr.department"].sudo()
        companies = Domain("company_id", "in", [*self.env.companies.ids, False])
        posts = Department.search(
            companies & Domain("manager_id", "any", [("user_id", "=", self.id), ("active", "=", True)])
        )
        deputised = self.env["sales.office.deputy"]._get_current(self).employee_id
        if deputised:
            below = Department.search([("id", "child_of", posts.ids)])
            posts |= Department.search(companies & Domain("manager_id", "in", deputised.ids)) - below
        # without a post there are superiors all the same: a director need not manage a department
        paths = (posts | self._get_sales_office_employees().department_id).mapped("parent_path")
        line = Department.browse({int(id_) for path in paths for id_ in path.split("/") if id_})
        superiors = line.manager_id.filtered(lambda manager: manager.user_id != self)
        departments = Department.with_context(active_test=False).search(companies & Domain("id", "child_of", posts.ids))
        return SalesOfficeScope(departments._ids, superiors._ids)

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
