from odoo import models
from odoo.exceptions import AccessError

from .rpc import core_door


class ResourceResource(models.Model):
    _name = "resource.resource"
    _inherit = ["resource.resource", "sales.office.scope.source.mixin"]
    _scope_source_fields = frozenset({"active", "company_id", "tz", "user_id"})

    @core_door
    def write(self, vals):
        """Let the access groups of sales office roles follow a change of the employee's user.

        The user of an employee is stored here, so that this sees every way of changing it but
        another resource, which ``hr.employee.write`` sees.
        """
        if "user_id" not in vals:
            return super().write(vals)
        self._check_sales_office_user(vals["user_id"])
        users = self.user_id
        result = super().write(vals)
        (users | self.user_id)._sync_sales_office_groups()
        return result

    def _check_sales_office_user(self, user_id):
        """Refuse that somebody who cannot give roles gives them away by changing the user behind an employee."""
        user = self.env.user
        if self.env.su or user.has_group("sales_office_policy.group_policy_admin"):
            return
        if user.has_group("base.group_erp_manager"):
            return
        changed = self.sudo().filtered(lambda resource: resource.user_id.id != user_id).employee_id
        holders = changed.filtered("sales_office_role_ids")
        if holders:
            raise AccessError(
                self.env._(
                    "%(names)s hold roles in the sales office, and another user would take them over. "
                    "Ask the policy administrator.",
                    names=", ".join(holders.mapped("name")),
                )
            )
