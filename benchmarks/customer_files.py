"""The nightly look at 100,000 customers: files, return visits and grades, at its begin and its end; Today of a rep."""

from unittest.mock import patch

from odoo.tools import SQL

from benchmarks._measured import keep, measured, trust
from benchmarks.lead_scope import _department, _member

CUSTOMERS = 100_000
VISITS = 200_000
#: customers in a batch, and how many batches are measured where the night begins, and where it ends
BATCH = 1000
BATCHES = 5


def run(env):
    """Yield time, queries and memory of the first batches of a night and of its last ones, and of Today for a rep."""
    company = env.company
    company.sales_office_room_ids |= env.ref("sales_office_policy.room_customer")
    company.write({"sales_office_visit_norms": True, "sales_office_grade_proposals": True})
    office = _department(env, "Office", is_sales_office=True)
    reps = [_member(env, "representative", office) for _number in range(50)]
    env["sales.office.customer.grade"].create(
        [{"company_id": company.id, "grade": grade, "visits": 3, "return_days": 30} for grade in "abcd"]
    )
    _fill(env, company, [rep.user_id.id for rep in reps], [rep.id for rep in reps])
    yield from _measure_night(env, f"{CUSTOMERS:,} customers, the night begins")
    _look_at_others(env, company)
    yield from _measure_night(env, "the night ends")
    today = env(user=reps[0].user_id.id)["sales.office.today"].with_context(allowed_company_ids=company.ids)
    cost = measured(env, lambda: today._ask(today._get_visit_lines(), today._get_return_lines()))
    yield "Today of a rep: visits and returns", cost.seconds * 1000, "ms"
    yield "Today of a rep: queries", cost.queries, ""


def _measure_night(env, name):
    """Yield what some batches of the nightly job cost, each with the search for its customers and the proposals."""
    files = env["sales.office.customer.file"]
    refresh, batches = type(files)._refresh, []

    def counted(self, partners, company):
        batches.append(measured(env, lambda: refresh(self, partners, company)))

    def go_on(*args, **kwargs):
        return len(batches) < BATCHES

    progress = patch.object(type(env["ir.cron"]), "_commit_progress", go_on)
    with progress, patch.object(type(files), "_refresh", counted):
        night = measured(env, files._cron_refresh)
    yield f"{name}: a batch of {BATCH:,}", night.seconds / len(batches), "s"
    yield f"{name}: queries of a batch", night.queries / len(batches), ""
    yield f"{name}: of these the files, in the first batch", batches[0].queries, ""
    yield f"{name}: of these the files, in the last one", batches[-1].queries, ""
    yield f"{name}: memory on top", night.more_memory, "MB"


def _look_at_others(env, company):
    """Have all but the last customers be looked at already, as late in the night."""
    trust(env)
    env.cr.execute(
        SQL(
            """
            INSERT INTO sales_office_customer_file (partner_id, company_id, user_id, score, computed_at, create_date)
            SELECT id, %(company)s, user_id, 50, NOW() AT TIME ZONE 'UTC', NOW() AT TIME ZONE 'UTC'
              FROM res_partner
             WHERE complete_name LIKE 'BENCH/%%' AND id NOT IN (SELECT partner_id FROM sales_office_customer_file)
          ORDER BY id LIMIT %(number)s
            """,
            company=company.id,
            number=CUSTOMERS - 2 * BATCH * BATCHES,
        )
    )
    env.invalidate_all()
    keep(env)


def _fill(env, company, users, employees):
    """Copy one customer and one visit to them, rows and all, and commit them as they are: there for long."""
    customer = env["res.partner"].create({"name": "Bench", "is_company": True, "user_id": users[0]})
    visit = env["sales.office.visit"].create(
        {"partner_id": customer.id, "employee_id": employees[0], "planned_start": "2026-01-05 02:00:00"}
    )
    env.flush_all()
    trust(env)
    names = _get_columns(env, "res_partner", "commercial_partner_id", "user_id", "sales_office_grade", "complete_name")
    env.cr.execute(
        SQL(
            """
            INSERT INTO res_partner (%(names)s, id, commercial_partner_id, user_id, sales_office_grade, complete_name)
            SELECT %(copied)s, copy.id, copy.id, (%(users)s::int[])[1 + n %% %(many)s], substr('abcd', 1 + n %% 4, 1),
                   'BENCH/' || n
              FROM res_partner customer,
                   (SELECT nextval('res_partner_id_seq')::int AS id, n FROM generate_series(1, %(count)s) n) copy
             WHERE customer.id = %(id)s
            """,
            names=SQL(", ").join(map(SQL.identifier, names)),
            copied=SQL(", ").join(SQL.identifier("customer", name) for name in names),
            users=users,
            many=len(users),
            count=CUSTOMERS,
            id=customer.id,
        )
    )
    names = _get_columns(env, "sales_office_visit", "partner_id", "state", "outcome", "planned_start", "event_id")
    env.cr.execute(
        SQL(
            """
            INSERT INTO sales_office_visit (%(names)s, partner_id, state, outcome, planned_start)
            SELECT %(copied)s, partner.id, 'done', CASE WHEN n = 1 THEN 'further' ELSE 'not_met' END,
                   visit.planned_start + partner.id %% 50 * interval '1 day'
              FROM sales_office_visit visit, res_partner partner, generate_series(1, %(each)s) AS n
             WHERE visit.id = %(id)s AND partner.complete_name LIKE 'BENCH/%%'
            """,
            names=SQL(", ").join(map(SQL.identifier, names)),
            copied=SQL(", ").join(SQL.identifier("visit", name) for name in names),
            each=VISITS // CUSTOMERS,
            id=visit.id,
        )
    )
    env.invalidate_all()
    keep(env)


def _get_columns(env, table, *others):
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name != 'id'", [table]
    )
    return [name for (name,) in env.cr.fetchall() if name not in others]
