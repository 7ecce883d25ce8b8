from collections import defaultdict
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..posts.title import join_title
from ..spans import DAY

#: marks a transaction in which the present may differ from the newest memberships
STALE = "sales_office_policy.membership_stale"
#: last day of rows that go on; the day after it is still a date
FOREVER = date.max - DAY


class Stay(NamedTuple):
    """Days on which somebody belonged to a department, with one user; ids, the first stay open to the past."""

    employee_id: int
    user_id: int | None
    department_id: int | None
    #: ids of the department and all above it, then
    line: tuple[int, ...]
    first: date
    last: date


class Stays(NamedTuple):
    """Who belonged where when: ``{employee id: [Stay]}``, and ``{department id: [Stay] in it or below it, then}``."""

    by_employee: dict[int, list]
    below: dict[int, list]


class SalesOfficeMembership(models.Model):
    """Who belonged where, with which user, under which departments and managers, from when to when.

    People are managed as ever: on the employee's form and its versions, in the tree of departments. What changes there
    today begins a row today and leaves earlier days as they were; a version dated otherwise begins on its own day.
    ``_bring_up_to_date`` compares the present with the newest rows, once for any number of changes, before the rows
    are read and before the transaction ends. Nobody types these rows.

    Questions about *now* ask the scope (``res.users._get_sales_office_scope``), questions about other days ask here.
    """

    _name = "sales.office.membership"
    _description = "Department Membership"
    _inherit = "sales.office.member.mixin"
    _order = "employee_id, date_from, id"

    employee_id = fields.Many2one(ondelete="cascade", readonly=True, default=False)
    user_id = fields.Many2one(related=None, compute=None, readonly=True, precompute=False, ondelete="set null")
    department_id = fields.Many2one(compute=None, readonly=True, precompute=False, ondelete="set null", help="Then.")
    company_id = fields.Many2one(compute=None, readonly=True, precompute=False, required=True, help="Then.")
    line = fields.Char(
        string="Departments Above", readonly=True, help="Ids of the department and all above it, then: /1/4/9/."
    )
    manager_ids = fields.Many2many(
        "hr.employee",
        "sales_office_membership_manager_rel",
        string="Under",
        readonly=True,
        help="Who managed the department and those above it, then.",
    )
    version_id = fields.Many2one(
        "hr.version",
        string="Employee Version",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_system",
    )
    date_from = fields.Date(string="First Day", required=True, readonly=True)
    date_to = fields.Date(string="Last Day", readonly=True, help="Empty while it goes on.")
    reason = fields.Char(readonly=True, help="Why the past was corrected.")

    _open_unique = models.UniqueIndex(
        "(employee_id) WHERE date_to IS NULL", "An employee belongs to one department at a time."
    )
    _days_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)", "The last day is not before the first one."
    )
    _company_idx = models.Index("(company_id, employee_id, date_from)")

    @api.depends("date_from", "date_to", "department_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            last = format_date(self.env, row.date_to) or "…"
            days = row.date_from and f"{format_date(self.env, row.date_from)} – {last}"
            row.display_name = join_title(days, row.sudo().department_id.name)  # sudo: to whoever may read the row

    @api.model
    def _mark_stale(self):
        """Compare the present with the newest rows before they are read next, or before the transaction ends."""
        cr = self.env.cr
        if STALE not in cr.precommit.data:
            cr.precommit.data[STALE] = True
            env = self.sudo().with_context({}).env  # pylint: disable=context-overridden
            cr.precommit.add(env[self._name]._bring_up_to_date)

    @api.model
    def _bring_up_to_date(self):
        """Write what has changed since the newest rows were written; sudo."""
        if not self.env.cr.precommit.data.pop(STALE, False):
            return
        self.env.flush_all()
        todays = SQL("(VALUES %s)", SQL(", ").join(SQL("(%s, %s)", *item) for item in self._get_todays().items()))
        self._enter_versions(todays)
        self._enter_present(todays)

    def _enter_versions(self, todays):
        """Enter the versions that no row knows yet, from their own day on: all of them for who has no rows."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT version.id
                  FROM hr_version version
                  JOIN hr_employee employee ON employee.id = version.employee_id
                  JOIN %s there(company_id, today) ON there.company_id = employee.company_id
                 WHERE version.date_version <= there.today
                   AND NOT EXISTS (SELECT FROM sales_office_membership row WHERE row.version_id = version.id)
              ORDER BY version.employee_id, version.date_version, version.id
                """,
                todays,
            )
        )
        versions = self.env["hr.version"].with_context(active_test=False).browse(id_ for (id_,) in rows)
        known = self.search([("employee_id", "in", versions.employee_id.ids)]).grouped("employee_id")
        vals_list = []
        for employee, of_employee in versions.grouped("employee_id").items():
            if employee in known:
                known[employee]._cut_in(of_employee)
            else:
                vals_list += self._prepare_history(of_employee)
        self._create_with_managers(vals_list)

    def _prepare_history(self, versions):
        """Return the values of the rows of one employee's versions, in their order."""
        employee = versions.employee_id
        starts = [*versions.mapped("date_version"), None]
        return [
            {
                **self._prepare_place(version.department_id),
                "employee_id": employee.id,
                "user_id": employee.user_id.id,
                "company_id": employee.company_id.id,
                "version_id": version.id,
                "date_from": start,
                "date_to": following and following - DAY,
            }
            for version, (start, following) in zip(versions, pairwise(starts), strict=True)
        ]

    def _prepare_place(self, department):
        return {"department_id": department.id, "line": department.parent_path and f"/{department.parent_path}"}

    def _cut_in(self, versions):
        """Give the rows of one employee (self) the departments of new versions, each until the next one that is known
        or says another. A version that says the department of the one before it, such as one with other pay, moves
        nobody.
        """
        employee = versions.employee_id
        everything = employee.version_ids.sorted("date_version")
        before = dict(zip(everything[1:], everything, strict=False))
        staying = versions.filtered(lambda v: v in before and v.department_id == before[v].department_id)
        for version in versions:
            start = version.date_version
            later = everything.filtered(lambda other, day=start: other.date_version > day)
            own, place = (min(ends.mapped("date_version"), default=date.max) for ends in (later, later - staying))
            rows = self.search([("employee_id", "=", employee.id)])._cut_at(start, own, place)
            rows = rows.filtered(lambda row, day=start: row.date_from >= day)
            if version not in staying:
                inside = rows.filtered(lambda row, day=place: row.date_from < day)
                inside.write(self._prepare_place(version.department_id))
                inside._set_managers()
            rows.filtered(lambda row, day=own: row.date_from < day).version_id = version

    def _cut_at(self, *days):
        """End those of these rows that go on over one of the days the day before it, and go on with equal ones."""
        rows = self
        for day in sorted(days):
            for row in rows.filtered(lambda row, day=day: row.date_from < day <= (row.date_to or FOREVER)):
                vals = {"date_from": day, "date_to": row.date_to, "manager_ids": [(6, 0, row.manager_ids.ids)]}
                row.write({"date_to": day - DAY})
                row.flush_recordset(["date_to"])
                rows |= row.copy({**vals, "employee_id": row.employee_id.id})
        return rows

    def _enter_present(self, todays):
        """End the rows that are not true any more and begin today's; whoever left belongs nowhere from tomorrow on.

        Only the newest row is compared: one may begin tomorrow where it is that day already for another company.
        """
        vals_list, rows = [], self._find_untrue(todays)
        for employee_id, user_id, company_id, active, version_id, department_id, line, row_id, differs, today in rows:
            vals = {"user_id": user_id, "company_id": company_id, "department_id": department_id, "line": line}
            row = self.browse(row_id or ())
            if not active:
                row.date_to = max(today, row.date_from)
            elif not differs:
                row.date_to = False  # who left today is back
            elif row and row.date_from >= today:
                row.write({**vals, "version_id": version_id, "date_to": False})
                row._set_managers()
            else:
                row.date_to = today - DAY
                vals_list.append({**vals, "employee_id": employee_id, "version_id": version_id, "date_from": today})
        self._create_with_managers(vals_list)

    @api.model
    def _find_untrue(self, todays):
        """Return what is true of each employee of whom the newest row says something else, and that row."""
        return self.env.execute_query(
            SQL(
                """
                SELECT employee.id, employee.user_id, employee.company_id, employee.active, version.id,
                       department.id, '/' || department.parent_path, row.id, present.differs, there.today
                  FROM hr_employee employee
                  JOIN %(todays)s there(company_id, today) ON there.company_id = employee.company_id
             LEFT JOIN hr_version version ON version.id = employee.current_version_id
             LEFT JOIN hr_department department ON department.id = version.department_id
             LEFT JOIN LATERAL (
                       SELECT * FROM sales_office_membership newest WHERE newest.employee_id = employee.id
                     ORDER BY newest.date_to DESC NULLS FIRST, newest.date_from DESC LIMIT 1) row
                    ON row.date_to IS NULL OR row.date_to >= there.today
             CROSS JOIN LATERAL (
                       SELECT ARRAY(SELECT DISTINCT above.manager_id FROM hr_department above
                                     WHERE department.parent_path LIKE above.parent_path || '%%'
                                       AND above.manager_id IS NOT NULL ORDER BY 1)) now(managers)
             CROSS JOIN LATERAL (
                       SELECT ARRAY(SELECT rel.hr_employee_id FROM sales_office_membership_manager_rel rel
                                     WHERE rel.sales_office_membership_id = row.id ORDER BY 1)) known(managers)
             CROSS JOIN LATERAL (
                       SELECT row.id IS NULL OR known.managers != now.managers
                           OR (row.user_id, row.company_id, row.department_id, row.line) IS DISTINCT FROM
                              (employee.user_id, employee.company_id, department.id, '/' || department.parent_path)
                       ) present(differs)
                 WHERE CASE WHEN employee.active THEN present.differs OR row.date_to IS NOT NULL
                       ELSE row.id IS NOT NULL AND row.date_to IS NULL END
                """,
                todays=todays,
            )
        )

    def _create_with_managers(self, vals_list):
        self.flush_model(["date_to"])  # one open row at a time, in the database as well
        rows = self.create(vals_list)
        rows._set_managers()
        return rows

    def _set_managers(self):
        """Enter who manages the departments of these rows now."""
        by_line = self.grouped("line")
        managers = self._get_managers(by_line)
        for line, rows in by_line.items():
            rows.manager_ids = managers[line]

    @api.model
    def _get_managers(self, lines):
        """Return ``{line: who manages its departments now}``."""
        ids = {id_ for line in lines for id_ in _parse(line)}
        departments = self.env["hr.department"].with_context(active_test=False).search([("id", "in", list(ids))])
        managers = {department.id: department.manager_id for department in departments}
        Employee = self.env["hr.employee"]
        return {line: Employee.union(*(managers[id_] for id_ in _parse(line) if id_ in managers)) for line in lines}

    @api.model
    def _get_todays(self, companies=None):
        """Return ``{company id: today's date}``, each in the company's own time zone; of all companies by default."""
        if companies is None:  # sudo: rows are written for all of them
            companies = self.env["res.company"].sudo().with_context(active_test=False).search([])
        return {
            company.id: fields.Date.context_today(self.with_context(tz=company.resource_calendar_id.tz))
            for company in companies
        }

    @api.model
    def _get_today(self, company=None):
        """Return today's date in the time zone of a company; of the current one by default."""
        (today,) = self._get_todays((company or self.env.company).sudo()).values()  # sudo: the zone is no secret
        return today

    def _get_line(self):
        """Return the ids of the department and all above it, then."""
        self.ensure_one()
        return _parse(self.line)

    @api.model
    def _get_stays(self, company, employees=None):
        """Return the list of :class:`Stay` of a company's and its branches' people, by person and in order: one query.

        :param employees: whose, records or a condition on ``employee_id``; everybody's by default
        """
        if employees is None:
            whose = SQL("TRUE")
        elif isinstance(employees, SQL):
            whose = employees
        else:
            whose = SQL("employee_id = ANY(%s)", employees.ids)
        self.sudo()._bring_up_to_date()
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT employee_id, user_id, department_id, line, date_from, date_to, is_first
                  FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY employee_id ORDER BY date_from, id) = 1 AS is_first
                          FROM sales_office_membership WHERE %s) row
                 WHERE company_id IN (SELECT id FROM res_company WHERE parent_path LIKE %s)
              ORDER BY employee_id, date_from, id
                """,
                whose,
                f"{company.sudo().parent_path}%",  # sudo: whichever the reader works in
            )
        )
        return [
            Stay(employee_id, user_id, department_id, _parse(line), date.min if is_first else first, last or date.max)
            for employee_id, user_id, department_id, line, first, last, is_first in rows
        ]

    @api.model
    def _get_grouped_stays(self, company, employees=None):
        """Return the :class:`Stays` of whom :meth:`_get_stays` returns."""
        by_employee, below = defaultdict(list), defaultdict(list)
        for stay in self._get_stays(company, employees):
            by_employee[stay.employee_id].append(stay)
            for department_id in stay.line:
                below[department_id].append(stay)
        return Stays(by_employee, below)

    @api.model
    def _get_departments(self, days):
        """Return ``{(employee, day): department}`` (sudo) where each belonged: one query for days that are over.

        Today and later the employee's version says it, as for days of which nothing is known.

        :param days: (employee, date) pairs
        """
        days = {(employee.sudo(), day) for employee, day in days}  # sudo: versions are HR-only
        companies = self.env["res.company"].sudo().union(*(employee.company_id for employee, _day in days))
        todays = self._get_todays(companies)
        known = self._get_known(
            {(who, day) for who, day in days if who.id and day < todays.get(who.company_id.id, day)}
        )
        return {
            (employee, day): (
                known[employee.id, day]
                if (employee.id, day) in known
                else employee._get_sales_office_version(day).department_id
            )
            for employee, day in days
        }

    def _get_known(self, days):
        """Return ``{(employee id, day): department}`` (sudo) of the days on the list."""
        if not days:
            return {}
        self.sudo()._bring_up_to_date()
        self.flush_model(["employee_id", "department_id", "date_from", "date_to"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT asked.employee_id, asked.day, row.department_id
                  FROM UNNEST(%s, %s::date[]) asked(employee_id, day)
                  JOIN sales_office_membership row ON row.employee_id = asked.employee_id
                   AND asked.day >= row.date_from AND asked.day <= COALESCE(row.date_to, asked.day)
                """,
                [employee.id for employee, _day in days],
                [day for _employee, day in days],
            )
        )
        Department = self.env["hr.department"].sudo()  # sudo: callers store what a rule needs
        return {(employee_id, day): Department.browse(department_id or ()) for employee_id, day, department_id in rows}

    @api.model
    def _get_companies(self, employees, day):
        """Return ``{employee: company}`` (sudo) for which each worked on a day."""
        self.sudo()._bring_up_to_date()
        companies = {}
        names = ["employee_id", "company_id", "date_from"]
        for row in self.sudo().search_fetch([("employee_id", "in", employees.ids)], names, order="date_from, id"):
            if row.date_from <= day or row.employee_id not in companies:
                companies[row.employee_id] = row.company_id
        return {employee: companies.get(employee, employee.company_id) for employee in employees.sudo()}


def _parse(line):
    return tuple(int(id_) for id_ in (line or "").split("/") if id_)
