from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..record.phrases import join_names
from ..rpc.rpc import core_door

#: what gives the employee's user a post
POST_FIELDS = frozenset({"resource_id", "sales_office_role_ids"})


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "sales.office.scope.source.mixin", "sales.office.reader.mixin"]
    _scope_source_fields = frozenset({"active", "company_id", "current_version_id", "resource_id", "user_id"})

    sales_office_role_ids = fields.Many2many(
        "sales.office.role",
        string="Sales Office Roles",
        groups="base.group_erp_manager,sales_office_policy.group_policy_admin",
        copy=False,
        tracking=True,
        help="Posts held in the sales office. The employee's user has the access groups of these roles "
        "as long as they last.",
    )

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Enter employees; their users get the groups of their roles.

        :raises AccessError: a post that the user may not give
        """
        with self.env["res.users"]._gathering_sales_office_groups():
            employees = super().create(vals_list)
            if not self.env.su:
                employees._check_posts({})
            employees.user_id._sync_sales_office_groups()
        return employees

    @core_door
    def write(self, vals):
        """Change employees; their users, the former ones too, get the groups of their roles and no others.

        :raises AccessError: a post that the user may not give, or by which they would rise themselves
        """
        users = self.browse().user_id
        if "resource_id" in vals:
            # another resource brings another user, past the write() of resources
            users = self.user_id
        if self.env.su or POST_FIELDS.isdisjoint(vals):
            result = super().write(vals)
        else:
            before, led = self._get_posts(), self.env["hr.department"]._get_led_by_me()
            result = super().write(vals)
            self._check_posts(before)
            self.env["hr.department"]._check_no_rise(led)
        if not {"sales_office_role_ids", "active", "resource_id"}.isdisjoint(vals):
            (users | self.user_id)._sync_sales_office_groups()
        return result

    @core_door
    def unlink(self):
        """Take the groups back that the employees' roles gave their users."""
        users = self.user_id
        result = super().unlink()
        users._sync_sales_office_groups()
        return result

    def _get_posts(self):
        """Return ``{employee or user: roles}`` (sudo) that these employees and their users hold, who left none."""
        posts = {}
        for employee in self.sudo():  # sudo: roles and users are compared, nothing is shown
            # of the resource: the employee's own copies may be ahead of it while they are written
            user, roles = employee.resource_id.user_id, employee.sales_office_role_ids
            if employee.resource_id.active:
                posts[employee] = roles
                posts[user] = posts.get(user, roles) | roles
        posts.pop(self.env["res.users"], None)
        return posts

    def _check_posts(self, before):
        """Raise an ``AccessError`` if somebody holds now, and did not ``before``, what a second person confirms.

        :param dict before: as returned by `_get_posts`, whichever field it comes by
        """
        for holder, roles in self._get_posts().items():
            user = holder if holder._name == "res.users" else holder.user_id
            given = roles - before.get(holder, roles.browse())
            refused = given.sudo(False)._get_to_confirm(user.sudo(False), self)
            if refused:
                raise AccessError(
                    self.env._(
                        "%(roles)s: this post is given by who manages access rights, or proposed by the policy "
                        "administrator under Appointments and confirmed by a second person.",
                        roles=join_names(self.env, refused.mapped("name")),
                    )
                )

    def _return_without_posts(self):
        """Let employees who come back hold only those of their former roles that the current user could give."""
        for employee in self.sudo():  # sudo: who restores an employee need not see their roles
            roles, user = employee.sales_office_role_ids.sudo(False), employee.user_id.sudo(False)
            kept = roles._get_to_confirm(user, employee.sudo(False)).sudo()
            employee.sales_office_role_ids -= kept

    def _get_sales_office_above(self, managers):
        """Return who of ``managers``, the nearest first, stands above this employee: all if it is none of them."""
        ids = managers.ids
        return managers.browse(ids[ids.index(self.id) + 1 :] if self.id in ids else ids)

    def _get_sales_office_version(self, date):
        """Return the ``hr.version`` (sudo) valid on ``date``, never the frozen default of core."""
        self.ensure_one()
        employee = self.sudo()  # sudo: versions are HR-only, callers store what a rule needs
        only = employee.version_ids  # as most have; Odoo would ask of it whether it had begun
        return only if len(only) == 1 else employee._get_version(date)
