from collections import defaultdict

from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _get_sales_office_addressed(self):
        """Return of which departments the user answers the reports, themselves or for whom they stand in.

        :return: two tuples of ``(id of the nearest manager, ids of departments)``: of everybody but that manager, who
            the user is, and of that manager alone, because the user is the next one above
        """
        return self._remember_sales_office("addressed")

    def _read_sales_office(self, what):
        if what != "addressed":
            return super()._read_sales_office(what)
        # sudo: the department tree decides whom a report goes to
        departments = self.env["hr.department"].sudo().browse(self._get_sales_office_scope().department_ids)
        acting = self._get_sales_office_employees() | self.env["sales.office.deputy"]._get_current(self).employee_id
        nearest, next_to_it = defaultdict(list), defaultdict(list)
        for department, managers in departments._get_sales_office_managers().items():
            if managers[:1] & acting:
                nearest[managers[:1].id].append(department.id)
            if managers[1:2] & acting:
                next_to_it[managers[:1].id].append(department.id)
        return tuple(nearest.items()), tuple(next_to_it.items())
