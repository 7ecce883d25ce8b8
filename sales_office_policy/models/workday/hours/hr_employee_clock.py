from datetime import datetime, timedelta

from pytz import timezone, utc

from odoo import api, models

from ...organization.deadline.deadline import (
    COUNTED,
    HOLIDAY,
    LEAVE,
    MADE_UP,
    WORKED,
    Deadline,
    count_days,
    count_plain_days,
)
from .working_time import get_last_moment, get_local_time, to_naive_utc

#: days for which an office is closed at most, the longest holidays included
LONGEST_CLOSURE = timedelta(days=31)
#: a deadline waits for leave no longer than that
LONGEST_WAIT = timedelta(days=400)
#: without fixed hours it is a day of leave when somebody is away at both hours
AWAY_HOURS = (10, 16)
DAY = timedelta(days=1)


class HrEmployee(models.Model):
    """One clock for deadlines: answers, appeals, confirmations, reports, filing (``spec/working_time.md``).

    Working days are those of the person's schedule, by the same answer that says when he is expected: holidays of his
    company, make-up days, his leave. The number of queries depends on the number of different schedules only.
    """

    _inherit = "hr.employee"

    @api.model
    def _count_sales_office_deadlines(self, terms):
        """Return the :class:`~..organization.deadline.Deadline` of each :class:`~..organization.deadline.Term`.

        Days on which the person is on leave all day do not count. Who has no working days, because he left or is on
        leave for more than a year, has those of his office; without any, days are just days.
        """
        result = dict.fromkeys(range(len(terms)))
        if not terms:
            return []
        begin, latest, reach = _get_reach(terms)
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
            since = _get_since(term.since, lambda day, own=own: _get_zone(own, day))
            if counted := count_days(kinds[term.employee.id], since, term.days):
                result[key] = _prepare_deadline(counted, since, term.days, _get_zone(own, counted.day))
        return result

    @api.model
    def _count_office_deadlines(self, terms):
        """Return ``{key: Deadline}`` of terms counted by the days of their offices."""
        if not terms:
            return {}
        clocks = {key: term.department._get_sales_office_clock(term.company) for key, term in terms.items()}
        first, latest, reach = _get_reach(terms.values())
        # sudo: when an office works is no secret
        calendars = self.env["resource.calendar"].sudo()
        kinds = calendars._get_sales_office_kinds_batch(set(clocks.values()), first, latest + reach)
        result = {}
        for key, term in terms.items():
            zone = timezone(clocks[key][0].tz or "UTC")
            since = _get_since(term.since, lambda _day, zone=zone: zone)
            counted = count_days(kinds[clocks[key]], since, term.days) or count_plain_days(since, term.days)
            result[key] = _prepare_deadline(counted, since, term.days, zone)
        return result

    def _get_sales_office_day_kinds(self, date_from, date_to, periods=None):
        """Return ``{employee id: {day: kind}}``, days in order: worked, made up, a holiday or leave; days off left out.

        Half a day of leave is a working day. Without fixed hours these are the days of the office.

        :param periods: what :meth:`_get_sales_office_periods` returned, where the caller knows it already
        """
        employees = self.sudo()  # sudo: schedules and leave are HR-only, only kinds of days leave this method
        periods = employees._get_sales_office_periods(date_from, date_to) if periods is None else periods
        plans = employees._get_sales_office_plans(date_from, date_to, periods)
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
                    away = kind in COUNTED and _is_away(leaves[employee.id], day, period.zone)
                    own[day] = LEAVE if away else kind
        return result


def _is_away(leaves, day, zone):
    """Return whether one of ``leaves`` (see ``_get_sales_office_leaves``) covers a day without fixed hours."""
    moments = [to_naive_utc(get_local_time(day, hour, zone)) for hour in AWAY_HOURS] if leaves else ()
    return any(all(start <= moment < stop for moment in moments) for start, stop, _reason in leaves)


def _get_reach(terms):
    """Return the first and last day from which ``terms`` are counted, generously, and how long they may last."""
    moments = [term.since for term in terms]
    # a day more at both ends, whatever the time zone
    first = min(since.date() - DAY if isinstance(since, datetime) else since for since in moments)
    last = max(since.date() + DAY if isinstance(since, datetime) else since for since in moments)
    return first, last, 2 * max(term.days for term in terms) * DAY + LONGEST_CLOSURE


def _get_since(since, get_zone):
    """Return the day from which a term is counted on the clocks that go by then."""
    if not isinstance(since, datetime):
        return since
    return utc.localize(since).astimezone(get_zone(since.date())).date()


def _get_zone(periods, day):
    """Return the time zone an employee goes by on a day, of his ``periods`` in order."""
    return next((period.zone for period in periods if day <= period.last), periods[-1].zone)


def _prepare_deadline(counted, since, days, zone):
    moment = get_last_moment(counted.day, zone)
    return Deadline(counted.day, moment, since, days, counted.made_up, counted.holidays, counted.leaves)
