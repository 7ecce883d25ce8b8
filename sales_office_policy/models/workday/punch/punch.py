from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..hours.shift import (
    AROUND,
    ECHO,
    OVERTIME,
    Evidence,
    Presence,
    Shift,
    assign_moments,
    find_day,
    find_home,
    pair_moments,
)
from ..hr_attendance import IMPORTING


class Person(NamedTuple):
    """What is known of one employee in the time around the readings."""

    employee: models.Model
    punches: dict[datetime, models.Model]  # readings that were imported before
    attendances: list
    shifts: list[Shift]
    by_day: dict
    workdays: dict
    get_day: Callable[[datetime], date]  # the local day of a moment

    def find_day(self, moment):
        """Return the working day that a reading belongs to; ``moment`` is naive UTC."""
        return find_day(moment, self.shifts, self.by_day, self.get_day)

    def assign(self, moments):
        """Return which readings belong to which day."""
        return assign_moments(sorted(moments), self.shifts, self.get_day)

    def get_rows(self):
        """Return the attendances by the days they belong to."""
        rows, now = defaultdict(list), fields.Datetime.now()
        for attendance in self.attendances:
            presence = Presence(attendance.check_in, attendance.check_out, _is_by_itself(attendance))
            rows[find_home(presence, self.shifts, self.by_day, self.get_day, now)].append(attendance)
        return rows

    def get_left(self, days, rows):
        """Return those of ``days`` that stay as somebody entered, corrected or deleted them."""
        dropped = {self.find_day(at) for at, punch in self.punches.items() if punch.is_dropped}
        return {day for day in days if day in dropped or any(_is_by_hand(row) for row in rows.get(day, ()))}

    def get_expected(self, day):
        """Return the hours somebody is expected, those of the schedule where they are on leave all day."""
        workday = self.workdays.get(day)
        return (workday.expected or workday.hours) if workday else []


class ImportPlan:
    """What readings would change, and what they leave as it is."""

    def __init__(self):
        self.punches = []  # values of readings that are new
        self.lone = []  # (reading, whether it is a leaving without an arrival) where that changes
        self.lone_days = set()  # (employee id, day) of such leavings
        self.known = 0  # readings that are not new
        self.create = []  # values of attendances
        self.write = []  # (attendance, values)
        self.unlink = []  # ids of attendances
        self.days = set()  # (employee id, day) that become others
        self.left = set()  # (employee id, day) that stay as somebody entered, corrected or deleted them

    def add_days(self, employee_id, changed, left, lone):
        """Note days of an employee that change, are left as they are, or have one reading only."""
        self.days |= {(employee_id, day) for day in changed}
        self.left |= {(employee_id, day) for day in left}
        self.lone_days |= {(employee_id, day) for day in lone}

    def add_attendance(self, row, vals):
        """Make an attendance, or change the one there is; ``row`` may be None."""
        if not row:
            self.create.append(vals)
        elif changes := {name: vals[name] for name in ("check_out", "out_mode") if row[name] != vals[name]}:
            self.write.append((row, changes | {"out_mode": vals["out_mode"]}))


class SalesOfficePunch(models.Model):
    """A reading of a terminal or a phone app: somebody was there at that moment, nobody says whether they came or left.

    All readings are kept, so that the same file twice, or files that overlap, bring nothing new; attendances
    follow from them by shifts (:mod:`.shift`). What somebody entered, corrected or deleted by hand is left alone.
    """

    _name = "sales.office.punch"
    _description = "Reading of a Terminal"
    _inherit = "sales.office.reader.mixin"
    _log_access = False
    _order = "at, id"

    employee_id = fields.Many2one("hr.employee", required=True, ondelete="cascade")
    at = fields.Datetime(required=True)
    is_lone = fields.Boolean(help="Somebody left, and nobody knows when they came.")
    is_dropped = fields.Boolean(help="Somebody deleted the attendance that was made of it.")

    _at_uniq = models.UniqueIndex("(employee_id, at)", "This reading was imported already.")

    @api.depends("at")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for punch in self:
            moment = format_datetime(self.env, punch.at, dt_format="short")
            punch.display_name = self.env._("Reading of %(moment)s", moment=moment)

    @api.model
    def _get_evidence(self, employees, date_from, date_to):
        """Return ``{employee id: [Evidence]}`` of leavings without an arrival: they were there."""
        evidence = defaultdict(list)
        for punch in self.search(
            [
                ("employee_id", "in", employees.ids),
                ("is_lone", "=", True),
                ("is_dropped", "=", False),
                ("at", ">=", datetime.combine(date_from - timedelta(days=1), time.min)),
                ("at", "<", datetime.combine(date_to + timedelta(days=2), time.min)),
            ]
        ):
            evidence[punch.employee_id.id].append(Evidence(punch.at, punch))
        return evidence

    @api.model
    def _drop(self, attendances):
        """Forget the readings that these attendances were made of; they stay known."""
        spans = defaultdict(list)
        for attendance in attendances.filtered("sales_office_source"):
            spans[attendance.employee_id].append((attendance.check_in, attendance.check_out or attendance.check_in))
        if not spans:
            return
        moments = [moment for own in spans.values() for span in own for moment in span]
        period = [("at", ">=", min(moments)), ("at", "<=", max(moments))]
        people = self.env["hr.employee"].union(*spans)
        self.search([("employee_id", "in", people.ids), *period]).filtered(
            lambda punch: any(start <= punch.at <= stop for start, stop in spans[punch.employee_id])
        ).is_dropped = True

    @api.model
    def _import(self, readings):
        """Make attendances of readings (sudo).

        :param dict readings: ``{employee: [naive UTC]}``
        """
        self._carry_out(self._plan_import(readings))

    @api.model
    def _carry_out(self, plan):
        """Make attendances (sudo) as an :class:`ImportPlan` of this same transaction says."""
        # first, because the day status that follows from attendances looks at them
        self.create(plan.punches)
        for is_lone in (True, False):
            self.browse([punch.id for punch, lone in plan.lone if lone == is_lone]).is_lone = is_lone
        attendances = self.env["hr.attendance"].with_context(
            sales_office_importing=IMPORTING, tracking_disable=True, mail_create_nolog=True
        )
        attendances.browse(plan.unlink).unlink()
        for attendance, vals in plan.write:
            attendances.browse(attendance.id).write(vals)
        attendances.create(plan.create)
        # where nothing but a leaving is known no attendance tells it
        self.env["hr.attendance"]._day_facts_changed([(employee_id, day, day) for employee_id, day in plan.lone_days])

    @api.model
    def _plan_import(self, readings):
        """Return the :class:`ImportPlan` of readings; a constant number of queries, nothing is written."""
        plan = ImportPlan()
        for person in self._get_people(readings):
            known = {at for at, punch in person.punches.items() if not punch.is_dropped}
            fresh = _get_fresh(readings[person.employee], person.punches)
            plan.known += len(readings[person.employee]) - len(fresh)
            if fresh:
                self._plan_person(plan, person, sorted(known), fresh)
        return plan

    @api.model
    def _get_people(self, readings):
        """Return the :class:`Person` of each employee with readings."""
        readings = {employee: moments for employee, moments in readings.items() if moments}
        if not readings:
            return []
        employees = self.env["hr.employee"].union(*readings)
        still_open = self.env["hr.attendance"].search([("employee_id", "in", employees.ids), ("check_out", "=", False)])
        # what a former file left open is closed, however long ago that was
        first = [row.check_in for row in still_open if _is_ours(row)]
        begin = min([*map(min, readings.values()), *first]) - AROUND
        end = max(map(max, readings.values())) + AROUND
        around = begin.date() - AROUND, end.date() + AROUND
        Day = self.env["sales.office.day"]
        periods = employees._get_sales_office_periods(*around)
        plans = employees._get_sales_office_plans(*around, periods)
        workdays = employees._get_sales_office_workdays(*around, plans)
        attendances = (self._get_attendances(employees, begin, end) | still_open).grouped("employee_id")
        punches = defaultdict(dict)
        for punch in self.search([("employee_id", "in", employees.ids), ("at", ">=", begin), ("at", "<=", end)]):
            punches[punch.employee_id.id][punch.at] = punch
        framed, people = {}, []
        for employee in employees:
            shifts, by_day = Day._get_framed(plans[employee.id], framed)
            get_day = partial(Day._get_local_day, periods[employee.id], plans[employee.id])
            own = attendances.get(employee, ())
            people.append(Person(employee, punches[employee.id], own, shifts, by_day, workdays[employee.id], get_day))
        return people

    @api.model
    def _get_attendances(self, employees, begin, end):
        """Return the attendances between two moments, in order."""
        period = Domain("check_in", "<=", end) & (Domain("check_in", ">=", begin) | Domain("check_out", ">=", begin))
        names = ["employee_id", "check_in", "check_out", "in_mode", "out_mode"]
        names += ["sales_office_source", "sales_office_out_corrected"]
        mine = Domain("employee_id", "in", employees.ids)
        return self.env["hr.attendance"].search_fetch(mine & period, names, order="check_in")

    @api.model
    def _plan_person(self, plan, person, known, fresh):
        """Add to ``plan`` what ``fresh`` readings change about one person."""
        before, after, rows = person.assign(known), person.assign([*known, *fresh]), person.get_rows()
        changed = _get_changed(before, after, rows)
        left = person.get_left(changed, rows)
        pairs = {day: pair_moments(after.get(day, []), person.get_expected(day)) for day in sorted(changed - left)}
        lone = {leaving: day for day, (_spans, leaving) in pairs.items() if leaving}
        others = [row for day, own in rows.items() if day not in pairs for row in own]
        blocked = {day for day, (spans, _leaving) in pairs.items() if _overlaps(spans, others)}
        wanted = {day: spans for day, (spans, _leaving) in pairs.items() if day not in blocked}
        self._plan_attendances(plan, person, wanted, rows, others)
        plan.add_days(person.employee.id, wanted, left | blocked, lone.values())
        self._plan_punches(plan, person, fresh, lone, {at for day in wanted for at in after.get(day, ())})

    @api.model
    def _plan_punches(self, plan, person, fresh, lone, counted):
        """Add to ``plan`` the readings that are new, and those of ``counted`` that are now alone, or no longer."""
        plan.punches += [{"employee_id": person.employee.id, "at": at, "is_lone": at in lone} for at in fresh]
        plan.lone += [
            (punch, at in lone)
            for at, punch in person.punches.items()
            if at in counted and punch.is_lone != (at in lone)
        ]

    @api.model
    def _plan_attendances(self, plan, person, wanted, rows, others):
        """Add to ``plan`` the attendances of ``{day: [(came, left)]}``; an open one only while the shift goes on."""
        running = self._get_running(person, wanted, others)
        for day, spans in wanted.items():
            existing = {row.check_in: row for row in rows.get(day, ()) if _is_ours(row)}
            technical = [row for row in rows.get(day, ()) if row._is_sales_office_technical()]
            for came, gone in spans:
                vals = self._prepare_attendance_vals(person.employee, came, gone, runs=came == running)
                plan.add_attendance(existing.pop(came, None), vals)
            plan.unlink += [row.id for row in (*existing.values(), *technical)]

    @api.model
    def _get_running(self, person, wanted, others):
        """Return when somebody came who has not left yet, as far as anybody knows, and whose shift goes on, or None."""
        spans = [(came, gone, day) for day, own in wanted.items() for came, gone in own]
        if not spans or any(not row.check_out for row in others):
            return None
        came, gone, day = max(spans, key=lambda span: span[0])
        if gone or any(row.check_in > came for row in others):
            return None
        until = person.by_day[day].until if day in person.by_day else came + OVERTIME
        return came if fields.Datetime.now() < until else None

    @api.model
    def _prepare_attendance_vals(self, employee, came, gone, runs):
        return {
            "employee_id": employee.id,
            "check_in": came,
            # nobody knows when they left, so nothing is made up
            "check_out": gone or (False if runs else came),
            "out_mode": "kiosk" if gone or runs else "auto_check_out",
            "in_mode": "kiosk",
            "sales_office_source": "punch",
        }


def _get_changed(before, after, rows):
    """Return the days of which the readings say something else than before."""
    changed = {day for day in before.keys() | after.keys() if before.get(day) != after.get(day)}
    # what is still open is closed by what came later
    return changed | {day for day, own in rows.items() if any(_is_ours(row) and not row.check_out for row in own)}


def _get_fresh(moments, known):
    """Return in order which of ``moments`` are readings of their own: none within a minute is known."""
    taken, fresh = sorted(known), []
    for moment in sorted(moments):
        number = bisect_left(taken, moment - ECHO)
        if number == len(taken) or taken[number] > moment + ECHO:
            insort(taken, moment)
            fresh.append(moment)
    return fresh


def _is_ours(attendance):
    return attendance.sales_office_source == "punch"


def _is_by_itself(attendance):
    """Return whether the software closed an attendance, so that nobody knows when they left."""
    return attendance.out_mode == "auto_check_out" and not attendance.sales_office_out_corrected


def _is_by_hand(attendance):
    """Return whether somebody entered or corrected an attendance."""
    return not _is_ours(attendance) and not attendance._is_sales_office_technical()


def _overlaps(spans, others):
    """Return whether attendances as ``(came, left)`` overlap some that there are."""
    return any(
        row.check_in < (gone or came) and (row.check_out or row.check_in) > came or row.check_in == came
        for came, gone in spans
        for row in others
    )
