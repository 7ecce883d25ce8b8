from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _get_sales_office_audience(self):
        """Return ids of the departments whose policies concern the user, and of the companies of their offices.

        Their own, those they lead, and what stands above these.
        """
        return self._remember_sales_office("audience")

    def _read_sales_office(self, what):
        if what != "audience":
            return super()._read_sales_office(what)
        led = self.env["hr.department"].sudo().browse(self._get_sales_office_scope().department_ids)
        # sudo: an ordinary user cannot read their own employee's version
        departments = self.sudo().employee_ids.department_id | led
        lines = {id_ for department in departments for id_ in department._get_sales_office_line()}
        offices = departments.filtered("sales_office_id")
        return tuple(sorted(lines)), tuple(offices.company_id.ids)
