from datetime import timedelta
from hmac import compare_digest

from odoo import models

from ..organization.local_time import get_local_day, get_utc_time, get_zone
from ..organization.rpc.rpc import core_door
from ..workday.hours.working_time import get_first_end

#: how many days the next shift is looked for
AHEAD = 31


class HrEmployee(models.Model):
    """When a borrower has to bring papers back; who leaves with papers is not kept, but they are asked for (R017)."""

    _inherit = "hr.employee"

    @core_door
    def write(self, vals):
        """Whoever is archived loses their turns, and their office is reminded of the papers they hold."""
        leaving = self.filtered("active") if "active" in vals and not vals["active"] else self.browse()
        result = super().write(vals)
        if leaving:
            leaving._give_up_turns()
            leaving._remind_of_papers_held()
        return result

    def _get_sales_office_due_at(self, moment):
        """Return when something taken at ``moment`` has to be back (R017).

        Asked in turn: the end of the borrower's own shift of that day in their time zone, the hours of their office,
        the company's usual end of a day on which one of them works. When nobody works, or all of these are over, the
        start of the next shift: nobody is there at midnight.

        :param datetime moment: naive, UTC
        :return: naive datetime in UTC, always after ``moment``
        """
        self.ensure_one()
        employee = self.sudo()  # sudo: schedules and versions are HR-only, only the resulting time leaves
        day = get_local_day(moment, get_zone(employee._get_tz()))
        [period] = employee._get_sales_office_periods(day, day)[employee.id]
        day = get_local_day(moment, period.zone)
        if due := employee._get_due_on(day, moment, period):
            return due
        return employee._get_next_start(day + timedelta(days=1), period) or employee._get_usual_end(day, moment, period)

    def _get_due_on(self, day, moment, period):
        """Return the first end after ``moment`` of what is worked on ``day``; None if there is none any more."""
        shifts = self._get_sales_office_work_intervals(day - timedelta(days=1), day)[self.id]
        own = shifts.get(day)
        begun = [hours[-1][1] for hours in shifts.values() if hours[0][0] <= moment < hours[-1][1]]
        if begun:
            return begun[0]
        if not own and period.version.resource_calendar_id._has_sales_office_hours():
            return None
        opening = self._get_office_opening(day, day, period).get(day)
        ends = [own and own[-1][1], opening and opening[-1][1]]
        if any(ends):
            ends.append(get_utc_time(day, self.company_id.sales_office_day_end, period.zone))
        return get_first_end(moment, ends)

    def _get_next_start(self, day, period):
        """Return when the borrower, or else their office, is at work again from ``day`` on; None if nobody knows."""
        last = day + timedelta(days=AHEAD)
        for hours in (
            self._get_sales_office_work_intervals(day, last)[self.id],
            self._get_office_opening(day, last, period),
        ):
            if starts := [intervals[0][0] for _day, intervals in sorted(hours.items()) if intervals]:
                return starts[0]
        return None

    def _get_office_opening(self, first, last, period):
        """Return ``{day: intervals}``, when the office of ``period`` is open; nothing without fixed hours."""
        key = (period.office.sales_office_calendar_id, self.company_id, period.office)
        days = self.env["resource.calendar"]._get_sales_office_intervals_batch({key}, first, last)[key]
        return {day: opening for day, (_hours, opening) in days.items()}

    def _get_usual_end(self, day, moment, period):
        """Return the company's usual end of the first open day from ``day`` on, where no schedule has fixed hours."""
        company, schedule = self.company_id, period.office.sales_office_calendar_id
        days = schedule._get_sales_office_open_days(company, day, day + timedelta(days=AHEAD))
        ends = (get_utc_time(day, company.sales_office_day_end, period.zone) for day in sorted(days))
        # nobody ever works: tomorrow at this time
        return get_first_end(moment, ends) or moment + timedelta(days=1)

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

    def _give_up_turns(self):
        """Let those who wait after these employees have their turn."""
        # sudo: whoever keeps employees need not have access to loans
        holds = self.env["sales.office.document.hold"].sudo().search([("employee_id", "in", self.ids)])
        holds.unlink()
        requests = (
            self.env["sales.office.document.loan"]
            .sudo()  # sudo: as above
            .search([("employee_id", "in", self.ids), ("state", "=", "requested")])
        )
        requests.write({"state": "refused", "reason": self.env._("Left the company")})
        requests.document_id._serve_queue()

    def _remind_of_papers_held(self):
        """Give the clerks and the superior of each employee one activity with the list of what they still hold."""
        # sudo: whoever keeps employees need not have access to loans
        loans = (
            self.env["sales.office.document.loan"]
            .sudo()
            .search([("employee_id", "in", self.ids), ("state", "=", "on_loan")], order="due_at, id")
        )
        loans = loans.filtered(lambda loan: loan.company_id._sales_office_uses("custody"))
        for employee, held in loans.grouped("employee_id").items():
            for user, papers in employee._get_keepers(held).items():
                papers._schedule_leaver_activity(user)

    def _get_keepers(self, loans):
        """Return ``{user: loans}``: to each clerk the papers they keep, to the superior all of them."""
        self.ensure_one()
        department = self.sudo().department_id  # sudo: HR-only; the tree decides who is told
        managers = department._get_sales_office_managers().get(department, self.browse()) - self
        keepers = {managers[:1].user_id: loans} if managers else {}
        for office, papers in loans.grouped(lambda loan: loan.document_id.department_id.sales_office_id).items():
            clerk = office.sales_office_clerk_id
            if clerk.active and clerk.user_id and clerk != self:
                keepers[clerk.user_id] = keepers.get(clerk.user_id, papers) | papers
        return keepers
