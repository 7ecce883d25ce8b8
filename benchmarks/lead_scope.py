"""What the hierarchy's scope costs on the pipeline: the first page of leads, and their count, by role."""

import time

from odoo.fields import Command

LEADS = 5_000
TEAMS = 4
REPS_PER_TEAM = 5
PAGE = 80
REPEATS = 5


def run(env):
    """Yield the time of a page and the queries it takes, for the owner, their leader, the manager and nobody's rule."""
    company = env.company
    office = _department(env, "Office", is_sales_office=True)
    manager = _member(env, "manager", office)
    office.manager_id = manager
    leaders, reps = [], []
    for team in range(TEAMS):
        department = _department(env, f"Team {team}", parent_id=office.id)
        leaders.append(_member(env, "team_leader", department))
        department.manager_id = leaders[-1]
        reps += [_member(env, "representative", department) for _ in range(REPS_PER_TEAM)]
    env["crm.lead"].with_context(tracking_disable=True, mail_create_nosubscribe=True).create(
        [
            {"name": f"Lead {number}", "user_id": reps[number % len(reps)].user_id.id, "company_id": company.id}
            for number in range(LEADS)
        ]
    )
    env.flush_all()
    env.cr.execute("ANALYZE")
    people = {
        "representative": reps[0].user_id,
        "team leader": leaders[0].user_id,
        "manager": manager.user_id,
        "superuser": env.user,
    }
    for role, user in people.items():
        yield from _page(env(user=user, su=role == "superuser")["crm.lead"], role)


def _page(leads, role):
    """Yield the best time of several, and the queries of one, each beginning with an empty cache."""
    times = []
    for _ in range(REPEATS):
        leads.env.invalidate_all()
        queries, begin = leads.env.cr.sql_log_count, time.perf_counter()
        leads.search_fetch([], ["name", "user_id"], limit=PAGE)
        found = leads.search_count([])
        times.append(time.perf_counter() - begin)
        queries = leads.env.cr.sql_log_count - queries
    yield f"{role}: page of {PAGE} and count ({found:,} leads)", min(times) * 1000, "ms"
    yield f"{role}: queries", queries, ""


def _department(env, name, **values):
    return env["hr.department"].create({"name": name, "company_id": env.company.id, **values})


def _member(env, role, department):
    """Return an employee with a user who holds the role."""
    login = f"{role}-{env['res.users'].search_count([])}"
    user = env["res.users"].create(
        {"name": login, "login": login, "group_ids": [Command.set(env.ref("base.group_user").ids)]}
    )
    roles = env.ref(f"sales_office_policy.role_{role}")
    return env["hr.employee"].create(
        {
            "name": login,
            "user_id": user.id,
            "department_id": department.id,
            "sales_office_role_ids": [Command.set(roles.ids)],
        }
    )
