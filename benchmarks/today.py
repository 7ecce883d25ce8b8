"""The Today page, by role: queries and time on the server in the demo office, and with 1,000 people in it.

Time by the clock says as much about what else the machine does; the processor is that of Odoo and PostgreSQL together.
SALES_OFFICE_ROLES="manager, director" measures these alone.
"""

import os
import time
from pathlib import Path
from statistics import median

from odoo.modules.module import get_manifest
from odoo.tools import SQL, convert_file

from benchmarks._measured import keep
from benchmarks._people import hire

MODULE = "sales_office_policy"
PEOPLE = 1_000
REPEATS = 15
#: one of each role of the demo office, by the end of their external id
USERS = {
    "representative": "rep1",
    "team leader": "leader1",
    "manager": "manager",
    "director": "director",
    "clerk": "clerk",
    "customer relations": "relations",
    "finance": "finance",
    "policy administrator": "policy",
}
CHOSEN = [name.strip() for name in os.environ.get("SALES_OFFICE_ROLES", "").split(",") if name.strip()]
ASKED = {"what waits": "get_lines", "figures": "get_figures"}


def run(env):
    """Yield queries and milliseconds of the page for each role, then once more with many people below the leaders."""
    env = _open_demo_office(env)
    yield from _measure(env, "demo office")
    _fill(env)
    yield from _measure(env, f"{PEOPLE:,} people")


def _open_demo_office(env):
    ready, env.registry.ready = env.registry.ready, False  # as during an installation, when core asks nobody outside
    for name in get_manifest(MODULE)["demo"]:
        convert_file(env, MODULE, name, {}, mode="init", noupdate=True)
    env.registry.ready = ready
    company = env.ref(f"{MODULE}.demo_company")
    env = env(context={"allowed_company_ids": company.ids, "lang": "en_US", "tz": "Asia/Shanghai"})
    env.flush_all()
    keep(env)
    return env


def _measure(env, what):
    for role, name in USERS.items():
        if CHOSEN and role not in CHOSEN:
            continue
        user = env.ref(f"{MODULE}.demo_user_{name}")
        today = env(user=user.id, su=False)["sales.office.today"]
        for part, method in ASKED.items():
            milliseconds, processor, queries = _cost(env, getattr(today, method))
            yield f"{what}, {role}: {part}", milliseconds, "ms"
            if processor:
                yield f"{what}, {role}: {part}, processor", processor, "ms"
            yield f"{what}, {role}: {part}, queries", queries, ""


def _cost(env, ask):
    """Return the median time and the mean one of the processors in milliseconds, and the queries.

    Each time without anything of records in memory; no processor time where PostgreSQL runs elsewhere.
    """
    times, queries, odoo = [], 0, 0
    for number in range(REPEATS + 2):
        env.flush_all()
        env.invalidate_all()
        if number == 2:  # what the registry remembers is remembered
            postgres = _read_postgres(env)
        before, begin, processor = env.cr.sql_log_count, time.perf_counter(), time.process_time()
        ask()
        if number >= 2:
            times.append(time.perf_counter() - begin)
            odoo += time.process_time() - processor
            queries = env.cr.sql_log_count - before
    both = postgres is not None and odoo + _read_postgres(env) - postgres
    return median(times) * 1000, both * 1000 / REPEATS, queries


def _read_postgres(env):
    """Return how many seconds of a processor this connection's process has had; None where it runs elsewhere."""
    env.cr.execute("SELECT pg_backend_pid()")
    try:
        stat = Path(f"/proc/{env.cr.fetchone()[0]}/stat").read_text()
    except OSError:
        return None
    name, _bracket, numbers = stat.rpartition(")")
    if "postgres" not in name:
        return None
    user, system = numbers.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _fill(env):
    """Hire people into the teams, and give each a lead of their own and today's row, every tenth of which was late."""
    departments = env["hr.department"].search([("sales_office_id", "!=", False), ("child_ids", "=", False)])
    people = hire(env, [departments.ids[number % len(departments)] for number in range(PEOPLE)])
    day = env["sales.office.day"].search([], limit=1, order="date desc, id")
    lead = env["crm.lead"].search([("type", "=", "opportunity"), ("active", "=", True)], limit=1)
    for person in (day, lead):
        if not person:
            continue
        changed = {"user_id": SQL("employee.user_id")}
        if person._name == "sales.office.day":
            late = SQL("CASE WHEN employee.id %% 10 = 0 THEN 'late' ELSE 'present' END")
            changed |= {"employee_id": SQL("employee.id"), "date": SQL("CURRENT_DATE"), "status": late}
        columns = [name for name in _get_columns(env, person._table) if name != "id"]
        env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (%(columns)s) SELECT %(picked)s FROM %(table)s source, hr_employee employee "
                "WHERE source.id = %(id)s AND employee.id = ANY(%(people)s)",
                table=SQL.identifier(person._table),
                columns=SQL(", ").join(map(SQL.identifier, columns)),
                picked=SQL(", ").join(changed.get(name, SQL.identifier("source", name)) for name in columns),
                id=person.id,
                people=people.ids,
            )
        )
    env.registry.clear_cache()
    env.invalidate_all()
    keep(env)


def _get_columns(env, table):
    env.cr.execute(SQL("SELECT * FROM %s LIMIT 0", SQL.identifier(table)))
    return [column.name for column in env.cr.description]
