import base64
import datetime
from collections import Counter, defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...organization.deadline.deadline import HOLIDAY
from ...organization.rpc.argument_types import Record
from ...organization.rpc.rpc import rpc
from ..hours.working_time import get_days
from .month_book import write_book

#: a month, whichever day payroll begins it on
LONGEST = 31
#: what is read of the days
SHOWN_FIELDS = (
    *("employee_id", "department_id", "date", "status", "excused", "excuse_kind", "expected_hours", "leave_hours"),
    *("worked_hours", "late_minutes", "early_minutes", "missing_sign_in", "missing_sign_out"),
)
#: how much each sign matters to whoever looks for exceptions; a sign says it as well, for whom colours say nothing
TONES = {
    "absent": "danger",
    "late": "warning",
    "early": "warning",
    "missing": "warning",
    "leave": "info",
    "waived": "info",
    "extra": "success",
    "present": "",
    "expected": "muted",
    "holiday": "muted",
    "off": "muted",
}
#: what is counted of each person, in the order of the columns; leave by kind and overtime follow
COUNTS = ("due", "worked", "late", "late_minutes", "early", "early_minutes", "missing", "absent", "waived")


class Cell(NamedTuple):
    """What one day of one person shows."""

    id: int | bool  # of the day, none where there is no row
    text: str  # its signs
    tone: str
    title: str  # the same in words


class SalesOfficeDay(models.Model):
    """The days of a month as one table, people by days with their sums, as payroll keeps it (R002, R036).

    It shows the rows that the user may see, and counts them as the payroll figures do. What a day without a row
    shows follows from the schedule. Any number of people is asked about in the same number of queries.
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
        rows = self.search_fetch(self._get_sheet_domain(days, department), SHOWN_FIELDS, order="date, id")
        kinds = rows._get_sheet_leave()
        cells = rows._get_sheet_cells(days, department, kinds)
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
            "departments": self._get_sheet_departments(days),
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
        where = (department or self.env["hr.department"]).sudo().name or ", ".join(self.env.companies.mapped("name"))
        texts = {
            "title": self.env._("Attendance Sheet"),
            "where": where,
            "period": f"{format_date(self.env, sheet['date_from'])} – {format_date(self.env, sheet['date_to'])}",
            "number": self.env._("Line"),
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
    def _get_sheet_departments(self, days):
        """Return the departments of the days that the user may see, for the choice of one."""
        groups = self._read_group(self._get_sheet_domain(days), ["department_id"])
        departments = self.env["hr.department"].union(*(department for (department,) in groups)).sudo()
        # sudo: whoever may see a day may see in which department; those above have them together
        every = departments.browse({id_ for department in departments for id_ in department._get_sales_office_line()})
        inside = every.filtered("sales_office_id")
        return [{"id": one.id, "name": one.complete_name} for one in inside.sorted("complete_name")]

    def _get_sheet_columns(self, kinds):
        """Return ``[(key, label)]`` of the sums."""
        labels = {
            "due": self.env._("Days Due"),
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
            counts["due"] += bool(row.expected_hours or row.leave_hours)
            counts["worked"] += row.worked_hours > 0 or row.status in ("present", "late", "early")
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

    # ------------------------------------------------------------
    # Leave
    # ------------------------------------------------------------

    def _get_sheet_leave(self):
        """Return ``{id of the day: {kind of leave: share of the day}}``; of two kinds on one day by their hours."""
        days = self.filtered("leave_hours")
        if not days:
            return {}
        first, last = min(days.mapped("date")), max(days.mapped("date"))
        people = days.employee_id.sudo()  # sudo: leave is private; its kind is told of days that the user may see
        workdays = people._get_sales_office_workdays(first, last)
        leaves = self._get_leaves_by_kind(people, first, last)
        usual = self.env._("On leave")
        result = {}
        for day in days:
            workday = workdays[day.employee_id.id].get(day.date)
            seconds = Counter()
            for start, stop, kind in leaves[day.employee_id.id]:
                for begin, end in workday.opening if workday else ():
                    seconds[kind] += max(0, (min(stop, end) - max(start, begin)).total_seconds())
            share = day.leave_hours / (day.leave_hours + day.expected_hours)
            whole = seconds.total()
            parts = {kind: share * part / whole for kind, part in seconds.items() if part}
            result[day.id] = parts or {usual: share}
        return result

    @api.model
    def _get_leaves_by_kind(self, people, first, last):
        """Return ``{employee id: [(start, stop, kind)]}`` in naive UTC; Odoo's time off, if installed, has kinds."""
        begin, end = (
            datetime.datetime.combine(day, datetime.time()) for day in (first, last + datetime.timedelta(days=3))
        )
        begin -= datetime.timedelta(days=2)
        leaves = self.env["resource.calendar.leaves"].sudo()  # sudo: as the caller says
        leaves = leaves.search(
            Domain("resource_id", "in", people.resource_id.ids)
            & Domain("date_from", "<", end)
            & Domain("date_to", ">", begin)
        )
        usual = {"leave": self.env._("On leave"), "other": self.env._("On duty elsewhere")}
        owners = {employee.resource_id.id: employee.id for employee in people}
        found = defaultdict(list)
        for leave in leaves:
            named = leave.holiday_id.holiday_status_id.name if "holiday_id" in leave._fields else ""
            kind = named or usual[leave.time_type or "leave"]
            found[owners[leave.resource_id.id]].append((leave.date_from, leave.date_to, kind))
        return found

    # ------------------------------------------------------------
    # Signs
    # ------------------------------------------------------------

    @api.model
    def _get_sheet_signs(self):
        """Return ``{key: (sign, what it means)}``, as short as a cell."""
        return {
            "present": ("✓", self.env._("On Time")),
            "late": (self.env._("Lt"), self.env._("Late")),
            "early": (self.env._("El"), self.env._("Left Early")),
            "missing": (self.env._("Ms"), self.env._("Sign-in or Sign-out Missing")),
            "absent": (self.env._("Ab"), self.env._("Absence")),
            "leave": (self.env._("Lv"), self.env._("On leave")),
            "waived": (self.env._("Wv"), self.env._("Waived by a leader")),
            "holiday": (self.env._("Ph"), self.env._("Public holiday")),
            "extra": (self.env._("Ex"), self.env._("Worked on a day off")),
            "off": (self.env._("Of"), self.env._("Day Off")),
            "expected": ("·", self.env._("Not Known Yet")),
        }

    @api.model
    def _get_sheet_legend(self):
        signs = self._get_sheet_signs()
        return [{"sign": sign, "label": label, "tone": TONES[key]} for key, (sign, label) in signs.items()]

    def _get_marks(self, is_free, on_leave):
        """Return the keys of the signs of one day, what matters most first.

        :param is_free: nobody was expected on that day, not even on hours of their own choice
        """
        if self.status == "excused":
            return ["waived" if self.excuse_kind == "granted" else "leave"]
        marks = ["absent"] if self.status == "absent" else []
        marks += ["late"] if self.late_minutes else []
        marks += ["early"] if self.early_minutes else []
        marks += ["missing"] if self.missing_sign_in or self.missing_sign_out else []
        if self.status == "off":
            free = "holiday" if self.excuse_kind == "holiday" else "off"
            marks = [("extra" if is_free else "present") if self.worked_hours else free]
        marks = marks or [self.status]
        return [*marks, "leave"] if on_leave else marks

    def _get_sheet_cells(self, days, department, leave):
        """Return ``{employee id: [Cell]}``, one for each day."""
        signs, statuses = self._get_sheet_signs(), {(row.employee_id.id, row.date): row for row in self}
        people = self.employee_id.sudo()  # sudo: schedules are HR-only, only kinds of days leave this method
        periods = people._get_sales_office_periods(days[0], days[-1])
        kinds = people._get_sales_office_day_kinds(days[0], days[-1], periods)
        result, last = {}, {row.employee_id.id: row.date for row in self}  # in the order of days
        for employee in people:
            known, cells = kinds[employee.id], []
            until = days[-1] if employee.active else last[employee.id]
            free = self._get_free_days(days, periods[employee.id], known, until, department)
            for day in days:
                if row := statuses.get((employee.id, day)):
                    marks = row._get_marks(known.get(day) in (None, HOLIDAY), leave.get(row.id))
                    cells.append(row._prepare_cell(marks, leave.get(row.id, {}), signs))
                else:
                    sign, label = signs[free[day]] if day in free else ("", "")
                    cells.append(Cell(False, sign, "muted", label)._asdict())
            result[employee.id] = cells
        return result

    @api.model
    def _get_free_days(self, days, periods, kinds, end, department):
        """Return ``{day: off or holiday}`` of the days without work on which somebody belonged there, until ``end``."""
        free = {}
        for period in periods:
            at = period.version.department_id
            if not period.office or department and not at._is_sales_office_part(department.sudo()):
                continue
            first, last = max(period.first, period.hired), min(period.last, period.left, end)
            off = (day for day in days if first <= day <= last and kinds.get(day) in (None, HOLIDAY))
            free.update((day, "holiday" if day in kinds else "off") for day in off)
        return free

    def _prepare_cell(self, marks, leave, signs):
        texts = [signs[mark][0] for mark in marks]
        words = [signs[mark][1] for mark in marks]
        if "leave" in marks and leave:
            kinds = sorted(leave, key=leave.get, reverse=True)
            texts[marks.index("leave")] = self._get_leave_sign(kinds[0], signs["leave"][0])
            words[marks.index("leave")] = ", ".join(kinds)
        for mark, minutes in (("late", self.late_minutes), ("early", self.early_minutes)):
            if mark in marks:
                label = words[marks.index(mark)]
                words[marks.index(mark)] = self.env._("%(status)s (%(minutes)s min)", status=label, minutes=minutes)
        return Cell(self.id, "".join(texts), TONES[marks[0]], "; ".join(words))._asdict()

    @api.model
    def _get_leave_sign(self, kind, usual):
        """Return the first character of a Chinese kind of leave, such as 病 of 病假, else the usual sign."""
        return kind[0] if len(kind) in (2, 3) and kind.endswith("假") else usual

    @api.model
    def _prepare_sheet_day(self, day):
        return {
            "date": day,
            "number": day.day,
            "weekday": format_date(self.env, day, date_format="EEEEE"),
            "is_weekend": day.weekday() > 4,
        }
