from odoo import models


class SalesOfficeRobot(models.Model):
    _inherit = "sales.office.robot"

    def _filtered_at_work(self, day):
        """Ask the working days of the group's office; a group of the whole company, those of any of its offices."""
        robots = super()._filtered_at_work(day)
        whole = robots.filtered(lambda robot: not robot.department_id)
        offices = robots.department_id
        if whole:
            offices |= offices.search([("is_sales_office", "=", True), ("company_id", "in", whole.company_id.ids)])
        days = offices._get_sales_office_working_days(day, day)
        return robots.filtered(
            lambda robot: any(
                day in days[office]
                for office in robot.department_id or offices.filtered(lambda o: o.company_id == robot.company_id)
            )
        )
