from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _get_sales_office_acting(self):
        """Return the user's own employees and those they stand in for today (sudo)."""
        self.ensure_one()
        return self.env["hr.employee"].sudo().browse(self._remember_sales_office("acting"))

    def _read_sales_office(self, what):
        if what != "acting":
            return super()._read_sales_office(what)
        deputies = self.env["sales.office.deputy"]._get_current(self)
        standing_in = deputies.employee_id.filtered(lambda e: e.company_id in self.env.companies)
        return tuple((self._get_sales_office_employees() | standing_in).ids)
