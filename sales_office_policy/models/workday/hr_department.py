from odoo import models


class HrDepartment(models.Model):
    """The working days of a sales office, by its own hours or its company's."""

    _inherit = "hr.department"

    def _get_sales_office_hours(self, company=None):
        """Return the schedule (``resource.calendar``, sudo) of the office this department belongs to, or its company's.

        No department, as on a form that is not filled in yet, has its company's.

        :param company: whose schedule a department shared by companies falls back on; the current one when not given
        """
        if self:
            self.ensure_one()
        department = self.sudo()  # sudo: schedules are no secret, departments of other offices are
        company = department.company_id or company or department.env.company
        return department.sales_office_id.sales_office_calendar_id or company.resource_calendar_id

    def _get_sales_office_tz(self, company=None):
        """Return the name of the time zone the office works in."""
        return self._get_sales_office_hours(company).tz or "UTC"

    def _get_sales_office_working_days(self, date_from, date_to):
        """Return ``{department: set of dates}``, the days from ``date_from`` to ``date_to`` its office is open.

        Public holidays are closed, make-up days are open. A schedule without fixed hours
        stands for Monday to Friday. The number of queries depends on the number of different
        schedules only.
        """
        departments = self.sudo()  # sudo: as in _get_sales_office_hours
        companies = departments.company_id | departments.env.company
        makeup = self.env["sales.office.makeup.day"]._get_weekdays(companies, date_from, date_to)
        scheduled, result = {}, {}
        for department in departments:
            company = department.company_id or departments.env.company
            hours = department._get_sales_office_hours()
            if (hours, company) not in scheduled:
                scheduled[hours, company] = hours._get_sales_office_open_days(company, date_from, date_to)
            extra = [makeup.get((company.id, office), ()) for office in (False, department.sales_office_id.id)]
            result[department.with_env(self.env)] = scheduled[hours, company].union(*extra)
        return result
