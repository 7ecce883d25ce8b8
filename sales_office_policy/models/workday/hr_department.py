from odoo import models

from ..organization.deadline.deadline import COUNTED, Term
from ..organization.rpc.rpc import core_door


class HrDepartment(models.Model):
    """The working days of a sales office, by its own hours or its company's."""

    _inherit = "hr.department"

    @core_door
    def write(self, vals):
        """Look at the days of those who come to a sales office with their department, or leave it."""
        if {"is_sales_office", "parent_id"}.isdisjoint(vals):
            return super().write(vals)
        companies = self.sudo().company_id or self.env["res.company"].sudo().search([])  # sudo: they only tell who
        members = self.env["hr.employee"]._get_workday_members(companies=companies)
        result = super().write(vals)
        members |= self.env["hr.employee"]._get_workday_members(companies=companies)
        self.env["sales.office.day.task"]._enqueue_members(members)
        return result

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

        See :meth:`resource.calendar._get_sales_office_kinds_batch`.
        """
        keys = {department: department._get_sales_office_clock() for department in self}
        calendars = self.env["resource.calendar"].sudo()  # sudo: as in _get_sales_office_hours
        kinds = calendars._get_sales_office_kinds_batch(set(keys.values()), date_from, date_to)
        opened = {key: {day for day, kind in days.items() if kind in COUNTED} for key, days in kinds.items()}
        return {department: opened[key] for department, key in keys.items()}

    def _get_sales_office_closing_times(self, date_from, date_to):
        """Return ``{department: {day: when its office closes}}`` (naive UTC), nothing where it has no fixed hours."""
        keys = {department: department._get_sales_office_clock() for department in self}
        calendars = self.env["resource.calendar"].sudo()  # sudo: as in _get_sales_office_hours
        openings = calendars._get_sales_office_openings_batch(set(keys.values()), date_from, date_to)
        closing = {
            key: {day: opening[-1][1] for day, opening in (days or {}).items()} for key, days in openings.items()
        }
        return {department: closing[key] for department, key in keys.items()}

    def _get_sales_office_clock(self, company=None):
        """Return ``(schedule, company, office)`` (sudo) that say when this department works.

        :param company: as in :meth:`_get_sales_office_hours`
        """
        department = self.sudo()  # sudo: as in _get_sales_office_hours
        company = department.company_id or company or department.env.company
        return department._get_sales_office_hours(company), company, department.sales_office_id

    def _count_sales_office_deadlines(self, day, days):
        """Return ``{department: Deadline}`` of so many working days of its office after a day.

        :param int days: how many, from the day after on
        """
        nobody, company = self.env["hr.employee"], self.env.company
        terms = [Term(days, day, nobody, department, company) for department in self]
        return dict(zip(self, nobody._count_sales_office_deadlines(terms), strict=True))
