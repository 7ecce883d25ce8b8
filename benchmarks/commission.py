"""What settling a month costs: statements computed and written, next to one bare SQL aggregate over the same lines."""

import resource
import time
from datetime import date

from odoo.fields import Command
from odoo.tools import SQL

SIZES = (10_000, 100_000, 1_000_000)
SELLERS = 20
LINES = 10
MONTH = (date(2026, 3, 1), date(2026, 3, 31))


def run(env):
    """Yield, for each number of posted invoice lines, the time of both, their ratio, queries and memory."""
    env.company.country_id = env.company.country_id or env.ref("base.us")
    if not env["account.journal"].search_count([("type", "=", "sale"), ("company_id", "=", env.company.id)]):
        env["account.chart.template"].try_loading("generic_coa", company=env.company, install_demo=False)
    sellers = [_seller(env, number) for number in range(SELLERS)]
    plan = _plan(env, sellers)
    moves = _invoices(env, sellers)
    done = SELLERS * LINES
    for size in SIZES:
        _multiply(env, moves, (size - done) // (SELLERS * LINES), done)
        done = size
        yield from _measure(env, plan, size)


def _measure(env, plan, size):
    bare = min(_clock(lambda: _aggregate(env)) for _ in range(3))
    _settle(plan)  # warm: what follows is the month's second computation, from scratch
    plan.statement_ids.unlink()
    env.flush_all()
    env.invalidate_all()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    queries = env.cr.sql_log_count
    settled = _clock(lambda: _settle(plan))
    queries = env.cr.sql_log_count - queries
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    yield f"{size:,} lines: one bare SQL aggregate", bare * 1000, "ms"
    yield f"{size:,} lines: statements computed and written", settled * 1000, "ms"
    yield f"{size:,} lines: times the aggregate", settled / bare, ""
    yield f"{size:,} lines: queries", queries, ""
    yield f"{size:,} lines: more memory at the peak", memory, "MB"
    plan.statement_ids.unlink()


def _settle(plan):
    plan.generate_statements(*MONTH)
    plan.env.flush_all()


def _aggregate(env):
    env.execute_query(
        SQL(
            """SELECT move.invoice_user_id, SUM(-line.balance)
                 FROM account_move move JOIN account_move_line line ON line.move_id = move.id
                WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
                  AND move.invoice_date BETWEEN %s AND %s AND line.display_type = 'product'
             GROUP BY 1""",
            *MONTH,
        )
    )


def _clock(function):
    begin = time.perf_counter()
    function()
    return time.perf_counter() - begin


def _seller(env, number):
    login = f"seller-{number}-{env['res.users'].search_count([])}"
    user = env["res.users"].create({"name": login, "login": login})
    return env["hr.employee"].create({"name": login, "user_id": user.id, "company_id": env.company.id})


def _plan(env, sellers):
    tiers = [Command.create({"threshold": start, "rate": rate}) for start, rate in ((0, 5), (50_000, 8))]
    plan = env["sales.office.commission.plan"].create(
        {
            "name": "Measured",
            "date_from": "2026-01-01",
            "rule_ids": [Command.create({"name": "Sales", "tier_by": "base", "tier_ids": tiers})],
            "member_ids": [Command.create({"employee_id": one.id, "date_from": "2026-01-01"}) for one in sellers],
        }
    )
    plan.state = "approved"
    return plan


def _invoices(env, sellers):
    customer = env["res.partner"].create({"name": "Customer"})
    moves = env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": customer.id,
                "invoice_date": "2026-03-10",
                "invoice_user_id": seller.user_id.id,
                "invoice_line_ids": [
                    Command.create({"name": f"Line {number}", "price_unit": 10 + number, "tax_ids": []})
                    for number in range(LINES)
                ],
            }
            for seller in sellers
        ]
    )
    moves.action_post()
    env.flush_all()
    return moves


def _multiply(env, moves, times, offset):
    """Copy the invoices in the database: through the ORM a million lines would take hours."""
    columns = {}
    for table in ("account_move", "account_move_line"):
        env.cr.execute(
            """SELECT column_name FROM information_schema.columns
                WHERE table_name = %s AND column_name NOT IN ('id', 'name', 'move_id') AND is_generated = 'NEVER'""",
            [table],
        )
        columns[table] = SQL(", ").join(SQL.identifier(name) for (name,) in env.cr.fetchall())
    env.execute_query(
        SQL(
            """CREATE TEMP TABLE copied ON COMMIT DROP AS
                   SELECT move.id AS old_id, nextval('account_move_id_seq') AS new_id, number
                     FROM account_move move CROSS JOIN generate_series(%s, %s) number WHERE move.id IN %s""",
            offset + 1,
            offset + times,
            moves._ids,
        )
    )
    env.execute_query(
        SQL(
            """INSERT INTO account_move (id, name, %(columns)s)
                    SELECT new_id, name || '-' || number, %(columns)s
                      FROM copied JOIN account_move ON account_move.id = old_id""",
            columns=columns["account_move"],
        )
    )
    env.execute_query(
        SQL(
            """INSERT INTO account_move_line (move_id, name, %(columns)s)
                    SELECT new_id, name, %(columns)s FROM copied JOIN account_move_line ON move_id = old_id""",
            columns=columns["account_move_line"],
        )
    )
    env.execute_query(SQL("DROP TABLE copied"))
    env.cr.execute("ANALYZE account_move, account_move_line")
