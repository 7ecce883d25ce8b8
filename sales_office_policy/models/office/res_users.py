from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _get_sales_office_acting(self):
        """Return the user's own employees and those they stand in for today (sudo)."""
        self.ensure_one()
        deputies = self.env["sales.office.deputy"]._get_current(self)
        standing_in = deputies.employee_id.filtered(lambda e: e.company_id in self.env.companies)
        return self._get_sales_office_employees() | standing_in
