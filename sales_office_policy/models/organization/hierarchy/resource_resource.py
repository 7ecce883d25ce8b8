from odoo import models

from ..rpc.rpc import core_door


class ResourceResource(models.Model):
    _name = "resource.resource"
    _inherit = ["resource.resource", "sales.office.scope.source.mixin"]
    _scope_source_fields = frozenset({"active", "company_id", "tz", "user_id"})

    @core_door
    def write(self, vals):
        """Let the access groups of sales office roles follow a change of the employee's user.

        The user of an employee, and whether they work here, are stored here, so that this sees every way of changing
        them but another resource, which ``hr.employee.write`` sees.

        :raises AccessError: a post that the user may not give, or by which they would rise themselves
        """
        if {"active", "user_id"}.isdisjoint(vals):
            return super().write(vals)
        users, employees = self.user_id, self.employee_id
        if self.env.su:
            result = super().write(vals)
        else:
            before, led = employees._get_posts(), self.env["hr.department"]._get_led_by_me()
            if vals.get("active"):
                (self - self.filtered("active")).employee_id._return_without_posts()
            result = super().write(vals)
            employees._check_posts(before)
            self.env["hr.department"]._check_no_rise(led)
        (users | self.user_id)._sync_sales_office_groups()
        return result
