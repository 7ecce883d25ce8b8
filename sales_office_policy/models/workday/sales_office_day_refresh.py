from collections import defaultdict
from datetime import date, datetime, time, timedelta

from pytz import utc

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from ..organization.argument_types import Records
from ..organization.rpc import rpc
from .day_facts import CAME_BEFORE, Presence, get_facts, get_status
from .working_time import get_day_bounds, get_days, get_seconds

#: rows looked at in one go
BATCH = 5000
#: what the employee's version of the day says
PERSON_FIELDS = ("company_id", "user_id", "department_id", "tz")


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
        is_admin = user.has_group("sales_office_policy.group_policy_admin")
        is_director = user.has_group("sales_office_policy.group_director")
        for employee in employees.filtered(lambda employee: employee.user_id != user):
            led = is_director or employee.department_id.id in scope.department_ids
            above = led and employee.id not in scope.superior_ids
            if employee.company_id not in companies or not (is_admin or above):
                raise AccessError(self.env._("You may look at the days of yourself and of those you lead only."))

    @api.model
    def _refresh(self, employees, days, recent=False):
        """Bring the rows of ``employees`` (sudo) on these days in line with the facts.

        :param bool recent: make no rows of days before the company's look-back window; none are made
            of days before it began to use the room
        :return: the rows (sudo)
        """
        days = sorted(set(days))
        using = {company for company in employees.company_id if company._sales_office_uses("workday")}
        members = employees.filtered(lambda employee: employee.company_id in using)
        rows = self.browse()
        for ids in split_every(max(1, BATCH // max(1, len(days))), members.ids if days else ()):
            rows |= self._refresh_batch(members.browse(ids), days, recent)
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
        missing = {employee: days.difference(made.get(employee, ())) for employee in employees}
        # free days have no row and are looked at again each time: all of them together
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

    def _refresh_batch(self, employees, days, recent):
        known = {
            (row.employee_id.id, row.date): row
            for row in self.search([("employee_id", "in", employees.ids), ("date", "in", days)])
        }
        wanted = self._get_wanted(employees, days, known, recent)
        gone = self.browse([row.id for key, row in known.items() if key not in wanted])
        kept = gone._filter_referred()
        (gone - kept).unlink()
        for row in kept:
            person = {name: row[name] if name == "tz" else row[name].id for name in PERSON_FIELDS}
            wanted[row.employee_id.id, row.date] = {**person, **row._prepare_facts()}
        changed = [
            {"employee_id": key[0], "date": key[1], **vals}
            for key, vals in wanted.items()
            if key not in known or known[key]._differs(vals)
        ]
        unchanged = [row.id for key, row in known.items() if key in wanted]
        return self.browse(unchanged) | self._upsert(changed)

    def _get_wanted(self, employees, days, known, recent):
        """Return ``{(employee id, day): values}`` for every row there has to be."""
        first, last = days[0], days[-1]
        periods = employees._get_sales_office_periods(first, last)
        workdays = employees._get_sales_office_workdays(first, last, periods)
        presences, closings = self._get_presences(employees, periods, first, last)
        evidence = self._get_presence_evidence(employees, first, last)
        oldest = {
            company: company._get_sales_office_oldest_day() if recent else company.sales_office_day_since
            for company in employees.company_id
        }
        midnights, wanted, nothing = {}, {}, self.browse()
        for employee in employees:
            for period in periods[employee.id]:
                person = {
                    "company_id": employee.company_id.id,
                    "user_id": employee.user_id.id,
                    "department_id": period.version.department_id.id,
                    "tz": period.zone.zone,
                }
                for day in days if period.office else ():
                    key = employee.id, day
                    workday, there = workdays[employee.id].get(day), presences.get(key, [])
                    if not period.first <= day <= period.last or not (there or (workday and workday.opening)):
                        continue
                    row = known.get(key, nothing)
                    if not row and oldest[employee.company_id] and day < oldest[employee.company_id]:
                        continue
                    if not row and not there and not employee.active and period.left == date.max:
                        continue  # nobody knows how long an archived employee was expected
                    zoned = period.zone, day
                    if zoned not in midnights:
                        midnights[zoned] = get_day_bounds(day, period.zone)[1].astimezone(utc).replace(tzinfo=None)
                    seen = evidence.get(key) or self._get_coming_in(closings.get(key), workday)
                    wanted[key] = {**person, **row._prepare_facts(workday, there, seen, midnights[zoned])}
        return wanted

    def _get_presences(self, employees, periods, first, last):
        """Return the attendances of each local day, and those of an earlier day that were closed on it.

        :return: ``{(employee id, day): [hr.attendance]}`` and ``{(employee id, day): hr.attendance}``
        """
        # sudo: attendances are their owner's and the HR officers'; only times leave; a day more whatever the time zone
        begin = datetime.combine(first - timedelta(days=1), time.min)
        end = datetime.combine(last + timedelta(days=2), time.min)
        attendances = self.env["hr.attendance"].sudo()
        attendances = attendances.search_fetch(
            Domain("employee_id", "in", employees.ids)
            & Domain("in_mode", "!=", "technical")  # made by core for a day without any
            & Domain("check_in", "<", end)
            & (Domain("check_in", ">=", begin) | Domain("check_out", ">=", begin)),
            ["employee_id", "check_in", "check_out", "out_mode", "worked_hours"],
            order="check_in",
        )
        presences, closings = defaultdict(list), {}
        for attendance in attendances:
            employee_id = attendance.employee_id.id
            day = self._get_local_day(periods[employee_id], max(attendance.check_in, begin))
            presences[employee_id, day].append(attendance)
            if attendance.check_out and attendance.out_mode not in ("auto_check_out", "technical"):
                closed = self._get_local_day(periods[employee_id], min(attendance.check_out, end))
                if closed > day:
                    closings[employee_id, closed] = attendance
        return presences, closings

    def _get_local_day(self, periods, moment):
        """Return the day of ``moment`` in the time zone that the employee has on that day."""
        for period in reversed(periods):
            day = utc.localize(moment).astimezone(period.zone).date()
            if day >= period.first:
                break
        return day

    def _get_coming_in(self, closing, workday):
        """Return the attendance of an earlier day if it was closed when work began: he took the sign-in for it."""
        expected = workday.expected if closing and workday else None
        return closing if expected and closing.check_out >= expected[0][0] - CAME_BEFORE else None

    def _prepare_facts(self, workday=None, attendances=(), seen=None, midnight=None):
        """Return the values of one day's row, which may not exist yet; an excuse that was granted is kept.

        :param workday: its hours, None when there are none
        :param attendances: ``hr.attendance`` records in order
        :param seen: the record that shows that he was there
        :param datetime midnight: naive UTC, when the day ends
        """
        expected, opening, hours = (workday.expected, workday.opening, workday.hours) if workday else ([], [], [])
        presences = [
            Presence(attendance.check_in, attendance.check_out or None, attendance.out_mode == "auto_check_out")
            for attendance in attendances
        ]
        facts = get_facts(expected, presences, fields.Datetime.now(), midnight, bool(seen))
        granted = self.excuse_state == "granted"
        on_leave = expected != opening
        excused = granted or (on_leave and not expected)
        return {
            **facts,
            "status": get_status(facts, excused),
            "expected_hours": get_seconds(expected) / 3600,
            "leave_hours": get_seconds(opening) / 3600 - get_seconds(expected) / 3600,
            "expected_intervals": [[str(start), str(stop)] for start, stop in expected],
            "worked_hours": sum(attendance.worked_hours for attendance in attendances),
            "attendance_intervals": [[str(presence.check_in), str(presence.check_out or "")] for presence in presences],
            "evidence_model": seen._name if facts["missing_sign_in"] else False,
            "evidence_id": seen.id if facts["missing_sign_in"] else False,
            "excused": excused,
            "excuse_kind": "granted" if granted else "leave" if on_leave else "holiday" if opening != hours else False,
        }

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
