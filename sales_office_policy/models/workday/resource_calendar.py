from collections import defaultdict
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial
from typing import NamedTuple

from odoo import fields, models

from ..organization.deadline.deadline import HOLIDAY, MADE_UP, WORKED
from ..organization.local_time import get_day_bounds, get_local_time, get_utc_time, get_zone, to_local, to_naive_utc
from .hours.periods import Plan
from .hours.shift import Interval, join_hours
from .hours.working_time import get_days, get_open_end, merge, move_days, take_out

#: worked where no schedule with fixed hours says which days are
USUAL_WEEKDAYS = range(5)
#: by then every day has been looked at when it was over
UNSETTLED = timedelta(days=7)


class Closures(NamedTuple):
    """Public holidays and make-up days of companies."""

    makeup: dict[tuple, dict[date, int]]  # by company and office, see sales.office.makeup.day
    holidays: dict[tuple, list[Interval]]  # by company and schedule
    zones: dict[int, tzinfo]  # whose days they are, of companies with holidays on all schedules

    def get_weekdays(self, company_id, office_id):
        """Return ``{make-up day: weekday whose hours are worked}`` of an office, its company's included."""
        return {
            day: weekday
            for owner in dict.fromkeys((False, office_id))
            for day, weekday in self.makeup.get((company_id, owner), {}).items()
        }

    def get_holidays(self, company_id, calendar_id, zone):
        """Return the public holidays of a company for a schedule; whole days are the same days in its own zone."""
        common = self.holidays.get((company_id, False), [])
        if common and self.zones[company_id].zone != zone.zone:
            common = [move_days(span, self.zones[company_id], zone) for span in common]
        return merge(common + self.holidays.get((company_id, calendar_id), []))


class ResourceCalendar(models.Model):
    _name = "resource.calendar"
    _inherit = ["resource.calendar", "sales.office.day.source.mixin"]
    _day_source_fields = frozenset({"tz", "schedule_type", "flexible_hours", "duration_based", "two_weeks_calendar"})

    def _get_day_spans(self):
        """Days that are not over; those that are stay what they were, as soon as they were looked at."""
        if not self.ids:
            return []
        first = fields.Date.today() - UNSETTLED
        # sudo: versions are HR-only, only the people behind them are taken
        versions = self.env["hr.version"].sudo().search([("resource_calendar_id", "in", self.ids)])
        return [(employee.id, first, date.max) for employee in versions.employee_id]

    def _has_sales_office_hours(self):
        """Return whether the schedule says at which hours people come and go."""
        return bool(self) and not self.flexible_hours and not self.duration_based

    def _get_sales_office_open_days(self, company, date_from, date_to):
        """Return the set of dates on which people work who have this schedule and no fixed hours, or no schedule.

        These are Monday to Friday, the company's public holidays left out; with durations the days that have one.
        """
        zone = get_zone(self.tz)
        start, stop = get_local_time(date_from, 0, zone), get_local_time(date_to, 24, zone)
        # a holiday of one company is none for another that shares the schedule
        span = {"domain": [("time_type", "=", "leave"), ("company_id", "in", [False, company.id])], "tz": zone}
        if self and not self.flexible_hours:
            return {begin.date() for begin, *_rest in self._work_intervals_batch(start, stop, **span)[False]}
        closed = set()
        for begin, end, _leave in self._leave_intervals_batch(start, stop, **span)[False]:
            # a day is closed when nothing of it but its last minute is left
            first = begin.date() if begin.time() == time.min else begin.date() + timedelta(days=1)
            last = (end + timedelta(minutes=1)).date() - timedelta(days=1)
            closed.update(first + timedelta(days=number) for number in range((last - first).days + 1))
        days = {date_from + timedelta(days=number) for number in range((date_to - date_from).days + 1)}
        return {day for day in days - closed if day.weekday() in USUAL_WEEKDAYS}

    def _get_sales_office_intervals(self, date_from, date_to, weekdays=None):
        """Return ``{day: intervals}`` (naive UTC), the hours of this schedule without holidays and leave.

        They are joined into shifts; days are those on which these begin, in the schedule's own time zone. One
        query. A schedule without fixed hours has none.

        :param dict weekdays: ``{make-up day: weekday whose shift is worked}``
        """
        if not self._has_sales_office_hours():
            return {}
        weekdays = {day: weekday for day, weekday in (weekdays or {}).items() if date_from <= day <= date_to}
        zone = get_zone(self.tz)
        # the shift of another weekday is read in the make-up day's own week, which may begin before the period;
        # a night shift goes on the day after
        around = timedelta(days=7 if weekdays else 1)
        start = get_day_bounds(date_from - around, zone)[0]
        stop = get_day_bounds(date_to + around, zone)[1]
        shifts = self._get_sales_office_shifts(start, stop, zone)
        hours = {day: intervals for day, intervals in shifts.items() if date_from <= day <= date_to}
        for day, weekday in weekdays.items():
            ahead = timedelta(days=day.weekday() - weekday)
            if borrowed := shifts.get(day - ahead):
                hours[day] = merge(
                    tuple(self._get_same_time(moment, ahead, zone) for moment in interval) for interval in borrowed
                )
        return hours

    def _get_sales_office_shifts(self, start, stop, zone):
        """Return ``{day: intervals}`` between two moments, hours joined into the shifts of the days they begin on."""
        lines = defaultdict(list)
        for begin, end, _line in self._attendance_intervals_batch(start, stop, tz=zone)[False]:
            lines[begin.date()].append((to_naive_utc(begin), to_naive_utc(end)))
        return join_hours({day: merge(intervals) for day, intervals in lines.items()})

    def _get_same_time(self, moment, ahead, zone):
        """Return the moment (naive UTC) at which the clocks of ``zone`` show the same so many days later."""
        local = to_local(moment, zone).replace(tzinfo=None)
        return to_naive_utc(zone.localize(local + ahead))

    def _get_sales_office_intervals_batch(self, offices, date_from, date_to, closures=None):
        """Return the hours (see :meth:`_get_sales_office_intervals`) and opening hours of each schedule in each office.

        Opening hours are less the company's public holidays, but not on make-up days.

        :param offices: set of ``(schedule, company, office)``, where the office (``hr.department``) may be empty
        :param closures: the :class:`Closures` of these companies and days, where the caller knows them already
        :return: ``{(schedule, company, office): {day: (hours, opening hours)}}``
        """
        if closures is None:
            companies = self.env["res.company"].union(*(company for _schedule, company, _office in offices))
            closures = self._get_sales_office_closures(companies, date_from, date_to)
        known, cuts, result = {}, {}, {}
        for schedule, company, office in offices:
            weekdays = closures.get_weekdays(company.id, office.id)
            key = (schedule, tuple(sorted(weekdays.items())))
            if key not in known:
                known[key] = schedule._get_sales_office_intervals(date_from, date_to, weekdays)
            owner, zone = (company.id, schedule.id), get_zone(schedule.tz)
            if owner not in cuts:
                cuts[owner] = closures.get_holidays(*owner, zone)
            result[schedule, company, office] = {
                day: (
                    hours,
                    hours if day in weekdays else take_out(hours, cuts[owner], partial(get_utc_time, day, 24, zone)),
                )
                for day, hours in known[key].items()
                if hours
            }
        return result

    def _get_sales_office_openings_batch(self, offices, date_from, date_to):
        """Return ``{(schedule, company, office): {day: opening hours}}`` of open days; None where no hours are fixed.

        :param offices: as in :meth:`_get_sales_office_intervals_batch`
        """
        hours = self._get_sales_office_intervals_batch(offices, date_from, date_to)
        return {
            key: {day: opening for day, (_hours, opening) in days.items() if opening}
            if key[0]._has_sales_office_hours()
            else None
            for key, days in hours.items()
        }

    def _get_sales_office_plans_batch(self, offices, date_from, date_to, closures):
        """Return the same as ``{(schedule, company, office): {day: Plan}}``; arguments as above."""
        hours = self._get_sales_office_intervals_batch(offices, date_from, date_to, closures)
        plans = {}
        for key in offices:
            schedule, company, office = key
            weekdays, zone = closures.get_weekdays(company.id, office.id), get_zone(schedule.tz)
            plans[key] = {day: Plan(*spans, schedule.id, weekdays.get(day), zone) for day, spans in hours[key].items()}
        return plans

    def _get_sales_office_kinds_batch(self, offices, date_from, date_to):
        """Return what each day is that offices with these schedules work, or would but for a holiday.

        Public holidays are closed, make-up days are open; a night shift is one day. A schedule without fixed hours
        stands for Monday to Friday. The number of queries does not depend on the number of offices, as long as
        schedules have fixed hours.

        :param offices: as in :meth:`_get_sales_office_intervals_batch`
        :return: ``{(schedule, company, office): {day: WORKED, MADE_UP or HOLIDAY}}``, days in order
        """
        companies = self.env["res.company"].union(*(company for _schedule, company, _office in offices))
        closures = self._get_sales_office_closures(companies, date_from, date_to)
        hours = self._get_sales_office_intervals_batch(offices, date_from, date_to, closures)
        loose, result = {}, {}
        for key in offices:
            schedule, company, office = key
            if schedule._has_sales_office_hours():
                kinds = {day: WORKED if opening else HOLIDAY for day, (_hours, opening) in hours[key].items()}
            else:
                if (schedule, company) not in loose:
                    loose[schedule, company] = schedule._get_sales_office_loose_kinds(
                        company, date_from, date_to, closures
                    )
                kinds = loose[schedule, company]
            kinds = kinds | dict.fromkeys(closures.get_weekdays(company.id, office.id), MADE_UP)
            result[key] = dict(sorted(kinds.items()))
        return result

    def _get_sales_office_loose_kinds(self, company, date_from, date_to, closures):
        """Return what each day is where no fixed hours say it; a holiday is one that covers noon."""
        zone = get_zone(self.tz)
        kinds = dict.fromkeys(self._get_sales_office_open_days(company, date_from, date_to), WORKED)
        holidays = closures.get_holidays(company.id, self.id, zone)
        for day in get_days(date_from, date_to) if holidays else ():
            begin, noon, end = (get_utc_time(day, hour, zone) for hour in (0, 12, 24))
            here = [(start, stop) for start, stop in holidays if start <= noon < stop]
            # what core calls open may be a holiday of another zone's company
            closed = day not in kinds or any(start <= begin and end <= stop for start, stop in here)
            if day.weekday() in USUAL_WEEKDAYS and here and closed:
                kinds[day] = HOLIDAY
        return kinds

    def _get_sales_office_closures(self, companies, date_from, date_to):
        """Return the :class:`Closures` of companies."""
        makeup = self.env["sales.office.makeup.day"]._get_weekdays(companies, date_from, date_to)
        holidays = self._get_sales_office_holidays(companies, date_from, date_to)
        wide = companies.sudo().filtered(lambda company: (company.id, False) in holidays)  # sudo: their clocks only
        zones = {company.id: get_zone(company.resource_calendar_id.tz) for company in wide}
        return Closures(makeup, holidays, zones)

    def _get_sales_office_holidays(self, companies, date_from, date_to):
        """Return ``{(company id, schedule id or False): intervals}``, the public holidays (naive UTC) of companies."""
        # sudo: when the office is closed is no secret
        holidays = self.env["resource.calendar.leaves"].sudo()
        holidays = holidays.search_fetch(
            [
                ("resource_id", "=", False),
                ("time_type", "=", "leave"),
                ("company_id", "in", [False, *companies.ids]),
                # a day more at both ends, whatever the time zone, and a night
                ("date_from", "<=", datetime.combine(date_to + timedelta(days=3), time.min)),
                ("date_to", ">=", datetime.combine(date_from - timedelta(days=1), time.min)),
            ],
            ["company_id", "calendar_id", "date_from", "date_to"],
        )
        result = defaultdict(list)
        for holiday in holidays:
            for company in holiday.company_id or companies:
                span = holiday.date_from, get_open_end(holiday.date_to)
                result[company.id, holiday.calendar_id.id].append(span)
        return result


class ResourceCalendarAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "sales.office.day.source.mixin"]
    _day_source_fields = frozenset({"calendar_id", "dayofweek", "hour_from", "hour_to", "day_period", "week_type"})

    def _get_day_spans(self):
        return self.calendar_id._get_day_spans()
