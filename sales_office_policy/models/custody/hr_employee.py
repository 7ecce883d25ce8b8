from hmac import compare_digest

from pytz import timezone, utc

from odoo import models

from ..workday.working_time import get_day_bounds, get_first_end, get_local_time, to_naive_utc


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
        aware = utc.localize(moment)
        day = aware.astimezone(timezone(employee._get_tz())).date()
        [period] = employee._get_sales_office_periods(day, day)[employee.id]
        day = aware.astimezone(period.zone).date()
        company = employee.company_id
        own = employee._get_sales_office_work_intervals(day, day)[employee.id].get(day)
        ends = (
            own and own[-1][1],
            period.office.sales_office_calendar_id._get_sales_office_day_end(moment, company, period.office),
            to_naive_utc(get_local_time(day, company.sales_office_day_end, period.zone)),
            to_naive_utc(get_day_bounds(day, period.zone)[1]),
        )
        return get_first_end(moment, ends)

    def _get_sales_office_receipt(self, code):
        """Return whether ``code`` is this employee's ``"badge"`` or ``"pin"``, or False.

        The only place where the two are read; they never leave it.
        """
        self.ensure_one()
        employee = self.sudo()  # sudo: both are HR-only, only the answer leaves
        code = (code or "").strip().encode()
        for receipt, secret in (("badge", employee.barcode), ("pin", employee.pin)):
            if secret and compare_digest(code, secret.encode()):
                return receipt
        return False
