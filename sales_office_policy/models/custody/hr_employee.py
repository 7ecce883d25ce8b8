from pytz import timezone, utc

from odoo import models

from .working_day import get_day_bounds, get_first_end, get_local_time


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def _get_sales_office_due_at(self, moment):
        """Return when something taken at ``moment`` has to be back: the end of the working day (R017).

        Asked in turn: the borrower's schedule of that day in his own time zone, the hours of
        his office, the company's usual end of the day. Somebody who takes a paper after all
        of these has until midnight.

        :param datetime moment: naive, UTC
        :return: naive datetime in UTC, always after ``moment``
        """
        self.ensure_one()
        employee = self.sudo()  # sudo: schedules and versions are HR-only, only the resulting time leaves
        moment = utc.localize(moment)
        day = moment.astimezone(timezone(employee._get_tz())).date()
        version = employee._get_sales_office_version(day)
        zone = timezone(version._get_tz() or employee._get_tz())
        day = moment.astimezone(zone).date()
        company = employee.company_id
        office_hours = version.department_id.sales_office_id.sales_office_calendar_id
        ends = (
            version.resource_calendar_id._get_sales_office_day_end(moment, company, employee.resource_id),
            office_hours._get_sales_office_day_end(moment, company),
            get_local_time(day, company.sales_office_day_end, zone),
            get_day_bounds(day, zone)[1],
        )
        return get_first_end(moment, ends).astimezone(utc).replace(tzinfo=None)
