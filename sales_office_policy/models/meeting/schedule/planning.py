import logging
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import clean_context, split_every
from odoo.tools.date_utils import end_of, start_of

from ...organization.local_time import get_today, get_zone
from ...organization.spans import DAY
from ...workday.hours.working_time import get_days
from .meeting_days import RANKS, Bookings, get_meeting_days, get_work_spans, is_at_work, overlaps

_logger = logging.getLogger(__name__)

#: schedules planned between two commits
BATCH = 100


class SalesOfficeMeetingSchedule(models.Model):
    """Makes the meetings for whoever is expected, and adapts those that are still planned.

    What a meeting should be like is compared with what it should have been like when it was last
    planned (``sales.office.meeting.plan``). Only what changed in between is applied, so that
    whatever somebody changed by hand stays.
    """

    _inherit = "sales.office.meeting.schedule"

    @api.model
    def _cron_plan_meetings(self):
        """Plan the coming days of every company that holds meetings here, some schedules at a time."""
        companies = self.env["res.company"].search([("sales_office_room_ids.code", "=", "meeting")])
        schedules = self.search([("company_id", "in", companies.ids)], order="company_id, id")
        self.env["ir.cron"]._commit_progress(remaining=len(schedules))
        for batch in schedules._get_batches():
            # whoever plans one of them by hand just now makes the same meetings
            batch.try_lock_for_update(allow_referencing=True)._plan_scheduled()
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                break

    def _plan_scheduled(self):
        """Plan the coming days; a schedule that cannot be planned must not keep the others from it."""
        try:
            with self.env.cr.savepoint():
                self._plan_ahead()
        except Exception:
            if len(self) == 1:
                _logger.exception("The meetings of schedule %s could not be planned", self.id)
                return
            middle = len(self) // 2
            self[:middle]._plan_scheduled()
            self[middle:]._plan_scheduled()

    def _get_batches(self):
        """Return these schedules, so many at a time as are planned between two commits."""
        return [self.browse(ids) for ids in split_every(BATCH, self.ids)]

    def _lock_planning(self):
        """Keep others from planning these schedules until this transaction ends."""
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(self.env._("These meetings are being planned just now. Try again.")) from error

    def _plan_ahead(self):
        """Plan from today until as many days ahead as each company says."""
        for (company, zone), schedules in self.grouped(lambda schedule: (schedule.company_id, schedule.tz)).items():
            today = get_today(get_zone(zone))
            ahead = timedelta(days=company.sales_office_meeting_days_ahead)
            schedules._plan(today, today + ahead, begun=False)

    def _plan(self, date_from, date_to, begun=True):
        """Bring the meetings of these days in line with the schedules.

        :param bool begun: also make those whose time is over
        :return: the meetings that are not called off
        """
        Meeting = (
            self.env["sales.office.meeting"]
            .with_context(
                clean_context(self.env.context),
                tracking_disable=True,
                mail_create_nolog=True,
                mail_create_nosubscribe=True,
            )
            ._later_in_calendar()
        )
        days = [("schedule_day", ">=", date_from), ("schedule_day", "<=", date_to)]
        known = Meeting.search([("schedule_id", "in", self.ids), *days])
        plans = self._get_plans(date_from, date_to)
        existing = set(known.mapped(lambda meeting: meeting._get_schedule_key()))
        now = fields.Datetime.to_string(fields.Datetime.now())
        made = Meeting._create_planned(
            {key: plan for key, plan in plans.items() if key not in existing and (begun or plan["stop"] > now)}
        )
        known._adapt(plans)
        meetings = (made | known).filtered(lambda meeting: meeting.state != "cancelled").sorted("start")
        (meetings & known)._filtered_coming().attendance_ids._follow_leave()
        (made | known)._later_in_calendar(False)._sync_calendar_events()
        return meetings

    def _get_plans(self, date_from, date_to):
        """Return what meetings there should be: ``{(schedule id, day): plan}``, see ``sales.office.meeting.plan``."""
        slots = self._get_slots(date_from, date_to)
        chairs = self.chair_id | self.deputy_chair_id | self.department_id.manager_id
        start = min((slot[0] for slot in slots.values()), default=None)
        stop = max((slot[1] for slot in slots.values()), default=None)
        leaves = chairs._get_sales_office_leaves(start, stop) if slots and chairs else {}
        return {
            (schedule.id, day): schedule._prepare_plan(start, stop, employee_ids, leaves)
            for (schedule, day), (start, stop, employee_ids) in slots.items()
        }

    def _get_slots(self, date_from, date_to):
        """Return ``{(schedule, day): (start, stop, employee ids)}``, nobody at two meetings at once."""
        # people are booked by the other schedules of the company as well
        rivals, department_ids = self._get_rivals()
        members = rivals._get_memberships(date_from, date_to, department_ids)
        own_hours = rivals._get_own_hours(members, date_from, date_to)
        office_hours = rivals._get_office_hours(date_from, date_to)
        days = rivals._get_days(date_from, date_to)
        bookings = Bookings()
        slots = {}
        for schedule in rivals.sorted(lambda schedule: (RANKS[schedule.kind], schedule.id)):
            for day in sorted(days[schedule]):
                start, stop = schedule._get_interval(day)
                is_open = is_at_work(office_hours[schedule], day, start)
                people = dict.fromkeys(
                    employee.id
                    for employee, first, last in members[schedule]
                    if first <= day <= last and is_at_work(own_hours.get(employee.id, {}), day, start, is_open)
                )
                if free := bookings.book(people, start, stop):
                    slots[schedule, day] = (start, stop, free)
        return {key: slot for key, slot in slots.items() if key[0] in self}

    def _get_days(self, date_from, date_to):
        """Return ``{schedule: set of days}``: when they meet, by the working days of each office."""
        result = {}
        first, last = start_of(date_from, "month"), end_of(date_to, "month")
        for company, schedules in self.grouped("company_id").items():
            working = schedules.department_id.with_company(company)._get_sales_office_working_days(first, last)
            for schedule in schedules:
                begin = max(date_from, schedule.date_from or date_from)
                end = min(date_to, schedule.date_to or date_to)
                days = get_meeting_days(schedule.kind, int(schedule.weekday or 0), working[schedule.department_id])
                # a department that left the sales offices does not meet any more
                held = schedule.department_id.sales_office_id
                result[schedule] = {day for day in days if held and begin <= day <= end}
        return result

    def _prepare_plan(self, start, stop, employee_ids, leaves):
        """Return what a meeting of this schedule is like; kept with it to see later what has changed."""
        chair = self._get_chair(start, stop, leaves)
        return {
            "name": self.name,
            "kind": self.kind,
            "department_id": self.department_id.id,
            "start": fields.Datetime.to_string(start),
            "stop": fields.Datetime.to_string(stop),
            "chair_id": chair.id,
            "deputy_chair_id": self._filtered_own(self.deputy_chair_id).id,
            "minutes": str(self.agenda) if self.agenda else False,
            "employee_ids": sorted(employee_ids),
        }

    def _get_chair(self, start, stop, leaves):
        """Return who chairs: the deputy when the chair has left or is on leave and the deputy is not."""
        chair = self._filtered_own(self.chair_id) or self._filtered_own(self.department_id.manager_id)

        def is_there(employee):
            away = any(overlaps((start, stop), leave) for leave in leaves.get(employee.id, ()))
            return employee.active and not away

        deputy = self._filtered_own(self.deputy_chair_id)
        return deputy if deputy and not is_there(chair) and is_there(deputy) else chair

    def _filtered_own(self, employees):
        """Return those of ``employees`` who work in the company of this schedule, and have not moved to another."""
        return employees.filtered(lambda employee: employee.company_id == self.company_id)

    def _call_off_coming(self):
        """Call off what these schedules planned and has not begun: they were archived."""
        # sudo: who may archive the schedule ends its meetings
        self.sudo().meeting_ids._filtered_coming()._call_off()

    def _get_memberships(self, date_from, date_to, department_ids=None):
        """Return who is expected when: ``{schedule: [(employee, first day, last day)]}`` (sudo).

        Whoever moves belongs to each department for their days there. The number of queries does
        not depend on how many schedules there are.

        :param department_ids: only the people of these departments, and guests
        """
        schedules = self.sudo()  # sudo: who works where is HR-only
        below = schedules._get_departments_below()
        wanted = set().union(*below.values())
        if department_ids is not None:
            wanted &= department_ids
        periods = schedules._get_department_periods(wanted, date_from, date_to)
        guests = schedules._get_guest_periods(date_from, date_to)
        result = {}
        for schedule in schedules:
            roots = schedule.department_id | schedule.further_department_ids
            members = [
                period
                for id_ in wanted & set().union(*(below[root.id] for root in roots))
                for period in periods.get(id_, ())
                if period[0].company_id == schedule.company_id
            ]
            own = schedule._filtered_own(schedule.guest_ids).filtered("active")
            result[schedule] = members + [period for guest in own for period in guests[guest.id]]
        return result

    def _get_guest_periods(self, date_from, date_to):
        """Return ``{employee id: [(employee, first day, last day)]}``: while the guests (sudo) are employed."""
        guests = self.guest_ids
        known = guests._get_sales_office_periods(date_from, date_to) if guests else {}
        return {
            guest.id: [
                (guest, max(own.first, own.hired), min(own.last, own.left))
                for own in known[guest.id]
                if own.first <= own.left and own.hired <= own.last
            ]
            for guest in guests
        }

    def _get_departments_below(self):
        """Return ``{department id: ids of it and all below}`` for the departments named in these schedules."""
        roots = self.department_id | self.further_department_ids
        below = {root.id: {root.id} for root in roots}
        for department in self.env["hr.department"].search([("id", "child_of", roots.ids)]):
            for id_ in department._get_sales_office_line():
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

    def _get_office_hours(self, date_from, date_to):
        """Return ``{schedule: {day: [(start, stop)]}}``: when offices are open, see :func:`.meeting_days.is_at_work`.

        People who have the hours of their office, or come whenever it is open, are expected at no other time.
        """
        clocks = {schedule: schedule.department_id._get_sales_office_clock(schedule.company_id) for schedule in self}
        calendars = self.env["resource.calendar"].sudo()  # sudo: when an office works is no secret
        openings = calendars._get_sales_office_openings_batch(set(clocks.values()), date_from - DAY, date_to + DAY)
        days = get_days(date_from, date_to)
        spans = {clock: get_work_spans(hours, days) for clock, hours in openings.items()}
        return {schedule: spans[clock] for schedule, clock in clocks.items()}

    def _get_own_hours(self, members, date_from, date_to):
        """Return when people are at work whose hours are not those of the office.

        Nobody is expected on a day on which their version of that day does not work, nor after their shift. Whoever has
        no schedule, or no fixed hours, comes whenever the office is open.

        :return: ``{employee id: {day: [(start, stop)]}}``, see :func:`.meeting_days.is_at_work`
        """
        spells = self._get_own_spells(members, date_from, date_to)
        others = self.env["hr.employee"].browse([employee.id for employee, periods in spells.items() if periods])
        # a day more at both ends: a night shift, or clocks of another zone
        workdays = others._get_sales_office_workdays(date_from - DAY, date_to + DAY) if others else {}
        result = {}
        for employee in others:
            openings = {day: workday.opening for day, workday in workdays[employee.id].items()}
            days = [day for period in spells[employee] for day in get_days(period.first, period.last)]
            result[employee.id] = get_work_spans(openings, days)
        return result

    def _get_own_spells(self, members, date_from, date_to):
        """Return ``{employee: [Period]}``, while people have fixed hours that are not those of the office."""
        offices = defaultdict(set)
        for schedule, periods in members.items():
            hours = schedule.department_id._get_sales_office_hours(schedule.company_id)
            for employee, _first, _last in periods:
                offices[employee].add(hours)
        employees = self.env["hr.employee"].browse([employee.id for employee in offices])
        known = employees._get_sales_office_periods(date_from, date_to)
        return {
            employee: [
                period
                for period in own
                if period.version.resource_calendar_id._has_sales_office_hours()
                and offices[employee] != {period.version.resource_calendar_id}
            ]
            for employee, own in zip(employees, known.values(), strict=True)
        }
