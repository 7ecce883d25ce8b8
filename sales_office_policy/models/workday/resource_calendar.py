from collections import defaultdict
from datetime import datetime, time, timedelta

from pytz import timezone

from odoo import models

from .working_time import clip, get_day_bounds, get_open_end, merge, subtract, to_naive_utc

#: worked where no schedule with fixed hours says which days are
USUAL_WEEKDAYS = range(5)


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _has_sales_office_hours(self):
        """Return whether the schedule says at which hours people come and go."""
        return bool(self) and not self.flexible_hours and not self.duration_based

    def _get_sales_office_open_days(self, company, date_from, date_to):
        """Return the set of dates with working hours, the company's public holidays left out.

        A schedule without fixed hours, or none at all, stands for Monday to Friday.
        """
        zone = timezone(self.tz or "UTC")
        start = zone.localize(datetime.combine(date_from, time.min))
        stop = zone.localize(datetime.combine(date_to + timedelta(days=1), time.min))
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

        Days are those of the schedule's own time zone; one query. A schedule without fixed
        hours has none.

        :param dict weekdays: ``{make-up day: weekday whose hours are worked}``
        """
        if not self._has_sales_office_hours():
            return {}
        weekdays = {day: weekday for day, weekday in (weekdays or {}).items() if date_from <= day <= date_to}
        zone = timezone(self.tz or "UTC")
        # the hours of another weekday are read in the make-up day's own week, which may begin before the period
        start = get_day_bounds(date_from - timedelta(days=6 if weekdays else 0), zone)[0]
        stop = get_day_bounds(date_to + timedelta(days=6 if weekdays else 0), zone)[1]
        lines = defaultdict(list)
        for begin, end, _line in self._attendance_intervals_batch(start, stop, tz=zone)[False]:
            lines[begin.date()].append((begin, end))
        hours = {
            day: merge((to_naive_utc(begin), to_naive_utc(end)) for begin, end in intervals)
            for day, intervals in lines.items()
            if date_from <= day <= date_to
        }
        for day, weekday in weekdays.items():
            shift = timedelta(days=day.weekday() - weekday)
            if borrowed := lines.get(day - shift):
                hours[day] = merge(
                    tuple(to_naive_utc(zone.localize(moment.replace(tzinfo=None) + shift)) for moment in interval)
                    for interval in borrowed
                )
        return hours

    def _get_sales_office_intervals_batch(self, offices, date_from, date_to):
        """Return the hours (see :meth:`_get_sales_office_intervals`) and opening hours of each schedule in each office.

        Opening hours are less the company's public holidays, but not on make-up days.

        :param offices: set of ``(schedule, company, office)``, where the office (``hr.department``) may be empty
        :return: ``{(schedule, company, office): {day: (hours, opening hours)}}``
        """
        companies = self.env["res.company"].union(*(company for _schedule, company, _office in offices))
        makeup = self.env["sales.office.makeup.day"]._get_weekdays(companies, date_from, date_to)
        holidays = self._get_sales_office_holidays(companies, date_from, date_to)
        known, result = {}, {}
        for schedule, company, office in offices:
            weekdays = {
                day: weekday
                for owner in dict.fromkeys((False, office.id))
                for day, weekday in makeup.get((company.id, owner), {}).items()
            }
            key = (schedule, tuple(sorted(weekdays.items())))
            if key not in known:
                known[key] = schedule._get_sales_office_intervals(date_from, date_to, weekdays)
            cuts = merge(holidays.get((company.id, False), []) + holidays.get((company.id, schedule.id), []))
            result[schedule, company, office] = {
                day: (hours, hours if day in weekdays else subtract(hours, clip(cuts, hours[0][0], hours[-1][1])))
                for day, hours in known[key].items()
                if hours
            }
        return result

    def _get_sales_office_holidays(self, companies, date_from, date_to):
        """Return ``{(company id, schedule id or False): intervals}``, the public holidays (naive UTC) of companies."""
        # sudo: when the office is closed is no secret
        holidays = self.env["resource.calendar.leaves"].sudo()
        holidays = holidays.search_fetch(
            [
                ("resource_id", "=", False),
                ("time_type", "=", "leave"),
                ("company_id", "in", [False, *companies.ids]),
                # a day more at both ends, whatever the time zone
                ("date_from", "<=", datetime.combine(date_to + timedelta(days=2), time.min)),
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
