"""Cases: counting the ladder and reporting 500 findings over 100,000 cases, and the list as those who lead open it."""

import time
from datetime import timedelta
from functools import partial

from odoo import fields
from odoo.fields import Command, Domain
from odoo.tools import SQL

SIZES = (10_000, 100_000)
TEAMS = 50
PER_TEAM = 20
FOUND = 500
#: employees the findings are about; they have users, who are told
FOUND_ABOUT = 100
PAGE = 80
YEARS = 3
#: one case in so many is still open
OPEN = 100
COLUMNS = ["date", "employee_id", "type_id", "occurrence", "sanction", "fine_amount", "state"]


def run(env):
    """Yield time and queries of a batch and of the list by role, how they grow, and the plans of their queries."""
    env.company.sales_office_room_ids |= env.ref("sales_office_policy.room_conduct")
    office, people, users = _staff(env)
    types = env["sales.office.violation.type"].search([])
    times = {}
    for size in SIZES:
        _fill(env, people, types, size)
        label = f"{size:,} cases"
        works = {
            f"find, count and report {batch}": partial(_report, env, people, types, users["manager"], batch)
            for batch in (20, FOUND)
        }
        works |= {f"list of a {role}": partial(_list, env(user=user, su=False)) for role, user in users.items()}
        works |= {
            f"list of a {role}, all cases": partial(_list, env(user=user, su=False), closed=True)
            for role, user in users.items()
        }
        for what, work in works.items():
            with env.cr.savepoint() as savepoint:
                seconds, queries = _measure(env, work)
                savepoint.rollback()
                env.invalidate_all()
            times.setdefault(what, []).append(seconds)
            yield f"{label}: {what}", seconds * 1000, "ms"
            yield f"{label}: {what}, queries", queries, ""
        cases = _suspect(env, people, types, FOUND)
        yield from _measure_counting(env, cases, label)
        yield from _plans(env, cases, users, label)
        env.cr.execute("DELETE FROM sales_office_violation")
    for what, (small, large) in times.items():
        yield f"{SIZES[1] // SIZES[0]} times the cases: {what} takes", large / small, "times as long"


def _measure(env, work):
    """Return seconds and queries of ``work``, which begins with an empty cache."""
    work()  # what is read once per process is not the batch's cost
    env.flush_all()
    env.invalidate_all()
    queries, begin = env.cr.sql_log_count, time.perf_counter()
    work()
    env.flush_all()
    return time.perf_counter() - begin, env.cr.sql_log_count - queries


def _suspect(env, people, types, count):
    """Return suspected cases as a check makes them."""
    yesterday = fields.Date.today() - timedelta(days=1)
    quiet = env["sales.office.violation"].with_context(tracking_disable=True, mail_create_nolog=True)
    facts = {"date": yesterday, "description": "Signed in at 08:12.", "reporter_id": False}
    return quiet.create(
        [
            {**facts, "employee_id": people[n % FOUND_ABOUT].id, "type_id": types[n // FOUND_ABOUT].id}
            for n in range(count)
        ]
    ).with_context(env.context)


def _report(env, people, types, user, count):
    cases = _suspect(env, people, types, count)
    cases.with_env(env(user=user, su=False)).action_report()


def _list(env, closed=False):
    """Read the first page and the number of cases, as the list does."""
    domain = [] if closed else [("state", "not in", ("closed", "dismissed"))]
    model = env["sales.office.violation"]
    model.search_fetch(domain, COLUMNS, limit=PAGE).read(COLUMNS)
    model.search_count(domain, limit=10_001)


def _measure_counting(env, cases, label):
    env.flush_all()
    cases.mapped("employee_id.name"), cases.mapped("type_id.window_months")
    queries, begin = env.cr.sql_log_count, time.perf_counter()
    earlier = cases._get_earlier_dates()
    yield f"{label}: earlier cases of {len(cases)}", (time.perf_counter() - begin) * 1000, "ms"
    yield f"{label}: earlier cases of {len(cases)}, queries", env.cr.sql_log_count - queries, ""
    yield f"{label}: earlier cases of {len(cases)}, read", sum(map(len, earlier.values())), ""


def _plans(env, cases, users, label):
    """Yield the lines of the plans that name a scan."""
    env.flush_all()
    env.cr.execute("ANALYZE sales_office_violation")
    counted = Domain("state", "=", "closed") & Domain("employee_id", "in", cases.employee_id.ids)
    model = env["sales.office.violation"]
    yield from _plan(env, model._search(counted & Domain("type_id", "in", cases.type_id.ids)), f"{label}: counting")
    still_open = Domain("state", "not in", ("closed", "dismissed"))
    for role, user in users.items():
        own = model.with_env(env(user=user, su=False))
        yield from _plan(env, own._search(still_open, limit=PAGE, order=own._order), f"{label}: list of a {role}")
        yield from _plan(env, own._search(still_open), f"{label}: number of open cases of a {role}")
        yield from _plan(env, own._search([], limit=PAGE, order=own._order), f"{label}: all cases of a {role}")


def _plan(env, query, label):
    for (line,) in env.execute_query(SQL("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) %s", query.select())):
        if "Scan" in line or "Execution" in line:
            yield f"{label}, plan", line.strip(" ->").replace("sales_office_violation", "…")[:80], ""


def _staff(env):
    """Return the office, its employees, and a user of each role that leads."""
    company = env.company
    office = env["hr.department"].create({"name": "Office", "company_id": company.id, "is_sales_office": True})
    teams = env["hr.department"].create(
        [{"name": f"Team {n}", "company_id": company.id, "parent_id": office.id} for n in range(TEAMS)]
    )
    logins = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    "name": f"Member {n}",
                    "login": f"member{n}",
                    "group_ids": [Command.set(env.ref("base.group_user").ids)],
                }
                for n in range(FOUND_ABOUT + 3)
            ]
        )
    )
    # team by team, so that the first teams have the users
    people = env["hr.employee"].create(
        [
            {
                "name": f"Member {n}",
                "department_id": teams[n // PER_TEAM].id,
                "user_id": logins[n].id if n < FOUND_ABOUT else False,
                "date_version": "2020-01-01",
            }
            for n in range(TEAMS * PER_TEAM)
        ]
    )
    users = {}
    roles = {"team_leader": teams[0], "manager": office, "director": env["hr.department"]}
    for (role, department), login in zip(roles.items(), logins[FOUND_ABOUT:], strict=True):
        leader = env["hr.employee"].create(
            {
                "name": role,
                "user_id": login.id,
                "department_id": (department or office).id,
                "date_version": "2020-01-01",
                "sales_office_role_ids": [Command.set(env.ref(f"sales_office_policy.role_{role}").ids)],
            }
        )
        department.manager_id = leader
        users[role.replace("_", " ")] = login
    return office, people, users


def _fill(env, people, types, size):
    """Fill in cases of the last years, spread over employees, types and days; most of them closed."""
    env.flush_all()
    env.cr.execute(
        SQL(
            """
            INSERT INTO sales_office_violation (employee_id, department_id, user_id, company_id, type_id, clause_id,
                                                category, severity, date, description, state, occurrence, sanction,
                                                fine_amount, points, answer_deadline, appeal_deadline)
            SELECT employee.id, version.department_id, employee.user_id, employee.company_id, type.id, type.clause_id,
                   type.category, type.severity, %(today)s::date - (n * 7919) %% %(days)s, 'Before.',
                   CASE WHEN n %% %(open)s = 0
                        THEN (ARRAY['suspected', 'reported', 'decided', 'appealed'])[1 + n / %(open)s %% 4]
                        WHEN n %% 10 = 1 THEN 'dismissed' ELSE 'closed' END,
                   1, 'warning', 0, 1, now(), now()
              FROM generate_series(1, %(size)s) n
              JOIN hr_employee employee ON employee.id = (%(people)s::int[])[1 + n %% %(count)s]
              JOIN hr_version version ON version.id = employee.current_version_id
              JOIN sales_office_violation_type type
                ON type.id = (%(types)s::int[])[1 + (n / %(count)s) %% %(kinds)s]
            """,
            today=fields.Date.today(),
            days=365 * YEARS,
            open=OPEN,
            size=size,
            people=people.ids,
            count=len(people),
            types=types.ids,
            kinds=len(types),
        )
    )
    env.cr.execute("ANALYZE")
    env.invalidate_all()
