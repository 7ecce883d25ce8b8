import json
from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from ...organization.local_time import get_today, get_zone
from ...organization.posts.title import join_title
from ...organization.record.rows import get_stamp, insert_as_text, read_rows
from ..hours.periods import LOOKED_AT, Plan, get_known_days
from ..hours.shift import AROUND, NOTHING_SEEN, Grace
from ..hours.working_time import get_days, join_days

#: rows looked at in one go
BATCH = 5000
#: a day that is over where it ends last is over everywhere
LAST_ZONE = timedelta(hours=12)
#: what is asked of employees; Odoo would read all there is of them instead
EMPLOYEE_FIELDS = ("active", "company_id", "resource_id", "user_id", "sales_office_days_from", "sales_office_days_to")
#: what the employee's version of the day says
PERSON_FIELDS = ("company_id", "user_id", "department_id", "tz")
#: what a row of a day that is over keeps, whatever has changed since
KEPT_FIELDS = ("company_id", "department_id", "tz")
#: what is asked of the rows there are: whose they are, and what they keep
ROW_FIELDS = ("employee_id", "date", *KEPT_FIELDS, "excuse_state")
#: the checks whose minutes are overlooked when the status is made, in the order of :class:`Grace`
GRACED = ("late_arrival", "early_leave", "away")


class Change(NamedTuple):
    """What counting a day anew would make of it."""

    employee: models.Model
    day: date
    before: models.Model  # the row, empty if there is none
    after: dict | None  # its new values; None when there is no row any more


@lru_cache(maxsize=1000)
def _to_plan(text, zone, company_id):
    """Return the :class:`Plan` that a row of a company kept; its opening hours follow from public holidays.

    Most have the same one.
    """
    kept = json.loads(text)
    hours = [tuple(map(datetime.fromisoformat, interval)) for interval in kept["hours"]]
    return Plan(hours, hours, kept["calendar"], kept["weekday"], get_zone(zone), company_id)


class SalesOfficeDay(models.Model):
    """How the rows follow from schedules, leave and attendances: always as these are now.

    Asking again changes nothing. The number of queries does not depend on the number of
    employees of a batch.
    """

    _inherit = "sales.office.day"

    @api.model
    def _refresh(self, employees, days, recent=False, recount=False):
        """Bring the rows of ``employees`` (sudo) on these days in line with the facts.

        :param bool recent: make no rows of days before the company's look-back window; none are made
            of days before it began to use the room
        :param bool recount: past days do not stay what they were
        :return: the rows (sudo)
        """
        days, rows = sorted(set(days)), self.browse()
        if not days or not employees:
            return rows
        employees.fetch(EMPLOYEE_FIELDS)
        using = employees.company_id.filtered(lambda company: company._sales_office_uses("workday"))
        members = employees
        if using != employees.company_id:
            members = employees.filtered(lambda employee: employee.company_id in using)
        for ids in split_every(max(1, BATCH // len(days)), members.ids):
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
        employees.fetch(EMPLOYEE_FIELDS)
        period = Domain("date", ">=", date_from) & Domain("date", "<=", date_to)
        people = Domain("employee_id", "in", employees.ids)
        self._search_pending(people & period)._settle()
        days = set(get_days(date_from, min(date_to, fields.Date.today() + timedelta(days=1))))
        made = dict(self._read_group(people & period, ["employee_id"], ["date:array_agg"]))
        missing = {employee: days.difference(made.get(employee, ())) for employee in employees}
        for employee, left in missing.items():
            if left:
                span = employee.sales_office_days_from, employee.sales_office_days_to
                left -= get_known_days({}, span, date_from, date_to).keys()
        # coming days without a row are looked at again each time: all of them together
        common = set.intersection(*missing.values()) if missing else set()
        self._refresh(employees, common, recent=True)
        others = employees.filtered(lambda employee: missing[employee] - common)
        self._refresh(others, set().union(*(missing[employee] - common for employee in others)), recent=True)

    @api.model
    def _search_pending(self, domain=Domain.TRUE):
        """Return the rows that time alone has changed since they were made."""
        over = Domain("settles_at", "<=", fields.Datetime.now())
        return self.search(over & Domain("company_id.sales_office_room_ids.code", "=", "workday") & domain)

    def _settle(self):
        """Bring these rows (sudo) in line with the time."""
        for day, rows in self.grouped("date").items():
            self._refresh(rows.employee_id, [day])

    def _refresh_batch(self, employees, days, recent, recount):
        rows = self.search_fetch([("employee_id", "in", employees.ids), ("date", "in", days)], ROW_FIELDS)
        known = dict(zip(read_rows(rows, ("employee_id", "date")), rows, strict=True))
        wanted = self._get_wanted(employees, days, known, recent, recount)
        gone = self.browse([row.id for key, row in known.items() if key not in wanted])
        referred = gone._filter_referred()
        (gone - referred).unlink()
        for row in referred:
            person = {name: row[name] if name == "tz" else row[name].id for name in PERSON_FIELDS}
            wanted[row.employee_id.id, row.date] = {**person, **row._prepare_facts()}
        changed = self._get_changed(wanted, known)
        unchanged = [row.id for key, row in known.items() if key in wanted]
        self._remember_looked_at(employees, days, wanted)
        return self.browse(unchanged) | self._write_rows(changed, known)

    @api.model
    def _get_changed(self, wanted, known):
        """Return the values of the rows that are not there yet, or say something else.

        :param dict wanted: what :meth:`_get_wanted` returned
        :param dict known: the rows there are
        """
        names = next(iter(wanted.values()), ())
        written = self._get_written([row.id for key, row in known.items() if key in wanted], names)
        return [
            {"employee_id": key[0], "date": key[1], **vals}
            for key, vals in wanted.items()
            if key not in written
            or any((value or None) != (vals[name] or None) for name, value in zip(names, written[key], strict=True))
        ]

    @api.model
    def _get_written(self, ids, names):
        """Return ``{(employee id, day): values}`` of columns, as PostgreSQL has them: records take much longer."""
        if not ids:
            return {}
        self.flush_model()
        columns = SQL(", ").join(map(SQL.identifier, names))
        rows = self.env.execute_query(
            SQL("SELECT employee_id, date, %s FROM sales_office_day WHERE id = ANY(%s)", columns, ids)
        )
        return {(employee_id, day): values for employee_id, day, *values in rows}

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
        oldest = self._get_oldest(employees.company_id, recent)
        rows = self.union(*known.values())
        kept = dict(zip(rows._ids, read_rows(rows, KEPT_FIELDS), strict=True))
        wanted, nothing = {}, self.browse()
        people = read_rows(employees, ("company_id", "user_id", "active"))
        for employee_id, (company_id, user_id, is_active) in zip(employees._ids, people, strict=True):
            for period, day, plan, there in _get_relevant(employee_id, days, periods, plans, seen):
                key = employee_id, day
                row = known.get(key, nothing)
                stays = row if plan and plan.kept_by else nothing
                is_wanted = row or day >= oldest[company_id]
                if stays or is_wanted and self._is_made(row or there.presences, is_active, period):
                    workday = workdays[employee_id].get(day)
                    facts = row._prepare_facts(plan, workday, there, evidence.get(key, ()), grace[company_id])
                    of_day = kept[row.id] if stays else (company_id, period.department_id, None)
                    wanted[key] = {**self._prepare_person(user_id, period, *of_day), **facts}
        return wanted

    @api.model
    def _get_oldest(self, companies, recent):
        """Return ``{company id: the first day of which rows are made}``; the first there is where none is set."""
        return {
            company.id: (company._get_sales_office_oldest_day() if recent else company.sales_office_day_since)
            or date.min
            for company in companies
        }

    @api.model
    def _is_made(self, something, is_active, period):
        """Return whether there is a row of a day on which somebody is expected or was there.

        :param something: what is known of the day already: a row, attendances
        """
        # nobody knows how long an archived employee was expected
        return bool(period.office and (something or is_active or period.left != date.max))

    @api.model
    def _prepare_person(self, user_id, period, company_id, department_id, tz):
        """Return whose the row is: by the version of the day, or what the row of a day that is over has kept of it."""
        return {
            "company_id": company_id,
            "user_id": user_id,
            "department_id": department_id,
            "tz": tz or period.zone.zone,
        }

    @api.model
    def _get_grace(self, companies):
        """Return ``{company id: Grace}``: the minutes that the checks overlook, taken off once and here."""
        # sudo: how many minutes are overlooked is no secret
        checks = self.env["sales.office.check"].sudo().search([("code", "in", GRACED)]).grouped("code")
        result = {}
        for company in companies:
            graced = (checks[code].with_company(company) if code in checks else checks for code in GRACED)
            result[company.id] = Grace(*(check.grace_minutes if check else 0 for check in graced))
        return result

    @api.model
    def _get_kept_plans(self, employees, date_from, date_to):
        """Return ``{employee id: {day: Plan}}`` of the rows of these days, ``None`` for a day that is not over yet."""
        self.flush_model(["company_id", "plan", "tz", "settles_at"])
        rows = self.env.execute_query(
            SQL(
                "SELECT employee_id, date, company_id, tz, plan::text, settles_at FROM sales_office_day "
                "WHERE employee_id = ANY(%s) AND date BETWEEN %s AND %s",
                employees.ids,
                date_from,
                date_to,
            )
        )
        kept, get_day = defaultdict(dict), cache(self._get_today)
        for employee_id, day, company_id, zone, plan, settles_at in rows:
            over = plan and not settles_at and day < get_day(zone)
            kept[employee_id][day] = _to_plan(plan, zone, company_id) if over else None
        return kept

    @api.model
    def _get_today(self, zone):
        return get_today(get_zone(zone))

    @api.model
    def _remember_looked_at(self, employees, days, wanted):
        """Write down of which days it is known now, when they are over, whether they were free.

        A gap is not closed: the days remembered are those up to the last.
        """
        today = (fields.Datetime.now() - LAST_ZONE).date()
        passed, oldest = [day for day in days if day < today], self._get_oldest(employees.company_id, recent=False)
        open_days = {key for key, vals in wanted.items() if vals["settles_at"]}
        changed, known = [], zip(employees._ids, read_rows(employees, LOOKED_AT), strict=True)
        for employee_id, (company_id, *span) in known:
            over = [day for day in passed if day >= oldest[company_id] and (employee_id, day) not in open_days]
            joined = join_days(*span, over)
            if joined and list(joined) != span:
                changed.append((employee_id, *joined))
        if changed:
            employees.flush_model(["sales_office_days_from", "sales_office_days_to"])
            self.env.execute_query(
                SQL(
                    "UPDATE hr_employee SET sales_office_days_from = span.first, sales_office_days_to = span.last "
                    "FROM unnest(%s, %s::date[], %s::date[]) AS span (id, first, last) "
                    "WHERE hr_employee.id = span.id",
                    *map(list, zip(*changed, strict=True)),
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

    @api.model
    def _write_rows(self, vals_list, known):
        """Write rows, in a statement for those that are not there yet and one for those that are.

        Somebody may sign in while a job makes the same row. One of the two then begins again.

        :param known: the rows there are
        """
        if not vals_list:
            return self
        self.flush_model()
        names, stamp, made, changed = list(vals_list[0]), get_stamp(self.env), [], []
        for vals in vals_list:
            (changed if (vals["employee_id"], vals["date"]) in known else made).append(vals)
        changes = (
            SQL("%(column)s = EXCLUDED.%(column)s", column=SQL.identifier(name))
            for name in (*names, "write_uid", "write_date")
            if name not in ("employee_id", "date")
        )
        on_conflict = SQL("ON CONFLICT (employee_id, date) DO UPDATE SET %s", SQL(", ").join(changes))
        ids = insert_as_text(self, names, self._prepare_rows(changed), stamp, on_conflict) if changed else []
        try:
            # looking for what is not there would cost half as much as the row
            ids += insert_as_text(self, names, self._prepare_rows(made), stamp) if made else []
        except UniqueViolation as error:
            raise ConcurrencyError("Somebody else made the same day at the same time.") from error
        rows = self.browse(ids)
        rows.invalidate_recordset(flush=False)
        return rows

    @api.model
    def _prepare_rows(self, vals_list):
        """Return values as PostgreSQL takes them; what is empty is left out, and NULL."""
        booleans = {name for name, field in self._fields.items() if field.type == "boolean"}
        return [
            {
                name: value
                for name, value in vals.items()
                if value or name in booleans or (value is not None and value is not False and value != [])
            }
            for vals in vals_list
        ]

    @api.model
    def _preview_recount(self, employees, date_from, date_to):
        """Return the :class:`Change` of each day (sudo) that would become another by being counted anew."""
        days = get_days(date_from, date_to)
        members = employees.filtered(lambda employee: employee.company_id._sales_office_uses("workday"))
        self._bring_up_to_date(members, date_from, date_to)
        rows = self.search([("employee_id", "in", members.ids), ("date", "in", days)])
        known = {(row.employee_id.id, row.date): row for row in rows}
        wanted = self._get_wanted(members, days, known, recount=days) if members else {}
        changed = {(vals["employee_id"], vals["date"]) for vals in self._get_changed(wanted, known)}
        changes = []
        for key in sorted(known.keys() | wanted.keys(), key=lambda key: (key[1], key[0])):
            before, after = known.get(key, self.browse()), wanted.get(key)
            if key in changed or not after:
                changes.append(Change(employees.browse(key[0]), key[1], before, after))
        return changes

    @api.model
    def _get_day_checks_domain(self):
        """Return the checks that read the day status."""
        codes = ("late_arrival", "early_leave", "away", "absence", "sign_in_missing", "sign_out_missing")
        return [("code", "in", codes)]

    @api.model
    def _get_recount_text(self, vals):
        """Return in words what a day says: its status, minutes and hours; ``None`` is a day without a row."""
        if not vals:
            return self.env._("No working day")
        labels = dict(self._fields["status"]._description_selection(self.env))
        status = labels[vals["status"]]
        minutes = {"late": vals["late_minutes"], "early": vals["early_minutes"]}.get(vals["status"])
        if minutes:
            status = self.env._("%(status)s (%(minutes)s min)", status=status, minutes=minutes)
        hours = self.new({"tz": vals["tz"]})._format_intervals(vals["expected_intervals"])
        return join_title(status, hours)


def _get_relevant(employee_id, days, periods, plans, seen):
    """Yield ``(period, day, plan, seen)`` of the days on which an employee has a shift, or was there."""
    for period in periods[employee_id]:
        for day in days:
            plan, there = plans[employee_id].get(day), seen.get((employee_id, day), NOTHING_SEEN)
            if period.first <= day <= period.last and (there.presences or (plan and plan.hours)):
                yield period, day, plan, there
