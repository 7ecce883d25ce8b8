from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command

from ...organization.rpc.rpc import core_door
from ...workday.hours.working_time import get_days
from .meeting_days import overlaps


class SalesOfficeMeetingSchedule(models.Model):
    """Who is expected at the meetings of a schedule, and that nobody is expected at two at once."""

    _inherit = "sales.office.meeting.schedule"

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        guests = [self._check_guests(vals.get("guest_ids")) for vals in vals_list]
        schedules = super().create(
            [{name: value for name, value in vals.items() if name != "guest_ids"} for vals in vals_list]
        )
        for schedule, commands in zip(schedules, guests, strict=True):
            schedule._invite(commands)
        return schedules

    @core_door
    def write(self, vals):
        if self.env.su or "guest_ids" not in vals:
            return super().write(vals)
        commands = self._check_guests(vals["guest_ids"])
        result = super().write({name: value for name, value in vals.items() if name != "guest_ids"})
        self._invite(commands)
        return result

    @api.constrains(
        "active",
        "kind",
        "weekday",
        "department_id",
        "further_department_ids",
        "guest_ids",
        "start_time",
        "end_time",
        "date_from",
        "date_to",
    )
    def _check_nobody_twice(self):
        """Refuse schedules of the same kind that expect somebody at overlapping times.

        Schedules of different kinds may overlap: the rarer meeting counts, see ``kind``.
        """
        changed = self.filtered("active")
        others = self.search([("company_id", "in", changed.company_id.ids), ("kind", "in", changed.mapped("kind"))])
        booked = defaultdict(set)
        for schedule, members in (changed | others)._get_memberships(fields.Date.today(), date.max).items():
            for employee, _first, _last in members:
                booked[employee].add(schedule)
        for employee, schedules in booked.items():
            for schedule, other in combinations(sorted(schedules, key=lambda schedule: schedule.id), 2):
                if (schedule in changed or other in changed) and schedule._meets_during(other):
                    raise ValidationError(
                        self.env._(
                            "%(name)s would be expected at “%(schedule)s” and at “%(other)s” at the same time. "
                            "Change the hours, the days or who is expected.",
                            name=employee.name,
                            schedule=schedule.name,
                            other=other.name,
                        )
                    )

    @api.model
    def _check_guests(self, commands):
        """Return commands for ``guest_ids`` that only choose colleagues whom the user can see."""
        commands = [Command.set(commands)] if commands and isinstance(commands[0], int) else commands or []
        chosen = []
        for command in commands:
            if command[0] in (Command.CREATE, Command.UPDATE, Command.DELETE):
                raise AccessError(self.env._("Guests are chosen here, not edited."))
            chosen += command[2] if command[0] == Command.SET else [command[1]] if command[0] == Command.LINK else []
        self.env["hr.employee.public"].browse(chosen).check_access("read")
        return commands

    def _invite(self, commands):
        self.check_access("write")
        if commands:
            # sudo: a list of employees is written by who may read hr.employee only; whom he chose was checked
            self.sudo().guest_ids = commands

    def _meets_during(self, other):
        """Return whether two schedules of the same kind have meetings that overlap, each in its own time zone."""
        if self.kind != other.kind:
            return False
        starts, ends = filter(None, (self.date_from, other.date_from)), filter(None, (self.date_to, other.date_to))
        if max(starts, default=date.min) > min(ends, default=date.max):
            return False
        if self.tz == other.tz:
            same_day = self.kind != "weekly" or self.weekday == other.weekday
            return same_day and overlaps((self.start_time, self.end_time), (other.start_time, other.end_time))
        # clocks differ by another time of the year: one week of each month tells
        year = fields.Date.today().year
        days = [date(year, month, number) for month in range(1, 13) for number in range(8, 15)]
        return any(
            overlaps(self._get_interval(day), other._get_interval(day + timedelta(days=shift)))
            for day in days
            for shift in (-1, 0, 1)
            if self._is_weekday(day) and other._is_weekday(day + timedelta(days=shift))
        )

    def _is_weekday(self, day):
        return self.kind != "weekly" or day.weekday() == int(self.weekday)

    def _get_memberships(self, date_from, date_to, department_ids=None):
        """Return who is expected when: ``{schedule: [(employee, first day, last day)]}`` (sudo).

        Whoever moves belongs to each department for his days there. The number of queries does
        not depend on how many schedules there are.

        :param department_ids: only the people of these departments, and guests
        """
        schedules = self.sudo()  # sudo: who works where is HR-only
        below = schedules._get_departments_below()
        wanted = set().union(*below.values())
        if department_ids is not None:
            wanted &= department_ids
        periods = schedules._get_department_periods(wanted, date_from, date_to)
        result = {}
        for schedule in schedules:
            roots = schedule.department_id | schedule.further_department_ids
            members = [
                period
                for id_ in wanted & set().union(*(below[root.id] for root in roots))
                for period in periods.get(id_, ())
                if period[0].company_id == schedule.company_id
            ]
            guests = schedule._filtered_own(schedule.guest_ids).filtered("active")
            result[schedule] = members + [(guest, date.min, date.max) for guest in guests]
        return result

    def _get_departments_below(self):
        """Return ``{department id: ids of it and all below}`` for the departments named in these schedules."""
        roots = self.department_id | self.further_department_ids
        below = {root.id: {root.id} for root in roots}
        for department in self.env["hr.department"].search([("id", "child_of", roots.ids)]):
            for id_ in map(int, department.parent_path.split("/")[:-1]):
                if id_ in below:
                    below[id_].add(department.id)
        return below

    def _get_rivals(self):
        """Return the schedules that may expect the same people as these do, so that not everybody has to be looked at.

        :return: the schedules, these included, and the ids of the departments in which those people work
        """
        everybody = self.sudo().search([("company_id", "in", self.company_id.ids)])  # sudo: only who is expected counts
        below = everybody._get_departments_below()
        places = {
            schedule: set().union(
                *(below[root.id] for root in schedule.department_id | schedule.further_department_ids)
            )
            for schedule in everybody
        }
        guests = self.sudo().guest_ids
        own = set().union(*(places[schedule] for schedule in self.sudo() if schedule in places))
        own |= set(guests.version_ids.department_id.ids)
        rivals = everybody.filtered(
            lambda schedule: (
                not own.isdisjoint(places[schedule])
                or schedule.guest_ids & guests
                or not own.isdisjoint(schedule.guest_ids.version_ids.department_id.ids)
            )
        )
        return (rivals | self.sudo()).with_env(self.env), own

    def _get_department_periods(self, department_ids, date_from, date_to):
        """Return ``{department id: [(employee, first day, last day)]}`` for people who still work here."""
        employees = self.env["hr.employee"].search(
            [("company_id", "in", self.company_id.ids), ("version_ids.department_id", "in", list(department_ids))]
        )
        periods = defaultdict(list)
        known = employees._get_sales_office_periods(date_from, date_to)
        for employee in employees:  # not browsed one by one, which would read them one by one
            for period in known[employee.id]:
                first, last = max(period.first, period.hired), min(period.last, period.left)
                if first <= last:
                    periods[period.version.department_id.id].append((employee, first, last))
        return periods

    def _get_own_hours(self, members, date_from, date_to):
        """Return when people are at work whose hours are not those of the office.

        Nobody is expected on a day on which his version of that day does not work, nor after his shift. Whoever has
        no schedule, or no fixed hours, comes whenever the office is open.

        :return: ``{employee id: {day: [(start, stop)]}}``, see :func:`.meeting_days.is_at_work`
        """
        offices = defaultdict(set)
        for schedule, periods in members.items():
            hours = schedule.department_id._get_sales_office_hours(schedule.company_id)
            for employee, _first, _last in periods:
                offices[employee].add(hours)
        employees = self.env["hr.employee"].browse([employee.id for employee in offices])
        spells = {
            employee: [
                period
                for period in employee_periods
                if period.version.resource_calendar_id._has_sales_office_hours()
                and offices[employee] != {period.version.resource_calendar_id}
            ]
            for employee, employee_periods in zip(
                employees, employees._get_sales_office_periods(date_from, date_to).values(), strict=True
            )
        }
        others = self.env["hr.employee"].browse([employee.id for employee, periods in spells.items() if periods])
        # a day more at both ends: a night shift, or clocks of another zone
        day = timedelta(days=1)
        workdays = others._get_sales_office_workdays(date_from - day, date_to + day) if others else {}
        return {
            employee.id: {
                own_day: _get_spans(workdays[employee.id], get_days(own_day - day, own_day + day))
                for period in spells[employee]
                for own_day in get_days(period.first, period.last)
            }
            for employee in others
        }


def _get_spans(workdays, days):
    """Return from when to when somebody is at work on these days, before his own leave."""
    openings = [workdays[day].opening for day in days if day in workdays]
    return [(opening[0][0], opening[-1][1]) for opening in openings if opening]
