"""What the company overview costs: 1,000 people in 50 teams, 100,000 lines of invoices, 20,000 opportunities."""

import time
from datetime import date, timedelta
from statistics import median

from benchmarks import _month
from benchmarks.pipeline import _copy

TEAMS, EACH = 50, 20
LINES = 100_000
LEADS = 20_000
DAYS = 5
CASES = 2_000
REPEATS = 7


def run(env):
    """Yield time and queries of the overview by kind of period, as the director, a leader and with one team chosen."""
    env.company.sales_office_room_ids = env["sales.office.room"].search([])
    office = _month.create_teams(env, TEAMS * EACH, EACH)
    customer = env["res.partner"].create({"name": "Customer"})
    moves = _month.create_invoices(env, office.sellers, [customer] * len(office.sellers))
    _month.multiply(env, moves, max(LINES // len(moves.invoice_line_ids) - 1, 0), 0)
    day = moves[0].invoice_date
    _fill(env, office.sellers, day)
    people = {"director": _create_director(env, office), "leader": office.leaders[0].user_id}
    for name, user in people.items():
        overview = env["sales.office.overview"].with_user(user).with_context(allowed_company_ids=env.company.ids)
        for period in ("month", "year"):
            seconds, queries, size = _measure(env, overview, period_type=period, day=day)
            yield f"{name}, {period}", seconds * 1000, "ms"
            yield f"{name}, {period}: queries", queries, ""
            yield f"{name}, {period}: figures", size, ""
    team = office.sellers[0].department_id.id
    overview = env["sales.office.overview"].with_user(people["director"])
    overview = overview.with_context(allowed_company_ids=env.company.ids)
    seconds, queries, _size = _measure(env, overview, period_type="month", day=day, department_id=team)
    yield "director, one team", seconds * 1000, "ms"
    yield "director, one team: queries", queries, ""


def _measure(env, overview, **asked):
    """Return the median time, the queries and how many figures there are."""
    times = []
    for _number in range(REPEATS):
        env.flush_all()
        env.invalidate_all()
        queries, begin = env.cr.sql_log_count, time.perf_counter()
        found = overview.get_overview(**asked)
        times.append(time.perf_counter() - begin)
        queries = env.cr.sql_log_count - queries
    if not any(block["key"] == "teams" for block in found["blocks"]):
        raise AssertionError("nothing was sold")
    return median(times), queries, sum(len(row["cells"]) for block in found["blocks"] for row in block["rows"])


def _create_director(env, office):
    """Return the user of a director who belongs to the office."""
    user = env["res.users"].create({"name": "Director", "login": "bench_director"})
    env["hr.employee"].create(
        {
            "name": "Director",
            "user_id": user.id,
            "department_id": office.sellers.department_id.parent_id[:1].id,
            "date_version": "2020-01-01",
            "sales_office_role_ids": [(6, 0, env.ref("sales_office_policy.role_director").ids)],
        }
    )
    return user


def _fill(env, sellers, day):
    """Give everybody leads, a week of days, cases and targets of the year's months."""
    seller = sellers[0]
    lead = env["crm.lead"].create(
        {"name": "Lead", "type": "opportunity", "user_id": seller.user_id.id, "expected_revenue": 1000}
    )
    env.flush_all()
    _copy(env, lead, LEADS - 1)
    env.company.sales_office_day_since = day - timedelta(days=7)
    monday = day - timedelta(days=day.weekday())
    env["sales.office.day"]._refresh(sellers, [monday + timedelta(days=number) for number in range(DAYS)])
    kind = env["sales.office.violation.type"].search([], limit=1)
    case = env["sales.office.violation"].create(
        {"employee_id": seller.id, "type_id": kind.id, "date": day, "description": "Seen.", "reporter_id": False}
    )
    env.flush_all()
    _copy(env, case, CASES - 1)
    _create_targets(env, sellers.department_id, day)
    env.cr.execute("ANALYZE")
    env.invalidate_all()


def _create_targets(env, teams, day):
    plan = env["sales.office.plan"].create({"year": day.year, "department_id": teams.parent_id[:1].id})
    targets = env["sales.office.target"].create(
        [
            {
                "plan_id": plan.id,
                "department_id": team.id,
                "period_type": "month",
                "date_from": date(day.year, month, 1),
                "target_value": 100_000,
            }
            for team in teams
            for month in range(1, 13)
        ]
    )
    targets.state = "accepted"
