from collections import defaultdict
from datetime import datetime, time, timedelta
from functools import cache, lru_cache, partial

from odoo import api, fields, models
from odoo.fields import Domain

from ...organization.local_time import get_local_day, get_utc_time
from ...organization.spans import DAY
from ..hours.shift import NO_GRACE, NOTHING_SEEN, Presence, assign, find_day, frame, judge, leave_out_past
from ..hours.working_time import get_days, get_seconds
from ..hr_attendance import is_technical

#: what is read of attendances
PRESENCE_FIELDS = (
    "employee_id",
    "check_in",
    "check_out",
    "in_mode",
    "out_mode",
    "sales_office_out_corrected",
    "id",
    "worked_hours",
)


def get_status(facts, excused):
    """Return the status of a day with these :class:`Facts`."""
    if excused:
        return "excused"
    if not facts.expected_start:
        return "off"
    if facts.absent:
        return "absent"
    if facts.late_minutes:
        return "late"
    if facts.early_minutes:
        return "early"
    if facts.missing_sign_in or facts.missing_sign_out:
        return "incomplete"
    return "present" if facts.first_in else "expected"


def _to_text(intervals):
    """Return intervals as a row keeps them."""
    return [[str(moment or "") for moment in interval] for interval in intervals]


@lru_cache(maxsize=1000)
def _hours_to_text(hours):
    """Return the hours of a shift as a row keeps them; most have the same ones."""
    return _to_text(hours)


def _get_shown_spans(seen):
    """Return from when to when somebody was there, as they see it: what they closed of an earlier day ends there."""
    closed = [(None, seen.closed.check_out)] if seen.closed else []
    return [*closed, *((presence.check_in, presence.check_out) for presence in seen.presences)]


class SalesOfficeDay(models.Model):
    """What attendances and others show of a day, and what follows from it."""

    _inherit = "sales.office.day"

    def _get_seen(self, employees, days, periods, plans):
        """Return what attendances and others say, each for the day whose shift it belongs to.

        :return: ``{(employee id, day): Seen}``, and ``{(employee id, day): [Evidence]}``, in order, of what
            shows that somebody was at work
        """
        presences = self._get_presences(employees, days[0], days[-1])
        shown = self._get_presence_evidence(employees, days[0], days[-1])
        now, framed, seen, evidence = fields.Datetime.now(), {}, {}, {}
        get_midnight = cache(partial(get_utc_time, days[0], 0))
        for employee_id in employees._ids:
            own, records = presences.get(employee_id, ()), shown.get(employee_id, ())
            if not own and not records:
                continue
            by_plan = plans[employee_id]
            shifts, by_day = self._get_framed(by_plan, framed)
            get_day = partial(self._get_local_day, periods[employee_id], by_plan)
            zones = {timed.zone for timed in (*periods[employee_id], *by_plan.values())}
            own = leave_out_past(own, days[0], shifts, map(get_midnight, zones))
            for day, there in assign(own, shifts, get_day, now).items():
                seen[employee_id, day] = there
            for one in sorted(records, key=lambda one: one.at):
                evidence.setdefault((employee_id, find_day(one.at, shifts, by_day, get_day)), []).append(one)
        return seen, evidence

    @api.model
    def _get_framed(self, plans, framed):
        """Return the shifts of ``{day: Plan}``, and the same by their days.

        :param dict framed: remembers what is alike for many
        """
        spans = tuple((day, plan.hours[0][0], plan.hours[-1][1]) for day, plan in plans.items() if plan.hours)
        if spans not in framed:
            shifts = frame((day, [(start, stop)]) for day, start, stop in spans)
            framed[spans] = shifts, {shift.day: shift for shift in shifts}
        return framed[spans]

    def _get_presences(self, employees, first, last):
        """Return ``{employee id: [Presence]}``, in order, of these days and the nights around them."""
        # sudo: attendances are their owner's and the HR officers'; only times leave; more days whatever the time zone
        begin = datetime.combine(first - timedelta(days=2), time.min)
        end = datetime.combine(last + timedelta(days=3), time.min)
        attendances = self.env["hr.attendance"].sudo()
        query = attendances._search(
            Domain("employee_id", "in", employees.ids)
            & Domain("check_in", "<", end)
            & (Domain("check_in", ">=", begin) | Domain("check_out", ">=", begin)),
            order="check_in",
        )
        # plain rows: records take three times as long
        rows = self.env.execute_query(
            query.select(*(attendances._field_to_sql(query.table, name, query) for name in PRESENCE_FIELDS))
        )
        presences = defaultdict(list)
        for employee_id, check_in, check_out, in_mode, out_mode, corrected, id_, hours in rows:
            if not is_technical(in_mode, check_in, check_out):
                by_itself = out_mode == "auto_check_out" and not corrected
                presences[employee_id].append(Presence(check_in, check_out, by_itself, id_, hours or 0.0))
        return presences

    def _get_local_day(self, periods, plans, moment):
        """Return the day of ``moment`` in the time zone that the employee has on that day, or had when it was over."""
        for day in get_days(moment.date() - DAY, moment.date() + DAY):
            plan = plans.get(day)
            if plan and plan.kept_by and get_local_day(moment, plan.zone) == day:
                return day
        for period in reversed(periods):
            day = get_local_day(moment, period.zone)
            if day >= period.first:
                break
        return day

    def _prepare_facts(self, plan=None, workday=None, seen=NOTHING_SEEN, evidence=(), grace=NO_GRACE):
        """Return the values of one day's row, which may not exist yet; an excuse that was granted is kept.

        :param plan: the :class:`Plan` of the day, None when there is none
        :param workday: its :class:`Workday`, None when there are no hours
        :param seen: the :class:`Seen` that belongs to the day
        :param evidence: every :class:`Evidence` that they were at work, in order
        """
        hours, opening, expected = workday or ([], [], [])
        facts = judge(expected, seen, fields.Datetime.now(), grace, evidence)
        excuse = self._prepare_excuse_facts(expected, opening, hours)
        expected_hours = get_seconds(expected) / 3600
        return {
            **facts._asdict(),
            "status": get_status(facts, excuse["excused"]),
            "expected_hours": expected_hours,
            "leave_hours": get_seconds(opening) / 3600 - expected_hours if opening != expected else 0.0,
            "expected_intervals": _hours_to_text(tuple(expected)),
            "worked_hours": sum(presence.hours for presence in seen.presences),
            "attendance_intervals": _to_text(_get_shown_spans(seen)),
            **self._prepare_evidence_facts(facts, seen, evidence),
            **excuse,
            "plan": {
                "hours": _hours_to_text(tuple(hours)),
                "calendar": plan.calendar_id if plan else False,
                "weekday": plan.weekday if plan else None,
            },
        }

    def _prepare_excuse_facts(self, expected, opening, hours):
        """Return whether the day is excused, and by what: somebody, leave, or a public holiday on a part of it."""
        granted = bool(self) and self.excuse_state == "granted"
        on_leave = expected != opening
        kind = "granted" if granted else "leave" if on_leave else "holiday" if opening != hours else False
        return {"excused": granted or (on_leave and not expected), "excuse_kind": kind}

    @api.model
    def _prepare_evidence_facts(self, facts, seen, evidence):
        """Return what shows that somebody was there who did not sign in when they came."""
        if not facts.missing_sign_in:
            return {"evidence_model": False, "evidence_id": False}
        if seen.closed:
            shown = self.env["hr.attendance"].browse(seen.closed.id)
        else:
            shown = next((one for one in evidence if one.there), evidence[0]).source
        return {"evidence_model": shown._name, "evidence_id": shown.id}
