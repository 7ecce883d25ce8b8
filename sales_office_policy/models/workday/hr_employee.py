from collections import defaultdict
from datetime import datetime, time, timedelta
from functools import cache, partial

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..organization.deadline.deadline import COUNTED, HOLIDAY, LEAVE, MADE_UP, WORKED, count_days, count_plain_days
from ..organization.local_time import get_local_day, get_today, get_utc_time, get_zone
from ..organization.record.rows import read_rows
from ..organization.rpc.rpc import core_door, rpc
from ..organization.spans import DAY
from .hours.periods import (
    LOOKED_AT,
    Periods,
    VersionRow,
    Workday,
    get_known_days,
    get_reach,
    get_since,
    get_zone_on,
    group_versions,
    is_away,
    keep_past_plans,
    prepare_deadline,
    stays_until,
)
from .hours.working_time import get_days, get_open_end, merge, take_out

#: a deadline waits for leave no longer than that
LONGEST_WAIT = timedelta(days=400)

#: whoever has no fixed hours is away in the evening when their leave reaches beyond this hour
AFTERNOON = 13


class HrEmployee(models.Model):
    """When people are expected at work, for many of them at once; their days, their deadlines, who closes the office.

    The number of queries depends on the number of different schedules, not on the number of employees or days.

    There is one clock for deadlines: answers, appeals, confirmations, reports, filing (``organization/deadline``).
    Working days are those of the person's schedule, by the same answer that says when they are expected: holidays of
    their company, make-up days, their leave.
    """

    _inherit = "hr.employee"

    sales_office_day_count = fields.Integer(
        string="Days Not in Order",
        compute="_compute_sales_office_day_count",
        groups="sales_office_policy.group_member",
        help="Late, left early, absent, or a sign-in or sign-out missing: days of this month that were not waived, "
        "among those the current user may see.",
    )

    # of which days it is known, now that they are over, whether they worked; written by the day status only
    sales_office_days_from = fields.Date(
        readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False
    )
    sales_office_days_to = fields.Date(
        readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sales_office_day_count(self):
        counts = self.env["sales.office.day"]._count_breaches(self.ids)
        for employee in self:
            employee.sales_office_day_count = counts.get(employee.id, 0)

    @core_door
    @api.model_create_multi
    def create(self, vals_list):
        """Look at the days of all new employees at once."""
        with self.env["sales.office.day.task"]._gathering():
            return super().create(vals_list)

    @core_door
    def write(self, vals):
        """Whoever is archived has no days to look at again; who comes back was not expected while away."""
        if vals.get("active"):
            self.filtered(lambda employee: not employee.active)._note_sales_office_days_away()
        with self.env["sales.office.day.task"]._gathering():
            result = super().write(vals)
        if vals.get("active") is False:
            self._drop_pending_sales_office_days()
        return result

    @rpc(one=True)
    def action_open_sales_office_days(self):
        """Return the calendar of the days of this employee that the user may see (R002)."""
        return self.env["sales.office.day"]._get_action_of(self.id)

    @api.model
    def _get_workday_members(self, ids=None, companies=None):
        """Return who ever was in a sales office of a company that uses the room (sudo), in one query.

        :param ids: only these employees
        :param companies: only employees of these companies
        """
        domain = Domain("company_id.sales_office_room_ids.code", "=", "workday")
        domain &= Domain("version_ids.department_id.sales_office_id", "!=", False)
        if ids is not None:
            domain &= Domain("id", "in", list(ids))
        if companies is not None:
            domain &= Domain("company_id", "in", companies.ids)
        # sudo: ordinary users have no access to hr.employee; who left is still looked at for the days before
        return self.env["hr.employee"].sudo().with_context(active_test=False).search(domain)

    def _note_sales_office_days_away(self):
        """Write down that these employees, who are archived still, were not expected on the days until today.

        Nobody looks at the days of who has left, and with their return Odoo forgets when that was.
        """
        members = self._get_workday_members(self.ids) if self else self
        if not members:
            return
        todays = {employee: get_today(get_zone(employee._get_tz())) for employee in members}
        first = min(company._get_sales_office_oldest_day() for company in members.company_id)
        # sudo: rows are written by nobody, they follow from the facts
        self.env["sales.office.day"].sudo()._refresh(members, get_days(first, max(todays.values())), recent=True)
        for today, employees in members.grouped(todays.get).items():
            for since, own in employees.grouped("sales_office_days_from").items():
                own.write({"sales_office_days_from": since or today, "sales_office_days_to": today})

    def _drop_pending_sales_office_days(self):
        """Expect nobody who was archived to come: their rows about today and later go."""
        # sudo: rows are written by nobody
        pending = (
            self.env["sales.office.day"]
            .sudo()
            .search([("employee_id", "in", self.ids), ("status", "=", "expected"), ("excuse_state", "=", False)])
        )
        pending.unlink()

    def _get_sales_office_work_intervals(self, date_from, date_to):
        """Return when each employee is expected at work (R002).

        By the schedule of their version of that day, less public holidays and validated leave, plus
        make-up days. Nobody is expected on flexible hours or without a schedule, before they were
        hired or after they left. Days that are over say what they said then.

        :return: ``{employee id: {day: [(start, stop), ...]}}`` in naive UTC, the hours of the shift that begins on the
            local day; days without work left out
        """
        return {
            employee_id: {day: workday.expected for day, workday in workdays.items() if workday.expected}
            for employee_id, workdays in self._get_sales_office_workdays(date_from, date_to).items()
        }

    def _get_sales_office_leaves(self, start, stop):
        """Return the validated leave of each employee that overlaps a time; public holidays are not among it.

        :param datetime start: naive UTC
        :return: ``{employee id: [(start, stop, reason)]}`` in naive UTC; the reason tells nothing private
        """
        # sudo: leave is private, only its times leave this method
        employees, leaves = self.sudo(), self.env["resource.calendar.leaves"].sudo()
        leaves = leaves.search_fetch(
            [("resource_id", "in", employees.resource_id.ids), ("date_from", "<", stop), ("date_to", ">", start)],
            ["resource_id", "date_from", "date_to", "time_type"],
        )
        # what is not time off is a training or a trip, and was granted all the same
        reasons = {"leave": self.env._("On leave"), "other": self.env._("On duty elsewhere")}
        by_resource = defaultdict(list)
        for leave in leaves:
            by_resource[leave.resource_id.id].append(
                (leave.date_from, leave.date_to, reasons[leave.time_type or "leave"])
            )
        resources = zip(employees._ids, read_rows(employees, ["resource_id"]), strict=True)
        return {id_: by_resource.get(resource_id, []) for id_, [resource_id] in resources}

    def _get_sales_office_workdays(self, date_from, date_to, plans=None):
        """Return ``{employee id: {day: Workday}}``, the days on which a shift of the employee begins.

        :param plans: what :meth:`_get_sales_office_plans` returned for these days at least, where the caller knows it
        """
        employees = self.sudo()  # sudo: schedules and leave are HR-only, only times leave this method
        plans = employees._get_sales_office_plans(date_from, date_to) if plans is None else plans
        # a day more at both ends, whatever the time zone, and a night
        begin = datetime.combine(date_from - timedelta(days=1), time.min)
        end = datetime.combine(date_to + timedelta(days=3), time.min)
        leaves = employees._get_sales_office_leaves(begin, end)
        result = {}
        for employee_id in employees._ids:
            own = leaves[employee_id]
            cuts = merge((start, get_open_end(stop)) for start, stop, _reason in own) if own else []
            workdays = result[employee_id] = {}
            for day, plan in plans[employee_id].items():
                if plan.hours and date_from <= day <= date_to:
                    expected = plan.opening
                    if cuts:
                        expected = take_out(expected, cuts, partial(get_utc_time, day, 24, plan.zone))
                    workdays[day] = Workday(plan.hours, plan.opening, expected)
        return result

    def _get_sales_office_plans(self, date_from, date_to, periods=None, recount=()):
        """Return ``{employee id: {day: Plan}}``, the shifts that begin on these days.

        Days that were looked at when they were over keep the hours they had, and stay free if they were; make-up
        days and public holidays count whenever they are entered.

        :param periods: what :meth:`_get_sales_office_periods` returned, where the caller knows it already
        :param recount: days of which it does not matter what was known
        """
        employees = self.sudo()  # sudo: as in _get_sales_office_workdays
        calendars = self.env["resource.calendar"].sudo()
        looked_at = dict(zip(employees._ids, read_rows(employees, LOOKED_AT), strict=True))
        periods = employees._get_sales_office_periods(date_from, date_to) if periods is None else periods
        kept = self.env["sales.office.day"].sudo()._get_kept_plans(employees, date_from, date_to)
        # who works for another company by now keeps the holidays of the one they worked for
        former = {plan.kept_by for plans in kept.values() for plan in plans.values() if plan}
        companies = employees.company_id | employees.company_id.browse(former)
        closures = calendars._get_sales_office_closures(companies, date_from, date_to)
        scheduled = employees._get_scheduled_plans(periods, date_from, date_to, closures)
        get_weekdays, get_holidays = cache(closures.get_weekdays), cache(closures.get_holidays)
        result = {}
        for employee_id in employees._ids:
            own, plans = periods[employee_id], {}
            for period in own:
                days = scheduled[employee_id, period.first]
                first, last = max(period.first, period.hired), min(period.last, period.left)
                if first > date_from or last < date_to:
                    days = {day: plan for day, plan in days.items() if first <= day <= last}
                plans.update(days)
            company_id, *span = looked_at[employee_id]
            known = get_known_days(kept.get(employee_id, {}), span, date_from, date_to)
            known = {day: plan for day, plan in known.items() if day not in recount}
            keep_past_plans(plans, known, own, company_id, get_weekdays, get_holidays)
            result[employee_id] = plans
        return result

    def _get_scheduled_plans(self, periods, date_from, date_to, closures):
        """Return ``{(employee id, first day of the period): {day: Plan}}``, what the schedule of each period says.

        Most have the same one: it is asked once, and told apart by ids, which are found faster than records.
        """
        keys, offices = {}, {}
        for employee, [company_id] in zip(self, read_rows(self, ["company_id"]), strict=True):
            for period in periods[employee.id]:
                key = keys[employee.id, period.first] = (period.calendar_id, company_id, period.office.id)
                if key not in offices:
                    offices[key] = (period.version.resource_calendar_id, employee.company_id, period.office)
        calendars = self.env["resource.calendar"]
        plans = calendars._get_sales_office_plans_batch(set(offices.values()), date_from, date_to, closures)
        by_key = {key: plans[office] for key, office in offices.items()}
        return {period: by_key[key] for period, key in keys.items()}

    def _get_sales_office_day(self, moment):
        """Return the day of a ``moment`` (naive UTC) on the clocks that the employee goes by then."""
        self.ensure_one()
        version = self._get_sales_office_version(moment.date())
        return get_local_day(moment, get_zone(version._get_tz()))

    def _get_sales_office_periods(self, date_from, date_to):
        """Return ``{employee id: [Period]}``, the versions valid from ``date_from`` to ``date_to``, in one query."""
        employees = self.sudo()  # sudo: versions are HR-only
        versions = self.env["hr.version"].sudo()
        versions = versions.search_fetch(
            [("employee_id", "in", employees.ids), ("date_version", "<=", date_to)],
            VersionRow._fields,
            order="date_version, id",
        )
        by_employee = group_versions(versions)
        if missing := employees.browse([id_ for id_ in employees._ids if id_ not in by_employee]):
            # hired later: their very first version says when
            by_employee |= group_versions(missing.version_ids.sorted("date_version"))
        periods = Periods(date_from, date_to)
        return {id_: periods.get(by_employee.get(id_, ())) for id_ in employees._ids}

    @api.model
    def _count_sales_office_deadlines(self, terms):
        """Return the :class:`~..organization.deadline.Deadline` of each :class:`~..organization.deadline.Term`.

        Days on which the person is on leave all day do not count. Who has no working days, because they left or are on
        leave for more than a year, has those of their office; without any, days are just days.
        """
        result = dict.fromkeys(range(len(terms)))
        if not terms:
            return []
        begin, latest, reach = get_reach(terms)
        people = {number: term for number, term in enumerate(terms) if term.employee}
        patience = reach + LONGEST_WAIT
        while people and reach < patience:
            employees = self.browse({term.employee.id for term in people.values()})
            result |= employees._count_own_deadlines(people, begin, latest + reach)
            people = {number: term for number, term in people.items() if not result[number]}
            reach *= 3
        result |= self._count_office_deadlines({n: term for n, term in enumerate(terms) if not result[n]})
        return list(result.values())

    def _count_own_deadlines(self, terms, first, last):
        """Return ``{key: Deadline}`` of those terms that end by ``last``, counted by the days of their employees."""
        periods = self._get_sales_office_periods(first, last)
        kinds = self._get_sales_office_day_kinds(first, last, periods)
        result = {}
        for key, term in terms.items():
            own = periods[term.employee.id]
            since = get_since(term.since, lambda day, own=own: get_zone_on(own, day))
            if counted := count_days(kinds[term.employee.id], since, term.days):
                result[key] = prepare_deadline(counted, since, term.days, get_zone_on(own, counted.day))
        return result

    @api.model
    def _count_office_deadlines(self, terms):
        """Return ``{key: Deadline}`` of terms counted by the days of their offices."""
        if not terms:
            return {}
        clocks = {key: term.department._get_sales_office_clock(term.company) for key, term in terms.items()}
        first, latest, reach = get_reach(terms.values())
        # sudo: when an office works is no secret
        calendars = self.env["resource.calendar"].sudo()
        kinds = calendars._get_sales_office_kinds_batch(set(clocks.values()), first, latest + reach)
        result = {}
        for key, term in terms.items():
            zone = get_zone(clocks[key][0].tz)
            since = get_since(term.since, lambda _day, zone=zone: zone)
            counted = count_days(kinds[clocks[key]], since, term.days) or count_plain_days(since, term.days)
            result[key] = prepare_deadline(counted, since, term.days, zone)
        return result

    def _get_sales_office_day_kinds(self, date_from, date_to, periods=None, plans=None):
        """Return ``{employee id: {day: kind}}``, days in order: worked, made up, a holiday or leave; days off left out.

        Half a day of leave is a working day. Without fixed hours these are the days of the office.

        :param periods: what :meth:`_get_sales_office_periods` returned, where the caller knows it already
        :param plans: what :meth:`_get_sales_office_plans` did
        """
        employees = self.sudo()  # sudo: schedules and leave are HR-only, only kinds of days leave this method
        periods = employees._get_sales_office_periods(date_from, date_to) if periods is None else periods
        plans = employees._get_sales_office_plans(date_from, date_to, periods) if plans is None else plans
        workdays = employees._get_sales_office_workdays(date_from, date_to, plans)
        result = {}
        for employee in employees:
            result[employee.id] = {}
            for day, workday in workdays[employee.id].items():
                kind = WORKED if plans[employee.id][day].weekday is None else MADE_UP
                kind = kind if workday.expected else LEAVE
                result[employee.id][day] = kind if workday.opening else HOLIDAY
        for employee_id, kinds in employees._get_loose_day_kinds(date_from, date_to, periods).items():
            result[employee_id] |= kinds
        return {employee_id: dict(sorted(kinds.items())) for employee_id, kinds in result.items()}

    def _get_loose_day_kinds(self, date_from, date_to, periods):
        """Return the same of employees while they have no fixed hours: they work on their office's days."""
        loose = {
            (employee, period): period.version.department_id._get_sales_office_clock(employee.company_id)
            for employee in self
            for period in periods[employee.id]
            if not period.version.resource_calendar_id._has_sales_office_hours()
        }
        if not loose:
            return {}
        calendars = self.env["resource.calendar"]
        kinds = calendars._get_sales_office_kinds_batch(set(loose.values()), date_from, date_to)
        people = self.browse(employee.id for employee, _period in loose)
        begin, end = (datetime.combine(day, datetime.min.time()) for day in (date_from - DAY, date_to + 2 * DAY))
        leaves = people._get_sales_office_leaves(begin, end)
        result = {}
        for (employee, period), clock in loose.items():
            own = result.setdefault(employee.id, {})
            first, last = max(period.first, period.hired), min(period.last, period.left)
            for day, kind in kinds[clock].items():
                if first <= day <= last:
                    away = kind in COUNTED and is_away(leaves[employee.id], day, period.zone)
                    own[day] = LEAVE if away else kind
        return result

    def _get_sales_office_evenings(self, date_from, date_to):
        """Return ``{employee: set of days on which they are at work until their office closes, or nearly so}``.

        Days off, holidays of their own schedule, leave that lasts until the end of the day and shifts that end long
        before or begin after that are none. Somebody without fixed hours is there every day on which they are employed
        and has no leave in the afternoon.
        """
        employees = self.sudo()  # sudo: schedules and leave are HR-only, only days leave this method
        if not employees:
            return {}
        periods = employees._get_sales_office_periods(date_from, date_to)
        workdays = employees._get_sales_office_workdays(date_from, date_to)
        ends = employees._get_office_ends(date_from, date_to)
        loose, result = {}, {}
        for employee in employees:
            result[employee] = {
                day for day, workday in workdays[employee.id].items() if stays_until(workday, ends[employee].get(day))
            }
            for period in periods[employee.id]:
                if not period.version.resource_calendar_id._has_sales_office_hours():
                    days = get_days(max(period.first, period.hired), min(period.last, period.left))
                    loose.setdefault(employee, set()).update(days)
        without_hours = employees.filtered(lambda employee: employee in loose)
        for employee, days in without_hours._get_evenings_without_hours(date_from, date_to).items():
            result[employee] |= days & loose[employee]
        return result

    def _get_office_ends(self, date_from, date_to):
        """Return ``{employee: {day: when their office closes}}``; nothing without fixed hours of the office."""
        keys = {
            employee: (
                employee.department_id._get_sales_office_hours(employee.company_id),
                employee.company_id,
                employee.department_id.sales_office_id,
            )
            for employee in self
        }
        openings = self.env["resource.calendar"]._get_sales_office_openings_batch(
            set(keys.values()), date_from, date_to
        )
        ends = {key: {day: opening[-1][1] for day, opening in (days or {}).items()} for key, days in openings.items()}
        return {employee: ends[key] for employee, key in keys.items()}

    def _get_evenings_without_hours(self, date_from, date_to):
        """Return the same for people who come and go as they like."""
        dates = get_days(date_from, date_to)
        if not self or not dates:
            return {}
        bounds = {zone: _get_afternoons(dates, get_zone(zone)) for zone in {employee._get_tz() for employee in self}}
        edges = [moment for days in bounds.values() for day in (dates[0], dates[-1]) for moment in days[day]]
        leaves = self._get_sales_office_leaves(min(edges), max(edges))
        return {
            employee: {
                day
                for day, (noon, midnight) in bounds[employee._get_tz()].items()
                if not any(start < midnight and stop > noon for start, stop, _reason in leaves[employee.id])
            }
            for employee in self
        }

    def _check_works_in_office(self, office, company):
        """Raise a ``UserError`` unless this employee (sudo) works in a sales office now."""
        if not self.active or self.department_id.sales_office_id != office or self.company_id != company:
            raise UserError(
                self.env._(
                    "Only somebody who works in %(office)s can be on duty there.",
                    office=office.sudo().name,  # sudo: the name of an office is no secret
                )
            )

    def _check_there_in_the_evening(self, days):
        """Raise a ``UserError`` unless this employee (sudo) is at work on these days until their office closes."""
        if not days:
            return
        evenings = self._get_sales_office_evenings(min(days), max(days))[self]
        if away := sorted(set(days) - evenings):
            raise UserError(
                self.env._(
                    "%(name)s is not at work in the evening of %(day)s. Choose somebody who is.",
                    name=self.name,
                    day=format_date(self.env, away[0]),
                )
            )


def _get_afternoons(days, zone):
    """Return ``{day: (when the afternoon begins, midnight)}``, naive in UTC."""
    return {day: tuple(get_utc_time(day, hour, zone) for hour in (AFTERNOON, 24)) for day in days}
