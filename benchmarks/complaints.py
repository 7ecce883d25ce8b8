"""What 50,000 complaints cost: a leader's list, the number on a contact's form, the hourly job, and Today."""

from odoo.tools import SQL

from benchmarks.lead_scope import _department, _member
from benchmarks.receivables import _best, _get_columns

COMPLAINTS = 50_000
OPEN = 200
CUSTOMERS = 5_000
TEAMS = 4
PAGE = 80


def run(env):
    """Yield the times and queries of what is asked of complaints."""
    company = env.company
    company.sales_office_room_ids |= env.ref("sales_office_policy.room_customer")
    office = _department(env, "Office", is_sales_office=True)
    leaders = []
    for team in range(TEAMS):
        department = _department(env, f"Team {team}", parent_id=office.id)
        leaders.append(_member(env, "team_leader", department))
        department.manager_id = leaders[-1]
    customers = env["res.partner"].create([{"name": f"Customer {n}"} for n in range(CUSTOMERS)])
    _fill(env, leaders, customers)
    theirs = env(user=leaders[0].user_id.id)
    complaints = theirs["sales.office.complaint"].with_context(allowed_company_ids=company.ids)
    today = theirs["sales.office.today"].with_context(allowed_company_ids=company.ids)
    partner = customers[0].with_env(complaints.env)
    asked = {
        f"first {PAGE} and count": lambda: (
            complaints.search_fetch([], ["subject"], limit=PAGE),
            complaints.search_count([]),
        ),
        "causes by month": lambda: complaints._read_group([], ["cause_id", "received_at:month"], ["__count"]),
        "number on a contact": lambda: partner.sales_office_complaint_count,
        "lines of Today": lambda: today._ask(today._get_complaint_lines()),
    }
    for name, ask in asked.items():
        seconds, queries = _best(env, ask)
        yield f"team leader, {name}", seconds * 1000, "ms"
        yield f"team leader, {name}: queries", queries, ""
    seconds, queries = _best(env, lambda: env["sales.office.complaint"]._cron_watch())
    yield "the hourly job, nothing late", seconds * 1000, "ms"
    yield "the hourly job, nothing late: queries", queries, ""


def _fill(env, leaders, customers):
    """Copy one complaint for each leader, by rows: a few are open, the others closed."""
    left_out = ("id", "number", "partner_id", "commercial_partner_id", "state")
    for leader in leaders:
        complaint = env["sales.office.complaint"].create({"subject": "Noise", "employee_id": leader.id})
        env.flush_all()
        columns = [name for name in _get_columns(env, "sales_office_complaint") if name not in left_out]
        env.cr.execute(
            SQL(
                """
                INSERT INTO sales_office_complaint (%(columns)s, number, partner_id, commercial_partner_id, state)
                SELECT %(columns)s, id || '/' || n, (%(customers)s::int[])[1 + n %% %(many)s],
                       (%(customers)s::int[])[1 + n %% %(many)s],
                       CASE WHEN n <= %(open)s THEN 'acknowledged' ELSE 'closed' END
                  FROM sales_office_complaint, generate_series(1, %(total)s) AS n WHERE id = %(complaint)s
                """,
                columns=SQL(", ").join(map(SQL.identifier, columns)),
                customers=customers.ids,
                many=len(customers),
                open=OPEN // len(leaders),
                total=COMPLAINTS // len(leaders),
                complaint=complaint.id,
            )
        )
    env.invalidate_all()
    env.cr.execute("ANALYZE")
