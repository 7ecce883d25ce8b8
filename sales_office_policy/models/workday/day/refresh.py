from collections import defaultdict
from datetime import date, datetime, time, timedelta
from functools import partial

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from ...organization.rpc.argument_types import Records
from ...organization.rpc.rpc import rpc
from ..hours.hr_employee import Plan
from ..hours.shift import AROUND, NO_GRACE, NOTHING_SEEN, Grace, Presence, assign, find_day, frame, judge
from ..hours.working_time import get_days, get_seconds, join_days

#: rows looked at in one go
BATCH = 5000
#: a day that is over where it ends last is over everywhere
LAST_ZONE = timedelta(hours=12)
#: what the employee's version of the day says
PERSON_FIELDS = ("company_id", "user_id", "department_id", "tz")
#: the checks whose minutes are overlooked when the status is made, in the order of :class:`Grace`
GRACED = ("late_arrival", "early_leave", "away")


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


def _to_plan(kept):
    """Return the :class:`Plan` that a row kept; its opening hours follow from public holidays."""
    hours = [tuple(map(datetime.fromisoformat, interval)) for interval in kept["hours"]]
    return Plan(hours, hours, kept["calendar"], kept["weekday"], kept=True)


def _get_shown_spans(seen):
    """Return from when to when somebody was there, as he sees it: what he closed of an earlier day ends there."""
    closed = [(None, seen.closed.check_out)] if seen.closed else []
    return [*closed, *((presence.check_in, presence.check_out) for presence in seen.presences)]


class SalesOfficeDay(models.Model):
    """How the rows follow from schedules, leave and attendances: always as these are now.

    Asking again changes nothing. The number of queries does not depend on the number of
    employees of a batch.
    """

    _inherit = "sales.office.day"

    @rpc
    @api.model
    def refresh(self, employees: Records("hr.employee"), date_from: date, date_to: date):
        """Bring the day status of employees in line with the facts.

        :param employees: ``hr.employee`` records
        :param date_from: first day , local to each employee
        :param date_to: last day, included; at most a year
        :return: the rows of these employees and days
        :raise AccessError: for anybody but himself, those above him and the policy administrator
        :raise UserError: for a period that is none
        """
        self.env["sales.office.check"]._check_period(date_from, date_to)
        people = employees.sudo()  # sudo: ordinary users have no access to hr.employee; asked below whether they may
        self._check_may_refresh(people)
        # sudo: nobody has the right to write rows, they follow from the facts
        return self.sudo()._refresh(people, get_days(date_from, date_to)).with_env(self.env)

    @api.model
    def _check_may_refresh(self, employees):
        """Raise an ``AccessError`` unless each employee is the user himself or somebody below him."""
        user, companies = self.env.user, self.env.companies
        if self.env.su:
            return
        scope = user._get_sales_office_scope()
        administered, directed = employees._where_post("policy_admin"), employees._where_post("director")
        for employee in employees.filtered(lambda employee: employee.user_id != user):
            led = employee in directed or employee.department_id.id in scope.department_ids
            above = led and employee.id not in scope.superior_ids
            if employee.company_id not in companies or not (employee in administered or above):
                raise AccessError(self.env._("You may look at the days of yourself and of those you lead only."))

    @api.model
    def _refresh(self, employees, days, recent=False, recount=False):
        """Bring the rows of ``employees`` (sudo) on these days in line with the facts.

        :param bool recent: make no rows of days before the company's look-back window; none are made
            of days before it began to use the room
        :param bool recount: past days do not stay what they were
        :return: the rows (sudo)
        """
        days = sorted(set(days))
        using = {company for company in employees.company_id if company._sales_office_uses("workday")}
        members = employees.filtered(lambda employee: employee.company_id in using)
        rows = self.browse()
        for ids in split_every(max(1, BATCH // max(1, len(days))), members.ids if days else ()):
            rows |= self._refresh_batch(members.browse(ids), days, recent, days if recount else ())
        return rows

    @api.model
    def _bring_up_to_date(self, employees, date_from, date_to):
        """See to it that the rows of ``employees`` (sudo) in the period say what the facts say now.

        Changed facts change the rows at once or leave a task; what remains is done here: tasks
        that still wait, days that time alone has changed, and days without a row.
        """
        tasks = self.env["sales.office.day.task"].sudo().search([("employee_id", "in", employees.ids)])
        tasks._refresh_spans(tasks._get_spans())
        period = Domain("date", ">=", date_from) & Domain("date", "<=", date_to)
        people = Domain("employee_id", "in", employees.ids)
        self._search_due(people & period)._settle()
        days = set(get_days(date_from, min(date_to, fields.Date.today() + timedelta(days=1))))
        made = dict(self._read_group(people & period, ["employee_id"], ["date:array_agg"]))
        missing = {
            employee: days.difference(made.get(employee, ()), employee._get_known_days({}, date_from, date_to))
            for employee in employees
        }
        # coming days without a row are looked at again each time: all of them together
        common = set.intersection(*missing.values()) if missing else set()
        self._refresh(employees, common, recent=True)
        others = employees.filtered(lambda employee: missing[employee] - common)
        self._refresh(others, set().union(*(missing[employee] - common for employee in others)), recent=True)

    @api.model
    def _search_due(self, domain=Domain.TRUE):
        """Return the rows that time alone has changed since they were made."""
        due = Domain("settles_at", "<=", fields.Datetime.now())
        return self.search(due & Domain("company_id.sales_office_room_ids.code", "=", "workday") & domain)

    def _settle(self):
        """Bring these rows (sudo) in line with the time."""
        for day, rows in self.grouped("date").items():
            self._refresh(rows.employee_id, [day])

    def _refresh_batch(self, employees, days, recent, recount):
        known = {
            (row.employee_id.id, row.date): row
            for row in self.search([("employee_id", "in", employees.ids), ("date", "in", days)])
        }
        wanted = self._get_wanted(employees, days, known, recent, recount)
        gone = self.browse([row.id for key, row in known.items() if key not in wanted])
        referred = gone._filter_referred()
        (gone - referred).unlink()
        for row in referred:
            person = {name: row[name] if name == "tz" else row[name].id for name in PERSON_FIELDS}
            wanted[row.employee_id.id, row.date] = {**person, **row._prepare_facts()}
        changed = [
            {"employee_id": key[0], "date": key[1], **vals}
            for key, vals in wanted.items()
            if key not in known or known[key]._differs(vals)
        ]
        unchanged = [row.id for key, row in known.items() if key in wanted]
        self._remember_looked_at(employees, days, wanted)
        return self.browse(unchanged) | self._upsert(changed)

    def _get_wanted(self, employees, days, known, recent=False, recount=()):
        """Return ``{(employee id, day): values}`` for every row there has to be.

        :param dict known: the rows there are
        :param recount: days of which it does not matter what was known when they were over
        """
        around = (days[0] - AROUND, days[-1] + AROUND)
        periods = employees._get_sales_office_periods(*around)
        plans = employees._get_sales_office_plans(*around, periods, recount)
        workdays = employees._get_sales_office_workdays(days[0], days[-1], plans)
        seen, evidence = self._get_seen(employees, days, periods, plans)
        grace = self._get_grace(employees.company_id)
        oldest = {
            company: company._get_sales_office_oldest_day() if recent else company.sales_office_day_since
            for company in employees.company_id
        }
        wanted, nothing = {}, self.browse()
        for employee in employees:
            since = oldest[employee.company_id]
            for period in periods[employee.id]:
                for day in days:
                    key = employee.id, day
                    row, there = known.get(key, nothing), seen.get(key, NOTHING_SEEN)
                    plan = plans[employee.id].get(day)
                    if not period.first <= day <= period.last or not (there.presences or (plan and plan.hours)):
                        continue
                    kept = row if plan and plan.kept else nothing
                    is_new = not row and since and day < since
                    if kept or self._is_made(row or there.presences, employee, period) and not is_new:
                        facts = row._prepare_facts(
                            plan,
                            workdays[employee.id].get(day),
                            there,
                            evidence.get(key),
                            grace[employee.company_id],
                        )
                        wanted[key] = {**self._prepare_person(employee, period, kept), **facts}
        return wanted

    @api.model
    def _is_made(self, something, employee, period):
        """Return whether there is a row of a day on which somebody is expected or was there.

        :param something: what is known of the day already: a row, attendances
        """
        # nobody knows how long an archived employee was expected
        return bool(period.office and (something or employee.active or period.left != date.max))

    @api.model
    def _prepare_person(self, employee, period, kept):
        """Return what the version of the day says, or what ``kept``, the row of a day that is over, has kept of it."""
        return {
            "company_id": employee.company_id.id,
            "user_id": employee.user_id.id,
            "department_id": (kept or period.version).department_id.id,
            "tz": kept.tz or period.zone.zone,
        }

    @api.model
    def _get_grace(self, companies):
        """Return ``{company: Grace}``: the minutes that the checks overlook, taken off once and here."""
        # sudo: how many minutes are overlooked is no secret
        checks = self.env["sales.office.check"].sudo().search([("code", "in", GRACED)]).grouped("code")
        result = {}
        for company in companies:
            graced = (checks[code].with_company(company) if code in checks else checks for code in GRACED)
            result[company] = Grace(*(check.grace_minutes if check else 0 for check in graced))
        return result

    def _get_seen(self, employees, days, periods, plans):
        """Return what attendances and others say, each for the day whose shift it belongs to.

        :return: ``{(employee id, day): Seen}``, and ``{(employee id, day): (moment, record)}``, the first that shows
            that somebody was there
        """
        presences = self._get_presences(employees, days[0], days[-1])
        shown = self._get_presence_evidence(employees, days[0], days[-1])
        now, framed, seen, evidence = fields.Datetime.now(), {}, {}, {}
        for employee in employees:
            own, records = presences.get(employee.id, ()), shown.get(employee.id, ())
            if not own and not records:
                continue
            shifts, by_day = self._get_framed(plans[employee.id], framed)
            get_day = partial(self._get_local_day, periods[employee.id])
            for day, there in assign(own, shifts, get_day, now).items():
                seen[employee.id, day] = there
            for moment, record in sorted(records, key=lambda shown: shown[0]):
                evidence.setdefault((employee.id, find_day(moment, shifts, by_day, get_day)), (moment, record))
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
        attendances = attendances.search_fetch(
            Domain("employee_id", "in", employees.ids)
            & Domain("check_in", "<", end)
            & (Domain("check_in", ">=", begin) | Domain("check_out", ">=", begin)),
            [
                "employee_id",
                "check_in",
                "check_out",
                "in_mode",
                "out_mode",
                "worked_hours",
                "sales_office_out_corrected",
            ],
            order="check_in",
        )
        presences = defaultdict(list)
        for attendance in attendances:
            if not attendance._is_sales_office_technical():
                presences[attendance.employee_id.id].append(
                    Presence(
                        attendance.check_in,
                        attendance.check_out or None,
                        attendance.out_mode == "auto_check_out" and not attendance.sales_office_out_corrected,
                        attendance.id,
                    )
                )
        return presences

    def _get_local_day(self, periods, moment):
        """Return the day of ``moment`` in the time zone that the employee has on that day."""
        for period in reversed(periods):
            day = utc.localize(moment).astimezone(period.zone).date()
            if day >= period.first:
                break
        return day

    def _prepare_facts(self, plan=None, workday=None, seen=NOTHING_SEEN, evidence=None, grace=NO_GRACE):
        """Return the values of one day's row, which may not exist yet; an excuse that was granted is kept.

        :param plan: the :class:`Plan` of the day, None when there is none
        :param workday: its :class:`Workday`, None when there are no hours
        :param seen: the :class:`Seen` that belongs to the day
        :param evidence: ``(moment, record)`` that shows that he was there
        """
        expected, opening, hours = (workday.expected, workday.opening, workday.hours) if workday else ([], [], [])
        moment, shown = evidence or (None, None)
        facts = judge(expected, seen, fields.Datetime.now(), grace, moment)
        if facts.missing_sign_in and seen.closed:
            shown = self.env["hr.attendance"].browse(seen.closed.id)
        granted = self.excuse_state == "granted"
        on_leave = expected != opening
        excused = granted or (on_leave and not expected)
        worked = self.env["hr.attendance"].sudo().browse([presence.id for presence in seen.presences])
        return {
            **{name: value or False for name, value in facts._asdict().items()},
            "late_minutes": facts.late_minutes,
            "early_minutes": facts.early_minutes,
            "away_minutes": facts.away_minutes,
            "status": get_status(facts, excused),
            "expected_hours": get_seconds(expected) / 3600,
            "leave_hours": get_seconds(opening) / 3600 - get_seconds(expected) / 3600,
            "expected_intervals": _to_text(expected),
            "worked_hours": sum(worked.mapped("worked_hours")),
            "attendance_intervals": _to_text(_get_shown_spans(seen)),
            "evidence_model": shown._name if facts.missing_sign_in else False,
            "evidence_id": shown.id if facts.missing_sign_in else False,
            "excused": excused,
            "excuse_kind": "granted" if granted else "leave" if on_leave else "holiday" if opening != hours else False,
            "plan": {
                "hours": _to_text(hours),
                "calendar": plan.calendar_id if plan else False,
                "weekday": plan.weekday if plan else None,
            },
        }

    @api.model
    def _get_kept_plans(self, employees, date_from, date_to):
        """Return ``{employee id: {day: Plan}}`` of the rows of these days, ``None`` for a day that is not over yet."""
        self.flush_model(["plan", "tz", "settles_at"])
        rows = self.env.execute_query(
            SQL(
                "SELECT employee_id, date, tz, plan, settles_at FROM sales_office_day "
                "WHERE employee_id = ANY(%s) AND date BETWEEN %s AND %s",
                employees.ids,
                date_from,
                date_to,
            )
        )
        kept = defaultdict(dict)
        for employee_id, day, zone, plan, settles_at in rows:
            over = plan and not settles_at and day < self._get_today(zone)
            kept[employee_id][day] = _to_plan(plan) if over else None
        return kept

    @api.model
    def _get_today(self, zone):
        return utc.localize(fields.Datetime.now()).astimezone(timezone(zone or "UTC")).date()

    @api.model
    def _remember_looked_at(self, employees, days, wanted):
        """Write down of which days it is known now, when they are over, whether they were free.

        A gap is not closed: the days remembered are those up to the last.
        """
        oldest = {company: company.sales_office_day_since for company in employees.company_id}
        today = (fields.Datetime.now() - LAST_ZONE).date()
        changed = []
        for employee in employees:
            since = oldest[employee.company_id] or days[0]
            over = [
                day for day in days if since <= day < today and not wanted.get((employee.id, day), {}).get("settles_at")
            ]
            span = join_days(employee.sales_office_days_from, employee.sales_office_days_to, over)
            if span and span != (employee.sales_office_days_from, employee.sales_office_days_to):
                changed.append((employee.id, *span))
        if changed:
            employees.flush_model(["sales_office_days_from", "sales_office_days_to"])
            self.env.execute_query(
                SQL(
                    "UPDATE hr_employee SET sales_office_days_from = span.first, sales_office_days_to = span.last "
                    "FROM (VALUES %s) AS span (id, first, last) WHERE hr_employee.id = span.id "
                    "RETURNING hr_employee.id",
                    SQL(", ").join(SQL("(%s, %s::date, %s::date)", *row) for row in changed),
                )
            )
            people = employees.browse([id_ for id_, _first, _last in changed])
            people.invalidate_recordset(["sales_office_days_from", "sales_office_days_to"], flush=False)

    def _filter_referred(self):
        """Return the rows that stay although their day expects nothing: excused by somebody, or cited by a finding."""
        if not self:
            return self
        cited = self.env["sales.office.finding"].search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        return self.filtered("excuse_state") | self.browse(cited.mapped("res_id"))

    def _differs(self, vals):
        """Return whether the row says something else than ``vals``."""
        self.ensure_one()
        many2one = [name for name in PERSON_FIELDS if name in vals and name != "tz"]
        return any(self[name].id != vals[name] for name in many2one) or any(
            (self[name] or False) != (value or False) for name, value in vals.items() if name not in many2one
        )

    @api.model
    def _upsert(self, vals_list):
        """Write rows, made where there are none, in one statement.

        Somebody may sign in while a job makes the same row. The database then lets one of
        the two begin again; through the ORM he would be refused.
        """
        if not vals_list:
            return self
        self.flush_model()
        stamp = {"create_uid": self.env.uid, "create_date": self.env.cr.now()}
        stamp |= {"write_uid": stamp["create_uid"], "write_date": stamp["create_date"]}
        names = [*vals_list[0], *stamp]
        columns = {name: SQL.identifier(name) for name in names}
        values = [
            SQL("%s", tuple(self._fields[name].convert_to_column_insert(vals[name], self) for name in names))
            for vals in ({**vals, **stamp} for vals in vals_list)
        ]
        kept = ("employee_id", "date", "create_uid", "create_date")
        query = SQL(
            "INSERT INTO %s (%s) VALUES %s ON CONFLICT (employee_id, date) DO UPDATE SET %s RETURNING id",
            SQL.identifier(self._table),
            SQL(", ").join(columns.values()),
            SQL(", ").join(values),
            SQL(", ").join(
                SQL("%s = EXCLUDED.%s", column, column) for name, column in columns.items() if name not in kept
            ),
        )
        rows = self.browse([id_ for (id_,) in self.env.execute_query(query)])
        rows.invalidate_recordset(flush=False)
        return rows
