"""The list of statements as a team leader opens it, among 200,000 of them: time, and what PostgreSQL does."""

import time

from odoo.fields import Command
from odoo.tools import SQL

SIZES = (20_000, 200_000)
#: people in the leader's team, and in the whole office
TEAM, PEOPLE = 10, 1_000
REPEATS = 5
OPEN = [("state", "!=", "paid")]


def run(env):
    """Yield time of the list, of its groups and of its count, how they grow, and the scans behind the list."""
    leader, people, plan = _prepare(env)
    times = {}
    for size in SIZES:
        _fill(env, people, plan, size)
        statements = env["sales.office.statement"].with_user(leader)
        for what, work in {
            "first page": lambda s=statements: s.web_search_read(OPEN, _columns(), limit=80),
            "all of a month": lambda s=statements: s.web_search_read([("date_from", "=", "2025-03-01")], _columns()),
            "count": lambda s=statements: s.search_count(OPEN),
            "groups by month": lambda s=statements: s.formatted_read_group(OPEN, ["date_from:month"], ["net:sum"]),
        }.items():
            seconds = _measure(env, work)
            times.setdefault(what, []).append(seconds)
            yield f"{size:,} statements: {what}", seconds, "s"
        page = statements._search(OPEN, limit=80, order=statements._order).select()
        for what, select in (("list", page), ("count", statements._search(OPEN).select("count(*)"))):
            yield from _explain(env, f"{size:,} statements: plan of the {what}", select)
    for what, (small, large) in times.items():
        yield f"{SIZES[1] / SIZES[0]:.0f} times the statements: {what} takes", large / small, "times as long"


def _columns():
    return {name: {} for name in ("employee_id", "plan_id", "date_from", "gross", "deductions", "net", "state")}


def _explain(env, what, select):
    """Yield how the statements are found, and refuse a plan that goes through all of them."""
    plan = [line for (line,) in env.execute_query(SQL("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) %s", select))]
    for line in plan:
        if "Seq Scan on sales_office_statement" in line:
            raise AssertionError("\n".join(plan))
        if "Scan" in line or "Execution" in line:
            yield what, line.strip(" ->")[:110], ""


def _measure(env, work):
    """Return the best time of several, each beginning with an empty cache of records."""
    times = []
    for _ in range(REPEATS):
        env.flush_all()
        env.invalidate_all()
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def _prepare(env):
    """Return a team leader's user, the employees of the office (their team first) and a plan."""
    company = env.company
    office = env["hr.department"].create({"name": "Office", "company_id": company.id, "is_sales_office": True})
    team = env["hr.department"].create({"name": "Team", "company_id": company.id, "parent_id": office.id})
    user = env["res.users"].create(
        {
            "name": "Leader",
            "login": "statement_list_leader",
            "group_ids": [Command.set(env.ref("sales_office_policy.group_team_leader").ids)],
        }
    )
    leader = env["hr.employee"].create({"name": "Leader", "user_id": user.id, "department_id": team.id})
    team.manager_id = leader
    people = env["hr.employee"].create(
        [{"name": f"Rep {n}", "department_id": (team if n < TEAM else office).id} for n in range(PEOPLE)]
    )
    plan = env["sales.office.commission.plan"].create({"name": "Benchmark", "date_from": "2000-01-01"})
    return user, people, plan


def _fill(env, people, plan, size):
    """Replace all statements by so many, month after month for everybody; those of the last months are open."""
    env.flush_all()
    env.cr.execute("DELETE FROM sales_office_statement_line")
    env.cr.execute("DELETE FROM sales_office_statement")
    env.cr.execute(
        SQL(
            """
            INSERT INTO sales_office_statement (plan_id, employee_id, department_id, company_id, currency_id, date_from,
                                                date_to, state, gross, deductions, net, payable)
            SELECT %(plan)s, employee.id, version.department_id, employee.company_id, %(currency)s,
                   date '2026-03-01' - make_interval(months => month),
                   date '2026-04-01' - make_interval(months => month) - interval '1 day',
                   CASE WHEN month < 3 THEN 'review' ELSE 'paid' END, 100, 0, 100, 100
              FROM hr_employee employee
              JOIN hr_version version ON version.id = employee.current_version_id
             CROSS JOIN generate_series(0, %(months)s - 1) month
             WHERE employee.id IN %(people)s
            """,
            plan=plan.id,
            currency=plan.currency_id.id,
            months=size // len(people),
            people=people._ids,
        )
    )
    env.cr.execute("ANALYZE")
    env.invalidate_all()
