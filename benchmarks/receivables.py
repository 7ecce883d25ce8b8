"""What a list of 100,000 open instalments costs a team leader, beside the bare aggregate of the same journal items."""

import time

from odoo.fields import Command
from odoo.tools import SQL

from benchmarks.lead_scope import _department, _member

OPEN = 100_000
PAID = 200_000
TEAMS = 4
REPS_PER_TEAM = 5
REPEATS = 5
PAGE = 80


def run(env):
    """Yield the times of the aggregate, of what a leader's list, grouping and pivot ask, and their queries."""
    company = env.company
    company.sales_office_room_ids |= env.ref("sales_office_policy.room_order")
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
    office = _department(env, "Office", is_sales_office=True)
    leaders, reps = [], []
    for team in range(TEAMS):
        department = _department(env, f"Team {team}", parent_id=office.id)
        leaders.append(_member(env, "team_leader", department))
        department.manager_id = leaders[-1]
        reps += [_member(env, "representative", department) for _ in range(REPS_PER_TEAM)]
    led = [rep.user_id.id for rep in reps[:REPS_PER_TEAM]]
    others = [rep.user_id.id for rep in reps[REPS_PER_TEAM:]]
    _fill(env, _invoice(env), led, others)
    items = env(user=leaders[0].user_id.id)["sales.office.receivable"]
    items = items.with_context(allowed_company_ids=company.ids)
    bare = _best(env, lambda: env.execute_query(_get_bare(led)))[0]
    yield f"bare aggregate of {OPEN:,} open items", bare * 1000, "ms"
    asked = {
        f"first {PAGE} and count": lambda: (items.search_fetch([], ["residual"], limit=PAGE), items.search_count([])),
        "sums by age": lambda: items._read_group([], ["age"], ["residual:sum", "__count"]),
        "sums by salesperson and age": lambda: items._read_group([], ["user_id", "age"], ["residual:sum"]),
        "to chase": lambda: items.search_count(items._get_chased_domain()),
    }
    for name, ask in asked.items():
        seconds, queries = _best(env, ask)
        yield f"team leader, {name}", seconds * 1000, "ms"
        yield f"team leader, {name}: times the bare aggregate", seconds / bare, ""
        yield f"team leader, {name}: queries", queries, ""


def _get_bare(users):
    return SQL(
        """
        SELECT SUM(item.amount_residual)
          FROM account_move_line item JOIN account_move move ON move.id = item.move_id
         WHERE item.reconciled IS NOT TRUE AND item.parent_state = 'posted' AND move.invoice_user_id = ANY(%s)
           AND item.account_id IN (SELECT id FROM account_account WHERE account_type = 'asset_receivable')
        """,
        users,
    )


def _best(env, work):
    times = []
    for _ in range(REPEATS):
        env.invalidate_all()
        queries, begin = env.cr.sql_log_count, time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
        queries = env.cr.sql_log_count - queries
    return min(times), queries


def _invoice(env):
    customer = env["res.partner"].create({"name": "Debtor", "is_company": True})
    invoice = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": customer.id,
            "invoice_date": "2026-01-15",
            "invoice_date_due": "2026-02-15",
            "invoice_payment_term_id": False,
            "invoice_line_ids": [Command.create({"name": "Rooms", "price_unit": 100, "tax_ids": []})],
        }
    )
    invoice.action_post()
    env.flush_all()
    return invoice


def _fill(env, invoice, led, others):
    """Copy one invoice, rows and all: what is open to the people of the first team, what is paid to all of them."""
    moves = [column for column in _get_columns(env, "account_move") if column not in ("id", "name", "invoice_user_id")]
    items = [
        column
        for column in _get_columns(env, "account_move_line")
        if column not in ("id", "move_id", "reconciled", "amount_residual", "amount_residual_currency", "date_maturity")
    ]
    number = len(led) + len(others)
    env.cr.execute(
        SQL(
            """
            WITH made AS (
                INSERT INTO account_move (%(columns)s, name, invoice_user_id)
                SELECT %(columns)s, 'BENCH/' || n,
                       CASE WHEN n <= %(open)s THEN (%(led)s::int[])[1 + n %% %(few)s]
                            ELSE (%(all)s::int[])[1 + n %% %(many)s] END
                  FROM account_move, generate_series(1, %(total)s) AS n WHERE id = %(move)s
             RETURNING id, substr(name, 7)::int AS n)
            INSERT INTO account_move_line (%(item_columns)s, move_id, reconciled, amount_residual,
                                           amount_residual_currency, date_maturity)
            SELECT %(item_columns)s, made.id, made.n > %(open)s,
                   CASE WHEN made.n > %(open)s THEN 0 ELSE item.amount_residual END,
                   CASE WHEN made.n > %(open)s THEN 0 ELSE item.amount_residual_currency END,
                   item.date + made.n %% 150
              FROM account_move_line item, made WHERE item.move_id = %(move)s
            """,
            columns=SQL(", ").join(map(SQL.identifier, moves)),
            item_columns=SQL(", ").join(map(SQL.identifier, items)),
            move=invoice.id,
            open=OPEN,
            total=OPEN + PAID,
            led=led,
            few=len(led),
            all=led + others,
            many=number,
        )
    )
    env.invalidate_all()
    env.cr.execute("ANALYZE")


def _get_columns(env, table):
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'", [table]
    )
    return [name for (name,) in env.cr.fetchall()]
