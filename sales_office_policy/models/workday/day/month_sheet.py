import base64
import datetime
from collections import Counter

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...organization.record.phrases import join_names
from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc
from ..hours.working_time import get_days
from ..hr_attendance import KEEPERS
from .day import CAME
from .month_book import write_book

#: a month, whichever day payroll begins it on
LONGEST = 31
#: what is read of the days
SHOWN_FIELDS = (
    *("employee_id", "department_id", "date", "status", "excused", "excuse_kind", "expected_hours", "leave_hours"),
    *("worked_hours", "late_minutes", "early_minutes", "missing_sign_in", "missing_sign_out"),
)
#: what is counted of each person, in the order of the columns; leave by kind and overtime follow
COUNTS = ("expected", "worked", "late", "late_minutes", "early", "early_minutes", "missing", "absent", "waived")


class SalesOfficeDay(models.Model):
    """The days of a month as one table, people by days with their sums, as payroll keeps it (R002, R036).

    It shows the rows that the user may see, and counts them as the payroll figures do. Who keeps everybody's
    attendances sees all rows of their companies here, and here only: a day itself tells more, such as why somebody
    asks for a waiver, and opens for whoever may read it. What a day without a row shows follows from the schedule.
    Any number of people is asked about in the same number of queries.
    """

    _inherit = "sales.office.day"

    @rpc
    @api.model
    @api.readonly
    def get_month_sheet(
        self,
        date_from: datetime.date,
        date_to: datetime.date,
        department: Record("hr.department") = None,
    ):
        """Return the days that the user may see as a table: people by days, with sums.

        :param date_from: first day
        :param date_to: last day, included; at most 31 days
        :param department: where people were on the day, with all below it; everywhere by default
        :return: ``{days, rows, columns, totals, signs, departments}`` as the page shows them
        :raises UserError: for a period that is none, or longer
        """
        days = self._get_sheet_days(date_from, date_to)
        shown, domain = self._get_sheet_scope()
        in_period = domain & self._get_sheet_domain(days)
        rows = shown.search_fetch(domain & self._get_sheet_domain(days, department), SHOWN_FIELDS, order="date, id")
        kinds = rows._get_sheet_leave()
        cells = rows._get_sheet_cells(days, department, kinds, rows._filter_opened(self.env.user))
        columns = self._get_sheet_columns(kinds)
        overtime = rows._get_sheet_overtime()
        by_employee = rows.grouped("employee_id")
        people = [
            {**person, "cells": cells[person["id"]], "counts": by_employee[employee]._count_sheet(kinds, overtime)}
            for employee, person in rows._get_sheet_people().items()
        ]
        keys = [key for key, _label in columns]
        return {
            "date_from": days[0],
            "date_to": days[-1],
            "days": [self._prepare_sheet_day(day) for day in days],
            "columns": columns,
            "rows": people,
            "totals": {key: round(sum(row["counts"].get(key, 0) for row in people), 2) for key in keys},
            "signs": self._get_sheet_legend(),
            "departments": shown._get_sheet_departments(in_period),
        }

    @rpc
    @api.model
    @api.readonly
    def export_month_sheet(
        self,
        date_from: datetime.date,
        date_to: datetime.date,
        department: Record("hr.department") = None,
    ):
        """Return :meth:`get_month_sheet` as a workbook for payroll: ``{name, content}``, its content in base64.

        :param date_from: first day
        :param date_to: last day, included; at most 31 days
        :param department: where people were on the day, with all below it
        :raises UserError: for a period that is none, or longer
        """
        sheet = self.get_month_sheet(date_from, date_to, department)
        where = (department or self.env["hr.department"]).sudo().name or join_names(
            self.env, self.env.companies.mapped("name")
        )
        texts = {
            "title": self.env._("Attendance Sheet"),
            "where": where,
            "period": f"{format_date(self.env, sheet['date_from'])} – {format_date(self.env, sheet['date_to'])}",
            "number": self.env._("No."),
            "employee": self.env._("Employee"),
            "department": self.env._("Department"),
            "total": self.env._("Total"),
            "signatures": [self.env._("Prepared by:"), self.env._("Checked by:"), self.env._("Approved by:")],
        }
        name = f"attendance-{sheet['date_from']}-{sheet['date_to']}.xlsx"
        return {"name": name, "content": base64.b64encode(write_book(sheet, texts)).decode()}

    @api.model
    def _get_sheet_days(self, date_from, date_to):
        if not 0 <= (date_to - date_from).days < LONGEST:
            raise UserError(
                self.env._("Choose a first day and a last day not before it, at most %(days)s days.", days=LONGEST)
            )
        return get_days(date_from, date_to)

    @api.model
    def _get_sheet_scope(self):
        """Return ``(model, domain)`` of the rows that the user may see on the sheet."""
        if not self.env.user.has_group(KEEPERS):
            return self, Domain.TRUE
        companies = self.env.companies  # asked as the user, who may work in them
        companies = companies.filtered(lambda company: company._sales_office_uses("workday"))
        of_companies = Domain("company_id", "in", companies.ids)
        # sudo: Odoo lets them read all attendances; of our days the sheet tells them signs and sums, and no more
        return self.sudo(), of_companies

    def _filter_opened(self, user):
        """Return those of the rows that ``user`` may open: what keepers see here is not all theirs to read."""
        return self.with_user(user)._filtered_access("read") if self.env.su else self

    @api.model
    def _get_sheet_domain(self, days, department=None):
        domain = Domain("date", ">=", days[0]) & Domain("date", "<=", days[-1])
        return domain & Domain("department_id", "child_of", department.ids) if department else domain

    def _get_sheet_people(self):
        """Return ``{employee: {id, name, department}}`` by department and name; who left is among them."""
        last = {row.employee_id: row.department_id for row in self}  # in the order of days
        # sudo: ordinary users have no access to employees; whoever may see somebody's day may know whose it is
        people = self.employee_id.sudo()
        persons = {
            employee: (last[employee].sudo().name or "", employee.name or "")
            for employee in people.with_prefetch(people.ids)
        }
        return {
            employee.sudo(False): {"id": employee.id, "name": name, "department": department}
            for employee, (department, name) in sorted(persons.items(), key=lambda item: (item[1], item[0].id))
        }

    @api.model
    def _get_sheet_departments(self, domain):
        """Return the departments of the days that the user may see, for the choice of one."""
        groups = self._read_group(domain, ["department_id"])
        departments = self.env["hr.department"].union(*(department for (department,) in groups)).sudo()
        # sudo: whoever may see a day may see in which department; those above have them together
        every = departments.browse({id_ for department in departments for id_ in department._get_sales_office_line()})
        inside = every.filtered("sales_office_id")
        return [{"id": one.id, "name": one.complete_name} for one in inside.sorted("complete_name")]

    def _get_sheet_columns(self, kinds):
        """Return ``[(key, label)]`` of the sums."""
        labels = {
            "expected": self.env._("Days Due"),
            "worked": self.env._("Days Worked"),
            "late": self.env._("Times Late"),
            "late_minutes": self.env._("Minutes Late"),
            "early": self.env._("Times Left Early"),
            "early_minutes": self.env._("Minutes Early"),
            "missing": self.env._("Readings Missing"),
            "absent": self.env._("Days Absent"),
            "waived": self.env._("Waived by a leader"),
        }
        names = sorted({kind for leave in kinds.values() for kind in leave})
        leave = [(f"leave:{name}", self.env._("%(kind)s (days)", kind=name)) for name in names]
        return [*((key, labels[key]) for key in COUNTS), *leave, ("overtime", self.env._("Overtime (hours)"))]

    def _count_sheet(self, kinds, overtime):
        """Return the sums of one person's days; a day that is waived counts as nothing else, as for payroll."""
        counts = Counter()
        for row in self:
            held = row.status != "excused"
            counts["expected"] += bool(row.expected_hours or row.leave_hours)
            counts["worked"] += row.worked_hours > 0 or row.status in CAME
            counts["absent"] += row.status == "absent"
            counts["waived"] += not held and row.excuse_kind == "granted"
            if held:
                counts["late"] += bool(row.late_minutes)
                counts["late_minutes"] += row.late_minutes
                counts["early"] += bool(row.early_minutes)
                counts["early_minutes"] += row.early_minutes
                counts["missing"] += row.missing_sign_in + row.missing_sign_out
            for kind, share in kinds.get(row.id, {}).items():
                counts[f"leave:{kind}"] += share
            counts["overtime"] += overtime.get((row.employee_id.id, row.date), 0)
        return {key: round(number, 2) for key, number in counts.items()}

    def _get_sheet_overtime(self):
        """Return ``{(employee id, day): hours}`` of extra hours as Attendances counts them, once approved."""
        self.env["hr.attendance.overtime.line"].flush_model()
        # sudo: extra hours are HR-only; asked for those whose days the user may see
        rows = self.env.execute_query(
            SQL(
                "SELECT employee_id, date, SUM(manual_duration) FROM hr_attendance_overtime_line "
                "WHERE employee_id = ANY(%s) AND date = ANY(%s) AND status = 'approved' GROUP BY employee_id, date",
                self.employee_id.ids,
                list(set(self.mapped("date"))),
            )
        )
        return {(employee_id, day): hours for employee_id, day, hours in rows}
