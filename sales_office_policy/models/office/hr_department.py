from pytz import timezone, utc

from odoo import models

from ..workday.hours.working_time import get_day_bounds, get_first_end, get_local_time, to_naive_utc


class HrDepartment(models.Model):
    _inherit = "hr.department"

    def _get_sales_office_closes_at(self, moment, company):
        """Return when the office of this department closes next after ``moment``, on the same day of its clocks.

        By the office's hours, else the company's usual end of the day, else midnight.

        :param datetime moment: naive, UTC
        :return: naive datetime in UTC, always after ``moment``
        """
        self.ensure_one()
        office = self.sudo().sales_office_id  # sudo: schedules are no secret, only the resulting time leaves
        hours = self._get_sales_office_hours(company)
        zone = timezone(hours.tz or "UTC")
        day = utc.localize(moment).astimezone(zone).date()
        ends = (
            hours._get_sales_office_day_end(moment, company, office),
            to_naive_utc(get_local_time(day, company.sales_office_day_end, zone)),
            to_naive_utc(get_day_bounds(day, zone)[1]),
        )
        return get_first_end(moment, ends)

    def _get_sales_office_deadline(self, day, company):
        """Return the ``Deadline`` the company gives for handling a letter that came on ``day``."""
        self.ensure_one()
        return self.with_company(company)._count_sales_office_deadlines(day, company.sales_office_letter_days)[self]
