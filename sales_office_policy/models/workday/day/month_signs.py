import datetime
from collections import Counter, defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...organization.deadline.deadline import HOLIDAY
from ...organization.record.phrases import join_names, join_phrases

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


class Cell(NamedTuple):
    """What one day of one person shows."""

    id: int | bool  # of the day, none where there is no row, or none that opens
    text: str  # its signs
    tone: str
    title: str  # the same in words


class SalesOfficeDay(models.Model):
    """What a cell of the attendance sheet says: signs as clerks know them, kinds of leave, days without work."""

    _inherit = "sales.office.day"

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
        held = {
            "absent": self.status == "absent",
            "late": self.late_minutes,
            "early": self.early_minutes,
            "missing": self.missing_sign_in or self.missing_sign_out,
        }
        marks = [mark for mark, is_held in held.items() if is_held]
        if not marks:
            marks = [self._get_free_mark(is_free) if self.status == "off" else self.status]
        return [*marks, "leave"] if on_leave else marks

    def _get_free_mark(self, is_free):
        if self.worked_hours:
            return "extra" if is_free else "present"
        return "holiday" if self.excuse_kind == "holiday" else "off"

    def _get_sheet_cells(self, days, department, leave, opened):
        """Return ``{employee id: [Cell]}``, one for each day; only those of ``opened`` have an id."""
        signs, statuses = self._get_sheet_signs(), {(row.employee_id.id, row.date): row for row in self}
        people = self.employee_id.sudo()  # sudo: schedules are HR-only, only kinds of days leave this method
        periods = people._get_sales_office_periods(days[0], days[-1])
        kinds = people._get_sales_office_day_kinds(days[0], days[-1], periods)
        opened = set(opened.ids)
        result, last = {}, {row.employee_id.id: row.date for row in self}  # in the order of days
        for employee in people:
            known, cells = kinds[employee.id], []
            until = days[-1] if employee.active else last[employee.id]
            free = self._get_free_days(days, periods[employee.id], known, until, department)
            for day in days:
                if row := statuses.get((employee.id, day)):
                    marks = row._get_marks(known.get(day) in (None, HOLIDAY), leave.get(row.id))
                    cell = row._prepare_cell(marks, leave.get(row.id, {}), signs)
                    cells.append(cell._replace(id=row.id in opened and row.id)._asdict())
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
            texts[marks.index("leave")] = self._get_leave_sign(kinds[0], signs)
            words[marks.index("leave")] = join_names(self.env, kinds)
        for mark, minutes in (("late", self.late_minutes), ("early", self.early_minutes)):
            if mark in marks:
                label = words[marks.index(mark)]
                words[marks.index(mark)] = self.env._("%(status)s (%(minutes)s min)", status=label, minutes=minutes)
        return Cell(self.id, "".join(texts), TONES[marks[0]], join_phrases(self.env, words))

    @api.model
    def _get_leave_sign(self, kind, signs):
        """Return the first character of a Chinese kind of leave, such as 病 of 病假, else the usual sign."""
        usual, label = signs["leave"]
        named = len(kind) in (2, 3) and kind.endswith("假") and kind != label
        taken = {sign for sign, _label in signs.values()}
        return kind[0] if named and kind[0] not in taken else usual

    @api.model
    def _prepare_sheet_day(self, day):
        return {
            "date": day,
            "number": day.day,
            "weekday": format_date(self.env, day, date_format="EEEEE"),
            "is_weekend": day.weekday() > 4,
        }
