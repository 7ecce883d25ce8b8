from odoo import models

from ..organization.local_time import get_local_day, get_utc_time, get_zone
from ..workday.hours.working_time import get_first_end


class HrDepartment(models.Model):
    _inherit = "hr.department"

    def _get_sales_office_closes_at(self, moment, company):
        """Return when the office of this department closes next after ``moment``, on the same day of its clocks.

        By the office's hours, else the company's usual end of the day, else midnight.

        :param datetime moment: naive, UTC
        :return: naive datetime in UTC, always after ``moment``
        """
        self.ensure_one()
        hours = self._get_sales_office_hours(company)
        zone = get_zone(hours.tz)
        day = get_local_day(moment, zone)
        ends = (
            self._get_end_of_hours(hours, day, company),
            get_utc_time(day, company.sales_office_day_end, zone),
            get_utc_time(day, 24, zone),
        )
        return get_first_end(moment, ends)

    def _get_end_of_hours(self, hours, day, company):
        """Return when the office closes on ``day`` by its schedule, less public holidays.

        :return: naive datetime in UTC; None without fixed hours or on a free day
        """
        if not hours:
            return None
        key = (hours, company, self.sudo().sales_office_id)  # sudo: schedules are no secret, only the time leaves
        _hours, opening = hours._get_sales_office_intervals_batch({key}, day, day)[key].get(day, (None, None))
        return opening[-1][1] if opening else None

    def _get_sales_office_deadline(self, day, company):
        """Return the ``Deadline`` the company gives for handling a letter that came on ``day``."""
        self.ensure_one()
        return self.with_company(company)._count_sales_office_deadlines(day, company.sales_office_letter_days)[self]
